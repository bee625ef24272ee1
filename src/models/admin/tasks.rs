//! The background tasks, and what administrators may do about them.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Condition, Listed, Wanted, choices};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{TaskId, Uuid, VideoId};
use crate::db::schema::{tasks, videos};
use crate::db::types::{AuditAction, AuditSubject, Lane, TaskState};
use crate::error::{Error, Result};
use crate::models::audit::{Actor, Deed};
use crate::models::like::lower;
use crate::models::task::{Task, TaskRow};
use crate::models::video::{ReceivedFile, Video};

const STOPPED: &str = "An administrator stopped the preparation of this video.";

choices! {
    TaskFilter {
        All = "" "Everything",
        Failed = "failed" "Failed",
        Running = "running" "Running",
        Waiting = "waiting" "Waiting",
        Done = "done" "Done",
        Quick = "quick" "Lane: quick",
        Media = "media" "Lane: media",
        Training = "training" "Lane: training",
    }
}

choices! {
    TaskAction {
        Retry = "retry" "Try again",
        Delete = "delete" "Delete",
    }
}

/// A task and the video that it works on, if that is still there.
#[derive(Debug, Clone)]
pub struct ListedTask {
    pub task: TaskRow,
    pub video: Option<(Uuid, String)>,
}

/// The latest first.
pub fn list(conn: &mut Conn, wanted: &Wanted<TaskFilter>, now: Timestamp) -> QueryResult<Listed<ListedTask>> {
    let total =
        tasks::table.filter(standing(wanted.filter, now)).filter(saying(wanted)).count().get_result(conn)?;
    let rows: Vec<TaskRow> = TaskRow::query()
        .filter(standing(wanted.filter, now))
        .filter(saying(wanted))
        .order(tasks::id.desc())
        .limit(wanted.page.limit())
        .offset(wanted.page.offset())
        .load(conn)?;
    let concerned: Vec<VideoId> = rows.iter().filter_map(video_of).collect();
    let titles: HashMap<VideoId, (Uuid, String)> = videos::table
        .filter(videos::id.eq_any(concerned))
        .select((videos::id, (videos::uuid, videos::title)))
        .load::<(VideoId, (Uuid, String))>(conn)?
        .into_iter()
        .collect();
    let listed = |task: TaskRow| ListedTask {
        video: video_of(&task).and_then(|video| titles.get(&video).cloned()),
        task,
    };
    Ok(Listed::of(wanted.page, rows, total).map(listed))
}

/// All of these; one that is not there makes all not found.
pub fn named_all(conn: &mut Conn, ids: &[TaskId]) -> Result<Vec<TaskRow>> {
    let found: Vec<TaskRow> =
        TaskRow::query().filter(tasks::id.eq_any(ids.to_vec())).order(tasks::id).load(conn)?;
    if found.len() == ids.len() { Ok(found) } else { Err(Error::NotFound) }
}

/// Answers how many were changed. What has not failed is not tried again.
pub fn change(
    conn: &mut Conn,
    actor: &Actor,
    ids: &[TaskId],
    action: TaskAction,
    now: Timestamp,
) -> Result<usize> {
    let mut changed = 0;
    for task in named_all(conn, ids)? {
        let (audited, after) = match action {
            TaskAction::Retry if task.state != TaskState::Failed => continue,
            TaskAction::Retry => {
                TaskRow::retry(conn, task.id, now)?;
                (AuditAction::Retry, TaskState::Queued.as_str())
            }
            TaskAction::Delete => {
                delete(conn, &task, now)?;
                (AuditAction::Delete, "")
            }
        };
        let number = task.id.to_string();
        let before = if action == TaskAction::Retry { task.state.as_str() } else { task.kind.as_str() };
        Deed { action: audited, kind: AuditSubject::Task, uuid: &number, before, after }
            .record(conn, actor, now)?;
        changed += 1;
    }
    Ok(changed)
}

/// A worker that holds it loses its lease. A video that waited for it would wait for ever, so its creator is told.
fn delete(conn: &mut Conn, task: &TaskRow, now: Timestamp) -> Result<()> {
    diesel::delete(tasks::table.find(task.id)).execute(conn)?;
    match (task.state, task.task()) {
        (TaskState::Queued, Some(Task::ProcessVideo { video })) => {
            Video::fail(conn, video, STOPPED, ReceivedFile::Dropped, now)?;
        }
        (TaskState::Queued, Some(Task::ReplaceFile { video, upload })) => {
            if let Some(upload) = Uuid::parse(&upload) {
                Video::keep_old_file(conn, video, upload, STOPPED, now)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn video_of(row: &TaskRow) -> Option<VideoId> {
    row.task()?.video()
}

fn standing(filter: TaskFilter, now: Timestamp) -> Condition<tasks::table> {
    let queued = tasks::state.eq(TaskState::Queued);
    match filter {
        TaskFilter::All => Box::new(true.into_sql::<Bool>()),
        TaskFilter::Failed => Box::new(tasks::state.eq(TaskState::Failed)),
        TaskFilter::Done => Box::new(tasks::state.eq(TaskState::Done)),
        TaskFilter::Running => Box::new(queued.and(tasks::leased_until.assume_not_null().gt(now))),
        TaskFilter::Waiting => Box::new(
            queued.and(tasks::leased_until.is_null().or(tasks::leased_until.assume_not_null().le(now))),
        ),
        TaskFilter::Quick => Box::new(tasks::lane.eq(Lane::Quick)),
        TaskFilter::Media => Box::new(tasks::lane.eq(Lane::Media)),
        TaskFilter::Training => Box::new(tasks::lane.eq(Lane::Training)),
    }
}

fn saying(wanted: &Wanted<TaskFilter>) -> Condition<tasks::table> {
    let contains = || lower(wanted.pattern());
    let kind = lower(tasks::kind).like(contains()).escape('\\');
    // Without an error this is unknown, which is as good as no.
    Box::new(kind.or(lower(tasks::error.assume_not_null()).like(contains()).escape('\\')))
}
