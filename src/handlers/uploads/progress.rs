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
use crate::text::words::{self as words_of, wait};
use crate::views::upload::{ShowPage, StepState, StepView, UploadState};
use crate::views::{Layout, ProgressView};

pub struct Progress {
    video: Video,
    ahead: Option<Ahead>,
}

/// What a video waits for.
pub enum Ahead {
    /// The rest of its file.
    Bytes(Upload),
    /// The task that prepares it, and how many are before that.
    Task(TaskRow, i64),
}

/// One's own upload; anybody else's is not found.
pub fn load(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> Result<Progress> {
    let upload = Upload::find_own(conn, owner, uuid)?;
    let video = Video::find(conn, upload.video_id)?;
    Ok(Progress { ahead: ahead_of(conn, &video, now)?, video })
}

/// None when there is nothing to wait for.
pub fn ahead_of(conn: &mut Conn, video: &Video, now: Timestamp) -> Result<Option<Ahead>> {
    match video.state {
        VideoState::Published | VideoState::Failed => Ok(None),
        VideoState::Uploading => Ok(Upload::of_video(conn, video.id)?.map(Ahead::Bytes)),
        VideoState::Processing => {
            let Some(task) = (Task::ProcessVideo { video: video.id }).latest(conn)? else { return Ok(None) };
            let before = task.ahead(conn, now)?;
            Ok(Some(Ahead::Task(task, before)))
        }
    }
}

/// What is happening now.
pub fn words(ahead: Option<&Ahead>, now: Timestamp) -> ProgressView {
    let (percent, words) = match ahead {
        Some(Ahead::Bytes(upload)) => arriving(upload),
        Some(Ahead::Task(task, _)) if task.is_running(now) => match task.progress {
            ..=3 => (3, "Looking at the file.".to_owned()),
            4..95 => {
                let left = task.milliseconds_left(now).map(time_left).unwrap_or_default();
                (percent(task), format!("Making it playable everywhere: {} %.{left}", task.progress))
            }
            _ => (percent(task), "Taking a picture from it.".to_owned()),
        },
        Some(Ahead::Task(task, _)) if task.attempts > 0 => {
            (0, "The first attempt did not work out; it is tried again shortly.".to_owned())
        }
        Some(Ahead::Task(_, 0)) | None => (0, "It is next in line.".to_owned()),
        Some(Ahead::Task(_, 1)) => (0, "One other file comes first.".to_owned()),
        Some(Ahead::Task(_, ahead)) => (0, format!("{ahead} other files come first.")),
    };
    ProgressView { percent, words }
}

pub fn page(app: &App, layout: Layout, progress: Progress) -> ShowPage {
    let Progress { video, ahead } = progress;
    let task = match &ahead {
        Some(Ahead::Task(task, _)) => Some(task),
        _ => None,
    };
    let running = task.is_some_and(|task| task.is_running(app.now()));
    let looked = task.is_some_and(|task| task.progress > 3);
    let failed = video.state == VideoState::Failed;
    let steps = match (video.state, running, looked) {
        (VideoState::Published, ..) => [StepState::Done, StepState::Done, StepState::Done],
        (VideoState::Failed, ..) => [StepState::Failed, StepState::Waiting, StepState::Waiting],
        (_, false, _) => [StepState::Waiting, StepState::Waiting, StepState::Waiting],
        (_, true, false) => [StepState::Working, StepState::Waiting, StepState::Waiting],
        (_, true, true) => [StepState::Done, StepState::Working, StepState::Waiting],
    };
    let labels = ["Checked", "Made playable everywhere", "Ready to watch"];
    let is_arriving = video.state == VideoState::Uploading;
    let received = if is_arriving { StepState::Working } else { StepState::Done };
    let received = StepView { label: "Received".to_owned(), state: received };
    let rest =
        labels.into_iter().zip(steps).map(|(label, state)| StepView { label: label.to_owned(), state });
    let note = video.note.clone();
    ShowPage {
        layout: Layout { current: "upload", ..layout },
        title: video.title.clone(),
        state: match video.state {
            VideoState::Published => UploadState::Finished,
            VideoState::Failed => UploadState::Failed(note.clone().unwrap_or_default()),
            VideoState::Uploading => UploadState::Arriving(words(ahead.as_ref(), app.now())),
            VideoState::Processing => UploadState::Working(words(ahead.as_ref(), app.now())),
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

fn arriving(upload: &Upload) -> (u8, String) {
    let percent = upload.received.saturating_mul(100) / upload.bytes.max(1);
    let percent = u8::try_from(percent.clamp(0, 100)).unwrap_or(0);
    let bytes = words_of::bytes(upload.bytes.unsigned_abs());
    (percent, format!("{percent} % of {bytes} has arrived."))
}

fn percent(task: &TaskRow) -> u8 {
    u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0)
}
