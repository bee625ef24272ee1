//! People with an account.

mod details;
mod password;

use diesel::prelude::*;

pub use self::details::{AccountDetails, ProfileDetails, parse_about, parse_name};
pub use self::password::Credentials;
use super::channel::{Channel, ChannelDetails};
use super::webhook;
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid};
use crate::db::schema::{handles, users};
use crate::db::types::{HandleKind, Role};
use crate::db::{Conn, refuse_taken};
use crate::error::{Invalid, Result};
use crate::text::handle::Handle;

const TAKEN: &str = "This name, or one that looks like it, is taken. Choose another one.";

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = users)]
pub struct User {
    pub id: UserId,
    pub uuid: Uuid,
    pub handle: String,
    pub email: String,
    pub display_name: String,
    pub about: String,
    pub role: Role,
    pub disabled_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl User {
    pub fn find(conn: &mut Conn, id: UserId) -> QueryResult<User> {
        User::query().filter(users::id.eq(id)).first(conn)
    }

    pub fn find_by_handle(conn: &mut Conn, handle: &str) -> QueryResult<User> {
        User::query().filter(users::handle.eq(handle)).first(conn)
    }

    /// Whether anybody has an account here yet.
    pub fn any(conn: &mut Conn) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(conn)
    }

    pub fn any_administrator(conn: &mut Conn) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(
            users::table.filter(users::role.eq(Role::Administrator)).filter(users::disabled_at.is_null()),
        ))
        .get_result(conn)
    }

    /// Opens an account, with a channel of its own. A taken name is refused on the field `username`.
    pub fn create(
        conn: &mut Conn,
        details: &AccountDetails,
        password_hash: &str,
        role: Role,
        now: Timestamp,
    ) -> Result<User> {
        reserve_handle(conn, &details.handle, HandleKind::User, "username")?;
        let id: UserId = diesel::insert_into(users::table)
            .values((
                users::uuid.eq(Uuid::random()),
                users::handle.eq(details.handle.as_str()),
                users::email.eq(&details.email),
                users::password_hash.eq(password_hash),
                users::display_name.eq(&details.display_name),
                users::about.eq(""),
                users::role.eq(role),
                users::session_epoch.eq(0_i64),
                users::created_at.eq(now),
            ))
            .returning(users::id)
            .get_result(conn)?;
        let channel = ChannelDetails::of_new_account(
            free_channel_handle(conn, &details.handle)?,
            &details.display_name,
        );
        Channel::create(conn, id, &channel, now)?;
        let user = User::find(conn, id)?;
        webhook::account(conn, &user, now)?;
        Ok(user)
    }

    /// The first administrator, and only the first: a second one is refused, however close behind it comes.
    pub fn create_first_administrator(
        conn: &mut Conn,
        details: &AccountDetails,
        password_hash: &str,
        now: Timestamp,
    ) -> Result<User> {
        if let Conn::Postgres(conn) = conn {
            // SQLite has one writer anyway.
            diesel::sql_query("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(conn)?;
        }
        if User::any_administrator(conn)? {
            return Err(Invalid::field("", "This site has its administrator already.").into());
        }
        User::create(conn, details, password_hash, Role::Administrator, now)
    }

    pub fn update_profile(conn: &mut Conn, id: UserId, details: &ProfileDetails) -> QueryResult<()> {
        diesel::update(users::table.find(id))
            .set((users::display_name.eq(&details.display_name), users::about.eq(&details.about)))
            .execute(conn)?;
        Ok(())
    }
}

/// Takes a name in the one namespace of people and channels, or refuses the field it was typed in.
pub(super) fn reserve_handle(
    conn: &mut Conn,
    handle: &Handle,
    kind: HandleKind,
    field: &'static str,
) -> Result<()> {
    diesel::insert_into(handles::table)
        .values((
            handles::handle.eq(handle.as_str()),
            handles::kind.eq(kind),
            handles::skeleton.eq(handle.skeleton()),
        ))
        .execute(conn)
        .map(drop)
        .map_err(|error| refuse_taken(error, "handles", field, TAKEN))
}

/// `ann_channel`, or the next free number behind it: somebody may have made a channel of that name.
fn free_channel_handle(conn: &mut Conn, handle: &Handle) -> Result<Handle> {
    let wanted = handle.own_channel();
    for number in 1.. {
        let candidate = if number == 1 { wanted.clone() } else { wanted.numbered(number) };
        let taken: bool = diesel::select(diesel::dsl::exists(
            handles::table.filter(handles::skeleton.eq(candidate.skeleton())),
        ))
        .get_result(conn)?;
        if !taken {
            return Ok(candidate);
        }
    }
    unreachable!("there are more numbers than handles")
}
