//! The numbers of the site at a glance, and how they grew each day.

use std::collections::HashMap;

use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::{comments, media_files, reports, tasks, uploads, users, videos, watch_events};
use crate::db::types::{ReportState, TaskState};

/// How many days the charts show, today included.
pub const DAYS: i64 = 30;

#[derive(Debug, Clone)]
pub struct Dashboard {
    pub users: i64,
    pub videos: i64,
    pub comments: i64,
    pub views: i64,
    pub open_reports: i64,
    pub failed_tasks: i64,
    pub waiting_tasks: i64,
    /// What rows know of: published files and received ones.
    pub stored_bytes: i64,
    pub sign_ups: PerDay,
    pub uploads: PerDay,
    pub watches: PerDay,
    pub comments_written: PerDay,
}

/// A number for each of the last [`DAYS`] days, the oldest first.
#[derive(Debug, Clone)]
pub struct PerDay(pub Vec<(Timestamp, i64)>);

/// Counts the rows of a table by the day of their making.
macro_rules! per_day {
    ($conn:expr, $table:ident, $now:expr) => {{
        // Both databases write the day as 2026-01-31.
        let day = || sql::<Text>(concat!("CAST(date(", stringify!($table), ".created_at) AS TEXT)"));
        let rows: Vec<(String, i64)> = $table::table
            .filter($table::created_at.ge(first_day($now)))
            .group_by(day())
            .select((day(), count_star()))
            .load($conn)?;
        PerDay::of(rows, $now)
    }};
}

impl Dashboard {
    pub fn load(conn: &mut Conn, now: Timestamp) -> QueryResult<Dashboard> {
        Ok(Dashboard {
            users: users::table.count().get_result(conn)?,
            videos: videos::table.count().get_result(conn)?,
            comments: comments::table.filter(comments::deleted_at.is_null()).count().get_result(conn)?,
            views: total(
                videos::table.select(sql::<Nullable<BigInt>>("CAST(SUM(views) AS BIGINT)")).first(conn)?,
            ),
            open_reports: open_reports(conn)?,
            failed_tasks: tasks_in(conn, TaskState::Failed)?,
            waiting_tasks: tasks_in(conn, TaskState::Queued)?,
            stored_bytes: total(
                media_files::table
                    .select(sql::<Nullable<BigInt>>("CAST(SUM(bytes) AS BIGINT)"))
                    .first(conn)?,
            ) + total(
                uploads::table
                    .select(sql::<Nullable<BigInt>>("CAST(SUM(received) AS BIGINT)"))
                    .first(conn)?,
            ),
            sign_ups: per_day!(conn, users, now),
            uploads: per_day!(conn, videos, now),
            watches: per_day!(conn, watch_events, now),
            comments_written: per_day!(conn, comments, now),
        })
    }
}

impl PerDay {
    pub fn total(&self) -> i64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Of the last seven days.
    pub fn this_week(&self) -> i64 {
        self.0.iter().rev().take(7).map(|(_, count)| count).sum()
    }

    fn of(rows: Vec<(String, i64)>, now: Timestamp) -> Self {
        let counts: HashMap<String, i64> = rows.into_iter().collect();
        let day = |number| first_day(now).plus_days(number);
        let count = |day: Timestamp| counts.get(&day.rfc3339()[..10]).copied().unwrap_or(0);
        Self((0..DAYS).map(day).map(|day| (day, count(day))).collect())
    }
}

fn first_day(now: Timestamp) -> Timestamp {
    now.start_of_day().plus_days(1 - DAYS)
}

fn open_reports(conn: &mut Conn) -> QueryResult<i64> {
    reports::table.filter(reports::state.eq(ReportState::Open)).count().get_result(conn)
}

fn tasks_in(conn: &mut Conn, state: TaskState) -> QueryResult<i64> {
    tasks::table.filter(tasks::state.eq(state)).count().get_result(conn)
}

/// The sum of no rows is nothing.
fn total(sum: Option<i64>) -> i64 {
    sum.unwrap_or(0)
}
