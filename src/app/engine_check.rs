//! Whether files can be processed here, asked of the programs themselves and remembered for a while.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::media::Engine;

const GOOD_FOR: Duration = Duration::from_secs(600);
/// A missing program may be installed at any moment.
const BAD_FOR: Duration = Duration::from_secs(20);

#[derive(Default)]
pub struct EngineCheck {
    latest: Mutex<Option<(Instant, Result<(), String>)>>,
}

impl EngineCheck {
    /// The reason why not, for people. Starts programs now and then: call it where waiting is allowed.
    pub fn ready(&self, engine: &Result<Engine, String>) -> Result<(), String> {
        let engine = engine.as_ref().map_err(Clone::clone)?;
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, answer)) = latest.as_ref() {
            let good_for = if answer.is_ok() { GOOD_FOR } else { BAD_FOR };
            if at.elapsed() < good_for {
                return answer.clone();
            }
        }
        let answer = engine.ready();
        *latest = Some((Instant::now(), answer.clone()));
        answer
    }
}
