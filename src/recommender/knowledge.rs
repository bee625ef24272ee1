//! Everything learned from all viewers together: counters, transitions, co-watches, and what has hardly been shown.
//!
//! Each event changes a few numbers, so the next list already knows of it. What must survive a restart is handed out
//! as rows (`drain_dirty`) and taken back (`restore`); the engine itself stores nothing.

use super::counters::{CounterKind, CounterRow, Counters};
use super::events::{Rating, Verdict};
use super::exposure::{ENOUGH_IMPRESSIONS, Exposure};
use super::ids::VideoId;
use super::pairs::PairRow;
use super::transitions::{Earlier, Transitions};

/// Rows to store, or stored rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    pub counters: Vec<CounterRow>,
    pub transitions: Vec<PairRow>,
    pub co_watches: Vec<PairRow>,
}

impl Snapshot {
    pub fn is_empty(&self) -> bool {
        self.counters.is_empty() && self.transitions.is_empty() && self.co_watches.is_empty()
    }
}

#[derive(Default)]
pub struct Knowledge {
    pub counters: Counters,
    pub transitions: Transitions,
    pub exposure: Exposure,
}

/// What one viewer's event adds to what is known of all.
#[derive(Clone, Debug, PartialEq)]
pub enum Lesson {
    /// A counted watch. The earlier watches are empty when this viewer has taught this video before.
    Watch {
        video: VideoId,
        earlier: Vec<Earlier>,
        verdict: Verdict,
    },
    /// A playback that was counted before has now come near the end.
    Completion {
        video: VideoId,
    },
    Rating {
        video: VideoId,
        before: Rating,
        after: Rating,
    },
    Comment {
        video: VideoId,
    },
    Rejection {
        video: VideoId,
    },
    RejectionWithdrawn {
        video: VideoId,
    },
}

impl Knowledge {
    pub fn learn(&mut self, lesson: &Lesson, at_ms: i64) {
        match lesson {
            Lesson::Watch { video, earlier, verdict } => self.learn_watch(*video, earlier, *verdict, at_ms),
            Lesson::Completion { video } => self.counters.add(*video, CounterKind::Completions, 1.0, at_ms),
            Lesson::Rating { video, before, after } => {
                self.count_rating(*video, *before, -1.0, at_ms);
                self.count_rating(*video, *after, 1.0, at_ms);
            }
            Lesson::Comment { video } => self.counters.add(*video, CounterKind::Comments, 1.0, at_ms),
            Lesson::Rejection { video } => self.counters.add(*video, CounterKind::Rejections, 1.0, at_ms),
            Lesson::RejectionWithdrawn { video } => {
                self.counters.add(*video, CounterKind::Rejections, -1.0, at_ms)
            }
        }
    }

    /// Counts that videos were shown, up to the number that ends their exploration: nothing reads further, and a
    /// site's pages would otherwise rewrite twenty rows each.
    pub fn shown(&mut self, videos: impl Iterator<Item = VideoId>, now_ms: i64) {
        for video in videos {
            if self.impressions(video, now_ms) < ENOUGH_IMPRESSIONS {
                self.counters.add(video, CounterKind::Impressions, 1.0, now_ms);
            }
            if self.impressions(video, now_ms) >= ENOUGH_IMPRESSIONS {
                self.exposure.remove(video);
            }
        }
    }

    /// A video appeared in the public catalogue.
    pub fn expose(&mut self, video: VideoId) {
        if self.impressions(video, i64::MAX) < ENOUGH_IMPRESSIONS {
            self.exposure.add(video);
        }
    }

    /// A video left the public catalogue; what is known of it is kept in case it comes back.
    pub fn withdraw(&mut self, video: VideoId) {
        self.exposure.remove(video);
    }

    pub fn forget(&mut self, video: VideoId) {
        self.exposure.remove(video);
        self.counters.forget(video);
        self.transitions.forget(video);
    }

    pub fn drain_dirty(&mut self) -> Snapshot {
        let (transitions, co_watches) = self.transitions.drain_dirty();
        Snapshot { counters: self.counters.drain_dirty(), transitions, co_watches }
    }

    /// Marks rows as not stored after all, so that the next drain has them again, with their then current values.
    pub fn mark_dirty(&mut self, snapshot: &Snapshot) {
        self.counters.mark_dirty(&snapshot.counters);
        self.transitions.mark_dirty(&snapshot.transitions, &snapshot.co_watches);
    }

    pub fn restore(&mut self, stored: &Snapshot) {
        self.counters.restore(&stored.counters);
        self.transitions.restore(&stored.transitions, &stored.co_watches);
        for row in &stored.counters {
            if self.impressions(row.video, row.at_ms) >= ENOUGH_IMPRESSIONS {
                self.exposure.remove(row.video);
            }
        }
    }

    fn learn_watch(&mut self, video: VideoId, earlier: &[Earlier], verdict: Verdict, at_ms: i64) {
        self.counters.count_watch(video, at_ms);
        match verdict {
            Verdict::Completed => self.counters.add(video, CounterKind::Completions, 1.0, at_ms),
            Verdict::Abandoned => self.counters.add(video, CounterKind::Rejections, 1.0, at_ms),
            Verdict::Watched => {}
        }
        // Nobody went on to a video that they left at once.
        if verdict != Verdict::Abandoned {
            self.transitions.learn(earlier, video, at_ms);
        }
    }

    fn count_rating(&mut self, video: VideoId, rating: Rating, amount: f64, at_ms: i64) {
        match rating {
            Rating::Liked => self.counters.add(video, CounterKind::Likes, amount, at_ms),
            Rating::Disliked => self.counters.add(video, CounterKind::Dislikes, amount, at_ms),
            Rating::None => {}
        }
    }

    fn impressions(&self, video: VideoId, now_ms: i64) -> f64 {
        self.counters.value(video, CounterKind::Impressions, now_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_shown_often_enough_is_no_longer_explored_even_after_a_restart() {
        let mut knowledge = Knowledge::default();
        knowledge.expose(VideoId(1));
        knowledge.expose(VideoId(2));
        for _ in 0..60 {
            knowledge.shown([VideoId(1)].into_iter(), 0);
        }
        assert!(!knowledge.exposure.contains(VideoId(1)) && knowledge.exposure.contains(VideoId(2)));
        assert_eq!(knowledge.counters.value(VideoId(1), CounterKind::Impressions, 0), ENOUGH_IMPRESSIONS);
        let stored = knowledge.drain_dirty();
        let mut restarted = Knowledge::default();
        restarted.expose(VideoId(1));
        restarted.restore(&stored);
        assert!(!restarted.exposure.contains(VideoId(1)));
        restarted.expose(VideoId(1));
        assert!(!restarted.exposure.contains(VideoId(1)));
    }

    #[test]
    fn a_withdrawn_like_is_gone() {
        let mut knowledge = Knowledge::default();
        let video = VideoId(1);
        knowledge.learn(&Lesson::Rating { video, before: Rating::None, after: Rating::Liked }, 0);
        knowledge.learn(&Lesson::Rating { video, before: Rating::Liked, after: Rating::Disliked }, 0);
        assert_eq!(knowledge.counters.value(video, CounterKind::Likes, 0), 0.0);
        assert_eq!(knowledge.counters.value(video, CounterKind::Dislikes, 0), 1.0);
    }

    #[test]
    fn rows_that_could_not_be_stored_are_handed_out_again() {
        let mut knowledge = Knowledge::default();
        let earlier = vec![Earlier { video: VideoId(1), at_ms: 0 }];
        knowledge.learn(&Lesson::Watch { video: VideoId(2), earlier, verdict: Verdict::Watched }, 0);
        let first = knowledge.drain_dirty();
        assert!(!first.is_empty() && knowledge.drain_dirty().is_empty());
        knowledge.mark_dirty(&first);
        assert_eq!(knowledge.drain_dirty(), first);
    }
}
