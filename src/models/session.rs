//! Sessions: one row for each place where someone is signed in, found by the hash of a key that only the browser knows.
//!
//! A session dies with its row, with a new epoch of its user (a changed password, "sign out everywhere") or when the account is
//! disabled. Updating never brings a dead one back.

use diesel::prelude::*;

use super::viewer::SignedIn;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::{sessions, users};
use crate::db::types::Role;

/// How long a session lasts without being used, and at the most.
const IDLE_DAYS: i64 = 14;
const ABSOLUTE_DAYS: i64 = 90;
/// How stale `last_seen_at` may be before a request refreshes it.
const TOUCH_AFTER_SECONDS: i64 = 600;

/// A session as its owner sees it in the settings.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub key_hash: String,
    pub user_id: UserId,
    pub user_agent: String,
    pub address_prefix: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// What is known when somebody signs in.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub key_hash: String,
    pub user_id: UserId,
    pub state: String,
    pub user_agent: String,
    pub address_prefix: String,
}

/// A live session and who it belongs to.
pub struct Loaded {
    pub state: String,
    pub viewer: SignedIn,
    pub is_stale: bool,
}

impl Session {
    pub fn load(conn: &mut Conn, key_hash: &str, now: Timestamp) -> QueryResult<Option<Loaded>> {
        let row = sessions::table
            .inner_join(users::table)
            .filter(sessions::key_hash.eq(key_hash))
            .filter(sessions::epoch.eq(users::session_epoch))
            .filter(users::disabled_at.is_null())
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::last_seen_at.gt(now.plus_days(-IDLE_DAYS)))
            .select((
                sessions::state,
                sessions::last_seen_at,
                sessions::created_at,
                users::id,
                users::handle,
                users::display_name,
                users::role,
            ))
            .first::<(String, Timestamp, Timestamp, UserId, String, String, Role)>(conn)
            .optional()?;
        Ok(row.map(|(state, last_seen_at, created_at, id, handle, display_name, role)| Loaded {
            state,
            viewer: SignedIn { id, handle, display_name, role, signed_in_at_ms: created_at.millis() },
            is_stale: last_seen_at.plus_seconds(TOUCH_AFTER_SECONDS) < now,
        }))
    }

    /// Begins in the user's present epoch.
    pub fn create(conn: &mut Conn, new: &NewSession, now: Timestamp) -> QueryResult<()> {
        let epoch: i64 = users::table.find(new.user_id).select(users::session_epoch).first(conn)?;
        diesel::insert_into(sessions::table)
            .values((
                sessions::key_hash.eq(&new.key_hash),
                sessions::user_id.eq(new.user_id),
                sessions::epoch.eq(epoch),
                sessions::state.eq(&new.state),
                sessions::user_agent.eq(&new.user_agent),
                sessions::address_prefix.eq(&new.address_prefix),
                sessions::created_at.eq(now),
                sessions::last_seen_at.eq(now),
                sessions::expires_at.eq(now.plus_days(ABSOLUTE_DAYS)),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Changes the state of a session that is still there; of a dead one, nothing.
    pub fn update(conn: &mut Conn, key_hash: &str, state: &str) -> QueryResult<()> {
        diesel::update(sessions::table.find(key_hash)).set(sessions::state.eq(state)).execute(conn)?;
        Ok(())
    }

    pub fn touch(conn: &mut Conn, key_hash: &str, now: Timestamp) -> QueryResult<()> {
        diesel::update(sessions::table.find(key_hash)).set(sessions::last_seen_at.eq(now)).execute(conn)?;
        Ok(())
    }

    pub fn delete(conn: &mut Conn, key_hash: &str) -> QueryResult<()> {
        diesel::delete(sessions::table.find(key_hash)).execute(conn)?;
        Ok(())
    }

    /// The places where this person is signed in, latest first.
    pub fn of_user(conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<Vec<Session>> {
        Session::query()
            .filter(sessions::user_id.eq(user))
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::last_seen_at.gt(now.plus_days(-IDLE_DAYS)))
            .order(sessions::last_seen_at.desc())
            .load(conn)
    }

    /// Ends one of this person's own sessions; somebody else's is not found.
    pub fn delete_of_user(conn: &mut Conn, user: UserId, key_hash: &str) -> QueryResult<()> {
        let deleted = diesel::delete(sessions::table.find(key_hash).filter(sessions::user_id.eq(user)))
            .execute(conn)?;
        if deleted == 0 { Err(diesel::NotFound) } else { Ok(()) }
    }

    /// Ends all of this person's sessions, at once and whatever is in flight, and begins a new epoch.
    pub fn delete_all_of_user(conn: &mut Conn, user: UserId) -> QueryResult<()> {
        diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(conn)?;
        diesel::update(users::table.find(user))
            .set(users::session_epoch.eq(users::session_epoch + 1))
            .execute(conn)?;
        Ok(())
    }

    /// Removes what can no longer be loaded.
    pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        diesel::delete(
            sessions::table.filter(
                sessions::expires_at.le(now).or(sessions::last_seen_at.le(now.plus_days(-IDLE_DAYS))),
            ),
        )
        .execute(conn)
    }
}
