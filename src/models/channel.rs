//! Channels: where a person's videos are published and what others subscribe to.

use std::collections::HashMap;

use diesel::prelude::*;

use super::user::User;
use super::video::listed;
use super::window::Window;
use super::{like, search, user};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, Uuid};
use crate::db::schema::{channels, users, videos};
use crate::db::types::HandleKind;
use crate::error::{Invalid, Result};
use crate::text::handle::Handle;
use crate::text::query;

/// How many channels one person may have.
const PER_USER: i64 = 20;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = channels)]
pub struct Channel {
    pub id: ChannelId,
    pub uuid: Uuid,
    pub handle: String,
    pub user_id: UserId,
    pub display_name: String,
    pub about: String,
    /// The version under which the picture is stored.
    pub avatar: Option<String>,
    pub banner: Option<String>,
    pub subscribers: i64,
    pub created_at: Timestamp,
}

/// What a creator may say of a channel. Made only by [`ChannelDetails::parse`] and for a new account.
#[derive(Debug, Clone)]
pub struct ChannelDetails {
    pub handle: Handle,
    pub display_name: String,
    pub about: String,
}

impl ChannelDetails {
    pub fn parse(handle: &str, display_name: &str, about: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let handle = invalid
            .take(Handle::parse(handle).map_err(|refused| Invalid::field("handle", refused.to_string())));
        let display_name = invalid.take(user::parse_name("display_name", display_name));
        let about = invalid.take(user::parse_about(about));
        match (handle, display_name, about) {
            (Some(handle), Some(display_name), Some(about)) => Ok(Self { handle, display_name, about }),
            _ => Err(invalid),
        }
    }

    pub(super) fn of_new_account(handle: Handle, display_name: &str) -> Self {
        Self { handle, display_name: display_name.to_owned(), about: String::new() }
    }
}

/// Those whose name or handle contains each of the words. A macro, for rows and their number are queries of different types.
macro_rules! containing {
    ($query:expr, $words:expr) => {{
        let mut matching = $query.into_boxed();
        for word in $words {
            let contains = || like::lower(like::containing(word));
            let in_name = like::lower(channels::display_name).like(contains()).escape('\\');
            matching = matching.filter(in_name.or(channels::handle.like(contains()).escape('\\')));
        }
        matching
    }};
}

pub(super) use containing;

impl Channel {
    pub fn find(conn: &mut Conn, id: ChannelId) -> QueryResult<Channel> {
        Channel::query().filter(channels::id.eq(id)).first(conn)
    }

    pub fn find_by_handle(conn: &mut Conn, handle: &str) -> QueryResult<Channel> {
        Channel::query().filter(channels::handle.eq(handle)).first(conn)
    }

    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, handle: &str) -> QueryResult<Channel> {
        Channel::query().filter(channels::user_id.eq(owner)).filter(channels::handle.eq(handle)).first(conn)
    }

    /// This person's channels, the first one first: uploads go there unless another is chosen.
    pub fn of_user(conn: &mut Conn, owner: UserId) -> QueryResult<Vec<Channel>> {
        Channel::query().filter(channels::user_id.eq(owner)).order(channels::id).load(conn)
    }

    /// Those of these that exist, in no order.
    pub fn among(conn: &mut Conn, ids: &[ChannelId]) -> QueryResult<Vec<Channel>> {
        Channel::query().filter(channels::id.eq_any(ids.to_vec())).load(conn)
    }

    /// A stretch of all channels with their owners, the newest first, and how many there are.
    pub fn all(conn: &mut Conn, window: Window) -> QueryResult<(i64, Vec<(Channel, User)>)> {
        let total = channels::table.count().get_result(conn)?;
        let found = channels::table
            .inner_join(users::table)
            .order((channels::created_at.desc(), channels::id.desc()))
            .limit(window.size())
            .offset(window.offset())
            .select((Channel::as_select(), User::as_select()))
            .load(conn)?;
        Ok((total, found))
    }

    /// A stretch of those whose name or handle contains all these words, the most followed first, with their owners.
    pub fn matching(conn: &mut Conn, asked: &str, window: Window) -> QueryResult<Vec<(Channel, User)>> {
        let words = query::tokens(asked);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        containing!(channels::table.inner_join(users::table), &words)
            .order((channels::subscribers.desc(), channels::id))
            .limit(window.size())
            .offset(window.offset())
            .select((Channel::as_select(), User::as_select()))
            .load(conn)
    }

    /// How many [`Channel::matching`] would find in all.
    pub fn count_matching(conn: &mut Conn, asked: &str) -> QueryResult<i64> {
        let words = query::tokens(asked);
        if words.is_empty() {
            return Ok(0);
        }
        containing!(channels::table, &words).count().get_result(conn)
    }

    /// The versions of pictures that are to be found in storage, of those of these channels that exist.
    pub fn stored_versions(conn: &mut Conn, uuids: &[Uuid]) -> QueryResult<Vec<(Uuid, Vec<String>)>> {
        let rows: Vec<(Uuid, Option<String>, Option<String>)> = channels::table
            .filter(channels::uuid.eq_any(uuids.to_vec()))
            .select((channels::uuid, channels::avatar, channels::banner))
            .load(conn)?;
        Ok(rows
            .into_iter()
            .map(|(uuid, avatar, banner)| (uuid, avatar.into_iter().chain(banner).collect()))
            .collect())
    }

    /// A taken name is refused on the field `handle`.
    pub fn create(
        conn: &mut Conn,
        owner: UserId,
        details: &ChannelDetails,
        now: Timestamp,
    ) -> Result<Channel> {
        let count: i64 = channels::table.filter(channels::user_id.eq(owner)).count().get_result(conn)?;
        if count >= PER_USER {
            return Err(Invalid::field("", format!("One account has at most {PER_USER} channels.")).into());
        }
        user::reserve_handle(conn, &details.handle, HandleKind::Channel, "handle")?;
        let id: ChannelId = diesel::insert_into(channels::table)
            .values((
                channels::uuid.eq(Uuid::random()),
                channels::handle.eq(details.handle.as_str()),
                channels::user_id.eq(owner),
                channels::display_name.eq(&details.display_name),
                channels::about.eq(&details.about),
                channels::subscribers.eq(0_i64),
                channels::created_at.eq(now),
            ))
            .returning(channels::id)
            .get_result(conn)?;
        Ok(Channel::find(conn, id)?)
    }

    /// Takes new pictures, by the versions under which they are stored; None keeps the present one.
    pub fn set_pictures(
        conn: &mut Conn,
        owner: UserId,
        handle: &str,
        avatar: Option<&str>,
        banner: Option<&str>,
    ) -> QueryResult<()> {
        let own = || channels::table.filter(channels::user_id.eq(owner)).filter(channels::handle.eq(handle));
        if let Some(version) = avatar {
            diesel::update(own()).set(channels::avatar.eq(version)).execute(conn)?;
        }
        if let Some(version) = banner {
            diesel::update(own()).set(channels::banner.eq(version)).execute(conn)?;
        }
        Ok(())
    }

    /// How many videos everybody finds on each of these channels; those without any are left out.
    pub fn listed_videos(conn: &mut Conn, ids: &[ChannelId]) -> QueryResult<HashMap<ChannelId, i64>> {
        let counted: Vec<(ChannelId, i64)> = videos::table
            .filter(videos::channel_id.eq_any(ids.to_vec()))
            .filter(listed())
            .group_by(videos::channel_id)
            .select((videos::channel_id, diesel::dsl::count(videos::id)))
            .load(conn)?;
        Ok(counted.into_iter().collect())
    }

    /// The handle stays: addresses must not break.
    pub fn update_own(
        conn: &mut Conn,
        owner: UserId,
        handle: &str,
        display_name: &str,
        about: &str,
    ) -> Result<()> {
        let display_name = user::parse_name("display_name", display_name)?;
        let about = user::parse_about(about)?;
        let channel = Channel::find_own(conn, owner, handle)?;
        diesel::update(channels::table.find(channel.id))
            .set((channels::display_name.eq(&display_name), channels::about.eq(about)))
            .execute(conn)?;
        if channel.display_name != display_name {
            search::reindex_channel(conn, channel.id)?;
        }
        Ok(())
    }
}
