//! Plain text: titles, names, descriptions, as they are kept.
//!
//! What deceives the eye is taken out (control characters, bidirectional overrides, zero-width characters, towers of combining marks);
//! what a language needs stays. Normalisation forms are left as typed. Escaping for HTML is the templates' work.

use super::unseen::{Nature, nature};

/// Marks that one character may carry; Vietnamese, Thai and pointed Hebrew need up to three.
const MARKS_PER_CHARACTER: usize = 4;

/// One line: a title, a name, a tag. Every run of white space becomes one space.
pub fn clean_line(text: &str) -> String {
    let seen = without_unseen(text);
    let mut line = String::with_capacity(seen.len());
    for word in seen.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Several lines: a description, a comment. Spaces inside a line stay, at most one empty line stands between two others.
pub fn clean_text(text: &str) -> String {
    let seen = without_unseen(text);
    let mut cleaned = String::with_capacity(seen.len());
    let mut empty_lines = 0;
    for line in seen.lines().map(str::trim_end) {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !cleaned.is_empty() {
            cleaned.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        cleaned.push_str(line);
    }
    cleaned
}

/// The beginning of a text in one line, cut between words, for cards and descriptions in search engines.
pub fn excerpt(text: &str, characters: usize) -> String {
    // Nothing past this can be shown, so nothing past it is cleaned.
    let line = clean_line(truncated(text, characters.saturating_mul(16).max(1024)));
    if line.chars().count() <= characters {
        return line;
    }
    let room = characters.saturating_sub(1);
    let cut = line.char_indices().nth(room).map_or(line.len(), |(index, _)| index);
    let head = &line[..cut];
    // A word longer than half the room is cut within: losing it would lose too much.
    let head = match head.rfind(' ') {
        Some(space) if space >= cut / 2 => &head[..space],
        _ => head,
    };
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || ",.;:–-".contains(c)))
}

/// At most so many bytes, cut between characters.
pub fn truncated(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The text without what deceives; line ends become `\n`, other white space one space each.
pub(super) fn without_unseen(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut marks = 0;
    let mut characters = text.chars().peekable();
    let mut previous: Option<char> = None;
    while let Some(character) = characters.next() {
        let character = match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                '\n'
            }
            other => other,
        };
        let kind = nature(character);
        let written = match kind {
            Nature::Unseen => continue,
            Nature::Line => '\n',
            Nature::Space => ' ',
            Nature::Seen => character,
            Nature::Joiner if joins(previous, characters.peek().copied()) => character,
            Nature::Joiner => continue,
            Nature::Mark if marks < MARKS_PER_CHARACTER && previous.is_some() => character,
            Nature::Mark => continue,
        };
        marks = if kind == Nature::Mark { marks + 1 } else { 0 };
        previous = Some(written);
        kept.push(written);
    }
    kept
}

/// A joiner has work to do only between two characters of a script that joins, or of an emoji.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let joining = |c: char| c >= '\u{590}' && matches!(nature(c), Nature::Seen | Nature::Mark);
    before.is_some_and(joining) && after.is_some_and(joining)
}

#[cfg(test)]
mod tests {
    use super::{clean_line, clean_text, excerpt, truncated};

    #[test]
    fn xs_06_overrides_and_zero_width_characters_are_stripped() {
        assert_eq!(clean_line("evil\u{202E}gpj.exe"), "evilgpj.exe");
        assert_eq!(clean_line("ad\u{200B}m\u{200D}in\u{FEFF}"), "admin");
        assert_eq!(clean_line("a\u{2066}b\u{2069}\u{E0041}\u{AD}\u{3164}"), "ab");
        assert_eq!(clean_line("a\0b\u{1B}[31mc\u{85}"), "ab[31mc");
    }

    #[test]
    fn xs_06_a_tower_of_combining_marks_is_cut() {
        let tower = format!("a{}b", "\u{301}".repeat(10_000));
        assert_eq!(clean_line(&tower), "a\u{301}\u{301}\u{301}\u{301}b");
        assert_eq!(clean_line("\u{301}x"), "x");
    }

    #[test]
    fn what_a_language_needs_stays() {
        for text in [
            "می\u{200C}خواهم",
            "👩\u{200D}👩\u{200D}👧",
            "Tiếng Việt",
            "👍🏽",
            "❤\u{FE0F}",
            "ภาษาไทย",
            "日本語",
        ] {
            assert_eq!(clean_line(text), text);
        }
    }

    #[test]
    fn a_line_has_single_spaces_and_no_breaks() {
        assert_eq!(clean_line("  a \t b\r\nc\u{2028}d\u{A0}e  "), "a b c d e");
        assert_eq!(clean_line(" \n\t "), "");
    }

    #[test]
    fn a_text_keeps_its_lines_but_not_heaps_of_empty_ones() {
        assert_eq!(clean_text("\r\n a\r\n\r\n\r\n\r\n  b  \rc\n\n"), " a\n\n  b\nc");
    }

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("short", 10), "short");
        assert_eq!(excerpt("one two three four", 12), "one two…");
        assert_eq!(excerpt("one, two", 6), "one…");
        assert_eq!(excerpt("ééééééééééé", 5), "éééé…");
        assert_eq!(excerpt("anything", 0), "…");
    }

    #[test]
    fn truncation_respects_characters() {
        assert_eq!(truncated("aé", 2), "a");
        assert_eq!(truncated("aé", 99), "aé");
    }
}
