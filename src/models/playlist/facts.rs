//! What lists tell of playlists: how much is in each, and the picture that stands for it.

use std::collections::HashMap;

use diesel::dsl::{count, min};
use diesel::prelude::*;

use super::items::shown_in_playlist;
use crate::db::Conn;
use crate::db::ids::PlaylistId;
use crate::db::schema::{channels, playlist_items, playlists, videos};
use crate::models::video::{VideoCard, viewable_by};
use crate::models::viewer::Viewer;

#[derive(Debug, Clone, Default)]
pub struct PlaylistFacts {
    /// How many videos in it the viewer may see.
    pub videos: i64,
    /// The first of them.
    pub first: Option<VideoCard>,
}

impl PlaylistFacts {
    /// In two queries, however many playlists; those without anything to see are left out.
    pub fn of(
        conn: &mut Conn,
        viewer: &Viewer,
        ids: &[PlaylistId],
    ) -> QueryResult<HashMap<PlaylistId, PlaylistFacts>> {
        let counted: Vec<(PlaylistId, i64, Option<i64>)> = playlist_items::table
            .inner_join(playlists::table)
            .inner_join(videos::table.inner_join(channels::table))
            .filter(playlist_items::playlist_id.eq_any(ids.to_vec()))
            .filter(viewable_by(viewer))
            .filter(shown_in_playlist(viewer))
            .group_by(playlist_items::playlist_id)
            .select((playlist_items::playlist_id, count(playlist_items::id), min(playlist_items::position)))
            .load(conn)?;
        let firsts: Vec<i64> = counted.iter().filter_map(|(_, _, first)| *first).collect();
        let mut facts: HashMap<PlaylistId, PlaylistFacts> = HashMap::new();
        let mut places: HashMap<PlaylistId, i64> = HashMap::new();
        for (id, videos, first) in counted {
            facts.insert(id, PlaylistFacts { videos, first: None });
            places.extend(first.map(|first| (id, first)));
        }
        // Places of other playlists may be among them, which are passed over below.
        let cards: Vec<(PlaylistId, i64, VideoCard)> = playlist_items::table
            .inner_join(playlists::table)
            .inner_join(videos::table.inner_join(channels::table))
            .filter(playlist_items::playlist_id.eq_any(ids.to_vec()))
            .filter(playlist_items::position.eq_any(firsts))
            .filter(viewable_by(viewer))
            .filter(shown_in_playlist(viewer))
            .select((playlist_items::playlist_id, playlist_items::position, VideoCard::as_select()))
            .load(conn)?;
        for (id, place, card) in cards {
            if places.get(&id) == Some(&place) {
                facts.entry(id).or_default().first = Some(card);
            }
        }
        Ok(facts)
    }
}
