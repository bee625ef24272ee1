//! Slowing down whoever guesses passwords: counted in the database, so that a restart or another instance forgets nothing.
//!
//! An account's bucket begins to wait after five failures and doubles up to a quarter of an hour; a browser that has signed in
//! before has a bucket of its own, so that a stranger cannot lock the owner out. An address prefix may fail thirty times in ten
//! minutes. Buckets are named by what was typed, whether such an account exists or not.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::throttles;
use crate::on_each;

/// What is being counted, and how it slows down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bucket {
    Account(String),
    /// An account from a browser that has signed in to it before.
    KnownDevice(String),
    AddressPrefix(String),
}

const FREE_FAILURES: i64 = 5;
const LONGEST_WAIT_SECONDS: i64 = 900;
/// After so many consecutive failures only a reset of the password helps.
const LAST_FAILURE: i64 = 100;
const PREFIX_FAILURES: i64 = 30;
const PREFIX_WINDOW_SECONDS: i64 = 600;
/// A bucket that was quiet for so long is empty again.
const FORGOTTEN_AFTER_DAYS: i64 = 30;

impl Bucket {
    /// The seconds that every one of these buckets together makes one wait; 0 where none does.
    pub fn wait(conn: &mut Conn, buckets: &[Bucket], now: Timestamp) -> QueryResult<i64> {
        let mut longest = 0;
        for bucket in buckets {
            let until: Option<Timestamp> = throttles::table
                .find((bucket.kind(), bucket.key()))
                .select(throttles::blocked_until)
                .first(conn)
                .optional()?;
            longest = longest.max(until.map_or(0, |until| (until.millis() - now.millis() + 999) / 1000));
        }
        Ok(longest)
    }

    /// Counts a failure.
    pub fn fail(&self, conn: &mut Conn, now: Timestamp) -> QueryResult<()> {
        let found: Option<(i64, Timestamp)> = throttles::table
            .find((self.kind(), self.key()))
            .select((throttles::failures, throttles::since))
            .first(conn)
            .optional()?;
        let (failures, since) = match found {
            Some((failures, since)) if !self.is_over(since, now) => (failures + 1, since),
            _ => (1, now),
        };
        let values = (
            throttles::bucket.eq(self.kind()),
            throttles::key.eq(self.key()),
            throttles::failures.eq(failures),
            throttles::since.eq(since),
            throttles::blocked_until.eq(now.plus_seconds(self.wait_after(failures, since, now))),
        );
        on_each!(conn, |conn| diesel::insert_into(throttles::table)
            .values(values)
            .on_conflict((throttles::bucket, throttles::key))
            .do_update()
            .set((values.2, values.3, values.4))
            .execute(conn))?;
        Ok(())
    }

    /// Empties the bucket, as a success does.
    pub fn clear(&self, conn: &mut Conn) -> QueryResult<()> {
        diesel::delete(throttles::table.find((self.kind(), self.key()))).execute(conn)?;
        Ok(())
    }

    /// Forgets what has been quiet for long.
    pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
        let quiet = now.plus_days(-FORGOTTEN_AFTER_DAYS);
        diesel::delete(throttles::table.filter(throttles::blocked_until.lt(quiet))).execute(conn)
    }

    fn is_over(&self, since: Timestamp, now: Timestamp) -> bool {
        matches!(self, Self::AddressPrefix(_)) && since.plus_seconds(PREFIX_WINDOW_SECONDS) <= now
    }

    fn wait_after(&self, failures: i64, since: Timestamp, now: Timestamp) -> i64 {
        match self {
            Self::AddressPrefix(_) if failures >= PREFIX_FAILURES => {
                (since.plus_seconds(PREFIX_WINDOW_SECONDS).seconds() - now.seconds()).max(1)
            }
            Self::AddressPrefix(_) => 0,
            _ if failures >= LAST_FAILURE => FORGOTTEN_AFTER_DAYS * 86_400,
            _ if failures >= FREE_FAILURES => {
                let doublings = u32::try_from(failures - FREE_FAILURES + 1).unwrap_or(0).min(20);
                (1_i64 << doublings).min(LONGEST_WAIT_SECONDS)
            }
            _ => 0,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::KnownDevice(_) => "device",
            Self::AddressPrefix(_) => "address",
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Account(key) | Self::KnownDevice(key) | Self::AddressPrefix(key) => key,
        }
    }
}
