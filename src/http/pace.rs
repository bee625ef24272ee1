//! How slowly a body may arrive: it may not stand still for long, and not trickle for long either.

use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// Below this a body is held open, not sent.
const BYTES_PER_SECOND: u64 = 256;

pub struct Pace {
    stall: Duration,
    window_began: Instant,
    in_window: u64,
}

impl Pace {
    pub fn new(stall: Duration) -> Self {
        Self { stall, window_began: Instant::now(), in_window: 0 }
    }

    /// Waits for the next piece, but not for long.
    pub async fn within<T>(&mut self, next: impl Future<Output = T>) -> Result<T> {
        if self.window_began.elapsed() >= self.stall {
            if self.in_window < BYTES_PER_SECOND * self.stall.as_secs() {
                return Err(Error::TooSlow);
            }
            self.window_began = Instant::now();
            self.in_window = 0;
        }
        tokio::time::timeout(self.stall, next).await.map_err(|_| Error::TooSlow)
    }

    /// Counts what has arrived.
    pub fn moved(&mut self, bytes: usize) {
        self.in_window += bytes as u64;
    }
}
