//! Makes the ladder: the same video in several qualities for streaming over HLS, each one file that is read in byte ranges, with one sound
//! for all of them and one for each further language.
//!
//! One ffmpeg does it all, because reading and repairing the source is then done once. It writes the files; every playlist is written here,
//! with what was measured rather than what was asked for. Nothing is believed before it was looked at.

mod boxes;
mod codecs;
mod encode;
mod finish;
mod key_frames;
mod languages;
mod master;
mod playlist;
mod rungs;

use std::fs;
use std::path::Path;

use anyhow::Context;

use self::encode::{Codec, Track};
use super::probe::Probe;
use super::process::{self, Program};
use super::runner::{self, Job};
use super::{Engine, MediaError, Refused, files, filters};

/// What the ladder is made from and how it is to be.
#[derive(Clone, Copy, Debug)]
pub struct LadderWish<'a> {
    /// The received file, or the web file where that is gone.
    pub input: &'a Path,
    pub probe: &'a Probe,
    /// The verified web file: no rendition may hold less than it does.
    pub web: &'a Probe,
    /// A second set of pictures in AV1, where this ffmpeg can make it.
    pub av1: bool,
}

/// Verified, synced files in the folder that was named.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The pictures from the largest, then the sounds from the first.
    pub renditions: Vec<Rendition>,
    /// Every file to publish, in this order: whoever sees the last one, the master playlist, finds all others.
    pub file_names: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Rendition {
    /// `{stem}-{name}-fragmented.mp4`; its playlist is `{stem}-{name}.m3u8`.
    pub file_name: String,
    pub shape: Shape,
    pub codec: String,
    /// The codec as browsers know it, such as `avc1.64001F`.
    pub codecs: String,
    pub bytes: u64,
    pub duration_ms: u64,
    /// In bits a second: what its hardest segment takes, and what it takes on average.
    pub bandwidth: u64,
    pub average_bandwidth: u64,
    name: String,
    /// The same for the key frames alone; none for sound.
    key_frames: Option<(u64, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Picture { width: u64, height: u64, frame_rate: f64 },
    Sound { language: Option<String> },
}

/// Writes the ladder into `folder`. `progress` hears each new percentage.
pub fn build_ladder(
    engine: &Engine,
    wish: LadderWish<'_>,
    folder: &Path,
    stem: &str,
    progress: &mut dyn FnMut(u8),
) -> Result<Ladder, MediaError> {
    let tracks = tracks(engine, wish)?;
    let arguments = encode::arguments(engine, wish, &tracks, folder, stem);
    let (read, longest) = ([wish.input], engine.timeouts.web_file);
    let job = Job { program: Program::Ffmpeg, arguments, read: &read, write: Some(folder), longest };
    runner::watched(engine, job, wish.web.duration_ms, progress)?.success("ffmpeg made no ladder")?;
    let mut renditions = Vec::new();
    let mut file_names = Vec::new();
    for track in &tracks {
        let rendition = finish::finish(engine, wish.web, track, folder, stem)?;
        file_names.push(rendition.file_name.clone());
        renditions.push(rendition);
    }
    for rendition in &renditions {
        file_names.push(playlist_name(stem, &rendition.name));
        if rendition.key_frames.is_some() {
            file_names.push(key_frames_name(stem, &rendition.name));
        }
    }
    let master = format!("{stem}-master.m3u8");
    write(folder, &master, &master::text(stem, &renditions))?;
    file_names.push(master);
    Ok(Ladder { renditions, file_names })
}

fn file_name(stem: &str, name: &str) -> String {
    format!("{stem}-{name}-fragmented.mp4")
}

fn playlist_name(stem: &str, name: &str) -> String {
    format!("{stem}-{name}.m3u8")
}

fn key_frames_name(stem: &str, name: &str) -> String {
    format!("{stem}-{name}-iframes.m3u8")
}

/// Everything that is to be made, the pictures first.
fn tracks(engine: &Engine, wish: LadderWish<'_>) -> Result<Vec<Track>, MediaError> {
    let mut tracks = Vec::new();
    if let Some(video) = &wish.probe.video {
        let frame_rate = filters::frame_rate(video, &engine.limits);
        let rungs = rungs::rungs(video, &engine.limits);
        let of = |codec| {
            rungs.iter().enumerate().map(move |(number, rung)| Track::Picture {
                number,
                rung: *rung,
                codec,
                frame_rate,
            })
        };
        tracks.extend(of(Codec::H264));
        if wish.av1 && has_av1(engine)? {
            tracks.extend(of(Codec::Av1).filter(Track::fits_av1));
        }
    }
    tracks.extend(encode::sounds(wish.probe));
    if tracks.is_empty() { Err(Refused::UnknownSound.into()) } else { Ok(tracks) }
}

fn has_av1(engine: &Engine) -> anyhow::Result<bool> {
    let has = process::has_encoder(engine, encode::AV1_ENCODER)?;
    if !has {
        log::warn!("this ffmpeg has no {}, so there is no AV1 although media.av1 is on", encode::AV1_ENCODER);
    }
    Ok(has)
}

fn write(folder: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
    files::settle(&path).map(drop)
}
