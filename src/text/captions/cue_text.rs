//! What is said in a cue: bold, italics, underlining and who speaks are kept, every other tag is left out, and everything else is
//! words, escaped. Entities are read first, so that nothing is hidden in them.

use super::escaped;
use crate::text::plain::{clean_line, without_unseen};
use crate::text::unseen::{Nature, nature};

/// How deep tags may stand within each other.
const DEPTH: usize = 8;
const SPEAKER_CHARACTERS: usize = 100;

/// Words of one speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub speaker: Option<String>,
    pub words: String,
}

/// Anybody's cue text as harmless cue text; empty where nothing is said.
pub fn markup(text: &str) -> String {
    let text = without_unseen(text);
    let last_end = text.rfind('>').unwrap_or(0);
    let mut writer = Writer::default();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let taken = match character {
            '<' if at < last_end => tag_at(rest).map(|(tag, length)| {
                writer.tag(tag);
                length
            }),
            '&' => entity_at(rest).map(|(character, length)| {
                writer.character(character);
                length
            }),
            // `{\an8}` and the like: SRT borrowed them from another format.
            '{' if rest.starts_with("{\\") => rest.find('}').map(|end| end + 1),
            _ => None,
        };
        at += taken.unwrap_or_else(|| {
            writer.character(character);
            character.len_utf8()
        });
    }
    writer.finish()
}

/// Reads what [`markup`] wrote.
pub fn said(markup: &str) -> Vec<Said> {
    let mut all = vec![Said { speaker: None, words: String::new() }];
    let mut rest = markup;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        let mut word = Some(character);
        if character == '<'
            && let Some((tag, tag_length)) = tag_at(rest)
        {
            length = tag_length;
            word = None;
            match tag {
                Tag::Open(Kind::Voice(speaker)) => {
                    all.push(Said { speaker: Some(speaker), words: String::new() });
                }
                Tag::Close('v') => all.push(Said { speaker: None, words: String::new() }),
                _ => {}
            }
        } else if character == '&'
            && let Some((decoded, entity_length)) = entity_at(rest)
        {
            length = entity_length;
            word = Some(decoded);
        }
        if let (Some(word), Some(last)) = (word, all.last_mut()) {
            last.words.push(word);
        }
        rest = &rest[length..];
    }
    all.iter_mut().for_each(|said| said.words = clean_line(&said.words));
    all.retain(|said| !said.words.is_empty());
    all
}

#[derive(Debug, PartialEq, Eq)]
enum Tag {
    Open(Kind),
    /// By its letter.
    Close(char),
    LeftOut,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Bold,
    Italic,
    Underlined,
    Voice(String),
}

impl Kind {
    fn letter(&self) -> char {
        match self {
            Self::Bold => 'b',
            Self::Italic => 'i',
            Self::Underlined => 'u',
            Self::Voice(_) => 'v',
        }
    }
}

/// The tag at the start of the text and its length; None where `<` only means "less than".
fn tag_at(text: &str) -> Option<(Tag, usize)> {
    let inside = text.get(1..)?;
    if !inside.starts_with(|first: char| first.is_ascii_alphanumeric() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let end = inside.find('>')?;
    let tag = inside[..end].trim_end();
    let closes = tag.strip_prefix('/');
    let name_and_more = closes.unwrap_or(tag);
    let name_ends = name_and_more.find(['.', ' ', '\t', '\n', '/']).unwrap_or(name_and_more.len());
    let (name, more) = name_and_more.split_at(name_ends);
    let letter = match name {
        "b" | "B" => 'b',
        "i" | "I" => 'i',
        "u" | "U" => 'u',
        "v" | "V" => 'v',
        _ => return Some((Tag::LeftOut, end + 2)),
    };
    let tag = match (closes, letter) {
        (Some(_), letter) => Tag::Close(letter),
        (None, 'b') => Tag::Open(Kind::Bold),
        (None, 'i') => Tag::Open(Kind::Italic),
        (None, 'u') => Tag::Open(Kind::Underlined),
        (None, _) => speaker(more).map_or(Tag::LeftOut, |speaker| Tag::Open(Kind::Voice(speaker))),
    };
    Some((tag, end + 2))
}

/// `.loud Ann Lee` as `Ann Lee`.
fn speaker(annotation: &str) -> Option<String> {
    let (_classes, name) = annotation.split_once([' ', '\t', '\n'])?;
    let mut decoded = String::new();
    let mut rest = name;
    while let Some(character) = rest.chars().next() {
        let (character, length) = entity_at(rest).unwrap_or((character, character.len_utf8()));
        decoded.push(character);
        rest = &rest[length..];
    }
    let name: String = clean_line(&decoded).chars().take(SPEAKER_CHARACTERS).collect();
    (!name.is_empty()).then_some(name)
}

/// The character that an entity at the start of the text stands for, and the entity's length.
fn entity_at(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.bytes().take(9).position(|byte| byte == b';')?;
    let name = &inside[..end];
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => numbered(name.strip_prefix('#')?)?,
    };
    Some((character, end + 2))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    match nature(char::from_u32(code)?) {
        Nature::Seen => char::from_u32(code),
        // What is not seen has no place in words, however it is written.
        _ => Some(' '),
    }
}

/// Writes tags in pairs and single spaces between words.
#[derive(Default)]
struct Writer {
    written: String,
    open: Vec<char>,
    has_words: bool,
    gap: Option<char>,
}

impl Writer {
    fn character(&mut self, character: char) {
        if character.is_whitespace() {
            let breaks = character == '\n' || self.gap == Some('\n');
            self.gap = Some(if breaks { '\n' } else { ' ' });
            return;
        }
        self.close_gap();
        self.has_words = true;
        match character {
            '&' => self.written.push_str("&amp;"),
            '<' => self.written.push_str("&lt;"),
            '>' => self.written.push_str("&gt;"),
            other => self.written.push(other),
        }
    }

    fn tag(&mut self, tag: Tag) {
        match tag {
            Tag::LeftOut => {}
            Tag::Open(_) if self.open.len() == DEPTH => {}
            Tag::Open(kind) => {
                self.close_gap();
                self.open.push(kind.letter());
                match &kind {
                    Kind::Voice(speaker) => {
                        self.written.push_str(&format!("<v {}>", escaped(speaker)));
                    }
                    other => self.written.push_str(&format!("<{}>", other.letter())),
                }
            }
            Tag::Close(letter) => {
                if self.open.contains(&letter) {
                    while let Some(open) = self.open.pop() {
                        self.written.push_str(&format!("</{open}>"));
                        if open == letter {
                            break;
                        }
                    }
                }
            }
        }
    }

    fn close_gap(&mut self) {
        if let Some(gap) = self.gap.take()
            && self.has_words
        {
            self.written.push(gap);
        }
    }

    fn finish(mut self) -> String {
        if !self.has_words {
            return String::new();
        }
        while let Some(open) = self.open.pop() {
            self.written.push_str(&format!("</{open}>"));
        }
        self.written
    }
}
