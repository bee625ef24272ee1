//! Requests under a key of a program's own (the IETF's draft of `Idempotency-Key`): who asks twice, gets it once.
//!
//! A request takes its key before anything else and keeps it with a lease; what was done is written beside the key, and is the answer
//! to every later request that is the same. Only what was done is kept: a refusal or a failure gives the key back. A lease of a process
//! that died ends by itself, and the next request takes the key over.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::schema::idempotency_keys;
use crate::error::Invalid;
use crate::on_each;

/// How long an answer is known.
const KEPT_SECONDS: i64 = 86_400;
/// No request takes so long that has nothing but a form to read.
const LEASE_SECONDS: i64 = 60;
/// Keys of one person that are known at once.
const AT_ONCE: i64 = 2000;
const KEY_CHARACTERS: usize = 255;

/// Made only by [`IdempotencyKey::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    pub status: i64,
    pub content_type: Option<String>,
    pub location: Option<String>,
    pub body: String,
}

/// What is known under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: the request is this one's to perform, under this lease.
    Taken {
        lease: Uuid,
    },
    Answered(KeptAnswer),
    /// The same is being done.
    UnderWay {
        seconds: i64,
    },
    /// The key stands for something else.
    OfAnotherRequest,
    /// This person has too many.
    TooMany,
}

#[derive(Queryable)]
struct Row {
    fingerprint: String,
    lease: String,
    leased_until: Timestamp,
    status: Option<i64>,
    content_type: Option<String>,
    location: Option<String>,
    body: Option<String>,
}

impl IdempotencyKey {
    /// As the header has it: a string in quotes, or without them, as most programs send it.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let text = text.trim();
        let key = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
        let is_printable = key.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if key.is_empty() || key.len() > KEY_CHARACTERS || !is_printable {
            let message = format!("A key has between 1 and {KEY_CHARACTERS} printable characters.");
            return Err(Invalid::field("", message));
        }
        Ok(Self(key.to_owned()))
    }

    /// Takes the key for a request, of which the fingerprint tells whether another is the same.
    pub fn claim(
        &self,
        conn: &mut Conn,
        user: UserId,
        fingerprint: &str,
        now: Timestamp,
    ) -> QueryResult<Claim> {
        let old = idempotency_keys::table.find((user, &self.0)).filter(idempotency_keys::expires_at.le(now));
        diesel::delete(old).execute(conn)?;
        let lease = Uuid::random();
        let values = (
            idempotency_keys::user_id.eq(user),
            idempotency_keys::key.eq(&self.0),
            idempotency_keys::fingerprint.eq(fingerprint),
            idempotency_keys::lease.eq(lease.as_str()),
            idempotency_keys::leased_until.eq(now.plus_seconds(LEASE_SECONDS)),
            idempotency_keys::expires_at.eq(now.plus_seconds(KEPT_SECONDS)),
        );
        let inserted = on_each!(conn, |conn| diesel::insert_into(idempotency_keys::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn))?;
        if inserted == 1 {
            return if count(conn, user)? > AT_ONCE {
                self.release(conn, user, lease)?;
                Ok(Claim::TooMany)
            } else {
                Ok(Claim::Taken { lease })
            };
        }
        let row: Row = idempotency_keys::table
            .find((user, &self.0))
            .select((
                idempotency_keys::fingerprint,
                idempotency_keys::lease,
                idempotency_keys::leased_until,
                idempotency_keys::status,
                idempotency_keys::content_type,
                idempotency_keys::location,
                idempotency_keys::body,
            ))
            .first(conn)?;
        self.known(conn, user, row, fingerprint, now)
    }

    /// Writes down what was answered. A lease that another request took over in the meantime changes nothing.
    pub fn keep(&self, conn: &mut Conn, user: UserId, lease: Uuid, answer: &KeptAnswer) -> QueryResult<()> {
        let own = idempotency_keys::table.find((user, &self.0));
        diesel::update(own.filter(idempotency_keys::lease.eq(lease.as_str())))
            .set((
                idempotency_keys::status.eq(answer.status),
                idempotency_keys::content_type.eq(answer.content_type.as_deref()),
                idempotency_keys::location.eq(answer.location.as_deref()),
                idempotency_keys::body.eq(&answer.body),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Gives the key back: nothing was done.
    pub fn release(&self, conn: &mut Conn, user: UserId, lease: Uuid) -> QueryResult<()> {
        let own = idempotency_keys::table.find((user, &self.0));
        diesel::delete(own.filter(idempotency_keys::lease.eq(lease.as_str()))).execute(conn)?;
        Ok(())
    }

    /// Forgets what is too old to be asked for again.
    pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        diesel::delete(idempotency_keys::table.filter(idempotency_keys::expires_at.le(now))).execute(conn)
    }

    fn known(
        &self,
        conn: &mut Conn,
        user: UserId,
        row: Row,
        fingerprint: &str,
        now: Timestamp,
    ) -> QueryResult<Claim> {
        if row.fingerprint != fingerprint {
            return Ok(Claim::OfAnotherRequest);
        }
        if let Some(status) = row.status {
            return Ok(Claim::Answered(KeptAnswer {
                status,
                content_type: row.content_type,
                location: row.location,
                body: row.body.unwrap_or_default(),
            }));
        }
        let lease = Uuid::random();
        let is_over = row.leased_until <= now;
        // Two may come at once after a crash: only one of them finds the lease that it read.
        let own = idempotency_keys::table.find((user, &self.0));
        let taken = is_over
            && diesel::update(own.filter(idempotency_keys::lease.eq(row.lease)))
                .set((
                    idempotency_keys::lease.eq(lease.as_str()),
                    idempotency_keys::leased_until.eq(now.plus_seconds(LEASE_SECONDS)),
                ))
                .execute(conn)?
                == 1;
        if taken {
            return Ok(Claim::Taken { lease });
        }
        Ok(Claim::UnderWay { seconds: (row.leased_until.seconds() - now.seconds()).max(1) })
    }
}

fn count(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
    idempotency_keys::table.filter(idempotency_keys::user_id.eq(user)).count().get_result(conn)
}

#[cfg(test)]
mod tests {
    use super::IdempotencyKey;

    #[test]
    fn a_key_is_the_same_with_and_without_its_quotes() {
        let key = IdempotencyKey::parse("8e03978e-40d5-43dd").unwrap();
        assert_eq!(IdempotencyKey::parse(" \"8e03978e-40d5-43dd\" ").unwrap(), key);
        assert!(IdempotencyKey::parse(&"x".repeat(255)).is_ok());
        for text in ["", "\"\"", " ", "a\tb", "ä", &"x".repeat(256)] {
            assert!(IdempotencyKey::parse(text).is_err(), "{text}");
        }
    }
}
