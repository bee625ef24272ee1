//! How far an upload is, in words, for its page and for the list of one's own videos.

use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::types::VideoState;
use crate::error::Result;
use crate::models::task::{Task, TaskRow};
use crate::models::video::{Upload, Video};
use crate::paths;
use crate::text::words::wait;
use crate::views::upload::{ShowPage, StepState, StepView, UploadState};
use crate::views::{Layout, ProgressView};

pub struct Progress {
    video: Video,
    task: Option<(TaskRow, i64)>,
}

/// One's own upload; anybody else's is not found.
pub fn load(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> Result<Progress> {
    let upload = Upload::find_own(conn, owner, uuid)?;
    let video = Video::find(conn, upload.video_id)?;
    Ok(Progress { task: task_of(conn, &video, now)?, video })
}

/// The task that prepares a video and how many are before it; None when there is nothing to wait for.
pub fn task_of(conn: &mut Conn, video: &Video, now: Timestamp) -> Result<Option<(TaskRow, i64)>> {
    if video.state != VideoState::Processing {
        return Ok(None);
    }
    let Some(task) = (Task::ProcessVideo { video: video.id }).latest(conn)? else { return Ok(None) };
    let ahead = task.ahead(conn, now)?;
    Ok(Some((task, ahead)))
}

/// What is happening now.
pub fn words(task: Option<&(TaskRow, i64)>, now: Timestamp) -> ProgressView {
    let (percent, words) = match task {
        Some((task, _)) if task.is_running(now) => match task.progress {
            ..=3 => (3, "Looking at the file.".to_owned()),
            4..95 => {
                let left = task.milliseconds_left(now).map(time_left).unwrap_or_default();
                (percent(task), format!("Making it playable everywhere: {} %.{left}", task.progress))
            }
            _ => (percent(task), "Taking a picture from it.".to_owned()),
        },
        Some((task, _)) if task.attempts > 0 => {
            (0, "The first attempt did not work out; it is tried again shortly.".to_owned())
        }
        Some((_, 0)) | None => (0, "It is next in line.".to_owned()),
        Some((_, 1)) => (0, "One other file comes first.".to_owned()),
        Some((_, ahead)) => (0, format!("{ahead} other files come first.")),
    };
    ProgressView { percent, words }
}

pub fn page(app: &App, layout: Layout, progress: Progress) -> ShowPage {
    let Progress { video, task } = progress;
    let running = task.as_ref().is_some_and(|(task, _)| task.is_running(app.now()));
    let looked = task.as_ref().is_some_and(|(task, _)| task.progress > 3);
    let failed = video.state == VideoState::Failed;
    let steps = match (video.state, running, looked) {
        (VideoState::Published, ..) => [StepState::Done, StepState::Done, StepState::Done],
        (VideoState::Failed, ..) => [StepState::Failed, StepState::Waiting, StepState::Waiting],
        (_, false, _) => [StepState::Waiting, StepState::Waiting, StepState::Waiting],
        (_, true, false) => [StepState::Working, StepState::Waiting, StepState::Waiting],
        (_, true, true) => [StepState::Done, StepState::Working, StepState::Waiting],
    };
    let labels = ["Checked", "Made playable everywhere", "Ready to watch"];
    let received = StepView { label: "Received".to_owned(), state: StepState::Done };
    let rest =
        labels.into_iter().zip(steps).map(|(label, state)| StepView { label: label.to_owned(), state });
    let note = video.note.clone();
    ShowPage {
        layout: Layout { current: "upload", ..layout },
        title: video.title.clone(),
        state: match video.state {
            VideoState::Published => UploadState::Finished,
            VideoState::Failed => UploadState::Failed(note.clone().unwrap_or_default()),
            _ => UploadState::Working(words(task.as_ref(), app.now())),
        },
        note: note.filter(|_| !failed),
        steps: std::iter::once(received).chain(rest).collect(),
        watch_url: (video.state == VideoState::Published).then(|| paths::videos::watch(&video.uuid)),
        edit_url: (!failed).then(|| paths::videos::edit(&video.uuid)),
    }
}

fn time_left(milliseconds: i64) -> String {
    format!(" About {} left.", wait((milliseconds + 999) / 1000))
}

fn percent(task: &TaskRow) -> u8 {
    u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0)
}
