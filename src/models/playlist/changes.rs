//! Making, changing and deleting playlists.

use diesel::prelude::*;

use super::{Playlist, PlaylistDetails};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, PlaylistId, UserId, Uuid};
use crate::db::schema::playlists;
use crate::db::types::{PlaylistKind, Privacy};
use crate::error::{Invalid, Result};
use crate::models::channel::Channel;
use crate::on_each;

/// How many playlists one person may have.
pub(super) const PER_USER: i64 = 200;
const WATCH_LATER: &str = "Watch later";

impl Playlist {
    pub fn create(
        conn: &mut Conn,
        owner: UserId,
        details: &PlaylistDetails,
        now: Timestamp,
    ) -> Result<Playlist> {
        Playlist::create_as(conn, owner, Uuid::random(), details, now)
    }

    pub(super) fn create_as(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &PlaylistDetails,
        now: Timestamp,
    ) -> Result<Playlist> {
        let count: i64 = playlists::table.filter(playlists::user_id.eq(owner)).count().get_result(conn)?;
        if count >= PER_USER {
            let message = format!("One account has at most {PER_USER} playlists. Delete one first.");
            return Err(Invalid::field("", message).into());
        }
        let channel = own_channel(conn, owner, details)?;
        let id: PlaylistId = diesel::insert_into(playlists::table)
            .values((
                playlists::uuid.eq(uuid),
                playlists::user_id.eq(owner),
                playlists::channel_id.eq(channel),
                playlists::kind.eq(PlaylistKind::Regular),
                playlists::title.eq(&details.title),
                playlists::description.eq(&details.description),
                playlists::privacy.eq(details.privacy),
                playlists::created_at.eq(now),
                playlists::updated_at.eq(now),
            ))
            .returning(playlists::id)
            .get_result(conn)?;
        Ok(Playlist::query().filter(playlists::id.eq(id)).first(conn)?)
    }

    /// The list that everybody has for themselves alone; it is made when it is first needed.
    pub fn watch_later(conn: &mut Conn, owner: UserId, now: Timestamp) -> QueryResult<Playlist> {
        let row = (
            playlists::uuid.eq(Uuid::random()),
            playlists::user_id.eq(owner),
            playlists::kind.eq(PlaylistKind::WatchLater),
            playlists::title.eq(WATCH_LATER),
            playlists::description.eq(""),
            playlists::privacy.eq(Privacy::Private),
            playlists::created_at.eq(now),
            playlists::updated_at.eq(now),
        );
        on_each!(conn, |conn| diesel::insert_into(playlists::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn))?;
        Playlist::query()
            .filter(playlists::user_id.eq(owner))
            .filter(playlists::kind.eq(PlaylistKind::WatchLater))
            .first(conn)
    }

    /// What is to be watched later keeps its name and is for nobody else.
    pub fn update_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &PlaylistDetails,
        now: Timestamp,
    ) -> Result<()> {
        let playlist = Playlist::find_own(conn, owner, uuid)?;
        if playlist.is_watch_later() {
            return Err(Invalid::field("", "This list keeps its name, and only you see it.").into());
        }
        let channel = own_channel(conn, owner, details)?;
        diesel::update(playlists::table.find(playlist.id))
            .set((
                playlists::channel_id.eq(channel),
                playlists::title.eq(&details.title),
                playlists::description.eq(&details.description),
                playlists::privacy.eq(details.privacy),
                playlists::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// The videos in it stay what they are.
    pub fn delete_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<()> {
        let own = playlists::table.filter(playlists::user_id.eq(owner)).filter(playlists::uuid.eq(uuid));
        match diesel::delete(own).execute(conn)? {
            0 => Err(diesel::NotFound),
            _ => Ok(()),
        }
    }
}

fn own_channel(conn: &mut Conn, owner: UserId, details: &PlaylistDetails) -> Result<Option<ChannelId>> {
    let Some(handle) = &details.channel else { return Ok(None) };
    let channel = Channel::find_own(conn, owner, handle).optional()?;
    let channel = channel.ok_or_else(|| Invalid::field("channel", "Choose one of your channels."))?;
    Ok(Some(channel.id))
}
