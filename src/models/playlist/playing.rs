//! Where a viewer is in a playlist: what came before, what comes next, and what stands around it.

use diesel::prelude::*;

use super::items::{Row, shown_in_playlist};
use super::{PlaylistEntry, PlaylistItem, PlaylistRef};
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::{channels, playlist_items, playlists, videos};
use crate::models::video::{VideoCard, viewable_by};
use crate::models::viewer::Viewer;

/// How many stand in the list beside a player: some that were before, and more that come.
const BEFORE: usize = 4;
const AROUND: usize = 16;

pub struct Playing {
    pub entry: PlaylistEntry,
    /// How many this viewer can play.
    pub total: usize,
    /// What stands around the video that plays, and itself, in order.
    pub around: Vec<(PlaylistItem, VideoCard)>,
    pub current: PlaylistItem,
}

impl Playing {
    /// None where the playlist is not there for this viewer, or the video is not in it.
    pub fn find(
        conn: &mut Conn,
        viewer: &Viewer,
        reference: PlaylistRef,
        video: VideoId,
    ) -> QueryResult<Option<Playing>> {
        let Some(entry) = PlaylistEntry::visible_to(conn, viewer, reference).optional()? else {
            return Ok(None);
        };
        let all = playable(conn, viewer, &entry)?;
        let Some(place) = all.iter().position(|item| item.video_id == video) else { return Ok(None) };
        let from = place.saturating_sub(BEFORE).min(all.len().saturating_sub(AROUND));
        let stretch: Vec<PlaylistItem> = all.iter().skip(from).take(AROUND).copied().collect();
        let ids: Vec<VideoId> = stretch.iter().map(|item| item.video_id).collect();
        let cards = VideoCard::viewable_in_order(conn, viewer, &ids)?;
        let with_card = |item: PlaylistItem| {
            let card = cards.iter().find(|card| card.id == item.video_id)?;
            Some((item, card.clone()))
        };
        let around = stretch.into_iter().filter_map(with_card).collect();
        Ok(Some(Playing { total: all.len(), current: all[place], around, entry }))
    }

    pub fn previous(&self) -> Option<&(PlaylistItem, VideoCard)> {
        self.around.iter().rev().find(|(item, _)| item.place < self.current.place)
    }

    pub fn next(&self) -> Option<&(PlaylistItem, VideoCard)> {
        self.around.iter().find(|(item, _)| item.place > self.current.place)
    }
}

/// All that this viewer can play. Its length is bounded as a playlist's is.
fn playable(conn: &mut Conn, viewer: &Viewer, entry: &PlaylistEntry) -> QueryResult<Vec<PlaylistItem>> {
    let rows: Vec<Row> = playlist_items::table
        .inner_join(playlists::table)
        .inner_join(videos::table.inner_join(channels::table))
        .filter(playlist_items::playlist_id.eq(entry.playlist.id))
        .filter(viewable_by(viewer))
        .filter(shown_in_playlist(viewer))
        .order((playlist_items::position, playlist_items::id))
        .select(Row::as_select())
        .load(conn)?;
    Ok(Row::placed(rows, 1))
}
