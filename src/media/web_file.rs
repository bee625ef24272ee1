//! Writes the web file: the one progressive file that every browser plays.
//!
//! A copy that turns out badly is tried once more as a full transcode, because many odd files decode well although
//! their packets cannot be put into another container.

use std::path::Path;

use super::arguments::Arguments;
use super::judge::{Container, Picture, Plan, Sound, Transcode};
use super::probe::Probe;
use super::process::Program;
use super::runner::{self, Job};
use super::verify::{Verdict, verify};
use super::{Engine, MediaError, files, filters};

/// A verified, synced file in the folder that was named.
#[derive(Clone, Debug)]
pub struct WebFile {
    /// `{stem}-web.mp4`, `.webm` or `.mp3`.
    pub file_name: String,
    pub container: Container,
    pub made: Made,
    pub bytes: u64,
    pub duration_ms: u64,
    /// As shown: upright and in square pixels. `None` for sound alone.
    pub width: Option<u64>,
    pub height: Option<u64>,
    pub video_codec: Option<String>,
    pub audio_codec: Option<String>,
    /// A sentence for the uploader when the file holds less than it claims.
    pub warning: Option<String>,
    /// What the written file is; posters are best made from it.
    pub probe: Probe,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    ByCopying,
    ByEncoding,
}

/// Writes `{stem}-web.{extension}` into `folder`. `progress` hears each new percentage.
pub fn make_web_file(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    plan: &Plan,
    folder: &Path,
    stem: &str,
    progress: &mut dyn FnMut(u8),
) -> Result<WebFile, MediaError> {
    let mut attempt = |plan: &Plan| attempt(engine, input, probe, plan, folder, stem, progress);
    let error = match attempt(plan)? {
        Attempt::Good(web_file) => return Ok(*web_file),
        Attempt::Bad(error) => error,
    };
    let everything = Plan::Transcode(Transcode::everything(probe));
    if *plan == everything {
        return Err(error.into());
    }
    log::info!("{stem} could not be copied and is encoded instead: {error:#}");
    match attempt(&everything)? {
        Attempt::Good(web_file) => Ok(*web_file),
        Attempt::Bad(error) => Err(error.into()),
    }
}

/// The short side of a transcoded web file is at most this; the ladder has the larger pictures.
const SHORT_SIDE: u64 = 720;

enum Attempt {
    Good(Box<WebFile>),
    Bad(anyhow::Error),
}

fn attempt(
    engine: &Engine,
    input: &Path,
    probe: &Probe,
    plan: &Plan,
    folder: &Path,
    stem: &str,
    progress: &mut dyn FnMut(u8),
) -> Result<Attempt, MediaError> {
    let (container, made) = match plan {
        Plan::Copy(container) => (*container, Made::ByCopying),
        Plan::Transcode(_) => (Container::Mp4, Made::ByEncoding),
    };
    let file_name = format!("{stem}-web.{}", container.extension());
    let path = folder.join(&file_name);
    let arguments = Arguments::ffmpeg(engine.threads).with_progress().input(&engine.limits, input);
    let arguments = match plan {
        Plan::Copy(container) => copying(arguments, probe, *container),
        Plan::Transcode(transcode) => encoding(arguments, engine, probe, *transcode),
    };
    let longest = engine.timeouts.web_file;
    let arguments = arguments.output(&path);
    let job = Job { program: Program::Ffmpeg, arguments, read: &[input], write: Some(folder), longest };
    let checked = runner::watched(engine, job, probe.duration_ms, progress).and_then(|finished| {
        if finished.status.success() {
            verify(engine, input, probe, plan, &path)
        } else {
            Ok(Verdict::Bad(finished.describe("ffmpeg")))
        }
    });
    let (written, duration_ms, warning) = match checked {
        Ok(Verdict::Good { probe, duration_ms, warning }) => (probe, duration_ms, warning),
        Ok(Verdict::Bad(error)) => {
            files::discard(&path);
            return Ok(Attempt::Bad(error));
        }
        Err(error) => {
            files::discard(&path);
            return Err(error);
        }
    };
    Ok(Attempt::Good(Box::new(WebFile {
        file_name,
        container,
        made,
        bytes: files::settle(&path)?,
        duration_ms,
        width: written.display_width(),
        height: written.display_height(),
        video_codec: written.video.as_ref().map(|video| video.codec.clone()),
        audio_codec: written.audio.first().map(|audio| audio.codec.clone()),
        warning,
        probe: *written,
    })))
}

/// Metadata is dropped: it may hold where the camera was. The rotation is not metadata and stays.
const NOTHING_ELSE: &str = "-sn -dn -map_metadata -1 -map_chapters -1";

fn copying(arguments: Arguments, probe: &Probe, container: Container) -> Arguments {
    let arguments = match probe.video {
        Some(_) => arguments.words("-map 0:V:0 -map 0:a:0?"),
        None => arguments.words("-map 0:a:0"),
    };
    let arguments = arguments.words(NOTHING_ELSE).words("-c copy");
    match container {
        Container::Mp4 => arguments.words("-movflags +faststart -f mp4"),
        Container::Webm => arguments.words("-cues_to_front 1 -f webm"),
        Container::Mp3 => arguments.words("-f mp3"),
    }
}

fn encoding(arguments: Arguments, engine: &Engine, probe: &Probe, plan: Transcode) -> Arguments {
    let arguments = match (plan.picture, &probe.video) {
        (Picture::Absent, _) | (_, None) => arguments,
        (Picture::Copy, Some(_)) => arguments.words("-map 0:V:0 -c:v copy"),
        (Picture::Encode, Some(video)) => arguments
            .words("-map 0:V:0 -vf")
            .word(filters::for_web(video, &engine.limits, SHORT_SIDE))
            .words("-c:v libx264 -preset veryfast -profile:v high -crf 23 -maxrate 2800k -bufsize 5600k")
            .words(&format!("-threads {}", engine.threads)),
    };
    // Sound without a picture is most likely music, and has the whole bit rate to itself.
    let bit_rate = if probe.video.is_some() { "128k" } else { "192k" };
    let arguments = match plan.sound {
        Sound::Absent => arguments,
        Sound::Copy => arguments.words("-map 0:a:0? -c:a copy"),
        Sound::Encode => {
            arguments.words("-map 0:a:0? -c:a aac -ac 2 -ar 48000").words(&format!("-b:a {bit_rate}"))
        }
    };
    arguments.words(NOTHING_ELSE).words("-movflags +faststart -f mp4")
}
