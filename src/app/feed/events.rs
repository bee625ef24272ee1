//! What people do, told to the recommender after it was committed.

use super::Feed;
use crate::app::AnonymousKey;
use crate::clock::Timestamp;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::types::Rating;
use crate::models::feed::{of_channel, of_video};
use crate::models::feedback::Opinion;
use crate::recommender::{self, Event, EventKind, ViewerKey};

impl Feed {
    /// A rating of a video was given, changed or withdrawn.
    pub fn rated(
        &self,
        user: UserId,
        video: VideoId,
        before: Option<Rating>,
        after: Option<Rating>,
        now: Timestamp,
    ) {
        let (before, after) = (of_rating(before), of_rating(after));
        if before != after {
            self.tell(user, EventKind::Rated { video: of_video(video), before, after }, now);
        }
    }

    pub fn commented(&self, user: UserId, video: VideoId, now: Timestamp) {
        self.tell(user, EventKind::Commented { video: of_video(video) }, now);
    }

    pub fn subscribed(&self, user: UserId, channel: ChannelId, now: Timestamp) {
        self.tell(user, EventKind::Subscribed { channel: of_channel(channel) }, now);
    }

    /// Somebody does not want to see this.
    pub fn turned_down(&self, viewer: ViewerKey, opinion: Opinion, now: Timestamp) {
        let kind = match opinion {
            Opinion::NotInterested(video) => EventKind::NotInterested { video: of_video(video) },
            Opinion::LessOf(channel) => EventKind::LessFromChannel { channel: of_channel(channel) },
        };
        self.observe(viewer, kind, now);
    }

    /// Somebody takes that back.
    pub fn welcomed_again(&self, viewer: ViewerKey, opinion: Opinion, now: Timestamp) {
        let kind = match opinion {
            Opinion::NotInterested(video) => EventKind::InterestedAgain { video: of_video(video) },
            Opinion::LessOf(channel) => EventKind::ChannelWelcomeAgain { channel: of_channel(channel) },
        };
        self.observe(viewer, kind, now);
    }

    /// An account was deleted: nothing of it stays in memory.
    pub fn forget(&self, user: UserId) {
        self.recommender.forget_viewer(ViewerKey::User(user.0));
    }

    /// Some of a history was forgotten, and that was committed: what is in memory goes too, and what is still stored is read back
    /// for the next list.
    pub fn forget_history(&self, user: UserId) {
        self.recommender.forget_history(user.0);
        self.playbacks.forget_arrivals(user);
    }

    /// Somebody signed out wants to be a stranger again.
    pub fn forget_stranger(&self, key: AnonymousKey) {
        self.recommender.forget_viewer(ViewerKey::Anonymous(key));
        self.playbacks.forget(key);
    }

    pub(super) fn observe(&self, viewer: ViewerKey, kind: EventKind, now: Timestamp) {
        self.recommender.observe(&Event { viewer, at_ms: now.millis(), kind });
    }

    fn tell(&self, user: UserId, kind: EventKind, now: Timestamp) {
        self.observe(ViewerKey::User(user.0), kind, now);
    }
}

fn of_rating(rating: Option<Rating>) -> recommender::Rating {
    match rating {
        Some(Rating::Like) => recommender::Rating::Liked,
        Some(Rating::Dislike) => recommender::Rating::Disliked,
        None => recommender::Rating::None,
    }
}
