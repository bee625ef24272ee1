//! Asks ffprobe what a file is, and turns the answer into types.
//!
//! It reports what the file *claims*. Whether the claims are acceptable is [`super::judge()`]'s business; whether they
//! are true shows when the file is read.

mod description;
mod rate;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;

use super::arguments::Arguments;
use super::process::Program;
use super::runner::{self, Job};
use super::{Engine, MediaError, Refused};
use description::Description;

pub use rate::Rate;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    pub format: SourceFormat,
    /// Every stream, subtitles and cover pictures too.
    pub stream_count: usize,
    /// The moving picture. Cover art is none.
    pub video: Option<Video>,
    pub audio: Vec<Audio>,
    /// Recordings made by a browser, for one, do not say how long they are.
    pub duration_ms: Option<u64>,
    /// As the file names them, in its order.
    pub chapters: Vec<SourceChapter>,
}

/// Where a part of the file begins; the title is anybody's words and may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChapter {
    pub start_ms: u64,
    pub title: String,
}

/// The container, as far as it makes a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFormat {
    /// MP4, MOV, M4A, 3GP.
    Mov,
    /// Matroska and WebM.
    Matroska,
    Ogg,
    Mp3,
    /// Raw AAC.
    Aac,
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Video {
    pub codec: String,
    pub profile: Option<String>,
    pub level: i64,
    pub pixel_format: String,
    /// As stored: before rotation, in pixels that may not be square.
    pub width: u64,
    pub height: u64,
    /// Clockwise degrees in 0..360 by which a player turns the picture.
    pub rotation: u32,
    /// The shape of one pixel; 1:1 unless the file says something believable.
    pub pixel_shape: Rate,
    pub interlaced: bool,
    pub transfer: Option<String>,
    pub color_space: Option<String>,
    pub average_rate: Option<Rate>,
    pub base_rate: Option<Rate>,
    pub duration_ms: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audio {
    pub codec: String,
    pub profile: Option<String>,
    pub channels: u64,
    pub sample_rate: u64,
    pub language: Option<String>,
    pub duration_ms: Option<u64>,
}

/// Reads `input`. [`MediaError::Refused`] when it is no media at all.
pub fn probe(engine: &Engine, input: &Path) -> Result<Probe, MediaError> {
    let arguments = Arguments::ffprobe()
        .words("-probesize 20M -analyzeduration 20M -show_format -show_streams -show_chapters -of json")
        .input(&engine.limits, input);
    let job = Job {
        program: Program::Ffprobe,
        arguments,
        read: &[input],
        write: None,
        longest: engine.timeouts.probe,
    };
    let finished = runner::output(engine, job)?;
    if finished.gave_up() {
        log::debug!("ffprobe gave up: {}", finished.complaints);
        return Err(why_unreadable(engine, input, &finished.complaints)?.into());
    }
    let finished = finished.success("ffprobe")?;
    let description: Description =
        serde_json::from_slice(&finished.output).context("ffprobe's answer is not the JSON expected")?;
    description.into_probe().ok_or_else(|| Refused::NotMedia.into())
}

impl Probe {
    /// The size on screen: upright, in square pixels.
    pub fn display_size(&self) -> Option<(u64, u64)> {
        self.video.as_ref().map(Video::display_size)
    }

    pub fn display_width(&self) -> Option<u64> {
        self.display_size().map(|(width, _)| width)
    }

    pub fn display_height(&self) -> Option<u64> {
        self.display_size().map(|(_, height)| height)
    }

    /// How long the streams are that the site uses. Others, such as a second language, may be longer.
    pub fn used_duration_ms(&self) -> Option<u64> {
        let video = self.video.iter().map(|video| video.duration_ms);
        let streams: Option<Vec<u64>> =
            video.chain(self.audio.first().map(|audio| audio.duration_ms)).collect();
        let longest = streams.and_then(|streams| streams.into_iter().max());
        // A stream may state more than an edit list lets one see.
        match (longest, self.duration_ms) {
            (Some(longest), Some(whole)) => Some(longest.min(whole)),
            (longest, whole) => longest.or(whole),
        }
    }

    /// Formats without an index: their length is guessed from the bit rate.
    pub fn duration_is_an_estimate(&self) -> bool {
        match &self.format {
            SourceFormat::Mp3 | SourceFormat::Aac => true,
            SourceFormat::Other(name) => matches!(name.as_str(), "mpegts" | "mpeg"),
            SourceFormat::Mov | SourceFormat::Matroska | SourceFormat::Ogg => false,
        }
    }
}

impl Video {
    pub fn display_size(&self) -> (u64, u64) {
        let wide = self.pixel_shape.times(self.width).max(1);
        if self.rotation % 180 == 90 { (self.height, wide) } else { (wide, self.height) }
    }

    pub fn is_hdr(&self) -> bool {
        matches!(self.transfer.as_deref(), Some("smpte2084" | "arib-std-b67"))
    }

    /// True when frames come at uneven times: the two rates a file states differ by more than one percent.
    pub fn is_variable_rate(&self) -> bool {
        match (self.average_rate, self.base_rate) {
            (Some(average), Some(base)) => (average.value() - base.value()).abs() > base.value() / 100.0,
            _ => false,
        }
    }
}

/// ffprobe's words are for programmers. They and the first bytes only choose the better sentence; refused it is.
fn why_unreadable(engine: &Engine, input: &Path, complaints: &str) -> anyhow::Result<Refused> {
    let mut start = Vec::new();
    File::open(input)
        .and_then(|file| file.take(12).read_to_end(&mut start))
        .with_context(|| format!("cannot read {}", input.display()))?;
    let starts_as_mp4 = start.get(4..8) == Some(b"ftyp");
    Ok(if complaints.contains("Picture size") {
        Refused::PictureTooLarge { limit_pixels: engine.limits.max_pixels }
    } else if starts_as_mp4 && complaints.contains("moov atom not found") {
        Refused::CutOff
    } else if starts_as_mp4 {
        Refused::NothingReadable
    } else {
        Refused::NotMedia
    })
}
