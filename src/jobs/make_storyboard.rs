//! Makes the small pictures of a whole video, once its stream is there. May run twice.

use std::path::Path;

use super::media_folder::MediaFolder;
use super::media_rows::published;
use super::process_video::{engine, version_key};
use super::{Failure, Work};
use crate::app::App;
use crate::db::ids::VideoId;
use crate::db::types::MediaKind;
use crate::media::{self, Storyboard};
use crate::models::video::{MediaFile, NewMediaFile, Publication, Video};

/// The quality it is made from: the smallest that is not smaller than this, or the largest there is.
const QUALITY: u32 = 360;

pub fn run(app: &App, work: &Work, id: VideoId) -> Result<(), Failure> {
    let Some((video, version, files)) = published(app, id)? else { return Ok(()) };
    if files.iter().any(|file| file.kind == MediaKind::Storyboard) {
        return Ok(());
    }
    let Some(rendition) = rendition(&files) else { return Ok(()) };
    let folder = MediaFolder::make(app, &work.lease)?;
    // Apart from what is made: the input may be the stored file itself, and ffmpeg may write where it writes.
    let (inputs, made) = (folder.path().join("inputs"), folder.path().join("made"));
    std::fs::create_dir(&inputs)?;
    std::fs::create_dir(&made)?;
    let key = version_key(&video, &version)?;
    let input = inputs.join(&rendition.name);
    app.storage.fetch(&key.join(&rendition.name)?, &input)?;
    let engine = engine(app, work)?;
    let probe = media::probe(&engine, &input)?;
    let Some(storyboard) = media::make_storyboard(&engine, &input, &probe, &made, video.uuid.as_str())?
    else {
        return Ok(());
    };
    let rows = rows(&storyboard, &made)?;
    for row in &rows {
        app.storage.put_file(&key.join(&row.name)?, &made.join(&row.name))?;
    }
    let added = work.finish(move |conn| Video::add_files(conn, id, &version, &rows))?;
    if added == Publication::Unwanted {
        // The version went away meanwhile, and putting a file may have brought its folder back.
        app.storage.delete_prefix(&key)?;
    }
    Ok(())
}

fn rendition(files: &[MediaFile]) -> Option<&MediaFile> {
    let renditions = || files.iter().filter_map(|file| Some((file.quality()?, file)));
    let enough = renditions().filter(|(quality, _)| *quality >= QUALITY).min_by_key(|(quality, _)| *quality);
    enough.or_else(|| renditions().max_by_key(|(quality, _)| *quality)).map(|(_, file)| file)
}

fn rows(storyboard: &Storyboard, folder: &Path) -> Result<Vec<NewMediaFile>, Failure> {
    let row = |name: &String, codec: &str| -> Result<NewMediaFile, Failure> {
        Ok(NewMediaFile {
            kind: MediaKind::Storyboard,
            name: name.clone(),
            height: None,
            codec: Some(codec.to_owned()),
            bytes: i64::try_from(folder.join(name).metadata()?.len()).unwrap_or(i64::MAX),
            frame_rate: None,
        })
    };
    Ok(vec![row(&storyboard.picture_file_name, "jpeg")?, row(&storyboard.cues_file_name, "webvtt")?])
}
