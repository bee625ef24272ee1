//! Has the operator's program write captions for a published video. May run twice; what it writes never takes the place of a creator's own.
//!
//! The program is the operator's, its answer is not: that is read as strictly as a stranger's file.

use super::media_folder::MediaFolder;
use super::process_video::{engine, in_folder, version_key};
use super::{Failure, Work};
use crate::app::App;
use crate::db::ids::VideoId;
use crate::error::{Error, Result};
use crate::media;
use crate::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use crate::models::video::{MediaFile, Video};
use crate::text::Language;
use crate::text::captions::{Captions, CaptionsRefused};

/// How the work is divided, in percent.
const HAS_SOUND: u8 = 10;
const WRITTEN: u8 = 90;

pub fn run(app: &App, work: &Work, id: VideoId) -> Result<(), Failure> {
    // The operator may have changed their mind since the task was queued.
    if app.config.media.transcribe.is_none() {
        return Ok(());
    }
    let Some((video, version, web)) = load(app, id)? else { return Ok(()) };
    let engine = engine(app, work)?;
    let folder = MediaFolder::make(app, &work.lease)?;
    let input = in_folder(&folder, "input");
    app.storage.fetch(&version_key(&video, &version)?.join(&web.name)?, &input)?;
    let probe = media::probe(&engine, &input)?;
    if probe.audio.is_empty() {
        return Ok(());
    }
    let sound = in_folder(&folder, "sound.wav");
    media::extract_speech(&engine, &input, &probe, folder.path(), &sound)?;
    work.set_progress(HAS_SOUND);
    let told = app.config.media.transcribe_language.as_deref();
    let answer = media::transcribe(&engine, &sound, told)?;
    work.set_progress(WRITTEN);
    let captions = match Captions::parse(&answer) {
        Ok(captions) => captions,
        // Nobody speaks in it.
        Err(CaptionsRefused::Empty) => return Ok(()),
        Err(refused) => {
            let reason = format!("The transcription command's answer cannot be used. {refused}");
            return Err(Failure::Permanent(reason));
        }
    };
    let (new, now) = (generated(&captions, told), app.now());
    work.finish(move |conn| VideoCaptions::add_generated(conn, id, &new, now))
}

fn generated(captions: &Captions, told: Option<&str>) -> NewCaptions {
    let language = captions.language.clone().or_else(|| Language::parse(told?));
    let language = language.unwrap_or_else(Language::undetermined);
    let label = format!("{} (automatic)", language.name());
    NewCaptions::new(CaptionsDetails { language, label }, captions, i64::MAX)
}

/// None where there is nothing to listen to: the video is gone, or has no files.
fn load(app: &App, id: VideoId) -> Result<Option<(Video, String, MediaFile)>, Failure> {
    let found = app.db.read_blocking(|conn| {
        let video = Video::find(conn, id)?;
        let Some(version) = video.media_version.clone() else { return Ok(None) };
        let web = MediaFile::web(conn, id, &version)?;
        Ok(web.map(|web| (video, version, web)))
    });
    match found {
        Err(Error::NotFound) => Ok(None),
        found => Ok(found?),
    }
}
