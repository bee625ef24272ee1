//! Leasing: how one worker takes a task and how it hands it back.

use diesel::prelude::*;

use super::Task;
use super::turns::{LATER_MS, TURN_SECONDS};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{TaskId, Uuid};
use crate::db::schema::tasks;
use crate::db::types::{Lane, TaskState};
use crate::error::Result;

/// How long a lease lasts without renewal: far longer than any delay in scheduling.
const LEASE_SECONDS: i64 = 60;
/// The wait before the second attempt; it doubles after each further one.
const BACKOFF_SECONDS: i64 = 10;

/// The right to work on a task, until it runs out. Every change repeats the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    pub task: TaskId,
    token: Uuid,
}

/// A task taken by this worker; `attempt` counts from 1.
#[derive(Debug)]
pub struct Claimed {
    pub lease: Lease,
    pub task: Task,
    pub attempt: i32,
}

impl Lease {
    /// Whether there is a task to claim in this lane that is expected to take less than this.
    pub fn is_due(conn: &mut Conn, lane: Lane, expected_ms: i64, now: Timestamp) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(
            tasks::table
                .filter(tasks::lane.eq(lane))
                .filter(tasks::state.eq(TaskState::Queued))
                .filter(tasks::run_at.le(now))
                .filter(tasks::priority.lt(expected_ms))
                .filter(tasks::leased_until.is_null().or(tasks::leased_until.lt(now))),
        ))
        .get_result(conn)
    }

    /// Takes the task whose turn it is (`turns.rs`) of those that are due in this lane, or none.
    pub fn claim(conn: &mut Conn, lane: Lane, now: Timestamp) -> Result<Option<Claimed>> {
        Self::claim_shorter(conn, lane, i64::MAX, now)
    }

    /// The same of those that are expected to take less than this.
    pub fn claim_shorter(
        conn: &mut Conn,
        lane: Lane,
        expected_ms: i64,
        now: Timestamp,
    ) -> Result<Option<Claimed>> {
        let (due, begun) = diesel::alias!(tasks as due, tasks as begun);
        // On PostgreSQL the row may have been taken, and even finished, after the inner query saw it: the outer
        // condition is the one that is asked again of the row as it is now, so it repeats all of it.
        let free = |now| tasks::leased_until.is_null().or(tasks::leased_until.lt(now));
        let best = due
            .filter(due.field(tasks::lane).eq(lane))
            .filter(due.field(tasks::state).eq(TaskState::Queued))
            .filter(due.field(tasks::run_at).le(now))
            .filter(due.field(tasks::priority).lt(expected_ms))
            .filter(due.field(tasks::leased_until).is_null().or(due.field(tasks::leased_until).lt(now)))
            .order((
                due.field(tasks::priority).ge(LATER_MS),
                begun
                    .filter(begun.field(tasks::lane).eq(lane))
                    .filter(begun.field(tasks::user_id).eq(due.field(tasks::user_id)))
                    .filter(begun.field(tasks::started_at).gt(now.plus_seconds(-TURN_SECONDS)))
                    .count()
                    .single_value(),
                due.field(tasks::priority),
                due.field(tasks::id),
            ))
            .limit(1)
            .select(due.field(tasks::id));
        let token = Uuid::random();
        let claimed = diesel::update(tasks::table.filter(tasks::id.eq_any(best)))
            .filter(tasks::state.eq(TaskState::Queued))
            .filter(tasks::run_at.le(now))
            .filter(free(now))
            .set((
                tasks::lease_token.eq(token),
                tasks::leased_until.eq(now.plus_seconds(LEASE_SECONDS)),
                tasks::attempts.eq(tasks::attempts + 1),
                tasks::progress.eq(0),
                tasks::started_at.eq(now),
            ))
            .returning((tasks::id, tasks::kind, tasks::payload, tasks::attempts))
            .get_result::<(TaskId, String, String, i32)>(conn)
            .optional()?;
        let Some((task, kind, payload, attempt)) = claimed else { return Ok(None) };
        let lease = Lease { task, token };
        match Task::parse(&kind, &payload) {
            Ok(task) => Ok(Some(Claimed { lease, task, attempt })),
            Err(error) => {
                // A task of another version of the program: kept for an administrator to see, never tried again.
                lease.fail(conn, &format!("this version cannot read the task: {error}"), now)?;
                Ok(None)
            }
        }
    }

    /// Keeps the lease and shows the progress, in percent. False: the lease is lost and the work must stop.
    pub fn renew(&self, conn: &mut Conn, progress: Option<u8>, now: Timestamp) -> QueryResult<bool> {
        let until = tasks::leased_until.eq(now.plus_seconds(LEASE_SECONDS));
        let renewed = match progress {
            Some(percent) => diesel::update(self.held())
                .set((until, tasks::progress.eq(i32::from(percent))))
                .execute(conn)?,
            None => diesel::update(self.held()).set(until).execute(conn)?,
        };
        Ok(renewed == 1)
    }

    /// Ends the task well. False: the lease was lost, and whatever belongs to this step must be rolled back.
    pub fn finish(&self, conn: &mut Conn, now: Timestamp) -> QueryResult<bool> {
        self.end(conn, TaskState::Done, None, now)
    }

    /// Ends the task for good, with what an administrator should know.
    pub fn fail(&self, conn: &mut Conn, error: &str, now: Timestamp) -> QueryResult<bool> {
        self.end(conn, TaskState::Failed, Some(error), now)
    }

    /// Queues the task again after a wait that doubles with each attempt.
    pub fn back_off(&self, conn: &mut Conn, attempt: i32, error: &str, now: Timestamp) -> QueryResult<bool> {
        let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(10);
        let changed = diesel::update(self.held())
            .set((
                tasks::run_at.eq(now.plus_seconds(BACKOFF_SECONDS << doublings)),
                tasks::lease_token.eq(None::<Uuid>),
                tasks::leased_until.eq(None::<Timestamp>),
                tasks::error.eq(error),
            ))
            .execute(conn)?;
        Ok(changed == 1)
    }

    /// Gives the task back untried, as when the server stops.
    pub fn release(&self, conn: &mut Conn) -> QueryResult<bool> {
        let changed = diesel::update(self.held())
            .set((
                tasks::attempts.eq(tasks::attempts - 1),
                tasks::started_at.eq(None::<Timestamp>),
                tasks::lease_token.eq(None::<Uuid>),
                tasks::leased_until.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
        Ok(changed == 1)
    }

    fn end(
        &self,
        conn: &mut Conn,
        state: TaskState,
        error: Option<&str>,
        now: Timestamp,
    ) -> QueryResult<bool> {
        let progress = if state == TaskState::Done { 100 } else { 0 };
        let changed = diesel::update(self.held())
            .set((
                tasks::state.eq(state),
                tasks::progress.eq(progress),
                tasks::error.eq(error),
                tasks::finished_at.eq(now),
                tasks::lease_token.eq(None::<Uuid>),
                tasks::leased_until.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
        Ok(changed == 1)
    }

    #[diesel::dsl::auto_type(no_type_alias)]
    fn held(&self) -> _ {
        let id: TaskId = self.task;
        let token: Uuid = self.token;
        tasks::table.filter(tasks::id.eq(id)).filter(tasks::lease_token.eq(token))
    }
}
