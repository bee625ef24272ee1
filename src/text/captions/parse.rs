//! Reading a file: its blocks, and of each the time and the words. Strict about times, kind about everything around them.

use super::timing::timing;
use super::{CUE_CHARACTERS, Captions, CaptionsRefused, Cue, Language, MOST_CUES, cue_text};

/// Lines that stand together, and the number of the first.
struct Block<'a> {
    line: usize,
    lines: Vec<&'a str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    WebVtt,
    Srt,
}

pub fn captions(text: &str) -> Result<Captions, CaptionsRefused> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = blocks(&text).into_iter().peekable();
    let first = blocks.peek().ok_or(CaptionsRefused::Empty)?;
    let (format, language) = if is_webvtt(first) {
        let language = blocks.next().and_then(|head| declared_language(&head));
        (Format::WebVtt, language)
    } else if first.timing_at().is_some() {
        (Format::Srt, None)
    } else {
        return Err(CaptionsRefused::UnknownFormat);
    };
    let mut cues = Vec::new();
    for block in blocks {
        read(&block, format, &mut cues)?;
    }
    cues.retain(|cue: &Cue| !cue.markup.is_empty() && cue.start_ms < cue.end_ms);
    if cues.is_empty() {
        return Err(CaptionsRefused::Empty);
    }
    cues.sort_by_key(|cue| cue.start_ms);
    Ok(Captions { language, cues })
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        if !is_open {
            blocks.push(Block { line: index + 1, lines: Vec::new() });
            is_open = true;
        }
        if let Some(block) = blocks.last_mut() {
            block.lines.push(line);
        }
    }
    blocks
}

fn is_webvtt(block: &Block<'_>) -> bool {
    let first = block.lines.first().copied().unwrap_or_default();
    first == "WEBVTT" || first.starts_with("WEBVTT ") || first.starts_with("WEBVTT\t")
}

fn declared_language(head: &Block<'_>) -> Option<Language> {
    head.lines.iter().find_map(|line| Language::parse(line.strip_prefix("Language:")?))
}

fn read(block: &Block<'_>, format: Format, cues: &mut Vec<Cue>) -> Result<(), CaptionsRefused> {
    if format == Format::WebVtt && block.is_left_out() {
        return Ok(());
    }
    let Some(at) = block.timing_at() else {
        return match cues.last_mut() {
            // Some programs write SRT with empty lines within a caption.
            Some(cue) if format == Format::Srt => append(cue, block),
            _ => Err(CaptionsRefused::BadTime { line: block.line }),
        };
    };
    let line = block.line + at;
    let (start_ms, end_ms, settings) = timing(block.lines[at]).ok_or(CaptionsRefused::BadTime { line })?;
    if end_ms < start_ms {
        return Err(CaptionsRefused::EndsEarly { line });
    }
    if cues.len() == MOST_CUES {
        return Err(CaptionsRefused::TooManyCues);
    }
    let markup = words_of(&block.lines[at + 1..], line + 1)?;
    cues.push(Cue { start_ms, end_ms, settings, markup });
    Ok(())
}

fn append(cue: &mut Cue, block: &Block<'_>) -> Result<(), CaptionsRefused> {
    let more = words_of(&block.lines, block.line)?;
    if !cue.markup.is_empty() && !more.is_empty() {
        cue.markup.push('\n');
    }
    cue.markup.push_str(&more);
    if cue.markup.chars().count() > CUE_CHARACTERS {
        return Err(CaptionsRefused::CueTooLong { line: block.line });
    }
    Ok(())
}

fn words_of(lines: &[&str], line: usize) -> Result<String, CaptionsRefused> {
    if let Some(at) = lines.iter().position(|line| line.contains("-->")) {
        return Err(CaptionsRefused::NoGap { line: line + at });
    }
    let text = lines.join("\n");
    if text.chars().count() > CUE_CHARACTERS {
        return Err(CaptionsRefused::CueTooLong { line });
    }
    Ok(cue_text::markup(&text))
}

impl Block<'_> {
    /// Notes, styles and regions.
    fn is_left_out(&self) -> bool {
        let first = self.lines.first().copied().unwrap_or_default();
        let begins = |word: &str| {
            first.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        ["NOTE", "STYLE", "REGION"].into_iter().any(begins) && !first.contains("-->")
    }

    /// Above the time may stand one line: a number, or an identifier.
    fn timing_at(&self) -> Option<usize> {
        self.lines.iter().take(2).position(|line| line.contains("-->"))
    }
}
