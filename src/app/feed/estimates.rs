//! Watching by people whose browser reports none: estimated from what the player received (`app/deliveries.rs`), for public videos.
//!
//! A report takes the place of the estimate, also of one that would come later.

use std::net::{IpAddr, Ipv6Addr};

use crate::app::{App, Delivery, Recipient};
use crate::clock::Timestamp;
use crate::db::ids::{UserId, VideoId};
use crate::error::{Error, Result};
use crate::models::feed;
use crate::models::history::Recording;
use crate::models::video::VideoRef;
use crate::models::viewer::Viewer;
use crate::models::watch_event::{self, Playable};
use crate::recommender::ViewerKey;

impl App {
    /// Counts what was delivered to those who have stopped receiving.
    pub fn count_deliveries(&self) -> Result<()> {
        let now = self.now();
        for delivery in self.deliveries.drain(now) {
            if !self.feed.playbacks.has_reported(&delivery.recipient, delivery.video, now) {
                self.count_delivery(&delivery, now)?;
            }
        }
        Ok(())
    }

    /// What was watched has been told; nothing is to be guessed.
    pub fn watch_was_reported(&self, recipient: &Recipient, video: VideoId) {
        self.deliveries.replace(recipient, video);
        self.feed.playbacks.reported(recipient, video, self.now());
    }

    fn count_delivery(&self, delivery: &Delivery, now: Timestamp) -> Result<()> {
        let reference = VideoRef::Integer(delivery.video);
        let found = self.db.read_blocking(|conn| Ok(Playable::find(conn, &Viewer::Anonymous, reference)?));
        let video = match found {
            Ok(video) => video,
            // Hidden or deleted since.
            Err(Error::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        };
        let (key, address) = match &delivery.recipient {
            Recipient::User(user) => {
                (self.keep_estimate(*user, video, delivery.watched_ms, now)?, address_of(*user))
            }
            Recipient::Visitor { key, address } => (ViewerKey::Anonymous(*key), *address),
        };
        self.feed.judge(key, address, video, delivery.watched_ms, now);
        Ok(())
    }

    /// Keeps it, unless that is not wanted, and answers as whom they are judged.
    fn keep_estimate(
        &self,
        user: UserId,
        video: Playable,
        watched_ms: i64,
        now: Timestamp,
    ) -> Result<ViewerKey> {
        if self.db.read_blocking(move |conn| Ok(Recording::of(conn, user)?))? == Recording::Paused {
            return Ok(ViewerKey::Anonymous(self.unnamed(user)));
        }
        if self.feed.recommender.needs_context(ViewerKey::User(user.0), now.millis()) {
            let history = self.db.read_blocking(|conn| Ok(feed::history_of(conn, user)?))?;
            self.feed.recommender.restore_context(user.0, &history, now.millis());
        }
        let arrival = self.feed.arrival(user, video.id, now);
        self.db
            .write_blocking(move |conn| watch_event::estimate(conn, user, video, watched_ms, arrival, now))?;
        Ok(ViewerKey::User(user.0))
    }
}

/// Views are capped by address; an account without one is an address of its own.
fn address_of(user: UserId) -> IpAddr {
    Ipv6Addr::from_bits(0xfd00_u128 << 112 | u128::from(user.0.cast_unsigned()) << 64).into()
}
