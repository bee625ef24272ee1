//! Who follows which channel.

mod lists;

use diesel::prelude::*;

pub use self::lists::SubscriptionSort;
use super::channel::Channel;
use super::viewer::{SignedIn, Viewer};
use super::webhook;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId};
use crate::db::schema::{channels, subscriptions};
use crate::error::{Invalid, Result};
use crate::on_each;

/// Whether somebody follows a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subscription {
    Subscribed,
    Unsubscribed,
}

impl Subscription {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "true" => Some(Self::Subscribed),
            "false" => Some(Self::Unsubscribed),
            _ => None,
        }
    }

    /// What holds between this viewer and a channel.
    pub fn of(conn: &mut Conn, viewer: &Viewer, channel: ChannelId) -> QueryResult<Self> {
        let Some(user) = viewer.id() else { return Ok(Self::Unsubscribed) };
        let found: bool = diesel::select(diesel::dsl::exists(subscriptions::table.find((user, channel))))
            .get_result(conn)?;
        Ok(if found { Self::Subscribed } else { Self::Unsubscribed })
    }

    /// The channels that this person follows, the latest first.
    pub fn channels_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<ChannelId>> {
        subscriptions::table
            .filter(subscriptions::user_id.eq(user))
            .order((subscriptions::created_at.desc(), subscriptions::channel_id.desc()))
            .select(subscriptions::channel_id)
            .load(conn)
    }

    /// Makes it so; said twice, it counts once.
    pub fn set(self, conn: &mut Conn, viewer: &SignedIn, handle: &str, now: Timestamp) -> Result<Channel> {
        let mut channel = Channel::find_by_handle(conn, handle)?;
        if channel.user_id == viewer.id {
            return Err(Invalid::field("", "This is your own channel.").into());
        }
        let change = match self {
            Self::Subscribed => insert(conn, viewer.id, channel.id, now)?,
            Self::Unsubscribed => -delete(conn, viewer.id, channel.id)?,
        };
        if change != 0 {
            channel.subscribers = diesel::update(channels::table.find(channel.id))
                .set(channels::subscribers.eq(channels::subscribers + change))
                .returning(channels::subscribers)
                .get_result(conn)?;
        }
        if change > 0 {
            webhook::subscription(conn, &channel, now)?;
        }
        Ok(channel)
    }
}

/// The number of rows that are new: 0 or 1.
fn insert(conn: &mut Conn, user: UserId, channel: ChannelId, now: Timestamp) -> QueryResult<i64> {
    let row = (
        subscriptions::user_id.eq(user),
        subscriptions::channel_id.eq(channel),
        subscriptions::created_at.eq(now),
    );
    let inserted = on_each!(conn, |conn| diesel::insert_into(subscriptions::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(conn))?;
    Ok(i64::from(inserted > 0))
}

/// The number of rows that are gone: 0 or 1.
fn delete(conn: &mut Conn, user: UserId, channel: ChannelId) -> QueryResult<i64> {
    let deleted = diesel::delete(subscriptions::table.find((user, channel))).execute(conn)?;
    Ok(i64::from(deleted > 0))
}
