//! The stored password of an account: read for signing in, replaced when it changes.

use diesel::prelude::*;

use super::User;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::users;
use crate::models::session::Session;

/// What signing in compares with. It is only ever compared.
#[derive(Clone)]
pub struct Credentials {
    pub user: UserId,
    /// In which a sign-in with this password begins, and with which it ends.
    pub epoch: i64,
    pub password_hash: String,
}

impl Credentials {
    /// Of an account that may sign in; a disabled one is not found.
    pub fn of(conn: &mut Conn, handle: &str) -> QueryResult<Option<Credentials>> {
        let row = users::table
            .filter(users::handle.eq(handle))
            .filter(users::disabled_at.is_null())
            .select((users::id, users::session_epoch, users::password_hash))
            .first::<(UserId, i64, String)>(conn)
            .optional()?;
        Ok(row.map(|(user, epoch, password_hash)| Credentials { user, epoch, password_hash }))
    }
}

impl User {
    /// Replaces the password and ends every session of the account, in one transaction.
    pub fn change_password(conn: &mut Conn, id: UserId, password_hash: &str) -> QueryResult<()> {
        Self::rehash_password(conn, id, password_hash)?;
        Session::delete_all_of_user(conn, id)
    }

    /// The same password kept in the present way: nobody is signed out.
    pub fn rehash_password(conn: &mut Conn, id: UserId, password_hash: &str) -> QueryResult<()> {
        diesel::update(users::table.find(id)).set(users::password_hash.eq(password_hash)).execute(conn)?;
        Ok(())
    }
}
