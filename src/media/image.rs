//! Re-encodes the pictures people upload: thumbnails, avatars and banners.
//!
//! Only PNG, JPEG and WebP, told by their first bytes and read by the demuxer of that name. What comes out is a JPEG
//! of ours without metadata, on white where the original was transparent.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;

use super::arguments::Arguments;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, Refused, files};

/// Writes `output` (a JPEG in an existing folder), no larger than `width` by `height` and never enlarged.
pub fn reencode_image(
    engine: &Engine,
    input: &Path,
    output: &Path,
    width: u32,
    height: u32,
) -> Result<(), MediaError> {
    let demuxer = demuxer_of(engine, input)?;
    let folder = output.parent().context("the picture must be written into a folder")?;
    let limits = &engine.limits;
    let arguments = Arguments::ffmpeg(engine.threads)
        .input_as(limits, demuxer, input)
        .word("-filter_complex")
        .word(format!(
            "[0:v:0]scale=w='min({width},iw)':h='min({height},ih)':force_original_aspect_ratio=decrease:flags=bicubic,\
             format=rgba,split=2[front][under];[under]lutrgb=r=255:g=255:b=255:a=255[back];\
             [back][front]overlay=format=rgb,setsar=1,format=yuvj420p[out]"
        ))
        .words("-map [out] -map_metadata -1 -frames:v 1 -q:v 3 -f image2 -update 1")
        .output(output);
    let longest = engine.timeouts.still;
    let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: Some(folder), longest };
    let finished = runner::output(engine, job)?;
    if finished.status.success() && output.metadata().is_ok_and(|metadata| metadata.len() > 0) {
        files::settle(output)?;
        return Ok(());
    }
    files::discard(output);
    // Being killed is not the file's verdict: the machine may have been short of memory.
    if !finished.status.success() && !finished.gave_up() {
        return Err(finished.describe("ffmpeg").into());
    }
    log::debug!("an uploaded picture was refused: {}", finished.complaints);
    Err(Refused::UnreadablePicture { limit_pixels: limits.max_pixels }.into())
}

fn demuxer_of(engine: &Engine, input: &Path) -> Result<&'static str, MediaError> {
    let reading = || format!("cannot read {}", input.display());
    let file = File::open(input).with_context(reading)?;
    let limit_bytes = engine.limits.max_image_bytes;
    if file.metadata().with_context(reading)?.len() > limit_bytes {
        return Err(Refused::PictureFileTooLarge { limit_bytes }.into());
    }
    let mut start = Vec::new();
    file.take(12).read_to_end(&mut start).with_context(reading)?;
    match start.as_slice() {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Ok("png_pipe"),
        [0xff, 0xd8, 0xff, ..] => Ok("jpeg_pipe"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => Ok("webp_pipe"),
        _ => Err(Refused::NotAPicture.into()),
    }
}
