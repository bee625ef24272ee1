//! Looks at one rendition that ffmpeg wrote, puts its playlist right and adds that of its key frames.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, anyhow, ensure};

use super::encode::Track;
use super::playlist::{self, MediaPlaylist};
use super::{Rendition, Shape, codecs, file_name, key_frames, key_frames_name, playlist_name, write};
use crate::media::probe::{Probe, probe};
use crate::media::verify::tolerance;
use crate::media::{Engine, MediaError, files};

/// Looks at one rendition, writes its playlists anew and makes all of it durable.
pub fn finish(
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
    if written.file != file_name {
        return Err(anyhow!("{playlist_name} names another file").into());
    }
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
            if layout.key_frames.is_empty() {
                return Err(anyhow!("{file_name} has no key frames").into());
            }
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
