//! Two versions in the same lists, place by place in turns: which of them is clicked more.
//!
//! Only sums are kept, so that people without an account count as well, and nobody can be found in them. At most one
//! comparison is open, which an index holds true.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::recommender_comparisons as comparisons;

#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = comparisons)]
pub struct Comparison {
    pub id: i64,
    /// The one that runs.
    pub version: i64,
    /// None: the live counters alone.
    pub other_version: Option<i64>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub lists: i64,
    pub clicks: i64,
    pub other_clicks: i64,
    pub watched_ms: i64,
    pub other_watched_ms: i64,
}

/// What came in since it was last written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Credits {
    pub lists: i64,
    pub clicks: i64,
    pub other_clicks: i64,
    pub watched_ms: i64,
    pub other_watched_ms: i64,
}

impl Credits {
    pub fn add(&mut self, more: Self) {
        self.lists += more.lists;
        self.clicks += more.clicks;
        self.other_clicks += more.other_clicks;
        self.watched_ms += more.watched_ms;
        self.other_watched_ms += more.other_watched_ms;
    }
}

impl Comparison {
    pub fn open(conn: &mut Conn) -> QueryResult<Option<Self>> {
        Self::query().filter(comparisons::ended_at.is_null()).first(conn).optional()
    }

    /// The latest first, the open one included.
    pub fn list(conn: &mut Conn, limit: i64) -> QueryResult<Vec<Self>> {
        Self::query().order(comparisons::id.desc()).limit(limit).load(conn)
    }

    pub(super) fn begin(
        conn: &mut Conn,
        version: i64,
        other_version: Option<i64>,
        now: Timestamp,
    ) -> QueryResult<()> {
        diesel::insert_into(comparisons::table)
            .values((
                comparisons::version.eq(version),
                comparisons::other_version.eq(other_version),
                comparisons::started_at.eq(now),
                comparisons::lists.eq(0_i64),
                comparisons::clicks.eq(0_i64),
                comparisons::other_clicks.eq(0_i64),
                comparisons::watched_ms.eq(0_i64),
                comparisons::other_watched_ms.eq(0_i64),
            ))
            .execute(conn)
            .map(drop)
    }

    /// That there was none is as good.
    pub(super) fn end(conn: &mut Conn, now: Timestamp) -> QueryResult<()> {
        diesel::update(comparisons::table.filter(comparisons::ended_at.is_null()))
            .set(comparisons::ended_at.eq(now))
            .execute(conn)
            .map(drop)
    }

    /// Adds what came in. What comes a moment after the end still belongs to it.
    pub fn credit(conn: &mut Conn, id: i64, credits: Credits) -> QueryResult<()> {
        diesel::update(comparisons::table.find(id))
            .set((
                comparisons::lists.eq(comparisons::lists + credits.lists),
                comparisons::clicks.eq(comparisons::clicks + credits.clicks),
                comparisons::other_clicks.eq(comparisons::other_clicks + credits.other_clicks),
                comparisons::watched_ms.eq(comparisons::watched_ms + credits.watched_ms),
                comparisons::other_watched_ms.eq(comparisons::other_watched_ms + credits.other_watched_ms),
            ))
            .execute(conn)
            .map(drop)
    }

    pub fn versions(&self) -> Vec<i64> {
        [Some(self.version), self.other_version].into_iter().flatten().collect()
    }
}
