//! The rows of files: those of a published version, and those that were just made.

use std::path::Path;

use super::Failure;
use crate::app::App;
use crate::db::ids::VideoId;
use crate::db::types::MediaKind;
use crate::error::Error;
use crate::media::{self, Poster, Shape, WebFile};
use crate::models::video::{MediaFile, NewMediaFile, Rendition, Video};

/// The version that a video shows, and its files. None where there is nothing to do for it: the video is gone, or has no files.
pub fn published(app: &App, id: VideoId) -> Result<Option<(Video, String, Vec<MediaFile>)>, Failure> {
    let found = app.db.read_blocking(|conn| {
        let video = Video::find(conn, id)?;
        let Some(version) = video.media_version.clone() else { return Ok(None) };
        let files = MediaFile::of_version(conn, id, &version)?;
        Ok(Some((video, version, files)))
    });
    match found {
        Err(Error::NotFound) => Ok(None),
        found => Ok(found?),
    }
}

/// The row of the file that every browser plays.
pub fn web_row(web: &WebFile) -> NewMediaFile {
    NewMediaFile {
        kind: MediaKind::Web,
        name: web.file_name.clone(),
        height: web.height.and_then(|height| i32::try_from(height).ok()),
        codec: web.video_codec.clone().or_else(|| web.audio_codec.clone()),
        bytes: i64::try_from(web.bytes).unwrap_or(i64::MAX),
        frame_rate: web.probe.video.as_ref().and_then(|video| video.average_rate).map(|rate| rate.value()),
    }
}

/// The rows of a picture in its two sizes.
pub fn poster_rows(poster: &Poster, folder: &Path) -> anyhow::Result<Vec<NewMediaFile>> {
    [&poster.file_name, &poster.card_file_name]
        .into_iter()
        .map(|name| {
            let bytes = folder.join(name).metadata()?.len();
            Ok(NewMediaFile {
                kind: MediaKind::Poster,
                name: name.clone(),
                height: None,
                codec: Some("jpeg".to_owned()),
                bytes: i64::try_from(bytes)?,
                frame_rate: None,
            })
        })
        .collect()
}

/// The row of one file of a stream.
pub fn rendition_row(made: &media::Rendition) -> Rendition {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (kind, size, frame_rate, language) = match &made.shape {
        Shape::Picture { width, height, frame_rate } => {
            (MediaKind::Video, Some((*width, *height)), Some(*frame_rate), None)
        }
        Shape::Sound { language } => (MediaKind::Audio, None, None, language.clone()),
    };
    Rendition {
        kind,
        name: made.file_name.clone(),
        width: size.map(|(width, _)| pixels(Some(width))),
        height: size.map(|(_, height)| pixels(Some(height))),
        codec: Some(made.codec.clone()),
        codecs: Some(made.codecs.clone()),
        language,
        bytes: number(made.bytes),
        bandwidth: Some(number(made.bandwidth)),
        average_bandwidth: Some(number(made.average_bandwidth)),
        frame_rate,
    }
}

/// A size as its column holds it; 0 where there is none.
pub fn pixels(number: Option<u64>) -> i32 {
    number.and_then(|number| i32::try_from(number).ok()).unwrap_or(0)
}
