//! How much of media each caller has taken within the hour, so that a crawler cannot carry the catalogue away.
//!
//! In memory, in fixed windows. A stream counts on its own handle, without a lock; what is over the limit is refused at the next request.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Timestamp;
use crate::error::{Error, Result};

const WINDOW_MS: i64 = 3_600_000;
/// Callers remembered at once; past that those whose hour is over are dropped, and then all.
const CALLERS: usize = 100_000;

#[derive(Default)]
pub struct MediaBudget {
    windows: Mutex<HashMap<String, Window>>,
}

struct Window {
    began_at_ms: i64,
    taken: Spending,
}

/// What one caller takes in this hour.
#[derive(Debug, Clone, Default)]
pub struct Spending(Arc<AtomicU64>);

impl Spending {
    pub fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    fn total(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl MediaBudget {
    /// Where to count what `caller` takes, or a refusal if that was too much already. A limit of 0 is none.
    pub fn open(&self, caller: &str, allowed: u64, now: Timestamp) -> Result<Spending> {
        if allowed == 0 {
            return Ok(Spending::default());
        }
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |window: &Window| window.began_at_ms + WINDOW_MS <= now.millis();
        match windows.get(caller) {
            Some(window) if !is_over(window) => {
                if window.taken.total() < allowed {
                    return Ok(window.taken.clone());
                }
                let retry_after = (window.began_at_ms + WINDOW_MS - now.millis() + 999) / 1000;
                return Err(Error::TooMany { retry_after });
            }
            _ => {}
        }
        if windows.len() >= CALLERS {
            windows.retain(|_, window| !is_over(window));
            if windows.len() >= CALLERS {
                windows.clear();
            }
        }
        let taken = Spending::default();
        windows.insert(caller.to_owned(), Window { began_at_ms: now.millis(), taken: taken.clone() });
        Ok(taken)
    }

    #[cfg(test)]
    fn callers(&self) -> usize {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
mod tests {
    use super::{CALLERS, MediaBudget};
    use crate::clock::Timestamp;
    use crate::error::Error;

    #[test]
    fn rl_05_who_took_too_much_waits_for_the_next_hour_and_nobody_else_does() {
        let (budget, begin) = (MediaBudget::default(), Timestamp::from_millis(0));
        let first = budget.open("a", 100, begin).unwrap();
        let second = budget.open("a", 100, begin).unwrap();
        first.add(60);
        second.add(60);
        let refused = budget.open("a", 100, begin.plus_seconds(600)).unwrap_err();
        assert!(matches!(refused, Error::TooMany { retry_after: 3000 }));
        assert!(budget.open("b", 100, begin).is_ok());
        assert!(budget.open("a", 0, begin).is_ok(), "0 is no limit");
        assert!(budget.open("a", 100, begin.plus_seconds(3600)).is_ok());
    }

    #[test]
    fn rl_05_no_more_callers_are_remembered_than_fit() {
        let budget = MediaBudget::default();
        for caller in 0..CALLERS + 10 {
            budget.open(&caller.to_string(), 100, Timestamp::from_millis(0)).unwrap();
        }
        assert!(budget.callers() <= CALLERS);
    }
}
