//! Captions: WebVTT and SRT files, read into cues and written again as WebVTT of our own.
//!
//! Nothing of a file that somebody sent is served: styles, regions, notes and identifiers are left out, settings pass a list of those
//! that only place a cue, and what is said keeps no markup but bold, italics, underlining and who speaks (`cue_text`). Reading is
//! bounded in bytes, in cues and in the length of each. What [`Captions::to_webvtt`] wrote is read back as the same captions.

mod cue_text;
mod parse;
mod timing;
mod transcript;

use std::fmt::Write;

pub use self::cue_text::Said;
pub use self::transcript::{Paragraph, paragraphs};
use super::language::Language;

/// The largest file that is looked at.
pub const MOST_BYTES: usize = 2 << 20;
const MOST_CUES: usize = 20_000;
const CUE_CHARACTERS: usize = 2_000;

/// Captions of one language, in the order of their beginnings; at least one. Made only by [`Captions::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captions {
    /// What a `Language:` line in the head of a WebVTT file says.
    pub language: Option<Language>,
    pub cues: Vec<Cue>,
}

/// Something said, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    pub start_ms: u64,
    pub end_ms: u64,
    /// Where it stands in the picture, as WebVTT writes it; often empty.
    settings: String,
    /// WebVTT's cue text of the harmless kind.
    markup: String,
}

/// Why a file was refused, in words for whoever sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaptionsRefused {
    #[error("Captions may have at most {} MB.", MOST_BYTES >> 20)]
    TooLarge,
    #[error("The file is not written in UTF-8. Save it as UTF-8 and try again.")]
    NotUtf8,
    #[error("This is neither a WebVTT nor an SRT file.")]
    UnknownFormat,
    #[error("There are no captions in this file.")]
    Empty,
    #[error("Line {line}: expected a time such as 00:01:02.500 --> 00:01:04.000.")]
    BadTime { line: usize },
    #[error("Line {line}: the caption ends before it begins.")]
    EndsEarly { line: usize },
    #[error("Line {line}: an empty line is missing before the next time.")]
    NoGap { line: usize },
    #[error("Line {line}: a caption has at most {} characters.", CUE_CHARACTERS)]
    CueTooLong { line: usize },
    #[error("There are more than {} captions in this file.", MOST_CUES)]
    TooManyCues,
}

impl Captions {
    /// Reads a file of either format, whatever it is called.
    pub fn parse(bytes: &[u8]) -> Result<Self, CaptionsRefused> {
        if bytes.len() > MOST_BYTES {
            return Err(CaptionsRefused::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| CaptionsRefused::NotUtf8)?;
        parse::captions(text)
    }

    pub fn to_webvtt(&self) -> String {
        let mut written = String::from("WEBVTT\n");
        if let Some(language) = &self.language {
            let _ = writeln!(written, "Language: {}", language.as_str());
        }
        for cue in &self.cues {
            let (start, end) = (timing::written(cue.start_ms), timing::written(cue.end_ms));
            let gap = if cue.settings.is_empty() { "" } else { " " };
            let _ = write!(written, "\n{start} --> {end}{gap}{}\n{}\n", cue.settings, cue.markup);
        }
        written
    }

    /// Everything that is said, for a search index: at most so many bytes.
    pub fn words(&self, most_bytes: usize) -> String {
        let mut words = String::new();
        for said in self.cues.iter().flat_map(Cue::said) {
            if words.len() >= most_bytes {
                break;
            }
            words.push_str(&said.words);
            words.push(' ');
        }
        words.truncate(words.floor_char_boundary(most_bytes));
        words
    }
}

impl Cue {
    /// The words alone, divided by who speaks.
    pub fn said(&self) -> Vec<Said> {
        cue_text::said(&self.markup)
    }
}

/// A moment as WebVTT writes it.
pub(super) fn moment(milliseconds: u64) -> String {
    timing::written(milliseconds)
}

/// Words as cue text: nothing in them is markup.
pub(super) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
