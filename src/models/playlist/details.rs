//! What a person says of a playlist, and of a video in it, parsed.

use crate::db::types::Privacy;
use crate::error::{Invalid, Result};
use crate::text::plain;

pub const TITLE_CHARACTERS: usize = 120;
pub const DESCRIPTION_CHARACTERS: usize = 1000;
/// No video is longer than a week.
const LONGEST_SECONDS: i64 = 604_800;

/// Made only by [`PlaylistDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaylistDetails {
    pub title: String,
    /// Plain text, as typed.
    pub description: String,
    pub privacy: Privacy,
    /// The handle of the channel on whose page it is to be listed, one of the person's own.
    pub channel: Option<String>,
}

impl PlaylistDetails {
    /// An empty `channel` is none.
    pub fn parse(title: &str, description: &str, privacy: &str, channel: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let title = invalid.take(parse_title(title));
        let description = invalid.take(parse_description(description));
        let privacy = invalid
            .take(Privacy::parse(privacy).ok_or_else(|| Invalid::field("privacy", "Choose who can see it.")));
        let channel = Some(channel.trim()).filter(|channel| !channel.is_empty()).map(str::to_owned);
        match (title, description, privacy) {
            (Some(title), Some(description), Some(privacy)) => {
                Ok(Self { title, description, privacy, channel })
            }
            _ => Err(invalid),
        }
    }
}

/// The part of a video that a playlist plays; nothing said means all of it. Made only by [`Stretch::parse`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stretch {
    start_ms: Option<i64>,
    stop_ms: Option<i64>,
}

impl Stretch {
    /// Both in seconds.
    pub fn parse(start: Option<i64>, stop: Option<i64>) -> Result<Self, Invalid> {
        let within = |seconds: &i64| (0..=LONGEST_SECONDS).contains(seconds);
        let mut invalid = Invalid::default();
        if start.is_some_and(|start| !within(&start)) {
            invalid.add("startTimestamp", "This is not a moment of a video.");
        }
        if stop.is_some_and(|stop| !within(&stop) || stop <= start.unwrap_or(0)) {
            invalid.add("stopTimestamp", "The end comes after the beginning.");
        }
        let ms = |seconds: Option<i64>| seconds.map(|seconds| seconds * 1000);
        if invalid.is_empty() { Ok(Self { start_ms: ms(start), stop_ms: ms(stop) }) } else { Err(invalid) }
    }

    pub fn start_ms(self) -> Option<i64> {
        self.start_ms
    }

    pub fn stop_ms(self) -> Option<i64> {
        self.stop_ms
    }
}

fn parse_title(text: &str) -> Result<String, Invalid> {
    let title = plain::clean_line(text);
    match title.chars().count() {
        0 => Err(Invalid::field("title", "Give the playlist a title.")),
        1..=TITLE_CHARACTERS => Ok(title),
        _ => Err(Invalid::field("title", format!("A title has at most {TITLE_CHARACTERS} characters."))),
    }
}

fn parse_description(text: &str) -> Result<String, Invalid> {
    let description = plain::clean_text(text);
    if description.chars().count() > DESCRIPTION_CHARACTERS {
        return Err(Invalid::field("description", "Keep it to 1,000 characters."));
    }
    Ok(description)
}

#[cfg(test)]
mod tests {
    use super::{PlaylistDetails, Stretch};

    #[test]
    fn every_refused_field_is_named() {
        let refused = PlaylistDetails::parse(" \u{200B}", &"x".repeat(1001), "everyone", "").unwrap_err();
        assert_eq!(refused.fields().keys().copied().collect::<Vec<_>>(), ["description", "privacy", "title"]);
        assert!(PlaylistDetails::parse(&"x".repeat(121), "", "public", "").is_err());
        let details = PlaylistDetails::parse(" Boats\u{202E} ", "", "unlisted", " ").unwrap();
        assert_eq!((details.title.as_str(), details.channel), ("Boats", None));
    }

    #[test]
    fn a_stretch_ends_after_it_begins() {
        assert!(Stretch::parse(None, None).is_ok());
        assert_eq!(Stretch::parse(Some(3), Some(9)).unwrap().stop_ms(), Some(9000));
        for (start, stop) in [
            (Some(-1), None),
            (Some(5), Some(5)),
            (None, Some(0)),
            (Some(i64::MAX), None),
            (None, Some(i64::MAX)),
        ] {
            assert!(Stretch::parse(start, stop).is_err(), "{start:?} {stop:?}");
        }
    }
}
