//! Playlists that come from elsewhere, made of what is here of their videos.

use std::collections::HashMap;

use diesel::prelude::*;

use super::arranging::{PER_PLAYLIST, append};
use super::{Playlist, PlaylistDetails, Stretch};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::{channels, videos};
use crate::error::Result;

/// Names of one query; SQLite binds no more than 32,766 values.
const CHUNK: usize = 1000;

/// Those of these that are this person's own, in the same order; as many as a playlist holds.
pub fn own_videos(conn: &mut Conn, owner: UserId, named: &[Uuid]) -> QueryResult<Vec<VideoId>> {
    let mut found: HashMap<Uuid, VideoId> = HashMap::new();
    for chunk in named.chunks(CHUNK) {
        let own: Vec<(Uuid, VideoId)> = videos::table
            .inner_join(channels::table)
            .filter(channels::user_id.eq(owner))
            .filter(videos::uuid.eq_any(chunk))
            .select((videos::uuid, videos::id))
            .load(conn)?;
        found.extend(own);
    }
    let most = usize::try_from(PER_PLAYLIST).unwrap_or(usize::MAX);
    Ok(named.iter().filter_map(|uuid| found.get(uuid).copied()).take(most).collect())
}

impl Playlist {
    /// Makes one under the name that it has at every import, of these videos in their order.
    pub fn bring(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &PlaylistDetails,
        videos: &[VideoId],
        now: Timestamp,
    ) -> Result<Playlist> {
        let playlist = Playlist::create_as(conn, owner, uuid, details, now)?;
        for video in videos {
            append(conn, playlist.id, *video, Stretch::default(), now)?;
        }
        Ok(playlist)
    }
}
