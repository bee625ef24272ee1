//! Programs tell every few seconds where in a video they are, and nothing of how much was watched: that is found out here.
//!
//! A position that went on no faster than a player can was watched, and any other was jumped to. In memory, bounded, for hours.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Timestamp;
use crate::db::ids::{Uuid, VideoId};
use crate::models::watch_event::WatchReport;
use crate::recommender::ViewerKey;

/// After so long a silence it is another playback.
const SILENCE_MS: i64 = 30 * 60_000;
/// Players can be set to go twice as fast, …
const FASTEST: i64 = 2;
/// … and tell whole seconds.
const ROUNDED_MS: i64 = 1_000;
const KEPT: usize = 20_000;

#[derive(Default)]
pub struct Positions {
    open: Mutex<HashMap<(ViewerKey, VideoId), Playback>>,
}

/// How the viewer came to where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// As far as anybody told, by playing.
    Played,
    Jumped,
}

struct Playback {
    session: Uuid,
    position_ms: i64,
    watched_ms: i64,
    heard: Timestamp,
}

impl Positions {
    /// What a page would have reported. Where a playback begins, nothing of it was watched yet.
    pub fn report(
        &self,
        viewer: ViewerKey,
        video: VideoId,
        (position_ms, motion): (i64, Motion),
        now: Timestamp,
    ) -> WatchReport {
        let mut open = self.open();
        if open.len() >= KEPT {
            open.retain(|_, playback| playback.is_open(now));
        }
        if open.len() >= KEPT {
            open.clear();
        }
        let begun = || Playback { session: Uuid::random(), position_ms, watched_ms: 0, heard: now };
        let playback = open.entry((viewer, video)).or_insert_with(begun);
        if !playback.is_open(now) {
            *playback = begun();
        }
        playback.go_on(position_ms, motion, now);
        WatchReport { session: playback.session, position_ms, watched_ms: playback.watched_ms }
    }

    pub fn expire(&self, now: Timestamp) {
        self.open().retain(|_, playback| playback.is_open(now));
    }

    /// A thread that panicked here left a map with one entry more or less.
    fn open(&self) -> MutexGuard<'_, HashMap<(ViewerKey, VideoId), Playback>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Playback {
    fn is_open(&self, now: Timestamp) -> bool {
        now.millis() - self.heard.millis() < SILENCE_MS
    }

    fn go_on(&mut self, position_ms: i64, motion: Motion, now: Timestamp) {
        let elapsed = (now.millis() - self.heard.millis()).max(0);
        let step = position_ms.saturating_sub(self.position_ms);
        if motion == Motion::Played && (0..=FASTEST * elapsed + ROUNDED_MS).contains(&step) {
            self.watched_ms = self.watched_ms.saturating_add(step);
        }
        (self.position_ms, self.heard) = (position_ms, now);
    }
}

#[cfg(test)]
mod tests {
    use super::{Motion, Positions};
    use crate::clock::Timestamp;
    use crate::db::ids::VideoId;
    use crate::recommender::ViewerKey;

    const ANN: ViewerKey = ViewerKey::User(1);
    const FILM: VideoId = VideoId(7);

    #[test]
    fn what_was_played_counts_and_what_was_jumped_over_does_not() {
        let positions = Positions::default();
        let told = |second: i64, position: i64, motion| {
            let now = Timestamp::from_millis(second * 1000);
            positions.report(ANN, FILM, (position * 1000, motion), now).watched_ms
        };
        // Somebody goes on where they stopped once.
        assert_eq!(told(0, 600, Motion::Played), 0);
        assert_eq!(told(5, 605, Motion::Played), 5_000);
        assert_eq!(told(10, 615, Motion::Played), 15_000);
        assert_eq!(told(15, 618, Motion::Jumped), 15_000);
        assert_eq!(told(20, 300, Motion::Played), 15_000, "back");
        assert_eq!(told(25, 3_000, Motion::Played), 15_000, "and far ahead");
        assert_eq!(told(30, 3_005, Motion::Played), 20_000);
        assert_eq!(told(30, i64::MAX / 1000, Motion::Played), 20_000);
    }

    #[test]
    fn a_playback_is_one_persons_of_one_video_and_ends_in_silence() {
        let positions = Positions::default();
        let at = |second: i64| Timestamp::from_millis(second * 1000);
        let session = |viewer, video, now| positions.report(viewer, video, (0, Motion::Played), now).session;
        let first = session(ANN, FILM, at(0));
        assert_eq!(session(ANN, FILM, at(1_700)), first);
        assert_ne!(session(ViewerKey::User(2), FILM, at(1_700)), first);
        assert_ne!(session(ANN, VideoId(8), at(1_700)), first);
        assert_ne!(session(ANN, FILM, at(3_600)), first);
        positions.expire(at(9_999));
        assert!(positions.open().is_empty());
    }
}
