//! The strip below the player: which quality to play, or how far the better ones are.
//!
//! It is a frame of its own, so that a page that is open already learns of the stream without being loaded again.

use super::Wished;
use super::film::{media_until, shared_until};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::http::media_urls;
use crate::http::viewer::Viewer;
use crate::models::task::{Task, TaskRow};
use crate::models::video::{MediaFile, PublishedMedia, Video, VideoRef};
use crate::paths;
use crate::views::{ProgressView, QualityChoice, QualityView};

/// The frame's name in pages.
pub const FRAME: &str = "quality";

/// What the strip is made from.
pub struct Found {
    video: Video,
    files: Vec<MediaFile>,
    ladder: Option<TaskRow>,
    shared_until: Option<Timestamp>,
}

impl Found {
    pub fn video(&self) -> &Video {
        &self.video
    }
}

pub fn load(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> Result<Found> {
    let video = Video::visible_to(conn, viewer, reference)?;
    let files = files_of(conn, &video)?;
    let shared_until = shared_until(conn, viewer, &video)?;
    Ok(Found { ladder: ladder_of(conn, &video, &files)?, files, shared_until, video })
}

/// The stored files of the published version.
pub fn files_of(conn: &mut Conn, video: &Video) -> Result<Vec<MediaFile>> {
    match &video.media_version {
        Some(version) => Ok(MediaFile::of_version(conn, video.id, version)?),
        None => Ok(Vec::new()),
    }
}

/// The task that will bring the stream; None where it is there, or will not come.
pub fn ladder_of(conn: &mut Conn, video: &Video, files: &[MediaFile]) -> Result<Option<TaskRow>> {
    if video.media_version.is_none() || !qualities(files).is_empty() {
        return Ok(None);
    }
    let task = Task::BuildLadder { video: video.id }.latest(conn)?;
    Ok(task.filter(TaskRow::is_unfinished))
}

pub fn view(app: &App, now: Timestamp, found: &Found, wished: Wished) -> QualityView {
    let media = media_until(&found.video, found.shared_until);
    strip(app, now, (&found.video, media.as_ref()), &found.files, found.ladder.as_ref(), wished)
}

pub fn strip(
    app: &App,
    now: Timestamp,
    (video, media): (&Video, Option<&PublishedMedia>),
    files: &[MediaFile],
    ladder: Option<&TaskRow>,
    wished: Wished,
) -> QualityView {
    QualityView {
        action: paths::videos::watch(&video.uuid),
        playlist: wished.playlist.map(|uuid| paths::videos::short(&uuid)),
        hls_url: hls_url(app, now, media, files),
        coming: ladder.map(|task| coming(task, now)),
        choices: choices(files, wished),
        works_without_script: video.downloads_enabled,
    }
}

/// The address of the master playlist, where there is a picture to stream.
pub fn hls_url(
    app: &App,
    now: Timestamp,
    media: Option<&PublishedMedia>,
    files: &[MediaFile],
) -> Option<String> {
    let media = media.filter(|_| !qualities(files).is_empty())?;
    Some(media_urls::file(app, now, media, &format!("{}-master.m3u8", media.uuid)))
}

/// Those that the stream has, the best first.
pub fn qualities(files: &[MediaFile]) -> Vec<u32> {
    let mut qualities: Vec<u32> = files.iter().filter_map(MediaFile::quality).collect();
    qualities.sort_unstable_by(|one, other| other.cmp(one));
    qualities.dedup();
    qualities
}

fn choices(files: &[MediaFile], wished: Wished) -> Vec<QualityChoice> {
    let qualities = qualities(files);
    if qualities.is_empty() {
        return Vec::new();
    }
    let chosen = wished.choice(&qualities);
    let auto = QualityChoice { value: String::new(), label: "Auto".to_owned(), is_chosen: chosen.is_none() };
    let each = qualities.iter().map(|quality| QualityChoice {
        value: quality.to_string(),
        label: format!("{quality}p"),
        is_chosen: chosen == Some(*quality),
    });
    std::iter::once(auto).chain(each).collect()
}

fn coming(task: &TaskRow, now: Timestamp) -> ProgressView {
    let percent = u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0);
    let words = if task.is_running(now) && percent > 0 {
        format!("Better quality is being prepared, {percent} %.")
    } else {
        "Better quality is being prepared.".to_owned()
    };
    ProgressView { percent, words }
}
