//! A report of watching: kept as a row for people with an account, in memory for others and for those who paused their history;
//! then judged as a view and told to the recommender.

use std::net::IpAddr;

use super::{Feed, Motion};
use crate::app::{AnonymousKey, App, Watcher};
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::types::WatchSource;
use crate::error::{Error, Result};
use crate::models::feed::{self, of_video};
use crate::models::history::Recording;
use crate::models::video::VideoRef;
use crate::models::watch_event::{self, Arrival, Playable, WatchReport};
use crate::recommender::{EventKind, Page, ViewerKey, Watch};

impl App {
    /// What somebody with an account watched. Of those who paused their history nothing is kept under their name: to the counters
    /// they are one more stranger.
    pub async fn watched_by_user(
        &self,
        watcher: &Watcher,
        user: UserId,
        reference: VideoRef,
        report: WatchReport,
    ) -> Result<VideoId> {
        let (now, viewer, key) = (self.now(), watcher.viewer.clone(), ViewerKey::User(user.0));
        let is_new = self.feed.recommender.needs_context(key, now.millis());
        let (app, came_from) = (self.clone(), watcher.came_from);
        let written = self.db.write(move |conn| {
            if Recording::of(conn, user)? == Recording::Paused {
                return Ok(None);
            }
            // Before this report: what it tells must still be able to count.
            let history = if is_new { Some(feed::history_of(conn, user)?) } else { None };
            let video = Playable::find(conn, &viewer, reference)?;
            let arrival = match came_from {
                Some(WatchSource::Api) => Arrival { source: WatchSource::Api, ..Arrival::unknown() },
                _ => app.feed.arrival(user, video.id, now),
            };
            let watched_ms = watch_event::record(conn, user, video, &report, arrival, now)?;
            Ok(Some((video, watched_ms, history)))
        });
        let Some((video, watched_ms, history)) = written.await? else {
            return self.watched_by_stranger(watcher, self.unnamed(user), reference, report).await;
        };
        if let Some(history) = history {
            self.feed.recommender.restore_context(user.0, &history, now.millis());
        }
        self.feed.judge(key, watcher.address, video, watched_ms, now);
        Ok(video.id)
    }

    /// What somebody signed out watched.
    pub async fn watched_by_stranger(
        &self,
        watcher: &Watcher,
        key: AnonymousKey,
        reference: VideoRef,
        report: WatchReport,
    ) -> Result<VideoId> {
        let (now, viewer) = (self.now(), watcher.viewer.clone());
        let video = self.db.read(move |conn| Ok(Playable::find(conn, &viewer, reference)?)).await?;
        let Some(watched_ms) = self.feed.playbacks.advance(key, video, &report, now) else {
            return Err(Error::Conflict("This playback belongs to another page.".to_owned()));
        };
        self.feed.judge(ViewerKey::Anonymous(key), watcher.address, video, watched_ms, now);
        Ok(video.id)
    }

    /// What stands in memory for somebody with an account whose history is paused, so that a view of theirs counts once. No list
    /// is made by it.
    pub(super) fn unnamed(&self, user: UserId) -> AnonymousKey {
        let hash = self.keys.signer("paused history").sign(&user.0.to_be_bytes());
        std::array::from_fn(|place| hash[place])
    }
}

impl Feed {
    /// A program tells where in a video its viewer is: what a page would have reported.
    pub fn moved_to(
        &self,
        viewer: ViewerKey,
        video: VideoId,
        place: (i64, Motion),
        now: Timestamp,
    ) -> WatchReport {
        self.positions.report(viewer, video, place, now)
    }

    /// Where somebody came from, while the browser still tells.
    pub(super) fn note_arrival(&self, watcher: &Watcher, video: VideoId, now: Timestamp) {
        if let Some(user) = watcher.viewer.id() {
            self.playbacks.arrived(user, video, watcher.came_from, now);
        }
    }

    /// What the browser told, or else the last list that showed the video.
    pub(super) fn arrival(&self, user: UserId, video: VideoId, now: Timestamp) -> Arrival {
        if let Some(source) = self.playbacks.arrival(user, video, now) {
            return Arrival { source, ..Arrival::unknown() };
        }
        let shown = self.recommender.attribute(ViewerKey::User(user.0), of_video(video), now.millis());
        shown.map_or_else(Arrival::unknown, |shown| Arrival {
            source: match shown.page {
                Page::Home => WatchSource::Home,
                Page::UpNext => WatchSource::UpNext,
            },
            rank: i32::try_from(shown.rank).ok(),
            impression: Some(Uuid::from(uuid::Uuid::from_u128(shown.impression.0))),
        })
    }

    /// A view is counted once for a viewer and a video in six hours; everything else is progress.
    pub(super) fn judge(
        &self,
        key: ViewerKey,
        address: IpAddr,
        video: Playable,
        watched_ms: i64,
        now: Timestamp,
    ) {
        let watch = Watch { watched_ms, duration_ms: video.duration_ms };
        let id = of_video(video.id);
        let kind = if self.recommender.claim_view(key, address, id, watch, now.millis()) {
            self.pending.view(video.id);
            self.credit(key, video.id, watched_ms, now);
            EventKind::CountedWatch { video: id, watch }
        } else {
            EventKind::Progress { video: id, watch }
        };
        self.observe(key, kind, now);
    }
}
