//! Having a received file looked at by the operator's own scanner, by the contract that `clamscan` and `clamdscan` keep: the path is
//! the only argument, 0 means clean, 1 means refused, anything else means that it could not tell.

use std::path::Path;

use super::arguments::Arguments;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, Refused};

const CLEAN: i32 = 0;
const REFUSED: i32 = 1;

/// Does nothing where there is no scanner. What it found goes to the log: to an uploader it would say how to do better.
pub fn scan(engine: &Engine, input: &Path) -> Result<(), MediaError> {
    if engine.scanner.is_none() {
        return Ok(());
    }
    let longest = engine.timeouts.scan;
    let arguments = Arguments::default().word(input);
    let job = Job { program: Program::Scanner, arguments, read: &[], write: None, longest };
    let finished = runner::output(engine, job).map_err(|error| match error {
        MediaError::Refused(Refused::TooMuchDescription) => {
            MediaError::Failed(anyhow::anyhow!("the scan command wrote more than anyone would read"))
        }
        other => other,
    })?;
    match finished.status.code() {
        Some(CLEAN) => Ok(()),
        Some(REFUSED) => {
            let said = String::from_utf8_lossy(&finished.output);
            log::warn!("the scan command refused {}: {:?}", input.display(), said.trim());
            Err(Refused::Scanned.into())
        }
        _ => Err(MediaError::Failed(finished.describe("the scan command"))),
    }
}
