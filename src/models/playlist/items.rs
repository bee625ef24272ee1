//! What is in a playlist, as one viewer may see it.
//!
//! A stranger is shown a video if they may see it and could find it anyway, or if whoever made the playlist also made the video: who adds
//! somebody else's unlisted video publishes nobody's address with it. What is left out is not counted either, and places are counted
//! without it. The owner's list has everything that they added; what they may no longer see stands there without its words.

use diesel::prelude::*;

use super::{Playlist, PlaylistEntry};
use crate::db::Conn;
use crate::db::ids::{PlaylistItemId, UserId, VideoId};
use crate::db::schema::{channels, playlist_items, playlists, videos};
use crate::db::types::Privacy;
use crate::models::video::viewable_by;
use crate::models::viewer::Viewer;
use crate::models::window::Window;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaylistItem {
    pub id: PlaylistItemId,
    pub video_id: VideoId,
    /// Counted from 1, among what this viewer is shown.
    pub place: i64,
    pub start_ms: Option<i64>,
    pub stop_ms: Option<i64>,
}

/// One in the database, where places of others may come between.
#[derive(Queryable, Selectable)]
#[diesel(table_name = playlist_items)]
pub(super) struct Row {
    id: PlaylistItemId,
    video_id: VideoId,
    start_ms: Option<i64>,
    stop_ms: Option<i64>,
}

impl Row {
    /// In their order, the first of them at this place.
    pub(super) fn placed(rows: Vec<Self>, first: i64) -> Vec<PlaylistItem> {
        let item = |(Self { id, video_id, start_ms, stop_ms }, place)| PlaylistItem {
            id,
            video_id,
            place,
            start_ms,
            stop_ms,
        };
        rows.into_iter().zip(first..).map(item).collect()
    }
}

/// Who added a video may show it, over `videos` joined with `channels` and `playlists`. Part of the rule: [`viewable_by`] is the other.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn shown_in_playlist(viewer: &Viewer) -> _ {
    let public: Privacy = Privacy::Public;
    // No account has the key 0.
    let owner: UserId = viewer.id().unwrap_or(UserId(0));
    videos::privacy.eq(public).or(channels::user_id.eq(playlists::user_id)).or(playlists::user_id.eq(owner))
}

/// The rows of one playlist that this viewer is shown. A macro, for rows and their number are queries of different types.
macro_rules! shown {
    ($playlist:expr, $viewer:expr) => {{
        let (playlist, viewer): (&Playlist, &Viewer) = ($playlist, $viewer);
        let mut query = playlist_items::table
            .inner_join(playlists::table)
            .inner_join(videos::table.inner_join(channels::table))
            .filter(playlist_items::playlist_id.eq(playlist.id))
            .into_boxed();
        if viewer.id() != Some(playlist.user_id) {
            query = query.filter(viewable_by(viewer)).filter(shown_in_playlist(viewer));
        }
        query
    }};
}

impl Playlist {
    /// A stretch of what this viewer is shown, in order.
    pub fn items(&self, conn: &mut Conn, viewer: &Viewer, window: Window) -> QueryResult<Vec<PlaylistItem>> {
        let rows: Vec<Row> = shown!(self, viewer)
            .order((playlist_items::position, playlist_items::id))
            .limit(window.size())
            .offset(window.offset())
            .select(Row::as_select())
            .load(conn)?;
        Ok(Row::placed(rows, window.offset() + 1))
    }

    /// How many [`Playlist::items`] there are in all.
    pub fn count_items(&self, conn: &mut Conn, viewer: &Viewer) -> QueryResult<i64> {
        shown!(self, viewer).count().get_result(conn)
    }
}

impl PlaylistEntry {
    /// With its items and their number.
    pub fn opened(
        self,
        conn: &mut Conn,
        viewer: &Viewer,
        window: Window,
    ) -> QueryResult<(PlaylistEntry, i64, Vec<PlaylistItem>)> {
        let total = self.playlist.count_items(conn, viewer)?;
        let items = self.playlist.items(conn, viewer, window)?;
        Ok((self, total, items))
    }
}
