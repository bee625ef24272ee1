//! Whether what somebody with an account watches is remembered.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::users;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    On,
    /// Nothing of what they watch becomes a row of theirs.
    Paused,
}

impl Recording {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "on" => Some(Self::On),
            "paused" => Some(Self::Paused),
            _ => None,
        }
    }

    /// Of an account that is gone nothing is to be kept either.
    pub fn of(conn: &mut Conn, user: UserId) -> QueryResult<Self> {
        let paused_at: Option<Option<Timestamp>> =
            users::table.find(user).select(users::history_paused_at).first(conn).optional()?;
        Ok(if paused_at == Some(None) { Self::On } else { Self::Paused })
    }

    /// Makes it so; paused twice, it is paused since the first time.
    pub fn set(self, conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<()> {
        let own = users::table.find(user);
        match self {
            Self::On => {
                diesel::update(own).set(users::history_paused_at.eq(None::<Timestamp>)).execute(conn)?
            }
            Self::Paused => diesel::update(own.filter(users::history_paused_at.is_null()))
                .set(users::history_paused_at.eq(now))
                .execute(conn)?,
        };
        Ok(())
    }
}
