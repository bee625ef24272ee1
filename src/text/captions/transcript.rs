//! Captions as something to read: cues put together into paragraphs.

use super::Cue;

/// A pause as long as this begins a paragraph.
const PAUSE_MS: u64 = 2_500;
/// From this length on a paragraph ends with its sentence, and at the second length anyway.
const LONG_BYTES: usize = 420;
const LONGEST_BYTES: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub start_ms: u64,
    pub speaker: Option<String>,
    pub words: String,
}

pub fn paragraphs(cues: &[Cue]) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut ended_ms = 0;
    let mut previous = String::new();
    for cue in cues {
        for said in cue.said() {
            // Captions made while somebody speaks repeat a line until the next one is complete.
            if said.words == previous {
                continue;
            }
            previous.clone_from(&said.words);
            match paragraphs.last_mut() {
                Some(last)
                    if last.speaker == said.speaker
                        && cue.start_ms < ended_ms + PAUSE_MS
                        && !is_full(&last.words) =>
                {
                    last.words.push(' ');
                    last.words.push_str(&said.words);
                }
                _ => paragraphs.push(Paragraph {
                    start_ms: cue.start_ms,
                    speaker: said.speaker,
                    words: said.words,
                }),
            }
        }
        ended_ms = cue.end_ms.max(ended_ms);
    }
    paragraphs
}

fn is_full(words: &str) -> bool {
    let ends = words.ends_with(['.', '!', '?', '…', '。', '！', '？']);
    words.len() >= LONGEST_BYTES || (words.len() >= LONG_BYTES && ends)
}
