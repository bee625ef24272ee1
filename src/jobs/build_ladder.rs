//! Makes the stream of a video that can be watched already: in several qualities, from the received file while that is there.
//!
//! May run twice and be killed anywhere. Its files have new names in the published version's folder, and no row names them before the last
//! transaction, so nobody sees half a stream; a stream that does not come about takes nothing away.

use std::path::PathBuf;

use super::media_folder::MediaFolder;
use super::media_rows::rendition_row;
use super::process_video::{engine, in_folder, version_key};
use super::{Failure, GivenUp, Work};
use crate::app::App;
use crate::config::Switch;
use crate::db::ids::VideoId;
use crate::error::{Error, Result};
use crate::media::{self, Engine, Ladder, LadderWish};
use crate::models::video::{MediaFile, Publication, Rendition, Upload, Video};

/// How the work is divided, in percent: the rest is putting the files in their place.
const MADE: u8 = 95;

/// A published version without a stream.
struct Subject {
    video: Video,
    version: String,
    web: MediaFile,
    upload: Option<Upload>,
}

pub fn run(app: &App, work: &Work, id: VideoId) -> Result<(), Failure> {
    let Some(subject) = load(app, id)? else { return Ok(()) };
    let engine = engine(app, work)?;
    let folder = MediaFolder::make(app, &work.lease)?;
    let ladder = make(app, &engine, work, &subject, &folder)?;
    publish(app, work, &subject, &ladder, &folder)?;
    forget_received(app, subject.upload.as_ref());
    Ok(())
}

/// Ends the task for good. The video stays watchable, and its received file is of no more use.
pub fn give_up(app: &App, work: &Work, id: VideoId, why: GivenUp) -> Result<()> {
    let (GivenUp::Refused(reason) | GivenUp::Exhausted(reason)) = why;
    let upload = app.db.read_blocking(|conn| Ok(Upload::of_video(conn, id)?))?;
    if work.fail(&reason, move |conn| Ok(Upload::release_after_use(conn, id)?))? {
        forget_received(app, upload.as_ref());
    }
    Ok(())
}

/// None where there is nothing left to do: the video is gone, has no files, or has its stream.
fn load(app: &App, id: VideoId) -> Result<Option<Subject>, Failure> {
    let found = app.db.read_blocking(|conn| {
        let video = Video::find(conn, id)?;
        let Some(version) = video.media_version.clone() else { return Ok(None) };
        if !MediaFile::renditions(conn, id, &version)?.is_empty() {
            return Ok(None);
        }
        let Some(web) = MediaFile::web(conn, id, &version)? else { return Ok(None) };
        Ok(Some(Subject { upload: Upload::of_video(conn, id)?, video, version, web }))
    });
    match found {
        Err(Error::NotFound) => Ok(None),
        found => Ok(found?),
    }
}

fn make(
    app: &App,
    engine: &Engine,
    work: &Work,
    subject: &Subject,
    folder: &MediaFolder,
) -> Result<Ladder, Failure> {
    let web = in_folder(folder, "web");
    app.storage.fetch(&version_key(&subject.video, &subject.version)?.join(&subject.web.name)?, &web)?;
    let web_probe = media::probe(engine, &web)?;
    let received = received(app, subject.upload.as_ref())?;
    let input = received.as_ref().unwrap_or(&web);
    let probe = media::probe(engine, input)?;
    let wish = LadderWish { input, probe: &probe, web: &web_probe, av1: app.config.media.av1 == Switch::On };
    let mut progress = |percent: u8| {
        let share = u16::from(MADE) * u16::from(percent.min(100)) / 100;
        work.set_progress(u8::try_from(share).unwrap_or(0));
    };
    let stem = subject.video.uuid.as_str();
    Ok(media::build_ladder(engine, wish, folder.path(), stem, &mut progress)?)
}

/// The received file, while it is there.
fn received(app: &App, upload: Option<&Upload>) -> Result<Option<PathBuf>, Failure> {
    let Some(upload) = upload.filter(|upload| upload.received > 0) else { return Ok(None) };
    let path = app.workspace.incoming(upload.uuid.as_str())?;
    Ok(path.is_file().then_some(path))
}

fn publish(
    app: &App,
    work: &Work,
    subject: &Subject,
    ladder: &Ladder,
    folder: &MediaFolder,
) -> Result<(), Failure> {
    let key = version_key(&subject.video, &subject.version)?;
    for name in &ladder.file_names {
        // Another attempt's files have the same names: who lost the lease must not write over them.
        work.ensure_held()?;
        app.storage.put_file(&key.join(name)?, &in_folder(folder, name))?;
    }
    let rows: Vec<Rendition> = ladder.renditions.iter().map(rendition_row).collect();
    let (id, version, now) = (subject.video.id, subject.version.clone(), app.now());
    let added = work.finish(move |conn| Video::add_ladder(conn, id, &version, &rows, now))?;
    if added == Publication::Unwanted {
        // The video went away meanwhile, and putting a file may have brought its folder back.
        app.storage.delete_prefix(&key)?;
    }
    Ok(())
}

/// The stream is there whether or not this succeeds; the sweep looks again.
fn forget_received(app: &App, upload: Option<&Upload>) {
    let Some(upload) = upload.filter(|upload| !upload.keep_original) else { return };
    if let Err(error) = app.workspace.remove_incoming(upload.uuid.as_str()) {
        log::warn!("the received file {} is left to the sweep: {error}", upload.uuid);
    }
}
