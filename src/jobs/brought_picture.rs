//! The picture that came with an imported film: drawn anew in the two sizes of a poster, and shown in the place of the first one made.

use std::fs;
use std::path::Path;

use super::Failure;
use super::media_rows::poster_rows;
use crate::app::App;
use crate::keys::{hex, random_bytes};
use crate::media::{self, Engine, MediaError, Poster};
use crate::models::video::{NewVersion, Video};
use crate::storage::Workspace;

/// One that cannot be read is left out: the video has a picture of its own.
pub fn use_it(
    app: &App,
    engine: &Engine,
    video: &Video,
    version: &mut NewVersion,
    folder: &Path,
) -> Result<(), Failure> {
    let picture = app.workspace.incoming(&Workspace::picture_of(video.uuid.as_str()))?;
    if !picture.is_file() {
        return Ok(());
    }
    let name = format!("own{}", hex(&random_bytes::<8>()?));
    let [file_name, card_file_name] = Video::poster_files(&video.uuid, &name);
    let poster = Poster { file_name, card_file_name };
    match draw(engine, &picture, &poster, folder) {
        Ok(()) => {
            version.files.extend(poster_rows(&poster, folder)?);
            version.poster = Some(name);
            Ok(())
        }
        Err(MediaError::Cancelled) => Err(Failure::Cancelled),
        Err(error) => {
            log::warn!("the picture that came with {} is left out: {error:#}", video.uuid);
            for made in [poster.file_name, poster.card_file_name].map(|name| folder.join(name)) {
                if made.is_file() {
                    fs::remove_file(made)?;
                }
            }
            Ok(())
        }
    }
}

/// Once it was used. The sweep removes what is left.
pub fn forget(app: &App, video: &Video) {
    if let Err(error) = app.workspace.remove_incoming(&Workspace::picture_of(video.uuid.as_str())) {
        log::warn!("the picture that came with {} is left to the sweep: {error}", video.uuid);
    }
}

fn draw(engine: &Engine, picture: &Path, poster: &Poster, folder: &Path) -> Result<(), MediaError> {
    for (name, (width, height)) in [(&poster.file_name, media::POSTER), (&poster.card_file_name, media::CARD)]
    {
        media::reencode_image(engine, picture, &folder.join(name), width, height)?;
    }
    Ok(())
}
