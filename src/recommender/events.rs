//! What the engine is told: who did what, to which video or channel, and when.
//!
//! An event is told once, after the site has stored it (if it stores it at all: an anonymous viewer's events never
//! become rows). Times are milliseconds since 1970. Whether a watch counts as a view is decided by `views` before a
//! `CountedWatch` is told.

use super::ids::{ChannelId, VideoId, ViewerKey};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    pub viewer: ViewerKey,
    pub at_ms: i64,
    pub kind: EventKind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EventKind {
    /// The watch that counts as a view: once per viewer and video in six hours.
    CountedWatch {
        video: VideoId,
        watch: Watch,
    },
    /// How far a playback has come; the same playback says it again and again.
    Progress {
        video: VideoId,
        watch: Watch,
    },
    /// A rating given, changed or withdrawn.
    Rated {
        video: VideoId,
        before: Rating,
        after: Rating,
    },
    Commented {
        video: VideoId,
    },
    Subscribed {
        channel: ChannelId,
    },
    NotInterested {
        video: VideoId,
    },
    LessFromChannel {
        channel: ChannelId,
    },
    /// "Show me this again": takes back `NotInterested`.
    InterestedAgain {
        video: VideoId,
    },
    /// Takes back `LessFromChannel`.
    ChannelWelcomeAgain {
        channel: ChannelId,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    Liked,
    Disliked,
    None,
}

/// Time spent on a video, and the video's own length (0 when it is not known).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    pub watched_ms: i64,
    pub duration_ms: i64,
}

/// What a watch says about the viewer's liking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Abandoned,
    Watched,
    Completed,
}

const ABANDONED_BELOW_SHARE: f32 = 0.1;
const ABANDONED_BELOW_MS: i64 = 5_000;
const COMPLETED_FROM_SHARE: f32 = 0.8;
/// From this share on a clip of a few seconds was watched, however few seconds that took.
const WATCHED_FROM_SHARE: f32 = 0.5;

impl Watch {
    /// The part that was watched, 0 to 1; 0 when the length is not known.
    pub fn share(self) -> f32 {
        if self.duration_ms <= 0 {
            return 0.0;
        }
        (self.watched_ms as f32 / self.duration_ms as f32).clamp(0.0, 1.0)
    }

    pub fn verdict(self) -> Verdict {
        let share = self.share();
        let known = self.duration_ms > 0;
        if known && share >= COMPLETED_FROM_SHARE {
            return Verdict::Completed;
        }
        if known && share < ABANDONED_BELOW_SHARE {
            return Verdict::Abandoned;
        }
        if self.watched_ms < ABANDONED_BELOW_MS && share < WATCHED_FROM_SHARE {
            return Verdict::Abandoned;
        }
        Verdict::Watched
    }

    /// The longer of two reports of one playback; reports can arrive out of order.
    pub fn longer(self, other: Self) -> Self {
        Self {
            watched_ms: self.watched_ms.max(other.watched_ms),
            duration_ms: self.duration_ms.max(other.duration_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(watched_ms: i64, duration_ms: i64) -> Verdict {
        Watch { watched_ms, duration_ms }.verdict()
    }

    #[test]
    fn leaving_early_is_a_verdict_and_short_clips_are_judged_by_their_length() {
        assert_eq!(verdict(4_000, 600_000), Verdict::Abandoned);
        assert_eq!(verdict(50_000, 600_000), Verdict::Abandoned);
        assert_eq!(verdict(70_000, 600_000), Verdict::Watched);
        assert_eq!(verdict(500_000, 600_000), Verdict::Completed);
        assert_eq!(verdict(4_000, 4_000), Verdict::Completed);
        assert_eq!(verdict(3_000, 5_000), Verdict::Watched);
        assert_eq!(verdict(2_000, 5_000), Verdict::Abandoned);
        assert_eq!(verdict(40_000, 0), Verdict::Watched);
        assert_eq!(verdict(2_000, 0), Verdict::Abandoned);
    }
}
