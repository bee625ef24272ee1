//! Makes the clips of the demonstration from nothing but ffmpeg's own generators (see [`super::clips`]).

use std::path::Path;

use anyhow::Context;

use super::arguments::Arguments;
use super::clips::ClipRecipe;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, files};

/// Writes the clip as H.264 and AAC in MP4 to `output`, in an existing folder.
pub fn generate_clip(engine: &Engine, recipe: &ClipRecipe, output: &Path) -> Result<(), MediaError> {
    let folder = output.parent().context("the clip must be written into a folder")?;
    let arguments = Arguments::ffmpeg(engine.threads)
        .word("-filter_complex")
        .word(recipe.graph())
        .words("-map [v] -map [a]")
        .words(&format!("-t {}", recipe.seconds))
        .words("-c:v libx264 -preset veryfast -profile:v high -crf 29 -maxrate 1200k -bufsize 2400k -pix_fmt yuv420p -g 60")
        .words(&format!("-threads {}", engine.threads))
        .words("-c:a aac -ac 2 -ar 48000 -b:a 64k -map_metadata -1 -movflags +faststart -f mp4")
        .output(output);
    let longest = engine.timeouts.still;
    let job = Job { program: Program::Ffmpeg, arguments, read: &[], write: Some(folder), longest };
    let made = runner::output(engine, job).and_then(|finished| finished.success(recipe.name));
    if let Err(error) = made {
        files::discard(output);
        return Err(error);
    }
    files::settle(output)?;
    Ok(())
}
