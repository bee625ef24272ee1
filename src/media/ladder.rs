//! Makes the ladder: the same video in several qualities for streaming over HLS, each one file that is read in byte ranges, with one sound
//! for all of them and one for each further language.
//!
//! One ffmpeg does it all, because reading and repairing the source is then done once. It writes the files; every playlist is written here,
//! with what was measured rather than what was asked for. Nothing is believed before it was looked at.

mod boxes;
mod codecs;
mod encode;
mod key_frames;
mod languages;
mod master;
mod playlist;
mod rungs;

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, anyhow, ensure};

use self::encode::{Codec, Track};
use self::playlist::MediaPlaylist;
use super::probe::{Probe, probe};
use super::process::{self, Program};
use super::runner::{self, Job};
use super::verify::tolerance;
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
        let rendition = finish(engine, wish.web, track, folder, stem)?;
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

/// Looks at one rendition, writes its playlists anew and makes all of it durable.
fn finish(
    engine: &Engine,
    web: &Probe,
    track: &Track,
    folder: &Path,
    stem: &str,
) -> Result<Rendition, MediaError> {
    let name = track.name();
    let file_name = file_name(stem, &name);
    let path = folder.join(&file_name);
    let playlist_name = playlist_name(stem, &name);
    let written = fs::read_to_string(folder.join(&playlist_name))
        .map_err(anyhow::Error::from)
        .and_then(|text| MediaPlaylist::parse(&text))
        .with_context(|| format!("ffmpeg wrote no playlist that can be used: {playlist_name}"))?;
    ensure_named(&written, &file_name)?;
    let duration_us = written.duration_us();
    let mut file = File::open(&path).with_context(|| format!("cannot open {file_name}"))?;
    let bytes = file.metadata().with_context(|| format!("cannot open {file_name}"))?.len();
    let layout =
        key_frames::layout(&mut file, duration_us).with_context(|| format!("{file_name} is damaged"))?;
    let playlist = written.with_beginning(layout.beginning, bytes)?;
    write(folder, &playlist_name, &playlist.text())?;
    let probe = probe(engine, &path)?;
    let duration_ms = duration_us / 1000;
    check(track, &probe, web, duration_ms).with_context(|| format!("{file_name} is not as it should be"))?;
    let key_frames = match track {
        Track::Sound { .. } => None,
        Track::Picture { .. } => {
            ensure(!layout.key_frames.is_empty(), "a picture without key frames")?;
            let text = playlist::write_playlist(
                &file_name,
                playlist.beginning,
                &layout.key_frames,
                "#EXT-X-I-FRAMES-ONLY\n",
            );
            write(folder, &key_frames_name(stem, &name), &text)?;
            Some((playlist::peak(&layout.key_frames), playlist::average(&layout.key_frames)))
        }
    };
    files::settle(&path)?;
    Ok(Rendition {
        file_name,
        codec: codec_of(&probe),
        codecs: codecs::name(&layout.description)?,
        shape: shape(track, &probe),
        bytes,
        duration_ms,
        bandwidth: playlist.bandwidth(),
        average_bandwidth: playlist.average_bandwidth(),
        name,
        key_frames,
    })
}

fn ensure_named(playlist: &MediaPlaylist, file_name: &str) -> anyhow::Result<()> {
    ensure(playlist.file == file_name, "a playlist names another file")
}

fn ensure(holds: bool, otherwise: &str) -> anyhow::Result<()> {
    if holds { Ok(()) } else { Err(anyhow!("{otherwise}")) }
}

/// Whether what was written is what was asked for, and no less than the web file has.
fn check(track: &Track, written: &Probe, web: &Probe, duration_ms: u64) -> anyhow::Result<()> {
    let whole = web.duration_ms.unwrap_or_default();
    let expected = match track {
        Track::Picture { rung, codec, .. } => {
            let video = written.video.as_ref().context("there is no picture in it")?;
            let size = (video.width, video.height);
            ensure!(video.codec == codec.name(), "its codec is {}", video.codec);
            ensure!(size == (rung.width, rung.height), "its size is {}x{}", size.0, size.1);
            let shown = web.video.as_ref().and_then(|video| video.duration_ms);
            shown.map_or(whole, |shown| shown.min(whole.max(1)))
        }
        Track::Sound { number, claimed_ms, .. } => {
            let audio = written.audio.first().context("there is no sound in it")?;
            ensure!(audio.codec == "aac", "its codec is {}", audio.codec);
            ensure!(audio.channels == 2, "it has {} channels", audio.channels);
            let heard = web.audio.first().and_then(|audio| audio.duration_ms).filter(|_| *number == 0);
            heard.or(*claimed_ms).unwrap_or_default().min(whole)
        }
    };
    ensure!(
        duration_ms > 0 && duration_ms + tolerance(expected) >= expected,
        "it holds {duration_ms} ms of {expected} ms"
    );
    Ok(())
}

fn codec_of(probe: &Probe) -> String {
    let video = probe.video.as_ref().map(|video| video.codec.clone());
    video.or_else(|| probe.audio.first().map(|audio| audio.codec.clone())).unwrap_or_default()
}

fn shape(track: &Track, written: &Probe) -> Shape {
    match track {
        Track::Picture { rung, frame_rate, .. } => {
            let measured =
                written.video.as_ref().and_then(|video| video.average_rate).map(|rate| rate.value());
            let frame_rate = measured.or(*frame_rate).unwrap_or_default();
            Shape::Picture { width: rung.width, height: rung.height, frame_rate }
        }
        Track::Sound { language, .. } => Shape::Sound { language: language.clone() },
    }
}

fn write(folder: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
    files::settle(&path).map(drop)
}
