//! A comparison of two versions in front of people: lists drafted from both, and each view credited to the side that brought it.
//!
//! Who was shown what is known in memory for some hours, as for playbacks; only sums are written.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Feed;
use super::models::Contest;
use super::placing::Placed;
use crate::app::{App, Attention, Watcher};
use crate::clock::Timestamp;
use crate::db::ids::VideoId;
use crate::error::Result;
use crate::models::recommender_comparison::{Comparison, Credits};
use crate::recommender::interleaving::{Team, draft};
use crate::recommender::{Recommended, Request, VideoId as Ranked, ViewerKey};

const KEPT_MS: i64 = 6 * 3_600_000;
const KEPT: usize = 100_000;

#[derive(Default)]
pub struct Comparing {
    shown: Mutex<HashMap<(ViewerKey, VideoId), Shown>>,
    credits: Mutex<HashMap<i64, Credits>>,
}

/// Who put a video before somebody's eyes.
struct Shown {
    comparison: i64,
    team: Team,
    at: Timestamp,
}

/// A list with the side that picked each of it, where two are compared.
pub struct Ranking {
    pub items: Vec<Recommended>,
    contest: Option<(i64, HashMap<i64, Team>)>,
}

impl Feed {
    /// The engine's list; of whoever can be credited it is made of both sides while there is a comparison.
    pub(super) fn rank(&self, open: Option<Ranked>, request: &Request<'_>) -> Ranking {
        let running = || match open {
            Some(open) => self.recommender.up_next(open, request),
            None => self.recommender.home(request),
        };
        match self.contest().filter(|_| request.viewer.is_some()) {
            None => Ranking { items: running(), contest: None },
            Some(Contest { id, other }) => {
                let other = self.recommender.with_model(other.as_deref(), open, request);
                let drafted = draft(&running(), &other, request.limit, request.seed);
                let teams = drafted.iter().map(|(item, team)| (item.video.0, *team)).collect();
                let items = drafted.into_iter().map(|(item, _)| item).collect();
                Ranking { items, contest: Some((id, teams)) }
            }
        }
    }

    /// Remembers whose pick each of the shown videos was.
    pub(super) fn note_sides(&self, watcher: &Watcher, ranking: &Ranking, placed: &[Placed], now: Timestamp) {
        let (Some(key), Some((id, teams))) = (watcher.key(), &ranking.contest) else { return };
        if watcher.attention == Attention::Nobody {
            return;
        }
        let mut shown = lock(&self.comparing.shown);
        if shown.len() >= KEPT {
            shown.clear();
        }
        for item in placed {
            if let Some(team) = teams.get(&item.recommended.video.0) {
                shown.insert((key, item.card.id), Shown { comparison: *id, team: *team, at: now });
            }
        }
        drop(shown);
        lock(&self.comparing.credits).entry(*id).or_default().lists += 1;
    }

    /// A view was counted: it is a click for whoever put the video on the list, once.
    pub(super) fn credit(&self, key: ViewerKey, video: VideoId, watched_ms: i64, now: Timestamp) {
        let Some(shown) = lock(&self.comparing.shown).remove(&(key, video)) else { return };
        if now.millis() - shown.at.millis() >= KEPT_MS {
            return;
        }
        let mut credits = lock(&self.comparing.credits);
        let credits = credits.entry(shown.comparison).or_default();
        match shown.team {
            Team::First => {
                credits.clicks += 1;
                credits.watched_ms += watched_ms;
            }
            Team::Second => {
                credits.other_clicks += 1;
                credits.other_watched_ms += watched_ms;
            }
        }
    }

    pub(super) fn expire_sides(&self, now: Timestamp) {
        lock(&self.comparing.shown).retain(|_, shown| now.millis() - shown.at.millis() < KEPT_MS);
    }
}

impl App {
    /// Writes what the sides were credited with since the last time.
    pub fn flush_credits(&self) -> Result<()> {
        let waiting: Vec<(i64, Credits)> = lock(&self.feed.comparing.credits).drain().collect();
        if waiting.is_empty() {
            return Ok(());
        }
        let rows = waiting.clone();
        let write = move |conn: &mut crate::db::Conn| {
            Ok(rows.iter().try_for_each(|(id, credits)| Comparison::credit(conn, *id, *credits))?)
        };
        self.db.write_blocking(write).inspect_err(|_| {
            let mut credits = lock(&self.feed.comparing.credits);
            for (id, more) in waiting {
                credits.entry(id).or_default().add(more);
            }
        })
    }
}

/// A thread that panicked here left a map with one entry more or less.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
