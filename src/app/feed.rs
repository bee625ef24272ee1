//! Home and "Up next": the recommender's lists, made of cards that their viewer may see, each with its reason.
//!
//! The recommender lives in memory. It is told of the catalogue (`catalogue`), of what people do (`events`, `watching`, `estimates`), and what it
//! learned is written back now and then, with the views and the shown lists (`pending`). Its lists are only a proposal: each video
//! passes the database's own rule for lists at the moment it is shown, and what the recommender does not know yet completes a short
//! list, newest first. So an empty, fresh or forgetful recommender still gives a list.

mod catalogue;
mod estimates;
mod events;
mod pending;
mod playbacks;
mod reasons;
mod watching;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use self::pending::Pending;
use self::playbacks::Playbacks;
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
use crate::recommender::{
    ChannelId, ImpressionId, Page, Reason, Recommended, Recommender, Request, Source, ViewerKey,
};

const UP_NEXT: usize = 20;
/// So many more are asked for, in case some may no longer be shown.
const SPARE: usize = 8;
/// Recommended pages of home; who wants more wants the newest or a search.
const HOME_PAGES: i64 = 5;
/// From how many videos those of one channel or account are picked when their creator wants no others beside them.
const OWN: i64 = 60;
const RANKED_FOR_OWN: usize = 200;
/// How long a list stays as it is when nothing happens.
const SAME_FOR_MS: i64 = 10 * 60 * 1000;
const MODEL_VERSION: &str = "live-1";

#[derive(Default)]
pub struct Feed {
    recommender: Recommender,
    pending: Pending,
    playbacks: Playbacks,
}

/// A video on a list of recommendations.
#[derive(Debug, Clone)]
pub struct FeedCard {
    pub card: VideoCard,
    /// A sentence, and true.
    pub reason: String,
}

/// A card with what the recommender says of it.
struct Placed {
    card: VideoCard,
    recommended: Recommended,
}

impl App {
    /// The list beside a video: at most twenty, none of them the video itself.
    pub fn up_next(&self, conn: &mut Conn, watcher: &Watcher, video: &Video) -> Result<Vec<FeedCard>> {
        let now = self.now();
        self.feed.refresh(conn)?;
        if watcher.attention == Attention::Someone {
            self.feed.note_arrival(watcher, video.id, now);
        }
        let subscriptions = self.feed.get_to_know(conn, watcher, now)?;
        let request = request(watcher, &subscriptions, Some(video.id), now);
        let mut placed = match video.recommendation_policy {
            RecommendationPolicy::Any => {
                let request = Request { limit: UP_NEXT + SPARE, ..request };
                let ranked = self.feed.recommender.up_next(of_video(video.id), &request);
                self.feed.hydrate(conn, &ranked, Some(video.id), UP_NEXT)?
            }
            RecommendationPolicy::OwnAccount | RecommendationPolicy::OwnChannel => {
                self.feed.own(conn, video, &request)?
            }
        };
        placed.truncate(UP_NEXT);
        self.feed.note_shown(watcher, Some(video.id), 0, &placed, now);
        reasons::tell(conn, placed)
    }

    /// One page of what is recommended on home, and whether there is another.
    pub fn home(
        &self,
        conn: &mut Conn,
        watcher: &Watcher,
        page: PageNumber,
    ) -> Result<(Vec<FeedCard>, bool)> {
        if page.number() > HOME_PAGES {
            return Ok((Vec::new(), false));
        }
        let now = self.now();
        self.feed.refresh(conn)?;
        let subscriptions = self.feed.get_to_know(conn, watcher, now)?;
        let wanted = usize::try_from(page.offset() + page.limit()).unwrap_or(UP_NEXT);
        let request = request(watcher, &subscriptions, None, now);
        let ranked = self.feed.recommender.home(&Request { limit: wanted + SPARE, ..request });
        let mut placed = self.feed.hydrate(conn, &ranked, None, wanted)?;
        let before = usize::try_from(page.offset()).unwrap_or(0).min(placed.len());
        let (placed, more) = page.cut(placed.split_off(before));
        self.feed.note_shown(watcher, None, before, &placed, now);
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

    /// The cards of what was ranked, as far as everybody may find it now, filled up with what the recommender has not heard of.
    fn hydrate(
        &self,
        conn: &mut Conn,
        ranked: &[Recommended],
        open: Option<VideoId>,
        wanted: usize,
    ) -> Result<Vec<Placed>> {
        let ids: Vec<VideoId> = ranked.iter().map(|item| VideoId(item.video.0)).collect();
        let cards = VideoCard::listed_in_order(conn, &ids)?;
        let by_id: HashMap<i64, Recommended> = ranked.iter().map(|item| (item.video.0, *item)).collect();
        let is_gone = |id: &&VideoId| !cards.iter().any(|card| card.id == **id);
        self.pending.catalogue_changed(ids.iter().filter(is_gone).copied());
        let mut placed: Vec<Placed> = cards
            .into_iter()
            .filter(|card| Some(card.id) != open)
            .filter_map(|card| by_id.get(&card.id.0).map(|item| Placed { card, recommended: *item }))
            .collect();
        if placed.len() < wanted {
            placed.extend(self.unheard_of(conn, open, wanted - placed.len())?);
        }
        Ok(placed)
    }

    fn unheard_of(&self, conn: &mut Conn, open: Option<VideoId>, room: usize) -> Result<Vec<Placed>> {
        let newest = VideoCard::newest(conn, PageNumber::first(i64::try_from(room + SPARE).unwrap_or(0)))?;
        let unknown = newest
            .into_iter()
            .filter(|card| Some(card.id) != open && !self.recommender.knows(of_video(card.id)));
        let placed: Vec<Placed> = unknown.take(room).map(Placed::filling).collect();
        self.pending.catalogue_changed(placed.iter().map(|placed| placed.card.id));
        Ok(placed)
    }

    /// For a creator who wants only their own videos beside this one: ranked as far as the recommender ranks them.
    fn own(&self, conn: &mut Conn, video: &Video, request: &Request<'_>) -> Result<Vec<Placed>> {
        let page = PageNumber::first(OWN);
        let cards = match video.recommendation_policy {
            RecommendationPolicy::OwnChannel => VideoCard::on_channel(conn, video.channel_id, page)?,
            _ => VideoCard::of_account(conn, video.channel_id, page)?,
        };
        let request = Request { limit: RANKED_FOR_OWN, ..*request };
        let ranked = self.recommender.up_next(of_video(video.id), &request);
        // What is not among so many is far down; in a shorter list it is missing because the viewer does not want it.
        let rest_is_wanted = ranked.len() >= RANKED_FOR_OWN;
        let place = |id: VideoId| ranked.iter().position(|item| item.video.0 == id.0);
        let mut placed: Vec<(usize, Placed)> = Vec::with_capacity(cards.len());
        for card in cards.into_iter().filter(|card| card.id != video.id) {
            match place(card.id) {
                Some(place) => placed.push((place, Placed { recommended: ranked[place], card })),
                None if rest_is_wanted || !self.recommender.knows(of_video(card.id)) => {
                    placed.push((usize::MAX, Placed::filling(card)));
                }
                None => {}
            }
        }
        placed.sort_by_key(|(place, _)| *place);
        Ok(placed.into_iter().map(|(_, placed)| placed).collect())
    }

    /// Remembers a list for attribution and exploration, and for people with an account keeps it.
    fn note_shown(
        &self,
        watcher: &Watcher,
        open: Option<VideoId>,
        before: usize,
        placed: &[Placed],
        now: Timestamp,
    ) {
        if watcher.attention == Attention::Nobody || placed.is_empty() {
            return;
        }
        let uuid = Uuid::random();
        let page = if open.is_some() { Page::UpNext } else { Page::Home };
        let items: Vec<Recommended> = placed.iter().map(|placed| placed.recommended).collect();
        let impression = ImpressionId(u128::from_be_bytes(uuid.bytes()));
        self.recommender.shown(watcher.key(), impression, page, &items, now.millis());
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
            model_version: MODEL_VERSION,
        });
    }
}

impl Placed {
    fn filling(card: VideoCard) -> Self {
        let recommended = Recommended {
            video: of_video(card.id),
            source: Source::Filling,
            reason: Reason::MoreToWatch,
            score: 0.0,
            propensity: 1.0,
        };
        Self { card, recommended }
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
        now_ms: now.millis(),
        seed: seed.finish(),
    }
}
