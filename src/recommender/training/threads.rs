//! Work in independent pieces, shared by the cores there are.

use std::sync::{Mutex, PoisonError};

/// How many threads a training may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// The one that asks.
    One,
    /// As many as there are cores.
    All,
}

impl Threads {
    pub fn share<T: Send>(self, pieces: impl Iterator<Item = T> + Send, work: impl Fn(T) + Sync) {
        match self {
            Self::One => pieces.for_each(work),
            Self::All => share(pieces, work),
        }
    }
}

/// Does `work` for each piece; each thread takes the next piece when it is done with its last.
pub fn share<T: Send>(pieces: impl Iterator<Item = T> + Send, work: impl Fn(T) + Sync) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pieces = Mutex::new(pieces);
    let next = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(piece) = next() {
                    work(piece);
                }
            });
        }
    });
}

/// What this process has used of the processors so far, all threads together (Linux).
pub fn cpu_seconds() -> Option<f64> {
    used("/proc/self/stat")
}

/// The same of this thread alone.
pub fn cpu_seconds_of_thread() -> Option<f64> {
    used("/proc/thread-self/stat")
}

fn used(file: &str) -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string(file).ok()?;
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = |field: Option<&str>| field?.parse::<f64>().ok();
    Some((ticks(fields.next())? + ticks(fields.next())?) / TICKS_PER_SECOND)
}
