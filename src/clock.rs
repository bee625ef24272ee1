//! The time, in one place: tests freeze it, and every row is stamped by it.
//!
//! Nothing else in Kinora asks the operating system what time it is (clippy enforces it).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDateTime, SecondsFormat};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};

/// A moment in UTC, to the microsecond: what PostgreSQL stores, so that both databases give back what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = diesel::sql_types::Timestamp)]
pub struct Timestamp(NaiveDateTime);

impl Timestamp {
    /// The moment `micros` microseconds after 1970; the epoch itself for what no calendar can hold.
    pub fn from_micros(micros: i64) -> Self {
        Self(DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc())
    }

    pub fn from_millis(millis: i64) -> Self {
        Self::from_micros(millis.saturating_mul(1000))
    }

    pub fn micros(self) -> i64 {
        self.0.and_utc().timestamp_micros()
    }

    pub fn millis(self) -> i64 {
        self.0.and_utc().timestamp_millis()
    }

    pub fn seconds(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_micros(self.micros().saturating_add(millis.saturating_mul(1000)))
    }

    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_millis(seconds.saturating_mul(1000))
    }

    pub fn plus_days(self, days: i64) -> Self {
        self.plus_seconds(days.saturating_mul(86_400))
    }

    /// Midnight before this moment.
    pub fn start_of_day(self) -> Self {
        Self::from_micros(self.micros() - self.micros().rem_euclid(86_400_000_000))
    }

    /// RFC 3339 in whole seconds, `2026-01-02T03:04:05Z`: what clients of the API and `<time datetime>` read.
    pub fn rfc3339(self) -> String {
        self.0.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// A moment as programs write it; None for what is none.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let moment = DateTime::parse_from_rfc3339(text.trim()).ok()?;
        Some(Self::from_micros(moment.timestamp_micros()))
    }

    /// `2 January 2026`, for people.
    pub fn date_words(self) -> String {
        self.0.format("%-d %B %Y").to_string()
    }

    /// `January 2026`, for what happened long ago.
    pub fn month_words(self) -> String {
        self.0.format("%B %Y").to_string()
    }

    /// `2 January 2026, 03:04`, for people who need to know exactly.
    pub fn words(self) -> String {
        self.0.format("%-d %B %Y, %H:%M").to_string()
    }

    /// The date of an HTTP header, `Fri, 02 Jan 2026 03:04:05 GMT`.
    pub fn http_date(self) -> String {
        self.0.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }
}

impl<DB> ToSql<diesel::sql_types::Timestamp, DB> for Timestamp
where
    DB: Backend,
    NaiveDateTime: ToSql<diesel::sql_types::Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB> FromSql<diesel::sql_types::Timestamp, DB> for Timestamp
where
    DB: Backend,
    NaiveDateTime: FromSql<diesel::sql_types::Timestamp, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(bytes).map(Self)
    }
}

/// Where the application takes the time from.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    /// Microseconds since 1970, moved by hand.
    Frozen(Arc<AtomicI64>),
}

impl Clock {
    pub fn frozen_at(moment: Timestamp) -> Self {
        Self::Frozen(Arc::new(AtomicI64::new(moment.micros())))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the operating system")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::from_micros(chrono::Utc::now().timestamp_micros()),
            Self::Frozen(micros) => Timestamp::from_micros(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a frozen clock forward; the system's clock is left alone.
    pub fn advance_millis(&self, millis: i64) {
        if let Self::Frozen(micros) = self {
            micros.fetch_add(millis.saturating_mul(1000), Ordering::SeqCst);
        }
    }
}
