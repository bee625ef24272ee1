//! Decides, from the description alone, whether a file is accepted and how its web file is made.
//!
//! Copying costs about a 460th of encoding, so everything that browsers play is copied; the rules say exactly what
//! that is. Playability is decided here and not in the browser, where some codecs fail without an error.

use super::probe::{Audio, Probe, SourceFormat, Video};
use super::{Limits, Refused};

/// How the web file is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Every stream as it is, in a container written by us.
    Copy(Container),
    /// An MP4 of which at least one stream is encoded anew.
    Transcode(Transcode),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Mp4,
    Webm,
    Mp3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transcode {
    pub picture: Picture,
    pub sound: Sound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Absent,
    Copy,
    Encode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    Absent,
    Copy,
    Encode,
}

impl Container {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Webm => "webm",
            Self::Mp3 => "mp3",
        }
    }
}

impl Transcode {
    /// The plan that works for every accepted file, at the price of encoding everything.
    pub fn everything(probe: &Probe) -> Self {
        Self {
            picture: if probe.video.is_some() { Picture::Encode } else { Picture::Absent },
            sound: if known_sound(probe).is_some() { Sound::Encode } else { Sound::Absent },
        }
    }
}

/// Accepts the file with a plan, or refuses it with the one sentence for its uploader.
pub fn judge(probe: &Probe, limits: &Limits) -> Result<Plan, Refused> {
    if probe.stream_count > limits.max_streams {
        return Err(Refused::TooManyTracks { count: probe.stream_count, limit: limits.max_streams });
    }
    if probe.duration_ms.is_some_and(|duration| duration > limits.max_duration_ms) {
        return Err(Refused::TooLong { limit_ms: limits.max_duration_ms });
    }
    if let Some(video) = &probe.video {
        accept_picture(video, limits)?;
    } else if known_sound(probe).is_none() {
        return Err(Refused::UnknownSound);
    }
    Ok(match container_for_copy(probe, limits) {
        Some(container) => Plan::Copy(container),
        None => Plan::Transcode(transcode(probe, limits)),
    })
}

/// The sound that is used: the first track, if ffmpeg knows its codec.
pub(super) fn known_sound(probe: &Probe) -> Option<&Audio> {
    probe.audio.first().filter(|audio| is_known(audio))
}

/// Whether ffmpeg can decode this sound.
pub(super) fn is_known(audio: &Audio) -> bool {
    !audio.codec.is_empty() && audio.channels > 0
}

fn accept_picture(video: &Video, limits: &Limits) -> Result<(), Refused> {
    let (wide, high) = video.display_size();
    let pixels = |width: u64, height: u64| width.saturating_mul(height);
    // A size of zero is what ffprobe reports when it refused to look at a larger one.
    let unreadable = video.width == 0 || video.height == 0;
    if unreadable || pixels(video.width, video.height).max(pixels(wide, high)) > limits.max_pixels {
        return Err(Refused::PictureTooLarge { limit_pixels: limits.max_pixels });
    }
    if video.width < 2 || video.height < 2 {
        return Err(Refused::PictureTooSmall);
    }
    if video.codec.is_empty() || video.pixel_format.is_empty() {
        return Err(Refused::UnknownPicture);
    }
    Ok(())
}

fn transcode(probe: &Probe, limits: &Limits) -> Transcode {
    let all = Transcode::everything(probe);
    let picture_fits =
        probe.video.as_ref().is_some_and(|video| is_playable(video, limits) && video.codec != "vp8");
    let source_fits = matches!(probe.format, SourceFormat::Mov | SourceFormat::Matroska);
    // Cameras write playable pictures with sound that is not: only the sound is encoded then.
    if picture_fits && source_fits {
        return Transcode { picture: Picture::Copy, ..all };
    }
    all
}

fn container_for_copy(probe: &Probe, limits: &Limits) -> Option<Container> {
    let sound = match probe.audio.first() {
        None => None,
        Some(audio) if is_playable_sound(audio) => Some(audio.codec.as_str()),
        Some(_) => return None,
    };
    let Some(video) = &probe.video else {
        return sound_alone(&probe.format, sound?);
    };
    let source_fits = matches!(probe.format, SourceFormat::Mov | SourceFormat::Matroska);
    if !source_fits || !is_playable(video, limits) {
        return None;
    }
    // WebM keeps no rotation; FLAC in MP4 is still an experiment of ffmpeg's.
    let webm =
        video.codec != "h264" && video.rotation == 0 && matches!(sound, None | Some("opus" | "vorbis"));
    let mp4 = video.codec != "vp8" && matches!(sound, None | Some("aac" | "mp3" | "opus"));
    match probe.format {
        SourceFormat::Mov if mp4 => Some(Container::Mp4),
        _ if webm => Some(Container::Webm),
        _ if mp4 => Some(Container::Mp4),
        _ => None,
    }
}

fn sound_alone(source: &SourceFormat, codec: &str) -> Option<Container> {
    match (source, codec) {
        (SourceFormat::Mp3, "mp3") => Some(Container::Mp3),
        (SourceFormat::Mov | SourceFormat::Matroska | SourceFormat::Aac, "aac") => Some(Container::Mp4),
        (SourceFormat::Ogg | SourceFormat::Matroska, "opus" | "vorbis") => Some(Container::Webm),
        _ => None,
    }
}

fn is_playable(video: &Video, limits: &Limits) -> bool {
    let codec_fits = match video.codec.as_str() {
        "h264" => {
            let profile = video.profile.as_deref().unwrap_or_default();
            matches!(video.pixel_format.as_str(), "yuv420p" | "yuvj420p")
                && matches!(profile, "Baseline" | "Constrained Baseline" | "Main" | "High")
                && video.level <= 52
        }
        "vp8" | "vp9" | "av1" => video.pixel_format == "yuv420p" && !video.is_hdr(),
        _ => false,
    };
    let square = video.pixel_shape.numerator == video.pixel_shape.denominator;
    // A hair above the limit is still the limit: cameras write 60.02.
    let most = f64::from(limits.max_fps) + 1.0;
    let slow_enough = video.average_rate.is_none_or(|rate| rate.value() < most);
    codec_fits && square && !video.interlaced && slow_enough
}

fn is_playable_sound(audio: &Audio) -> bool {
    matches!(audio.codec.as_str(), "aac" | "mp3" | "opus" | "vorbis") && (1..=2).contains(&audio.channels)
}
