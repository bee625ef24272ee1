//! Long sums on threads of the lowest priority, which may be abandoned.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::Steps;
use crate::jobs::Failure;

/// The system gives such threads what no other wants.
const LOWEST_PRIORITY: i32 = 19;
const LOOK: Duration = Duration::from_millis(200);

/// Works on a thread of its own, whose threads inherit its priority. Told to stop, it is left behind: it holds nothing, and its
/// answer is dropped.
pub fn quietly<T: Send + 'static>(
    steps: &dyn Steps,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (send, receive) = channel();
    let lowered = move || {
        if let Err(error) = rustix::process::setpriority_process(None, LOWEST_PRIORITY) {
            log::debug!("the priority of a training could not be lowered: {error}");
        }
        // Nobody may be waiting any more.
        drop(send.send(work()));
    };
    std::thread::Builder::new().name("training".to_owned()).spawn(lowered)?;
    loop {
        match receive.recv_timeout(LOOK) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) if steps.is_cancelled() => return Err(Failure::Cancelled),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Failure::Retry(anyhow::anyhow!("the training panicked")));
            }
        }
    }
}
