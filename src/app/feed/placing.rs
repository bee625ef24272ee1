//! From ranked ids to cards: only what everybody may find at this moment, and never too short a list.

use std::collections::HashMap;

use super::{Feed, SPARE};
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::types::RecommendationPolicy;
use crate::error::Result;
use crate::models::feed::of_video;
use crate::models::page_number::PageNumber;
use crate::models::video::{Video, VideoCard};
use crate::recommender::{Reason, Recommended, Request, Source};

/// From how many videos those of one channel or account are picked when their creator wants no others beside them.
const OWN: i64 = 60;
const RANKED_FOR_OWN: usize = 200;

/// A card with what the recommender says of it.
pub struct Placed {
    pub card: VideoCard,
    pub recommended: Recommended,
}

impl Feed {
    /// The cards of what was ranked, as far as everybody may find it now, filled up with what the recommender has not heard of.
    pub(super) fn hydrate(
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
    pub(super) fn own(&self, conn: &mut Conn, video: &Video, request: &Request<'_>) -> Result<Vec<Placed>> {
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
