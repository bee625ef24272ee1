//! The master playlist: every quality with what it was measured to need, and every sound.

use std::fmt::Write;

use super::{Rendition, Shape, key_frames_name, languages, playlist_name};

/// The group of the sounds.
const SOUND: &str = "sound";
/// The quality that a player begins with, if it knows nothing better, is the first: not more than this.
const BEGIN_WITH: u64 = 720;

pub fn text(stem: &str, renditions: &[Rendition]) -> String {
    let (pictures, sounds): (Vec<&Rendition>, Vec<&Rendition>) =
        renditions.iter().partition(|rendition| matches!(rendition.shape, Shape::Picture { .. }));
    let mut text = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n".to_owned();
    text.push_str(&sound_lines(stem, &sounds));
    let loudest = sounds.iter().max_by_key(|sound| sound.bandwidth).copied();
    for picture in in_order(&pictures) {
        text.push_str(&picture_lines(stem, picture, loudest));
    }
    for picture in pictures {
        text.push_str(&key_frame_line(stem, picture));
    }
    if let (false, Some(first)) = (text.contains("#EXT-X-STREAM-INF"), sounds.first()) {
        text.push_str(&alone(stem, first, loudest.unwrap_or(first)));
    }
    text
}

/// Those that every browser plays before the others, and of each the best that is not too much to begin with.
fn in_order<'a>(pictures: &[&'a Rendition]) -> Vec<&'a Rendition> {
    let mut ordered = pictures.to_vec();
    ordered.sort_by_key(|picture| {
        let side = side(picture);
        (picture.codec != "h264", side > BEGIN_WITH, u64::MAX - side)
    });
    ordered
}

fn side(picture: &Rendition) -> u64 {
    match picture.shape {
        Shape::Picture { width, height, .. } => width.min(height),
        Shape::Sound { .. } => 0,
    }
}

fn picture_lines(stem: &str, picture: &Rendition, sound: Option<&Rendition>) -> String {
    let Shape::Picture { width, height, frame_rate } = picture.shape else { return String::new() };
    let both = |own: u64, of: fn(&Rendition) -> u64| own + sound.map_or(0, of);
    let bandwidth = both(picture.bandwidth, |sound| sound.bandwidth);
    let average = both(picture.average_bandwidth, |sound| sound.average_bandwidth);
    let codecs = sound.map_or(picture.codecs.clone(), |sound| format!("{},{}", picture.codecs, sound.codecs));
    let mut line = format!(
        "#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},AVERAGE-BANDWIDTH={average},CODECS=\"{codecs}\",\
         RESOLUTION={width}x{height}"
    );
    // Writing into a string cannot fail.
    if frame_rate > 0.0 {
        let _ = write!(line, ",FRAME-RATE={frame_rate:.3}");
    }
    if sound.is_some() {
        let _ = write!(line, ",AUDIO=\"{SOUND}\"");
    }
    format!("{line}\n{}\n", playlist_name(stem, &picture.name))
}

fn key_frame_line(stem: &str, picture: &Rendition) -> String {
    let (Shape::Picture { width, height, .. }, Some((bandwidth, average))) =
        (&picture.shape, picture.key_frames)
    else {
        return String::new();
    };
    format!(
        "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH={bandwidth},AVERAGE-BANDWIDTH={average},CODECS=\"{}\",\
         RESOLUTION={width}x{height},URI=\"{}\"\n",
        picture.codecs,
        key_frames_name(stem, &picture.name)
    )
}

fn sound_lines(stem: &str, sounds: &[&Rendition]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut languages: Vec<&String> = Vec::new();
    let mut text = String::new();
    for (number, sound) in (1..).zip(sounds) {
        let Shape::Sound { language } = &sound.shape else { continue };
        let plain = match language {
            Some(tag) => languages::name(tag).to_owned(),
            None if sounds.len() == 1 => "Sound".to_owned(),
            None => format!("Track {number}"),
        };
        let name = if names.contains(&plain) { format!("{plain} ({number})") } else { plain };
        let default = if number == 1 { "YES" } else { "NO" };
        // A player may choose by language only where a language says which one is meant.
        let told_apart = language.as_ref().is_some_and(|tag| !languages.contains(&tag));
        let select = if number == 1 || told_apart { "YES" } else { "NO" };
        let _ = write!(text, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"{SOUND}\",NAME=\"{name}\"");
        if let Some(tag) = language {
            let _ = write!(text, ",LANGUAGE=\"{tag}\"");
            languages.push(tag);
        }
        let address = playlist_name(stem, &sound.name);
        let _ = writeln!(text, ",DEFAULT={default},AUTOSELECT={select},CHANNELS=\"2\",URI=\"{address}\"");
        names.push(name);
    }
    text
}

/// Sound without a picture.
fn alone(stem: &str, first: &Rendition, loudest: &Rendition) -> String {
    format!(
        "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}\",AUDIO=\"{SOUND}\"\n{}\n",
        loudest.bandwidth,
        loudest.average_bandwidth,
        first.codecs,
        playlist_name(stem, &first.name)
    )
}
