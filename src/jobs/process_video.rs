//! Makes a received file watchable: look at it, make the web file and its first picture, store them, publish.
//!
//! May run twice, and may be killed anywhere: nothing is visible before the last transaction, and what an attempt left behind lies
//! where the next attempt or the sweep finds it. Stored files carry a version of the attempt's own, so two attempts never meet.

use std::path::{Path, PathBuf};

use super::media_folder::{MediaFolder, unguessable};
use super::media_rows::{pixels, poster_rows, web_row};
use super::publish::publish;
use super::{Failure, GivenUp, Work, brought_picture, received_file};
use crate::app::App;
use crate::config::Switch;
use crate::db::ids::VideoId;
use crate::error::Result;
use crate::media::{self, Engine, MediaError, WebFile};
use crate::models::task::Task;
use crate::models::video::{LadderPlan, NewMediaFile, NewVersion, Publication, ReceivedFile, Upload, Video};
use crate::storage::StorageKey;
use crate::text::chapters;

/// How the work is divided, in percent: looking, making the web file, the rest.
const LOOKED: u8 = 3;
const MADE: u8 = 95;
/// Captions can wait for everything that can be seen.
const TRANSCRIPTION_MS: i64 = 2 * 3_600_000;
const OUR_FAULT: &str =
    "Something went wrong on our side while this video was being prepared. An administrator can try again.";

pub fn run(app: &App, work: &Work, id: VideoId) -> Result<(), Failure> {
    let Some((video, upload)) = load(app, id)? else { return Ok(()) };
    let engine = engine(app, work)?;
    let input = app.workspace.incoming(upload.uuid.as_str())?;
    let folder = MediaFolder::make(app, &work.lease)?;
    received_file::bring(app, work, &upload, folder.path())?;
    if !input.is_file() {
        return Err(Failure::Permanent("The received file is gone. Please upload it again.".to_owned()));
    }
    let mut version = make(app, &engine, work, &video, &input, folder.path())?;
    brought_picture::use_it(app, &engine, &video, &mut version, folder.path())?;
    let (now, transcribes) = (app.now(), app.config.media.transcribe.is_some());
    publish(app, work, &video, version, &folder, move |conn, version| {
        let publication = Video::publish(conn, id, version, now)?;
        if transcribes && publication == Publication::Done {
            Task::Transcribe { video: id }.enqueue(conn, TRANSCRIPTION_MS + version.duration_ms, now)?;
        }
        Ok(publication)
    })?;
    forget_received(app, &upload);
    brought_picture::forget(app, &video);
    app.catalogue_changed(id);
    app.wake_workers();
    Ok(())
}

/// Ends the task for good: the creator is told why, and a refused file is not kept.
pub fn give_up(app: &App, work: &Work, id: VideoId, why: GivenUp) -> Result<()> {
    let now = app.now();
    let (reason, note, received) = match why {
        GivenUp::Refused(sentence) => (sentence.clone(), sentence, ReceivedFile::Dropped),
        GivenUp::Exhausted(error) => (error, OUR_FAULT.to_owned(), ReceivedFile::Kept),
    };
    let upload = app.db.read_blocking(|conn| Ok(Upload::of_video(conn, id)?))?;
    let failed = work.fail(&reason, move |conn| Video::fail(conn, id, &note, received, now))?;
    // Whoever lost the lease decides nothing, and another attempt may need the file.
    if let Some(upload) = upload.filter(|_| failed && received == ReceivedFile::Dropped) {
        app.workspace.remove_incoming(upload.uuid.as_str())?;
    }
    Ok(())
}

/// None where there is nothing left to do: the video is gone, or ready already.
fn load(app: &App, id: VideoId) -> Result<Option<(Video, Upload)>, Failure> {
    let found = app.db.read_blocking(|conn| {
        use crate::error::Error;
        match (Video::find(conn, id), Upload::of_video(conn, id)?) {
            (Ok(video), Some(upload)) if video.awaits_processing() => {
                Ok(Some((video, upload, Video::owner_is_disabled(conn, id)?)))
            }
            (Ok(_), _) => Ok(None),
            (Err(error), _) => match Error::from(error) {
                Error::NotFound => Ok(None),
                error => Err(error),
            },
        }
    })?;
    match found {
        None => Ok(None),
        Some((_, _, true)) => Err(Failure::Permanent("The account is disabled.".to_owned())),
        Some((video, upload, false)) => Ok(Some((video, upload))),
    }
}

pub(super) fn engine(app: &App, work: &Work) -> Result<Engine, Failure> {
    match &app.media {
        Ok(engine) => Ok(engine.with_cancellation(work.cancellation())),
        Err(reason) => Err(Failure::Retry(anyhow::anyhow!("{reason}"))),
    }
}

pub(super) fn make(
    app: &App,
    engine: &Engine,
    work: &Work,
    video: &Video,
    input: &Path,
    folder: &Path,
) -> Result<NewVersion, Failure> {
    let stem = video.uuid.as_str();
    media::scan(engine, input)?;
    let probe = media::probe(engine, input)?;
    let plan = media::judge(&probe, &engine.limits).map_err(MediaError::from)?;
    work.set_progress(LOOKED);
    let mut progress = |percent: u8| {
        let share = u16::from(MADE - LOOKED) * u16::from(percent.min(100)) / 100;
        work.set_progress(LOOKED + u8::try_from(share).unwrap_or(0));
    };
    let web = media::make_web_file(engine, input, &probe, &plan, folder, stem, &mut progress)?;
    work.set_progress(MADE);
    let mut files = vec![web_row(&web)];
    let poster = first_poster(engine, &web, folder, stem, &mut files)?;
    Ok(NewVersion {
        version: unguessable()?,
        files,
        duration_ms: i64::try_from(web.duration_ms).unwrap_or(i64::MAX),
        width: pixels(web.width),
        height: pixels(web.height),
        poster,
        ladder: ladder_plan(app, &web),
        chapters: chapters::of_file(probe.chapters.iter().map(|one| (one.start_ms, one.title.as_str()))),
        note: web.warning,
        received: after_use(app),
    })
}

/// The time grows with the picture's size; a large picture takes about as long as it plays.
fn ladder_plan(app: &App, web: &WebFile) -> LadderPlan {
    const LARGE: u64 = 1920 * 1080;
    if app.config.media.ladder == Switch::Off {
        return LadderPlan::None;
    }
    let size = web.width.unwrap_or(0).saturating_mul(web.height.unwrap_or(0)).max(LARGE / 20);
    let expected_ms = web.duration_ms.saturating_mul(size) / LARGE;
    LadderPlan::Build { expected_ms: i64::try_from(expected_ms).unwrap_or(i64::MAX) }
}

/// A video without a picture is still worth watching, so only being told to stop stops this.
fn first_poster(
    engine: &Engine,
    web: &WebFile,
    folder: &Path,
    stem: &str,
    files: &mut Vec<NewMediaFile>,
) -> Result<Option<String>, Failure> {
    match media::make_poster(engine, &folder.join(&web.file_name), &web.probe, folder, stem, 1) {
        Ok(poster) => {
            files.extend(poster_rows(&poster, folder)?);
            Ok(Some("1".to_owned()))
        }
        Err(MediaError::Cancelled) => Err(Failure::Cancelled),
        Err(error) => {
            log::warn!("no picture could be made of {stem}: {error:#}");
            Ok(None)
        }
    }
}

pub(super) fn version_key(video: &Video, version: &str) -> Result<StorageKey, Failure> {
    Ok(StorageKey::parse(&format!("media/{}/{version}", video.uuid))?)
}

/// The video is published whether or not this succeeds; the sweep looks again.
pub(super) fn forget_received(app: &App, upload: &Upload) {
    let is_used_again = app.config.media.ladder == Switch::On;
    if is_used_again || after_use(app) == ReceivedFile::Kept {
        return;
    }
    if let Err(error) = app.workspace.remove_incoming(upload.uuid.as_str()) {
        log::warn!("the received file {} is left to the sweep: {error}", upload.uuid);
    }
}

fn after_use(app: &App) -> ReceivedFile {
    if app.config.media.keep_original { ReceivedFile::Kept } else { ReceivedFile::Dropped }
}

/// Where a file of a folder is.
pub(super) fn in_folder(folder: &MediaFolder, name: &str) -> PathBuf {
    folder.path().join(name)
}
