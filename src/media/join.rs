//! Puts a picture and a sound of our own together in one file that plays everywhere. Nothing is encoded anew.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::arguments::Arguments;
use super::probe::probe;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, files};

/// Writes `{name}` into `folder`, as MP4 with its index in front.
pub fn join_renditions(
    engine: &Engine,
    picture: &Path,
    sound: Option<&Path>,
    folder: &Path,
    name: &str,
) -> Result<PathBuf, MediaError> {
    let output = folder.join(name);
    let arguments = Arguments::ffmpeg(engine.threads).with_progress().input(&engine.limits, picture);
    let arguments = match sound {
        Some(sound) => arguments.input(&engine.limits, sound).words("-map 0:V:0 -map 1:a:0"),
        None => arguments.words("-map 0:V:0"),
    };
    let arguments = arguments
        .words("-sn -dn -map_metadata -1 -map_chapters -1 -c copy -movflags +faststart -f mp4")
        .output(&output);
    let read: Vec<&Path> = std::iter::once(picture).chain(sound).collect();
    let longest = engine.timeouts.web_file;
    let job = Job { program: Program::Ffmpeg, arguments, read: &read, write: Some(folder), longest };
    let joined = runner::watched(engine, job, None, &mut |_| {})
        .and_then(|finished| finished.success("ffmpeg could not put picture and sound together"))
        .and_then(|_| complete(engine, &output, sound.is_some()));
    match joined {
        Ok(()) => Ok(output),
        Err(error) => {
            files::discard(&output);
            Err(error)
        }
    }
}

fn complete(engine: &Engine, output: &Path, has_sound: bool) -> Result<(), MediaError> {
    let written = probe(engine, output)?;
    if written.video.is_none() || (has_sound && written.audio.is_empty()) {
        return Err(anyhow!("ffmpeg wrote a file without its picture or its sound").into());
    }
    files::settle(output)?;
    Ok(())
}
