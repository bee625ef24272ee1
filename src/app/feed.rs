//! Home and "Up next": the recommender's lists, made of cards that their viewer may see, each with its reason.
//!
//! The recommender lives in memory. It is told of the catalogue (`catalogue`), of what people do (`events`, `watching`, `estimates`), and what it
//! learned is written back now and then, with the views and the shown lists (`pending`). Its lists are only a proposal: each video
//! passes the database's own rule for lists at the moment it is shown, and what the recommender does not know yet completes a short
//! list, newest first. So an empty, fresh or forgetful recommender still gives a list.

mod catalogue;
mod comparing;
mod estimates;
mod events;
mod models;
mod pending;
mod placing;
mod playbacks;
mod positions;
mod reasons;
mod sampling;
mod watching;

use std::hash::{DefaultHasher, Hash, Hasher};

use self::comparing::Comparing;
use self::models::Models;
use self::pending::Pending;
use self::placing::Placed;
use self::playbacks::Playbacks;
pub use self::positions::Motion;
use self::positions::Positions;
use self::sampling::Sampling;
use super::{App, Attention, Watcher};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::types::{ImpressionPage, RecommendationPolicy};
use crate::error::Result;
use crate::models::feed::{self, of_video};
use crate::models::impression::{Item, NewImpression};
use crate::models::page_number::PageNumber;
use crate::models::video::{Video, VideoCard};
use crate::recommender::{ChannelId, ImpressionId, Page, Recommended, Recommender, Request, Tilt, ViewerKey};

const UP_NEXT: usize = 20;
/// So many more are asked for, in case some may no longer be shown.
const SPARE: usize = 8;
/// Recommended pages of home; who wants more wants the newest or a search.
const HOME_PAGES: i64 = 5;
/// How long a list stays as it is when nothing happens.
const SAME_FOR_MS: i64 = 10 * 60 * 1000;
/// Of lists in which nothing trained has a part.
const LIVE_VERSION: &str = "live-1";

#[derive(Default)]
pub struct Feed {
    recommender: Recommender,
    pending: Pending,
    playbacks: Playbacks,
    positions: Positions,
    /// Which version of what was trained makes the lists here, …
    models: Models,
    /// … and what becomes of those in which two are compared.
    comparing: Comparing,
    sampling: Sampling,
}

/// A video on a list of recommendations.
#[derive(Debug, Clone)]
pub struct FeedCard {
    pub card: VideoCard,
    /// A sentence, and true.
    pub reason: String,
}

impl App {
    /// The list beside a video: at most twenty, none of them the video itself.
    pub fn up_next(&self, conn: &mut Conn, watcher: &Watcher, video: &Video) -> Result<Vec<FeedCard>> {
        self.up_next_tilted(conn, watcher, video, Tilt::default())
    }

    /// The same as its viewer wants it tilted.
    pub fn up_next_tilted(
        &self,
        conn: &mut Conn,
        watcher: &Watcher,
        video: &Video,
        tilt: Tilt,
    ) -> Result<Vec<FeedCard>> {
        let now = self.now();
        self.feed.refresh(conn)?;
        if watcher.attention == Attention::Someone {
            self.feed.note_arrival(watcher, video.id, now);
        }
        let subscriptions = self.feed.get_to_know(conn, watcher, now)?;
        let request = Request { tilt, ..request(watcher, &subscriptions, Some(video.id), now) };
        let mut placed = match video.recommendation_policy {
            RecommendationPolicy::Any => {
                let request = Request { limit: UP_NEXT + SPARE, ..request };
                let ranking = self.feed.rank(Some(of_video(video.id)), &request);
                let placed = self.feed.hydrate(conn, &ranking.items, Some(video.id), UP_NEXT)?;
                self.feed.note_sides(watcher, &ranking, &placed, now);
                placed
            }
            RecommendationPolicy::OwnAccount | RecommendationPolicy::OwnChannel => {
                self.feed.own(conn, video, &request)?
            }
        };
        placed.truncate(UP_NEXT);
        self.feed.note_shown(watcher, Some(video.id), 0, &placed, &request);
        reasons::tell(conn, placed)
    }

    /// What is watched most of late, the most first: a few dozen at most.
    pub fn popular(&self) -> Vec<VideoId> {
        let popular = self.feed.recommender.popular(self.now().millis());
        popular.into_iter().map(|video| VideoId(video.0)).collect()
    }

    /// One page of what is recommended on home, and whether there is another.
    pub fn home(
        &self,
        conn: &mut Conn,
        watcher: &Watcher,
        page: PageNumber,
        tilt: Tilt,
    ) -> Result<(Vec<FeedCard>, bool)> {
        if page.number() > HOME_PAGES {
            return Ok((Vec::new(), false));
        }
        let now = self.now();
        self.feed.refresh(conn)?;
        let subscriptions = self.feed.get_to_know(conn, watcher, now)?;
        let wanted = usize::try_from(page.offset() + page.limit()).unwrap_or(UP_NEXT);
        let request = Request { tilt, ..request(watcher, &subscriptions, None, now) };
        let ranking = self.feed.rank(None, &Request { limit: wanted + SPARE, ..request });
        let mut placed = self.feed.hydrate(conn, &ranking.items, None, wanted)?;
        let before = usize::try_from(page.offset()).unwrap_or(0).min(placed.len());
        let (placed, more) = page.cut(placed.split_off(before));
        self.feed.note_sides(watcher, &ranking, &placed, now);
        self.feed.note_shown(watcher, None, before, &placed, &request);
        Ok((reasons::tell(conn, placed)?, more && page.number() < HOME_PAGES))
    }
}

impl Feed {
    /// Reads back what is stored of somebody with an account, when they come for the first time since the start.
    fn get_to_know(&self, conn: &mut Conn, watcher: &Watcher, now: Timestamp) -> Result<Vec<ChannelId>> {
        let Some(user) = watcher.viewer.id() else { return Ok(Vec::new()) };
        if self.recommender.needs_context(ViewerKey::User(user.0), now.millis()) {
            let history = feed::history_of(conn, user)?;
            self.recommender.restore_context(user.0, &history, now.millis());
        }
        Ok(feed::subscriptions_of(conn, user)?)
    }

    /// Remembers a list for attribution and exploration, and for people with an account keeps it.
    fn note_shown(
        &self,
        watcher: &Watcher,
        open: Option<VideoId>,
        before: usize,
        placed: &[Placed],
        request: &Request<'_>,
    ) {
        if watcher.attention == Attention::Nobody || placed.is_empty() {
            return;
        }
        let uuid = Uuid::random();
        let page = if open.is_some() { Page::UpNext } else { Page::Home };
        let items: Vec<Recommended> = placed.iter().map(|placed| placed.recommended).collect();
        let (number, now) = (u128::from_be_bytes(uuid.bytes()), Timestamp::from_millis(request.now_ms));
        let is_sampled = watcher.viewer.id().is_some()
            && request.tilt.is_usual()
            && self.sampling.takes(number >> 64, now);
        // Before it counts as shown.
        let features = is_sampled.then(|| {
            let videos: Vec<_> = items.iter().map(|item| item.video).collect();
            self.recommender.describe(open.map(of_video), request, &videos)
        });
        self.recommender.shown(watcher.key(), ImpressionId(number), page, &items, now.millis());
        let Some(user) = watcher.viewer.id() else { return };
        let items = items.iter().enumerate().map(|(place, item)| Item {
            video: VideoId(item.video.0),
            rank: before + place + 1,
            source: item.source.name().to_owned(),
            propensity: item.propensity,
        });
        self.pending.impression(NewImpression {
            uuid,
            user,
            page: if open.is_some() { ImpressionPage::UpNext } else { ImpressionPage::Home },
            video: open,
            at: now,
            items: items.collect(),
            model_version: self.model_version(),
            features,
        });
    }
}

impl Feed {
    /// What the lists of this moment are made with.
    fn model_version(&self) -> String {
        let installed = self.recommender.installed();
        installed.map_or_else(|| LIVE_VERSION.to_owned(), |learned| learned.version.clone())
    }
}

/// The same viewer gets the same list for some minutes when nothing happens: going back finds what was there.
fn request<'a>(
    watcher: &Watcher,
    subscriptions: &'a [ChannelId],
    open: Option<VideoId>,
    now: Timestamp,
) -> Request<'a> {
    let mut seed = DefaultHasher::new();
    (watcher.key(), open, now.millis() / SAME_FOR_MS).hash(&mut seed);
    Request {
        viewer: watcher.key(),
        subscriptions,
        limit: UP_NEXT,
        tilt: Tilt::default(),
        now_ms: now.millis(),
        seed: seed.finish(),
    }
}
