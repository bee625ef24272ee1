//! Makes the further pictures to choose from, once the video can be watched. May run twice.

use std::path::Path;

use super::media_folder::MediaFolder;
use super::media_rows::{poster_rows, published};
use super::process_video::{engine, in_folder, version_key};
use super::{Failure, Work};
use crate::app::App;
use crate::db::ids::VideoId;
use crate::media::{self, Engine};
use crate::models::video::{NewMediaFile, Publication, Video, poster_choices};

pub fn run(app: &App, work: &Work, id: VideoId) -> Result<(), Failure> {
    let Some((video, version, files)) = published(app, id)? else { return Ok(()) };
    let Some(web) = files.iter().find(|file| file.name.contains("-web.")) else { return Ok(()) };
    let folder = MediaFolder::make(app, &work.lease)?;
    let key = version_key(&video, &version)?;
    let input = in_folder(&folder, "input");
    let web_key = key.join(&web.name)?;
    app.storage.fetch(&web_key, &input)?;
    let made = make(&engine(app, work)?, work, &video, &input, folder.path(), &poster_choices(&files))?;
    for file in &made {
        let target = key.join(&file.name)?;
        app.storage.put_file(&target, &in_folder(&folder, &file.name))?;
    }
    let added = work.finish(move |conn| Video::add_files(conn, id, &version, &made))?;
    if added == Publication::Unwanted {
        // The video went away meanwhile, and putting a file may have brought its folder back.
        app.storage.delete_prefix(&key)?;
    }
    Ok(())
}

fn make(
    engine: &Engine,
    work: &Work,
    video: &Video,
    input: &Path,
    folder: &Path,
    have: &[String],
) -> Result<Vec<NewMediaFile>, Failure> {
    let probe = media::probe(engine, input)?;
    let mut made = Vec::new();
    for number in 1..=media::POSTER_COUNT {
        if have.contains(&number.to_string()) {
            continue;
        }
        let poster = media::make_poster(engine, input, &probe, folder, video.uuid.as_str(), number)?;
        made.extend(poster_rows(&poster, folder)?);
        work.set_progress(number * 30);
    }
    Ok(made)
}
