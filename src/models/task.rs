//! Background tasks: rows that are enqueued in the transaction of what they concern.
//!
//! A worker leases a task with a token and repeats the token at every later step, so that one whose lease ran out can change
//! nothing any more. A task may run twice; each is written so that this does no harm.

mod queue;
pub mod training;
mod turns;

use diesel::prelude::*;

pub use self::queue::{Claimed, Lease};
pub use self::turns::LATER_MS;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ImportId, TaskId, UserId, VideoId, WebhookDeliveryId};
use crate::db::schema::{channels, imports, tasks, videos};
use crate::db::types::{Lane, TaskState, TrainingEffort};
use crate::error::Result;
use crate::models::webhook::Delivery;

/// From where the progress of a task tells how long it will take.
const TELLING_PERCENT: i64 = 6;
const TELLING_MS: i64 = 3000;

/// Every background task there is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "payload", rename_all = "snake_case")]
pub enum Task {
    /// Makes an upload watchable.
    ProcessVideo { video: VideoId },
    /// Makes the pictures to choose from, after the video can be watched.
    MakePosters { video: VideoId },
    /// Makes the stream in several qualities, last of all.
    BuildLadder { video: VideoId },
    /// Makes the small pictures of the whole video, after its stream is there.
    MakeStoryboard { video: VideoId },
    /// Makes another file of a published video watchable in the place of the present one.
    ReplaceFile { video: VideoId, upload: String },
    /// Removes stored files and folders that no row names any more, by their keys.
    RemoveStored { keys: Vec<String> },
    /// Has the operator's program write captions for a video.
    Transcribe { video: VideoId },
    /// Removes every stored file of a video that is gone, named by its UUID.
    PurgeFiles { uuid: String },
    /// Tells a webhook what happened.
    DeliverWebhook { delivery: WebhookDeliveryId },
    /// Learns from what was watched here, and publishes what is not worse than what runs.
    TrainRecommender { effort: TrainingEffort },
    /// Takes the next step of an import.
    Import { import: ImportId },
    /// Removes what has expired: sessions, throttles, impressions, stale uploads, finished tasks.
    Sweep,
}

/// A task as the admin pages show it.
#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = tasks)]
pub struct TaskRow {
    pub id: TaskId,
    pub lane: Lane,
    pub kind: String,
    pub payload: String,
    pub priority: i64,
    pub run_at: Timestamp,
    pub attempts: i32,
    pub leased_until: Option<Timestamp>,
    pub progress: i32,
    pub error: Option<String>,
    pub state: TaskState,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}

impl Task {
    pub fn lane(&self) -> Lane {
        match self {
            Self::ProcessVideo { .. }
            | Self::MakePosters { .. }
            | Self::Transcribe { .. }
            | Self::MakeStoryboard { .. }
            | Self::ReplaceFile { .. }
            | Self::Import { .. }
            | Self::BuildLadder { .. } => Lane::Media,
            Self::TrainRecommender { .. } => Lane::Training,
            Self::RemoveStored { .. }
            | Self::PurgeFiles { .. }
            | Self::DeliverWebhook { .. }
            | Self::Sweep => Lane::Quick,
        }
    }

    /// How often it may be tried in all.
    pub fn attempts(&self) -> i32 {
        match self {
            // Each attempt at a ladder costs as much as all else together; and what failed twice fails a third time.
            Self::ProcessVideo { .. }
            | Self::MakePosters { .. }
            | Self::Transcribe { .. }
            | Self::MakeStoryboard { .. }
            | Self::ReplaceFile { .. }
            | Self::BuildLadder { .. }
            | Self::TrainRecommender { .. } => 2,
            // Another site may be away for a while.
            Self::Import { .. } => 6,
            // What is not taken over there is no failure of the task, which ends well and is followed by another.
            Self::RemoveStored { .. }
            | Self::PurgeFiles { .. }
            | Self::DeliverWebhook { .. }
            | Self::Sweep => 8,
        }
    }

    /// Queues this task; `expected_ms` is how long it will take, for shortest first.
    pub fn enqueue(&self, conn: &mut Conn, expected_ms: i64, now: Timestamp) -> Result<TaskId> {
        self.enqueue_at(conn, expected_ms, now, now)
    }

    /// The same for a moment to come.
    pub fn enqueue_at(
        &self,
        conn: &mut Conn,
        expected_ms: i64,
        run_at: Timestamp,
        now: Timestamp,
    ) -> Result<TaskId> {
        let (kind, payload) = self.columns()?;
        let owner = self.owner(conn)?;
        let id = diesel::insert_into(tasks::table)
            .values((
                tasks::user_id.eq(owner),
                tasks::lane.eq(self.lane()),
                tasks::kind.eq(kind),
                tasks::payload.eq(payload),
                tasks::priority.eq(expected_ms),
                tasks::run_at.eq(run_at),
                tasks::attempts.eq(0),
                tasks::progress.eq(0),
                tasks::state.eq(TaskState::Queued),
                tasks::created_at.eq(now),
            ))
            .returning(tasks::id)
            .get_result(conn)?;
        Ok(id)
    }

    /// The video that it works on.
    pub fn video(&self) -> Option<VideoId> {
        match self {
            Self::ProcessVideo { video }
            | Self::MakePosters { video }
            | Self::Transcribe { video }
            | Self::BuildLadder { video }
            | Self::MakeStoryboard { video }
            | Self::ReplaceFile { video, .. } => Some(*video),
            Self::TrainRecommender { .. }
            | Self::DeliverWebhook { .. }
            | Self::RemoveStored { .. }
            | Self::PurgeFiles { .. }
            | Self::Import { .. }
            | Self::Sweep => None,
        }
    }

    /// Whose task it is; None of one that is nobody's, or whose subject is gone.
    fn owner(&self, conn: &mut Conn) -> QueryResult<Option<UserId>> {
        match (self, self.video()) {
            (Self::Import { import }, _) => {
                imports::table.find(import).select(imports::user_id).first(conn).optional()
            }
            (Self::DeliverWebhook { delivery }, _) => Delivery::owner(conn, *delivery),
            (_, Some(video)) => owner_of(conn, video),
            _ => Ok(None),
        }
    }

    /// The latest task of this kind about this subject: what a progress page shows.
    pub fn latest(&self, conn: &mut Conn) -> Result<Option<TaskRow>> {
        let (kind, payload) = self.columns()?;
        Ok(TaskRow::query()
            .filter(tasks::kind.eq(kind))
            .filter(tasks::payload.eq(payload))
            .order(tasks::id.desc())
            .first(conn)
            .optional()?)
    }

    /// Whether it is still to be done or being done.
    pub fn is_queued(&self, conn: &mut Conn) -> Result<bool> {
        let (kind, payload) = self.columns()?;
        Ok(diesel::select(diesel::dsl::exists(
            tasks::table
                .filter(tasks::kind.eq(kind))
                .filter(tasks::payload.eq(payload))
                .filter(tasks::state.eq(TaskState::Queued)),
        ))
        .get_result(conn)?)
    }

    fn columns(&self) -> Result<(String, String)> {
        let value = serde_json::to_value(self).map_err(anyhow::Error::from)?;
        let kind = value["kind"].as_str().unwrap_or_default().to_owned();
        let payload = value.get("payload").map_or_else(|| "{}".to_owned(), ToString::to_string);
        Ok((kind, payload))
    }

    fn parse(kind: &str, payload: &str) -> Result<Self> {
        let payload: serde_json::Value = serde_json::from_str(payload).map_err(anyhow::Error::from)?;
        let mut value = serde_json::json!({ "kind": kind });
        if payload.as_object().is_some_and(|fields| !fields.is_empty()) {
            value["payload"] = payload;
        }
        Ok(serde_json::from_value(value).map_err(anyhow::Error::from)?)
    }
}

impl TaskRow {
    /// What is to be done, if this version of the program knows it.
    pub fn task(&self) -> Option<Task> {
        Task::parse(&self.kind, &self.payload).ok()
    }

    pub fn is_running(&self, now: Timestamp) -> bool {
        self.state == TaskState::Queued && self.leased_until.is_some_and(|until| until > now)
    }

    /// Whether it waits or runs.
    pub fn is_unfinished(&self) -> bool {
        self.state == TaskState::Queued
    }

    /// Whether some worker holds this task.
    pub fn is_leased(conn: &mut Conn, id: TaskId, now: Timestamp) -> QueryResult<bool> {
        diesel::select(diesel::dsl::exists(tasks::table.find(id).filter(tasks::leased_until.gt(now))))
            .get_result(conn)
    }

    /// How long a running task will still take, as far as its progress so far tells; None while that would be a guess.
    pub fn milliseconds_left(&self, now: Timestamp) -> Option<i64> {
        let elapsed = now.millis() - self.started_at.filter(|_| self.is_running(now))?.millis();
        let progress = i64::from(self.progress);
        let tells = (TELLING_PERCENT..100).contains(&progress) && elapsed >= TELLING_MS;
        tells.then(|| elapsed * (100 - progress) / progress)
    }

    /// Queues a failed task again, from its first attempt. One that is queued or done is not found.
    pub fn retry(conn: &mut Conn, id: TaskId, now: Timestamp) -> Result<TaskRow> {
        let retried = diesel::update(tasks::table.find(id).filter(tasks::state.eq(TaskState::Failed)))
            .set((
                tasks::state.eq(TaskState::Queued),
                tasks::attempts.eq(0),
                tasks::run_at.eq(now),
                tasks::progress.eq(0),
                tasks::finished_at.eq(None::<Timestamp>),
            ))
            .execute(conn)?;
        if retried == 0 {
            return Err(diesel::NotFound.into());
        }
        Ok(TaskRow::query().filter(tasks::id.eq(id)).first(conn)?)
    }

    /// Forgets tasks that ended well before `before`.
    pub fn purge_done(conn: &mut Conn, before: Timestamp) -> QueryResult<usize> {
        diesel::delete(
            tasks::table.filter(tasks::state.eq(TaskState::Done)).filter(tasks::finished_at.lt(before)),
        )
        .execute(conn)
    }

    pub fn unfinished(conn: &mut Conn) -> QueryResult<i64> {
        tasks::table.filter(tasks::state.eq(TaskState::Queued)).count().get_result(conn)
    }
}

/// Whose video it is; None of one that is gone.
fn owner_of(conn: &mut Conn, video: VideoId) -> QueryResult<Option<UserId>> {
    videos::table
        .inner_join(channels::table)
        .filter(videos::id.eq(video))
        .select(channels::user_id)
        .first(conn)
        .optional()
}
