//! ffprobe's JSON, and the way from there to a [`Probe`]. Numbers may be missing, "N/A" or absurd: what cannot be
//! read becomes `None`, never an error.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Audio, Probe, Rate, SourceChapter, SourceFormat, Video};

#[derive(Deserialize)]
pub(super) struct Description {
    format: Option<Format>,
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    chapters: Vec<Chapter>,
}

#[derive(Deserialize)]
struct Format {
    format_name: Option<String>,
    duration: Option<String>,
}

#[derive(Deserialize)]
struct Chapter {
    start_time: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Stream {
    codec_type: Option<String>,
    codec_name: Option<String>,
    profile: Option<String>,
    level: Option<i64>,
    pix_fmt: Option<String>,
    width: Option<u64>,
    height: Option<u64>,
    sample_aspect_ratio: Option<String>,
    field_order: Option<String>,
    color_transfer: Option<String>,
    color_space: Option<String>,
    avg_frame_rate: Option<String>,
    r_frame_rate: Option<String>,
    duration: Option<String>,
    channels: Option<u64>,
    sample_rate: Option<String>,
    #[serde(default)]
    disposition: BTreeMap<String, i64>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<f64>,
}

impl Description {
    /// `None` when there is neither a picture nor a sound.
    pub fn into_probe(self) -> Option<Probe> {
        let format = self.format?;
        let video = self.streams.iter().find(|stream| stream.is_moving_picture()).map(Stream::video);
        let audio: Vec<Audio> =
            self.streams.iter().filter(|stream| stream.is("audio")).map(Stream::audio).collect();
        if video.is_none() && audio.is_empty() {
            return None;
        }
        let longest_stream = self.streams.iter().filter_map(Stream::duration_ms).max();
        Some(Probe {
            format: source_format(&format.format_name.unwrap_or_default()),
            stream_count: self.streams.len(),
            video,
            audio,
            duration_ms: format.duration.as_deref().and_then(seconds_as_ms).or(longest_stream),
            chapters: self.chapters.iter().filter_map(Chapter::source_chapter).collect(),
        })
    }
}

impl Chapter {
    fn source_chapter(&self) -> Option<SourceChapter> {
        let seconds: f64 = self.start_time.as_deref()?.parse().ok()?;
        let start_ms = (0.0..1e9).contains(&seconds).then_some((seconds * 1000.0).round() as u64)?;
        Some(SourceChapter { start_ms, title: self.tags.get("title").cloned().unwrap_or_default() })
    }
}

impl Stream {
    fn is(&self, kind: &str) -> bool {
        self.codec_type.as_deref() == Some(kind)
    }

    /// The same choice as ffmpeg's stream specifier `V`.
    fn is_moving_picture(&self) -> bool {
        let is_cover = ["attached_pic", "timed_thumbnails"]
            .iter()
            .any(|name| self.disposition.get(*name).is_some_and(|&flag| flag != 0));
        self.is("video") && !is_cover
    }

    fn video(&self) -> Video {
        Video {
            codec: self.codec(),
            profile: self.profile.clone(),
            level: self.level.unwrap_or_default(),
            pixel_format: self.pix_fmt.clone().unwrap_or_default(),
            width: self.width.unwrap_or_default(),
            height: self.height.unwrap_or_default(),
            rotation: self.rotation(),
            pixel_shape: self
                .sample_aspect_ratio
                .as_deref()
                .and_then(Rate::parse)
                .filter(believable)
                .unwrap_or(Rate::ONE),
            interlaced: matches!(self.field_order.as_deref(), Some("tt" | "bb" | "tb" | "bt")),
            transfer: self.color_transfer.clone(),
            color_space: self.color_space.clone(),
            average_rate: self.avg_frame_rate.as_deref().and_then(Rate::parse),
            base_rate: self.r_frame_rate.as_deref().and_then(Rate::parse),
            duration_ms: self.duration_ms(),
        }
    }

    fn audio(&self) -> Audio {
        Audio {
            codec: self.codec(),
            profile: self.profile.clone(),
            channels: self.channels.unwrap_or_default(),
            sample_rate: self.sample_rate.as_deref().and_then(|rate| rate.parse().ok()).unwrap_or_default(),
            language: self.tags.get("language").filter(|language| *language != "und").cloned(),
            duration_ms: self.duration_ms(),
        }
    }

    /// Empty when ffmpeg does not know the codec.
    fn codec(&self) -> String {
        self.codec_name.clone().filter(|name| name != "unknown" && name != "none").unwrap_or_default()
    }

    /// ffprobe counts anticlockwise; players and we think clockwise.
    fn rotation(&self) -> u32 {
        let anticlockwise = self.side_data_list.iter().find_map(|side| side.rotation).unwrap_or_default();
        let quarters = (-anticlockwise / 90.0).round().rem_euclid(4.0);
        [0, 90, 180, 270].into_iter().nth(quarters as usize).unwrap_or_default()
    }

    fn duration_ms(&self) -> Option<u64> {
        // Matroska keeps the length of a stream in a tag.
        let tagged = || self.tags.get("DURATION").and_then(|text| clock_as_ms(text));
        self.duration.as_deref().and_then(seconds_as_ms).or_else(tagged)
    }
}

fn source_format(names: &str) -> SourceFormat {
    match names.split(',').next().unwrap_or_default() {
        "mov" => SourceFormat::Mov,
        "matroska" => SourceFormat::Matroska,
        "ogg" => SourceFormat::Ogg,
        "mp3" => SourceFormat::Mp3,
        "aac" => SourceFormat::Aac,
        other => SourceFormat::Other(other.to_owned()),
    }
}

/// A pixel ten times as wide as high is a damaged header, not a picture.
fn believable(shape: &Rate) -> bool {
    (0.1..=10.0).contains(&shape.value())
}

fn seconds_as_ms(text: &str) -> Option<u64> {
    let seconds: f64 = text.parse().ok()?;
    let milliseconds = (seconds * 1000.0).round();
    (milliseconds > 0.0 && milliseconds < 1e15).then_some(milliseconds as u64)
}

/// `00:00:04.007000000`
fn clock_as_ms(text: &str) -> Option<u64> {
    let mut parts = text.split(':');
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    let whole: u64 = hours
        .parse::<u64>()
        .ok()?
        .checked_mul(3600)?
        .checked_add(minutes.parse::<u64>().ok()?.checked_mul(60)?)?;
    whole.checked_mul(1000)?.checked_add(seconds_as_ms(seconds)?)
}
