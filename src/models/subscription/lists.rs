//! What somebody follows, as they read it.

use std::collections::HashSet;

use diesel::prelude::*;

use super::Subscription;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::{channels, subscriptions, users};
use crate::models::channel::{Channel, containing};
use crate::models::like;
use crate::models::user::User;
use crate::models::video::Direction;
use crate::models::window::Window;
use crate::text::query;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionSort {
    /// When it was followed.
    Created,
    Name,
}

impl Subscription {
    /// A stretch of the channels that this person follows, of those whose name or handle contains all these words, with their owners;
    /// and how many there are.
    pub fn followed(
        conn: &mut Conn,
        user: UserId,
        asked: &str,
        (sort, direction): (SubscriptionSort, Direction),
        window: Window,
    ) -> QueryResult<(i64, Vec<(Channel, User)>)> {
        let words = query::tokens(asked);
        let own = || {
            subscriptions::table
                .inner_join(channels::table.inner_join(users::table))
                .filter(subscriptions::user_id.eq(user))
        };
        let total = containing!(own(), &words).count().get_result(conn)?;
        let matching = containing!(own(), &words);
        macro_rules! by {
            ($column:expr) => {
                match direction {
                    Direction::Ascending => matching.order(($column.asc(), channels::id.asc())),
                    Direction::Descending => matching.order(($column.desc(), channels::id.desc())),
                }
            };
        }
        let sorted = match sort {
            SubscriptionSort::Created => by!(subscriptions::created_at),
            SubscriptionSort::Name => by!(channels::display_name),
        };
        let found = sorted
            .limit(window.size())
            .offset(window.offset())
            .select((Channel::as_select(), User::as_select()))
            .load(conn)?;
        Ok((total, found))
    }

    /// One that this person follows, with its owner; any other is not found.
    pub fn find_followed(conn: &mut Conn, user: UserId, handle: &str) -> QueryResult<(Channel, User)> {
        subscriptions::table
            .inner_join(channels::table.inner_join(users::table))
            .filter(subscriptions::user_id.eq(user))
            .filter(channels::handle.eq(handle))
            .select((Channel::as_select(), User::as_select()))
            .first(conn)
    }

    /// Which of the channels with these handles this person follows.
    pub fn followed_among(
        conn: &mut Conn,
        user: UserId,
        handles: Vec<String>,
    ) -> QueryResult<HashSet<String>> {
        let found: Vec<String> = subscriptions::table
            .inner_join(channels::table)
            .filter(subscriptions::user_id.eq(user))
            .filter(channels::handle.eq_any(handles))
            .select(channels::handle)
            .load(conn)?;
        Ok(found.into_iter().collect())
    }
}
