//! How often one caller may do one thing, counted in memory in fixed windows.
//!
//! A restart forgets the counts; what must outlive it (guessed passwords) is in `models/throttle`.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::clock::Timestamp;
use crate::config::Limits;
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    Comment,
    Rate,
    Report,
    SignUp,
    Search,
    ReportWatch,
    TryWebhook,
    CallApi,
}

/// Where a caller stands once a request was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub allowed: u32,
    pub window_seconds: i64,
    pub remaining: u32,
    pub resets_in_seconds: i64,
    /// This one is too many.
    pub is_over: bool,
}

/// Callers remembered at once; past that the windows that are over are dropped, and then all.
const CALLERS: usize = 100_000;

#[derive(Default)]
pub struct RateLimits {
    windows: Mutex<HashMap<(Action, String), Window>>,
}

struct Window {
    began_at_ms: i64,
    count: u32,
}

impl RateLimits {
    /// Counts one more of `action` by `caller` (an account or an address prefix), or refuses it.
    pub fn check(&self, limits: &Limits, action: Action, caller: &str, now: Timestamp) -> Result<()> {
        let standing = self.count(limits, action, caller, now);
        if standing.is_over {
            return Err(Error::TooMany { retry_after: standing.resets_in_seconds });
        }
        Ok(())
    }

    /// Counts one more, and tells where that leaves the caller.
    pub fn count(&self, limits: &Limits, action: Action, caller: &str, now: Timestamp) -> Standing {
        let (allowed, window_ms) = action.rate(limits);
        let mut windows = self.windows.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if windows.len() >= CALLERS {
            windows.retain(|(action, _), window| window.began_at_ms + action.rate(limits).1 > now.millis());
            if windows.len() >= CALLERS {
                windows.clear();
            }
        }
        let window = windows
            .entry((action, caller.to_owned()))
            .or_insert(Window { began_at_ms: now.millis(), count: 0 });
        if window.began_at_ms + window_ms <= now.millis() {
            *window = Window { began_at_ms: now.millis(), count: 0 };
        }
        let is_over = window.count >= allowed;
        if !is_over {
            window.count += 1;
        }
        Standing {
            allowed,
            window_seconds: window_ms / 1000,
            remaining: allowed - window.count.min(allowed),
            resets_in_seconds: (window.began_at_ms + window_ms - now.millis() + 999) / 1000,
            is_over,
        }
    }
}

impl Action {
    /// How many, in how many milliseconds.
    fn rate(self, limits: &Limits) -> (u32, i64) {
        const MINUTE: i64 = 60_000;
        match self {
            Self::Comment => (limits.comments_per_minute, MINUTE),
            Self::Rate => (limits.ratings_per_minute, MINUTE),
            Self::Report => (limits.reports_per_hour, 60 * MINUTE),
            Self::SignUp => (limits.sign_ups_per_hour, 60 * MINUTE),
            Self::Search => (limits.searches_per_minute, MINUTE),
            Self::ReportWatch => (limits.watch_reports_per_minute, MINUTE),
            Self::TryWebhook => (limits.webhook_tests_per_minute, MINUTE),
            Self::CallApi => (limits.api_requests_per_ten_seconds, 10_000),
        }
    }
}
