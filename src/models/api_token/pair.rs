//! The two tokens that a program gets for a password: one to use for a day, and one to get the next two with.
//!
//! Each refreshing gives two new ones and ends the two before. A refresh token that comes a second time was copied, nobody knows by whom:
//! then everything of that sign-in ends, and the program has to ask for the password again.

use diesel::prelude::*;

use super::{Scopes, TokenSecret};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ApiTokenId, UserId, Uuid};
use crate::db::schema::{api_tokens, users};
use crate::db::types::TokenKind;

pub const ACCESS_SECONDS: i64 = 86_400;
pub const REFRESH_SECONDS: i64 = 14 * 86_400;

/// Whose sign-in it is.
#[derive(Debug, Clone)]
pub struct TokenPair {
    pub user: UserId,
    /// The epoch in which the password was right.
    pub epoch: i64,
    /// What the program calls itself.
    pub name: String,
}

/// The secrets of a new pair.
#[derive(Debug, Clone)]
pub struct NewPair {
    pub access: TokenSecret,
    pub refresh: TokenSecret,
}

/// What came of a refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    Renewed,
    /// It never was one, it expired, or its sign-in has ended.
    Unknown,
    /// It had been used before, so that its sign-in has ended now.
    Reused,
}

#[derive(Queryable)]
struct Presented {
    id: ApiTokenId,
    user: UserId,
    epoch: i64,
    present_epoch: i64,
    name: String,
    family: Option<Uuid>,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    disabled_at: Option<Timestamp>,
}

impl NewPair {
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self {
            access: TokenSecret::random(TokenKind::Access)?,
            refresh: TokenSecret::random(TokenKind::Refresh)?,
        })
    }
}

impl TokenPair {
    /// The first pair of a sign-in.
    pub fn begin(&self, conn: &mut Conn, new: &NewPair, now: Timestamp) -> QueryResult<()> {
        self.insert(conn, new, Uuid::random(), now)
    }

    /// The next pair, for the refresh token of the last one.
    pub fn refresh(
        conn: &mut Conn,
        brought: &TokenSecret,
        new: &NewPair,
        now: Timestamp,
    ) -> QueryResult<Refreshed> {
        let Some(presented) = presented(conn, brought)? else { return Ok(Refreshed::Unknown) };
        let Some(family) = presented.family else { return Ok(Refreshed::Unknown) };
        let used =
            diesel::update(api_tokens::table.find(presented.id).filter(api_tokens::revoked_at.is_null()))
                .set((api_tokens::revoked_at.eq(now), api_tokens::last_used_at.eq(now)))
                .execute(conn)?;
        if used == 0 || presented.revoked_at.is_some() {
            end_family(conn, family, now)?;
            return Ok(Refreshed::Reused);
        }
        let is_dead = presented.disabled_at.is_some()
            || presented.epoch != presented.present_epoch
            || presented.expires_at.is_none_or(|at| at <= now);
        end_family(conn, family, now)?;
        if is_dead {
            return Ok(Refreshed::Unknown);
        }
        let pair = TokenPair { user: presented.user, epoch: presented.epoch, name: presented.name };
        pair.insert(conn, new, family, now)?;
        Ok(Refreshed::Renewed)
    }

    fn insert(&self, conn: &mut Conn, new: &NewPair, family: Uuid, now: Timestamp) -> QueryResult<()> {
        let tokens = [
            (TokenKind::Access, &new.access, ACCESS_SECONDS),
            (TokenKind::Refresh, &new.refresh, REFRESH_SECONDS),
        ];
        for (kind, secret, seconds) in tokens {
            diesel::insert_into(api_tokens::table)
                .values((
                    api_tokens::uuid.eq(Uuid::random()),
                    api_tokens::user_id.eq(self.user),
                    api_tokens::kind.eq(kind),
                    api_tokens::token_hash.eq(secret.hash()),
                    api_tokens::prefix.eq(secret.beginning()),
                    api_tokens::name.eq(&self.name),
                    api_tokens::scopes.eq(Scopes::ALL),
                    api_tokens::family.eq(family),
                    api_tokens::epoch.eq(self.epoch),
                    api_tokens::created_at.eq(now),
                    api_tokens::expires_at.eq(now.plus_seconds(seconds)),
                ))
                .execute(conn)?;
        }
        Ok(())
    }
}

/// Ends every token of a sign-in that still lives.
pub(super) fn end_family(conn: &mut Conn, family: Uuid, now: Timestamp) -> QueryResult<()> {
    let living =
        api_tokens::table.filter(api_tokens::family.eq(family)).filter(api_tokens::revoked_at.is_null());
    diesel::update(living).set(api_tokens::revoked_at.eq(now)).execute(conn)?;
    Ok(())
}

fn presented(conn: &mut Conn, brought: &TokenSecret) -> QueryResult<Option<Presented>> {
    api_tokens::table
        .inner_join(users::table)
        .filter(api_tokens::token_hash.eq(brought.hash()))
        .filter(api_tokens::kind.eq(TokenKind::Refresh))
        .select((
            api_tokens::id,
            api_tokens::user_id,
            api_tokens::epoch,
            users::session_epoch,
            api_tokens::name,
            api_tokens::family,
            api_tokens::expires_at,
            api_tokens::revoked_at,
            users::disabled_at,
        ))
        .first(conn)
        .optional()
}
