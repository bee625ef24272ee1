//! Makes another file of a published video watchable, and shows it in the place of the present one.
//!
//! The present one plays until the last transaction. May run twice, and may be killed anywhere, as the task that made the first.

use super::media_folder::MediaFolder;
use super::process_video::{engine, forget_received, make, version_key};
use super::publish::publish;
use super::{Failure, GivenUp, Work};
use crate::app::App;
use crate::db::ids::{Uuid, VideoId};
use crate::db::types::{MediaKind, VideoState};
use crate::error::Result;
use crate::models::video::{MediaFile, NewMediaFile, NewVersion, Upload, Video};

const OUR_FAULT: &str = "Something went wrong on our side while it was being prepared. Please try again.";

pub fn run(app: &App, work: &Work, id: VideoId, upload: &str) -> Result<(), Failure> {
    let Some((video, upload, pictures)) = load(app, id, upload)? else { return Ok(()) };
    let engine = engine(app, work)?;
    let input = app.workspace.incoming(upload.uuid.as_str())?;
    if !input.is_file() {
        return Err(Failure::Permanent("The received file is gone. Please upload it again.".to_owned()));
    }
    let folder = MediaFolder::make(app, &work.lease)?;
    let mut version = make(app, &engine, work, &video, &input, folder.path())?;
    keep_own_picture(app, &video, pictures, &folder, &mut version)?;
    let (uuid, now) = (upload.uuid, app.now());
    publish(app, work, &video, version, &folder, move |conn, version| {
        Video::replace_version(conn, id, uuid, version, now)
    })?;
    forget_received(app, &upload);
    app.media_cache.forget(&video.uuid);
    app.catalogue_changed(id);
    app.wake_workers();
    Ok(())
}

/// Ends the task for good: the old file stays, and the creator is told why.
pub fn give_up(app: &App, work: &Work, id: VideoId, upload: &str, why: GivenUp) -> Result<()> {
    let (reason, note) = match why {
        GivenUp::Refused(sentence) => (sentence.clone(), sentence),
        GivenUp::Exhausted(error) => (error, OUR_FAULT.to_owned()),
    };
    let (uuid, now) = (Uuid::parse(upload), app.now());
    let failed = work.fail(&reason, move |conn| match uuid {
        Some(uuid) => Ok(Video::keep_old_file(conn, id, uuid, &note, now)?),
        None => Ok(()),
    })?;
    // Whoever lost the lease decides nothing, and another attempt may need the file.
    if failed {
        app.workspace.remove_incoming(upload)?;
    }
    Ok(())
}

/// With the pictures that the creator may have added. None where there is nothing left to do.
fn load(app: &App, id: VideoId, upload: &str) -> Result<Option<(Video, Upload, Vec<MediaFile>)>, Failure> {
    let Some(uuid) = Uuid::parse(upload) else { return Ok(None) };
    let found = app.db.read_blocking(move |conn| {
        let Some(upload) = Upload::find(conn, uuid)?.filter(|upload| upload.received > 0) else {
            return Ok(None);
        };
        let video = Video::find(conn, id)?;
        let Some(version) = video.media_version.clone().filter(|_| video.state == VideoState::Published)
        else {
            return Ok(None);
        };
        let mut files = MediaFile::of_version(conn, id, &version)?;
        files.retain(|file| file.kind == MediaKind::Poster);
        Ok(Some((video, upload, files)))
    });
    Ok(found?)
}

/// A picture that the creator made belongs to the video, not to the file.
fn keep_own_picture(
    app: &App,
    video: &Video,
    pictures: Vec<MediaFile>,
    folder: &MediaFolder,
    version: &mut NewVersion,
) -> Result<(), Failure> {
    let Some(poster) = video.poster.as_ref().filter(|poster| Video::is_own_poster(poster)) else {
        return Ok(());
    };
    let Some(old) = &video.media_version else { return Ok(()) };
    let key = version_key(video, old)?;
    let names = Video::poster_files(&video.uuid, poster);
    for file in pictures.into_iter().filter(|file| names.contains(&file.name)) {
        app.storage.fetch(&key.join(&file.name)?, &folder.path().join(&file.name))?;
        version.files.push(NewMediaFile {
            kind: file.kind,
            name: file.name,
            height: file.height,
            codec: file.codec,
            bytes: file.bytes,
            frame_rate: file.frame_rate,
        });
    }
    version.poster = Some(poster.clone());
    Ok(())
}
