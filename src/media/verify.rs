//! Believes no exit code: looks at what was written before anyone else does.
//!
//! ffmpeg ends with 0 on a truncated upload, and a broken ffmpeg may end with 0 having written nothing. The two are
//! told apart by reading the input once more to its end: an output that holds all that can be read is good, however
//! little that is, and its uploader is warned.

use std::path::Path;

use anyhow::anyhow;

use super::arguments::Arguments;
use super::judge::Plan;
use super::probe::{Probe, probe};
use super::process::Program;
use super::runner::{self, Finished, Job};
use super::{Engine, MediaError, Refused};

/// What looking at the written file showed.
pub(super) enum Verdict {
    Good { probe: Box<Probe>, duration_ms: u64, warning: Option<String> },
    Bad(anyhow::Error),
}

pub(super) fn verify(
    engine: &Engine,
    input: &Path,
    claimed: &Probe,
    plan: &Plan,
    output: &Path,
) -> Result<Verdict, MediaError> {
    let written = match probe(engine, output) {
        Ok(written) => Some(written),
        Err(MediaError::Refused(refused)) => {
            log::debug!("the written file cannot be read: {refused}");
            None
        }
        Err(error) => return Err(error),
    };
    // What the file cannot be judged by beforehand shows now: a recording that did not say how long it is.
    let duration_ms = written.as_ref().and_then(|written| written.duration_ms).unwrap_or_default();
    if duration_ms > engine.limits.max_duration_ms + tolerance(duration_ms) {
        return Err(Refused::TooLong { limit_ms: engine.limits.max_duration_ms }.into());
    }
    let complete = written
        .map(Box::new)
        .filter(|written| duration_ms > 0 && written.video.is_some() == claimed.video.is_some());
    let claim = claimed.used_duration_ms();
    if let (Some(probe), Some(claim)) = (&complete, claim)
        && duration_ms + tolerance(claim) >= claim
    {
        return Ok(Verdict::Good { probe: probe.clone(), duration_ms, warning: None });
    }

    let reading = read_to_the_end(engine, input, plan)?;
    let readable = reading.reached;
    if readable.is_nothing() {
        // Only a program that works may blame the file.
        if reading.gave_up() || reading.said_it_ended {
            return Err(Refused::NothingReadable.into());
        }
        return Ok(Verdict::Bad(reading.describe("ffmpeg wrote no playable file and cannot read")));
    }
    let Some(probe) = complete else {
        return Ok(Verdict::Bad(anyhow!(
            "ffmpeg wrote no playable file, though {} ms can be read",
            readable.milliseconds
        )));
    };
    if duration_ms + tolerance(readable.milliseconds) < readable.milliseconds {
        let readable = readable.milliseconds;
        return Ok(Verdict::Bad(anyhow!(
            "ffmpeg wrote {duration_ms} ms of the {readable} ms that can be read"
        )));
    }
    let warning = claim
        .filter(|claim| duration_ms + tolerance(*claim) < *claim && !claimed.duration_is_an_estimate())
        .map(|claim| shorter(duration_ms, claim));
    Ok(Verdict::Good { probe, duration_ms, warning })
}

/// How much shorter a good file may be: frames at the edges, and clocks that round.
pub(super) fn tolerance(duration_ms: u64) -> u64 {
    500.max(duration_ms / 50)
}

/// Reads the input as the plan did, without writing: packets for a copy, decoded frames for an encode.
fn read_to_the_end(engine: &Engine, input: &Path, plan: &Plan) -> Result<Finished, MediaError> {
    let how = match plan {
        Plan::Copy(_) => "-c copy",
        Plan::Transcode(_) => "",
    };
    let arguments = Arguments::ffmpeg(engine.threads)
        .with_progress()
        .input(&engine.limits, input)
        .words("-map 0:V:0? -map 0:a:0? -sn -dn")
        .words(how)
        .words("-f null -");
    let longest = engine.timeouts.web_file;
    let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: None, longest };
    // A failure on the way is no news: the file is known to be damaged, and the question is how far one gets.
    runner::watched(engine, job, None, &mut |_| {})
}

fn shorter(duration_ms: u64, claimed_ms: u64) -> String {
    let seconds = |milliseconds: u64| milliseconds as f64 / 1000.0;
    format!(
        "Only the first {:.1} seconds could be read of the {:.1} seconds this file claims to have. It may be cut off \
         or damaged.",
        seconds(duration_ms),
        seconds(claimed_ms)
    )
}
