//! Playbacks that never become rows, those of anonymous viewers; and from where somebody opened a video, until they watch it.
//!
//! In memory, bounded, for hours.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::app::{AnonymousKey, Recipient};
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::types::WatchSource;
use crate::models::watch_event::{Playable, WatchReport};

const KEPT_MS: i64 = 6 * 3_600_000;
const KEPT: usize = 20_000;

#[derive(Default)]
pub struct Playbacks {
    begun: Mutex<HashMap<(AnonymousKey, Uuid), Playback>>,
    /// Who has told what they watched, so that it need not be guessed.
    reported: Mutex<HashMap<(Recipient, VideoId), Timestamp>>,
    arrivals: Mutex<HashMap<(UserId, VideoId), (WatchSource, Timestamp)>>,
}

struct Playback {
    video: VideoId,
    began: Timestamp,
    watched_ms: i64,
}

impl Playbacks {
    /// How much this playback has watched so far; None when the session is another video's.
    pub fn advance(
        &self,
        viewer: AnonymousKey,
        video: Playable,
        report: &WatchReport,
        now: Timestamp,
    ) -> Option<i64> {
        let mut begun = lock(&self.begun);
        if let Some(known) = begun.get_mut(&(viewer, report.session)) {
            if known.video != video.id {
                return None;
            }
            known.watched_ms = known.watched_ms.max(report.credible_ms(video, Some(known.began), now));
            return Some(known.watched_ms);
        }
        if begun.len() >= KEPT {
            begun.retain(|_, playback| now.millis() - playback.began.millis() < KEPT_MS / 6);
        }
        if begun.len() >= KEPT {
            begun.clear();
        }
        let watched_ms = report.credible_ms(video, None, now);
        begun.insert((viewer, report.session), Playback { video: video.id, began: now, watched_ms });
        Some(watched_ms)
    }

    pub fn reported(&self, recipient: &Recipient, video: VideoId, now: Timestamp) {
        let mut reported = lock(&self.reported);
        if reported.len() >= KEPT {
            reported.clear();
        }
        reported.insert((recipient.clone(), video), now);
    }

    pub fn has_reported(&self, recipient: &Recipient, video: VideoId, now: Timestamp) -> bool {
        let reported = lock(&self.reported);
        reported.get(&(recipient.clone(), video)).is_some_and(|at| now.millis() - at.millis() < KEPT_MS)
    }

    pub fn arrived(&self, user: UserId, video: VideoId, source: Option<WatchSource>, now: Timestamp) {
        let mut arrivals = lock(&self.arrivals);
        let Some(source) = source else {
            arrivals.remove(&(user, video));
            return;
        };
        if arrivals.len() >= KEPT {
            arrivals.clear();
        }
        arrivals.insert((user, video), (source, now));
    }

    pub fn arrival(&self, user: UserId, video: VideoId, now: Timestamp) -> Option<WatchSource> {
        let arrivals = lock(&self.arrivals);
        let (source, at) = arrivals.get(&(user, video))?;
        (now.millis() - at.millis() < KEPT_MS).then_some(*source)
    }

    pub fn forget(&self, viewer: AnonymousKey) {
        lock(&self.begun).retain(|(other, _), _| *other != viewer);
    }

    pub fn forget_arrivals(&self, user: UserId) {
        lock(&self.arrivals).retain(|(other, _), _| *other != user);
    }

    pub fn expire(&self, now: Timestamp) {
        let is_young = |at: Timestamp| now.millis() - at.millis() < KEPT_MS;
        lock(&self.begun).retain(|_, playback| is_young(playback.began));
        lock(&self.reported).retain(|_, at| is_young(*at));
        lock(&self.arrivals).retain(|_, (_, at)| is_young(*at));
    }
}

/// A thread that panicked here left a map with one entry more or less.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
