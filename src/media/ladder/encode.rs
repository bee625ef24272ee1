//! The one command line that makes a whole ladder.

use std::path::Path;

use super::rungs::Rung;
use super::{LadderWish, languages};
use crate::media::arguments::Arguments;
use crate::media::probe::Probe;
use crate::media::{Engine, filters, judge};

pub const AV1_ENCODER: &str = "libsvtav1";

/// One file that ffmpeg is to write.
#[derive(Clone, Debug)]
pub enum Track {
    Picture {
        /// Its place among the rungs, from the largest.
        number: usize,
        rung: Rung,
        codec: Codec,
        frame_rate: Option<f64>,
    },
    Sound {
        /// Its place among the source's sounds.
        number: usize,
        language: Option<String>,
        /// What its file is named after; empty for the first.
        suffix: String,
        claimed_ms: Option<u64>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    H264,
    Av1,
}

impl Codec {
    pub fn name(self) -> &'static str {
        match self {
            Self::H264 => "h264",
            Self::Av1 => "av1",
        }
    }

    /// What the filters call its pictures.
    fn letter(self) -> char {
        match self {
            Self::H264 => 'v',
            Self::Av1 => 'w',
        }
    }
}

impl Track {
    /// The part of its file's name that tells it from the others.
    pub fn name(&self) -> String {
        match self {
            Self::Picture { rung, codec: Codec::H264, .. } => rung.side.to_string(),
            Self::Picture { rung, codec: Codec::Av1, .. } => format!("{}-av1", rung.side),
            Self::Sound { suffix, .. } if suffix.is_empty() => "0".to_owned(),
            Self::Sound { suffix, .. } => format!("0-{suffix}"),
        }
    }

    /// The encoder takes nothing smaller.
    pub fn fits_av1(&self) -> bool {
        match self {
            Self::Picture { rung, .. } => rung.side >= 64,
            Self::Sound { .. } => false,
        }
    }
}

/// The sounds of a file that can be decoded, each named after its language.
pub fn sounds(probe: &Probe) -> Vec<Track> {
    let mut taken: Vec<String> = Vec::new();
    let known = probe.audio.iter().enumerate().filter(|(_, audio)| judge::is_known(audio));
    known
        .map(|(number, audio)| {
            let language = audio.language.as_deref().and_then(languages::tag);
            let wanted = language.clone().unwrap_or_else(|| format!("track{}", number + 1));
            let suffix = match taken.is_empty() {
                true => String::new(),
                false if taken.contains(&wanted) => format!("{wanted}{}", number + 1),
                false => wanted.clone(),
            };
            taken.push(wanted);
            Track::Sound { number, language, suffix, claimed_ms: audio.duration_ms }
        })
        .collect()
}

/// Segments of four seconds; key frames every two by time, so that they fall together in all rungs whatever the frame rate; and a fragment
/// for each key frame, so that it can be found and decoded alone.
const HLS: &str = "-f hls -hls_time 4 -hls_playlist_type vod -hls_segment_type fmp4 \
                   -hls_flags single_file+independent_segments -hls_segment_options movflags=+frag_keyframe";

pub fn arguments(
    engine: &Engine,
    wish: LadderWish<'_>,
    tracks: &[Track],
    folder: &Path,
    stem: &str,
) -> Arguments {
    let arguments = Arguments::ffmpeg(engine.threads).with_progress().input(&engine.limits, wish.input);
    let arguments = pictures(arguments, engine, wish, tracks);
    let arguments = tracks.iter().fold(arguments, |arguments, track| match track {
        Track::Sound { number, .. } => arguments.words(&format!("-map 0:a:{number}")),
        Track::Picture { .. } => arguments,
    });
    arguments
        .words("-sn -dn -map_metadata -1 -map_chapters -1")
        .words("-c:a aac -ac 2 -ar 48000 -b:a 128k")
        .words(HLS)
        .word("-var_stream_map")
        .word(stream_map(tracks))
        .word("-hls_segment_filename")
        .word(folder.join(super::file_name(stem, "%v")))
        .output(&folder.join(super::playlist_name(stem, "%v")))
}

fn pictures(arguments: Arguments, engine: &Engine, wish: LadderWish<'_>, tracks: &[Track]) -> Arguments {
    let Some(video) = &wish.probe.video else { return arguments };
    let mut sizes: Vec<(u64, u64)> = Vec::new();
    let mut letters: Vec<char> = Vec::new();
    for track in tracks {
        if let Track::Picture { rung, codec, .. } = track {
            if *codec == Codec::H264 {
                sizes.push((rung.width, rung.height));
            }
            if !letters.contains(&codec.letter()) {
                letters.push(codec.letter());
            }
        }
    }
    let graph = filters::for_ladder(video, &engine.limits, &sizes, &letters);
    let arguments = arguments.word("-filter_complex").word(graph);
    let all = tracks.iter().filter(|track| matches!(track, Track::Picture { .. })).enumerate();
    all.fold(arguments, |arguments, (output, track)| picture(arguments, engine, output, track))
}

fn picture(arguments: Arguments, engine: &Engine, output: usize, track: &Track) -> Arguments {
    let Track::Picture { number, rung, codec, frame_rate } = track else { return arguments };
    let threads = engine.threads;
    let arguments = arguments.words(&format!("-map [{}{number}]", codec.letter()));
    match codec {
        Codec::H264 => {
            let (factor, most) = (rung.rate_factor, rung.most_kilobits);
            let buffer = most * 3 / 2;
            arguments
                .words(&format!("-c:v:{output} libx264 -preset:v:{output} veryfast -profile:v:{output} high"))
                .words(&format!("-sc_threshold:v:{output} 0 -g:v:{output} 600 -flags:v:{output} +cgop"))
                .words(&format!("-force_key_frames:v:{output} expr:gte(t,n_forced*2)"))
                .words(&format!(
                    "-crf:v:{output} {factor} -maxrate:v:{output} {most}k -bufsize:v:{output} {buffer}k"
                ))
                .words(&format!("-threads:v:{output} {threads}"))
        }
        // This encoder hears of no wishes for key frames, but keeps to a number of frames.
        Codec::Av1 => arguments
            .words(&format!("-c:v:{output} {AV1_ENCODER} -preset:v:{output} 10 -crf:v:{output} 35"))
            .words(&format!("-g:v:{output} {}", frames_in_two_seconds(*frame_rate)))
            .words(&format!("-svtav1-params:v:{output} lp={threads}")),
    }
}

fn frames_in_two_seconds(frame_rate: Option<f64>) -> u64 {
    (frame_rate.unwrap_or(25.0) * 2.0).round().clamp(1.0, 600.0) as u64
}

/// Which streams go into which file. Every name in it is a number or letters of ours.
fn stream_map(tracks: &[Track]) -> String {
    let (mut pictures, mut sounds) = (0, 0);
    let entries: Vec<String> = tracks
        .iter()
        .map(|track| {
            let (kind, count) = match track {
                Track::Picture { .. } => ('v', &mut pictures),
                Track::Sound { .. } => ('a', &mut sounds),
            };
            let entry = format!("{kind}:{count},name:{}", track.name());
            *count += 1;
            entry
        })
        .collect();
    entries.join(" ")
}
