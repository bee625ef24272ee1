//! Trainings among the tasks: when one is due, whether one waits, and the order for one.

use diesel::prelude::*;

use super::{Task, TaskRow};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::tasks;
use crate::db::types::{AuditAction, AuditSubject, Lane, TaskState, TrainingEffort};
use crate::error::Result;
use crate::models::audit::{Actor, Deed};
use crate::models::feed::{self, LEAST_VIEWS};
use crate::models::recommender_model::RecommenderModel;

const HOUR_MS: i64 = 3_600_000;
/// One training of the night in so many hours, and at any hour of the day after so many.
const NIGHTLY_HOURS: i64 = 20;
const OVERDUE_HOURS: i64 = 36;
/// How many hours a night lasts.
const NIGHT_HOURS: i64 = 4;
/// Fewer new views change no list that live counters have not changed already: at least so many, and a hundredth of all.
const LEAST_NEW_VIEWS: i64 = 20;
const NEW_SHARE: i64 = 100;
/// How long trainings are expected to take.
const QUICK_MS: i64 = 60_000;
const THOROUGH_MS: i64 = 1_800_000;

/// Which training should begin now, if any: the long one once in the night, a quick one an hour after the last when there is something new.
pub fn due(conn: &mut Conn, night_hour: i64, now: Timestamp) -> Result<Option<TrainingEffort>> {
    let (latest_views, views) = (
        RecommenderModel::latest(conn)?.map_or(0, |model| model.metrics().site_views),
        feed::site_views(conn)?,
    );
    let new = views - latest_views;
    let is_little = views < LEAST_VIEWS || new < LEAST_NEW_VIEWS.max(latest_views / NEW_SHARE);
    if is_little || Task::unfinished_training(conn)?.is_some() {
        return Ok(None);
    }
    let mut hours_since = |effort| -> Result<Option<i64>> {
        let latest = Task::TrainRecommender { effort }.latest(conn)?;
        Ok(latest.map(|task| (now.millis() - task.created_at.millis()) / HOUR_MS))
    };
    let (quick, thorough) = (hours_since(TrainingEffort::Quick)?, hours_since(TrainingEffort::Thorough)?);
    if quick.into_iter().chain(thorough).any(|hours| hours < 1) {
        return Ok(None);
    }
    let is_night = (now.millis() / HOUR_MS - night_hour).rem_euclid(24) < NIGHT_HOURS;
    let is_long_due = match thorough {
        None => is_night || quick.is_some(),
        Some(hours) => (is_night && hours >= NIGHTLY_HOURS) || hours >= OVERDUE_HOURS,
    };
    Ok(Some(if is_long_due { TrainingEffort::Thorough } else { TrainingEffort::Quick }))
}

impl Task {
    /// The training that waits or runs, if there is one.
    pub fn unfinished_training(conn: &mut Conn) -> QueryResult<Option<TaskRow>> {
        TaskRow::query()
            .filter(tasks::lane.eq(Lane::Training))
            .filter(tasks::state.eq(TaskState::Queued))
            .order(tasks::id)
            .first(conn)
            .optional()
    }

    /// Queues a training, unless one is queued already.
    pub fn enqueue_training(conn: &mut Conn, effort: TrainingEffort, now: Timestamp) -> Result<bool> {
        if Self::unfinished_training(conn)?.is_some() {
            return Ok(false);
        }
        let expected_ms = match effort {
            TrainingEffort::Quick => QUICK_MS,
            TrainingEffort::Thorough => THOROUGH_MS,
        };
        Self::TrainRecommender { effort }.enqueue(conn, expected_ms, now)?;
        Ok(true)
    }

    /// The same by an administrator's wish, which the audit log keeps.
    pub fn order_training(conn: &mut Conn, actor: &Actor, now: Timestamp) -> Result<bool> {
        let queued = Self::enqueue_training(conn, TrainingEffort::Thorough, now)?;
        if let Some(task) = Self::unfinished_training(conn)?.filter(|_| queued) {
            let (number, kind) = (task.id.to_string(), AuditSubject::Task);
            let deed =
                Deed { action: AuditAction::Train, kind, uuid: &number, before: "", after: &task.kind };
            deed.record(conn, actor, now)?;
        }
        Ok(queued)
    }
}
