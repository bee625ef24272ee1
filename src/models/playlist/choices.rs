//! In which of one's playlists a video is: asked, and changed for many at once.

use std::collections::HashSet;

use diesel::prelude::*;

use super::arranging::{append, hold};
use super::changes::PER_USER;
use super::{Playlist, PlaylistDetails, Stretch};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{PlaylistId, PlaylistItemId, Uuid, VideoId};
use crate::db::schema::{playlist_items, playlists};
use crate::error::Result;
use crate::models::page_number::PageNumber;
use crate::models::video::{Video, VideoRef};
use crate::models::viewer::{SignedIn, Viewer};

/// One of a person's playlists, and whether the video is in it.
#[derive(Debug, Clone)]
pub struct PlaylistChoice {
    pub playlist: Playlist,
    pub is_in: bool,
}

/// What somebody ticked: what was not listed is left as it is.
#[derive(Debug, Clone, Default)]
pub struct PlaylistChoices {
    pub listed: Vec<Uuid>,
    pub ticked: Vec<Uuid>,
    /// Whether to put it into the list to watch later, which may not be there yet.
    pub wants_watch_later: bool,
    /// A new one, with this video in it.
    pub new: Option<PlaylistDetails>,
}

/// Where a video is, with what a program needs to take it out again.
#[derive(Debug, Clone)]
pub struct PlaylistPlace {
    pub video: VideoId,
    pub item: PlaylistItemId,
    pub playlist: Playlist,
    pub start_ms: Option<i64>,
    pub stop_ms: Option<i64>,
}

impl PlaylistChoice {
    /// All of this person's playlists.
    pub fn of(conn: &mut Conn, viewer: &SignedIn, video: VideoId) -> QueryResult<Vec<PlaylistChoice>> {
        let all = Playlist::owned_by(conn, viewer.id, PageNumber::first(PER_USER))?;
        let with_it = containing(conn, viewer, video)?;
        let choice = |playlist: Playlist| PlaylistChoice { is_in: with_it.contains(&playlist.id), playlist };
        Ok(all.into_iter().map(choice).collect())
    }
}

/// The video, its place and stretch, and the playlist.
type PlaceRow = (VideoId, PlaylistItemId, Option<i64>, Option<i64>, Playlist);

impl PlaylistPlace {
    /// Where these videos are among this person's playlists.
    pub fn of(conn: &mut Conn, viewer: &SignedIn, videos: &[VideoId]) -> QueryResult<Vec<PlaylistPlace>> {
        let rows: Vec<PlaceRow> = playlist_items::table
            .inner_join(playlists::table)
            .filter(playlists::user_id.eq(viewer.id))
            .filter(playlist_items::video_id.eq_any(videos.to_vec()))
            .order((playlist_items::video_id, playlist_items::id))
            .select((
                playlist_items::video_id,
                playlist_items::id,
                playlist_items::start_ms,
                playlist_items::stop_ms,
                Playlist::as_select(),
            ))
            .load(conn)?;
        let place = |(video, item, start_ms, stop_ms, playlist)| PlaylistPlace {
            video,
            item,
            playlist,
            start_ms,
            stop_ms,
        };
        Ok(rows.into_iter().map(place).collect())
    }
}

impl PlaylistChoices {
    /// Makes it so, all of it or nothing: a playlist that is not this person's own is not found.
    pub fn save(&self, conn: &mut Conn, viewer: &SignedIn, video: VideoRef, now: Timestamp) -> Result<Video> {
        let video = Video::visible_to(conn, &Viewer::SignedIn(viewer.clone()), video)?;
        let with_it = containing(conn, viewer, video.id)?;
        for uuid in &self.listed {
            let playlist = Playlist::find_own(conn, viewer.id, *uuid)?;
            put(
                conn,
                viewer,
                (&playlist, &video),
                (with_it.contains(&playlist.id), self.ticked.contains(uuid)),
                now,
            )?;
        }
        if self.wants_watch_later {
            let playlist = Playlist::watch_later(conn, viewer.id, now)?;
            put(conn, viewer, (&playlist, &video), (with_it.contains(&playlist.id), true), now)?;
        }
        if let Some(details) = &self.new {
            let playlist = Playlist::create(conn, viewer.id, details, now)?;
            append(conn, playlist.id, video.id, Stretch::default(), now)?;
        }
        Ok(video)
    }
}

fn containing(conn: &mut Conn, viewer: &SignedIn, video: VideoId) -> QueryResult<HashSet<PlaylistId>> {
    let ids: Vec<PlaylistId> = playlist_items::table
        .inner_join(playlists::table)
        .filter(playlists::user_id.eq(viewer.id))
        .filter(playlist_items::video_id.eq(video))
        .select(playlists::id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// A playlist in which nothing changes is not touched.
fn put(
    conn: &mut Conn,
    viewer: &SignedIn,
    (playlist, video): (&Playlist, &Video),
    (is_in, wanted): (bool, bool),
    now: Timestamp,
) -> Result<()> {
    if is_in == wanted {
        return Ok(());
    }
    let id = hold(conn, viewer.id, playlist.uuid, now)?;
    if wanted {
        append(conn, id, video.id, Stretch::default(), now)?;
    } else {
        let item = playlist_items::playlist_id.eq(id).and(playlist_items::video_id.eq(video.id));
        diesel::delete(playlist_items::table.filter(item)).execute(conn)?;
    }
    Ok(())
}
