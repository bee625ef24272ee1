//! Tokens with which programs act for somebody with an account.
//!
//! A personal one is made in the settings and narrowed as its owner likes. A program that was given a password gets a pair instead
//! ([`TokenPair`]): one to use, and one to get the next pair with. Kept is a token's hash alone, so that a copy of the database opens nothing.
//!
//! A token dies when it expires, when it is revoked, and with the account. A pair is a sign-in, so it dies with a new epoch of its user as
//! sessions do; a personal token lives on unless its owner says otherwise when the password changes.

mod details;
mod pair;
mod scopes;
mod secret;

use std::net::IpAddr;

use diesel::prelude::*;

pub use self::details::{TokenDetails, TokenLife};
pub use self::pair::{ACCESS_SECONDS, NewPair, REFRESH_SECONDS, Refreshed, TokenPair};
pub use self::scopes::Scopes;
pub use self::secret::TokenSecret;
use super::viewer::SignedIn;
use crate::clock::Timestamp;
use crate::config::Network;
use crate::db::Conn;
use crate::db::ids::{ApiTokenId, UserId, Uuid};
use crate::db::schema::{api_tokens, users};
use crate::db::types::{Role, TokenKind};
use crate::error::{Invalid, Result};

/// Living tokens that one person may have made; whoever needs more has forgotten some.
const AT_ONCE: i64 = 50;
/// How stale `last_used_at` may be before a request refreshes it.
const TOUCH_AFTER_SECONDS: i64 = 600;
/// Dead tokens are kept for so long: one of a pair that comes back has been stolen.
const KEPT_DAYS: i64 = 30;

/// A token as its owner sees it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = api_tokens)]
pub struct ApiToken {
    pub uuid: Uuid,
    pub kind: TokenKind,
    /// How it begins.
    pub prefix: String,
    /// What its owner calls it; of a pair, what the program called itself.
    pub name: String,
    pub scopes: Scopes,
    /// From where alone it may be used.
    pub address_range: Option<String>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
}

/// A living token that was brought, and for whom it speaks.
#[derive(Debug, Clone)]
pub struct BroughtToken {
    pub id: ApiTokenId,
    pub kind: TokenKind,
    pub scopes: Scopes,
    pub user: SignedIn,
    /// Whether its last use is to be noted again.
    pub is_stale: bool,
}

#[derive(Queryable)]
struct Row {
    id: ApiTokenId,
    kind: TokenKind,
    scopes: Scopes,
    address_range: Option<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    user: UserId,
    handle: String,
    display_name: String,
    role: Role,
}

impl ApiToken {
    /// What this token opens, brought from this address; None where it opens nothing.
    pub fn load(
        conn: &mut Conn,
        secret: &TokenSecret,
        address: IpAddr,
        now: Timestamp,
    ) -> QueryResult<Option<BroughtToken>> {
        let row: Option<Row> = api_tokens::table
            .inner_join(users::table)
            .filter(api_tokens::token_hash.eq(secret.hash()))
            .filter(api_tokens::kind.ne(TokenKind::Refresh))
            .filter(is_alive(now))
            .select((
                api_tokens::id,
                api_tokens::kind,
                api_tokens::scopes,
                api_tokens::address_range,
                api_tokens::created_at,
                api_tokens::last_used_at,
                users::id,
                users::handle,
                users::display_name,
                users::role,
            ))
            .first(conn)
            .optional()?;
        Ok(row.filter(|row| row.may_come_from(address)).map(|row| BroughtToken {
            id: row.id,
            kind: row.kind,
            scopes: row.scopes,
            is_stale: row.last_used_at.is_none_or(|at| at.plus_seconds(TOUCH_AFTER_SECONDS) < now),
            user: SignedIn {
                id: row.user,
                handle: row.handle,
                display_name: row.display_name,
                role: row.role,
                signed_in_at_ms: row.created_at.millis(),
            },
        }))
    }

    /// Whether it still opens anything.
    pub fn is_living(conn: &mut Conn, id: ApiTokenId, now: Timestamp) -> QueryResult<bool> {
        let living =
            api_tokens::table.inner_join(users::table).filter(api_tokens::id.eq(id)).filter(is_alive(now));
        diesel::select(diesel::dsl::exists(living.select(api_tokens::id))).get_result(conn)
    }

    /// Notes that it was used.
    pub fn touch(conn: &mut Conn, id: ApiTokenId, now: Timestamp) -> QueryResult<()> {
        diesel::update(api_tokens::table.find(id)).set(api_tokens::last_used_at.eq(now)).execute(conn)?;
        Ok(())
    }

    /// This person's living tokens, the newest first: those they made, and one for each program that signed in.
    pub fn of_user(conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<Vec<ApiToken>> {
        api_tokens::table
            .inner_join(users::table)
            .filter(api_tokens::user_id.eq(user))
            .filter(api_tokens::kind.ne(TokenKind::Access))
            .filter(is_alive(now))
            .order((api_tokens::created_at.desc(), api_tokens::id.desc()))
            .select(ApiToken::as_select())
            .load(conn)
    }

    /// Makes a personal token.
    pub fn create(
        conn: &mut Conn,
        user: UserId,
        details: &TokenDetails,
        secret: &TokenSecret,
        now: Timestamp,
    ) -> Result<ApiToken> {
        let alive: i64 = api_tokens::table
            .inner_join(users::table)
            .filter(api_tokens::user_id.eq(user))
            .filter(api_tokens::kind.eq(TokenKind::Personal))
            .filter(is_alive(now))
            .count()
            .get_result(conn)?;
        if alive >= AT_ONCE {
            let message = format!("You have {AT_ONCE} tokens. Revoke one that is no longer needed.");
            return Err(Invalid::field("", message).into());
        }
        let epoch: i64 = users::table.find(user).select(users::session_epoch).first(conn)?;
        let uuid = Uuid::random();
        diesel::insert_into(api_tokens::table)
            .values((
                api_tokens::uuid.eq(uuid),
                api_tokens::user_id.eq(user),
                api_tokens::kind.eq(TokenKind::Personal),
                api_tokens::token_hash.eq(secret.hash()),
                api_tokens::prefix.eq(secret.beginning()),
                api_tokens::name.eq(details.name()),
                api_tokens::scopes.eq(details.scopes()),
                api_tokens::epoch.eq(epoch),
                api_tokens::address_range.eq(details.address_range()),
                api_tokens::created_at.eq(now),
                api_tokens::expires_at.eq(details.expires_at(now)),
            ))
            .execute(conn)?;
        Ok(ApiToken::query().filter(api_tokens::uuid.eq(uuid)).first(conn)?)
    }

    /// Ends a token, with the rest of its pair.
    pub fn revoke(conn: &mut Conn, id: ApiTokenId, now: Timestamp) -> QueryResult<()> {
        let family: Option<Uuid> = api_tokens::table.find(id).select(api_tokens::family).first(conn)?;
        diesel::update(api_tokens::table.find(id)).set(api_tokens::revoked_at.eq(now)).execute(conn)?;
        family.map_or(Ok(()), |family| pair::end_family(conn, family, now))
    }

    /// Ends one of this person's living tokens, by the name under which they see it.
    pub fn revoke_of_user(conn: &mut Conn, user: UserId, uuid: Uuid, now: Timestamp) -> QueryResult<()> {
        let id: ApiTokenId = api_tokens::table
            .inner_join(users::table)
            .filter(api_tokens::uuid.eq(uuid))
            .filter(api_tokens::user_id.eq(user))
            .filter(is_alive(now))
            .select(api_tokens::id)
            .first(conn)?;
        ApiToken::revoke(conn, id, now)
    }

    /// Ends everything with which programs act for this person.
    pub fn revoke_all_of_user(conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<()> {
        let living =
            api_tokens::table.filter(api_tokens::user_id.eq(user)).filter(api_tokens::revoked_at.is_null());
        diesel::update(living).set(api_tokens::revoked_at.eq(now)).execute(conn)?;
        Ok(())
    }

    /// Removes what has been dead for long.
    pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        let long_ago = now.plus_days(-KEPT_DAYS);
        diesel::delete(
            api_tokens::table
                .filter(api_tokens::expires_at.lt(long_ago).or(api_tokens::revoked_at.lt(long_ago))),
        )
        .execute(conn)
    }
}

impl Row {
    fn may_come_from(&self, address: IpAddr) -> bool {
        // A range that cannot be read lets nobody in.
        let within = |range: &String| Network::parse(range).is_ok_and(|range| range.contains(address));
        self.address_range.as_ref().is_none_or(within)
    }
}

/// Over `api_tokens` joined with `users`.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_alive(now: Timestamp) -> _ {
    let personal: TokenKind = TokenKind::Personal;
    let is_of_this_epoch = api_tokens::kind.eq(personal).or(api_tokens::epoch.eq(users::session_epoch));
    api_tokens::revoked_at
        .is_null()
        .and(api_tokens::expires_at.is_null().or(api_tokens::expires_at.gt(now)))
        .and(users::disabled_at.is_null())
        .and(is_of_this_epoch)
}
