//! Links within plain words: bare addresses, and times of a video.

/// A stretch of text, and what it is.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    Address(&'a str),
    /// As written, and in seconds.
    Time(&'a str, u32),
}

/// Whether an author's link may lead there. Relative ones may not: an author does not know where a text will be shown.
pub fn is_allowed(address: &str) -> bool {
    let begins = |scheme: &str| {
        address.len() > scheme.len()
            && address.get(..scheme.len()).is_some_and(|a| a.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://") || begins("mailto:")
}

/// Whether this is one of our own links to a moment of a video.
pub fn is_watch_link(address: &str) -> bool {
    let Some((path, seconds)) = address.split_once("?t=") else { return false };
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_'))
        && seconds.bytes().all(|b| b.is_ascii_digit())
}

/// Cuts text into words, addresses and, when asked for, times.
pub fn pieces(text: &str, with_times: Times) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut words_from = 0;
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let found = match character {
            _ if !at_boundary(text, at) => None,
            'h' | 'H' => address_at(&text[at..]).map(Piece::Address),
            '0'..='9' if with_times == Times::Linked => {
                time_at(&text[at..]).map(|(time, s)| Piece::Time(time, s))
            }
            _ => None,
        };
        let Some(piece) = found else {
            at += character.len_utf8();
            continue;
        };
        if words_from < at {
            pieces.push(Piece::Words(&text[words_from..at]));
        }
        at += match &piece {
            Piece::Words(text) | Piece::Address(text) | Piece::Time(text, _) => text.len(),
        };
        words_from = at;
        pieces.push(piece);
    }
    if words_from < text.len() {
        pieces.push(Piece::Words(&text[words_from..]));
    }
    pieces
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    Linked,
    Words,
}

/// Neither an address nor a time begins inside a word or a number.
fn at_boundary(text: &str, at: usize) -> bool {
    !text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '.' | '/' | '_' | '@' | '-'))
}

fn address_at(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end =
        text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`')).unwrap_or(text.len());
    let address = without_closing_punctuation(&text[..end]);
    let host_begins = address.get(scheme.len()..)?.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    host_begins.then_some(address)
}

/// What ends a sentence does not belong to an address, nor does a bracket that was opened before it.
fn without_closing_punctuation(address: &str) -> &str {
    let mut end = address.len();
    let mut round = balance(address, '(', ')');
    let mut square = balance(address, '[', ']');
    while let Some(last) = address[..end].chars().next_back() {
        match last {
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '~' => {}
            ')' if round < 0 => round += 1,
            ']' if square < 0 => square += 1,
            _ => break,
        }
        end -= last.len_utf8();
    }
    &address[..end]
}

fn balance(text: &str, open: char, close: char) -> i64 {
    text.chars()
        .map(|c| {
            if c == open {
                1
            } else if c == close {
                -1
            } else {
                0
            }
        })
        .sum()
}

/// `m:ss`, `mm:ss` or `h:mm:ss` at the start of the text.
fn time_at(text: &str) -> Option<(&str, u32)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    let time_ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
    let parts: Vec<&str> = time.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => ("0", *minutes, *seconds),
        [hours, minutes, seconds] if minutes.len() == 2 => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let well_formed =
        (1..=2).contains(&hours.len()) && (1..=2).contains(&minutes.len()) && seconds.len() == 2;
    if !time_ends || !well_formed {
        return None;
    }
    let (hours, minutes, seconds): (u32, u32, u32) =
        (hours.parse().ok()?, minutes.parse().ok()?, seconds.parse().ok()?);
    if seconds > 59 || (parts.len() == 3 && minutes > 59) {
        return None;
    }
    Some((time, hours * 3600 + minutes * 60 + seconds))
}

#[cfg(test)]
mod tests {
    use super::{Piece, Times, is_allowed, is_watch_link, pieces};

    #[test]
    fn an_address_ends_before_the_sentence_does() {
        assert_eq!(
            pieces("see (https://a.example/b_(c)), ok", Times::Words),
            [Piece::Words("see ("), Piece::Address("https://a.example/b_(c)"), Piece::Words("), ok")]
        );
        assert_eq!(pieces("xhttps://a.example http:// https://", Times::Words).len(), 1);
        assert_eq!(pieces("HTTP://A.example.", Times::Words)[0], Piece::Address("HTTP://A.example"));
    }

    #[test]
    fn times_are_times_only_when_they_stand_alone() {
        let times = |text| {
            let found = pieces(text, Times::Linked);
            found
                .into_iter()
                .filter_map(|piece| if let Piece::Time(_, s) = piece { Some(s) } else { None })
                .collect::<Vec<_>>()
        };
        assert_eq!(times("1:23, then 1:02:03. (99:59)"), [83, 3723, 5999]);
        assert_eq!(
            times("12:60 1:2 1:2:03 1:60:00 1:23:45:56 :23 v1:23 1:23pm 10.1:23 ::1 100:00"),
            Vec::<u32>::new()
        );
        assert!(pieces("1:23", Times::Words) == [Piece::Words("1:23")]);
    }

    #[test]
    fn xs_02_only_three_schemes_lead_anywhere() {
        assert!(is_allowed("HTTPS://a.example") && is_allowed("mailto:a@b"));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "//evil",
            "/w/x",
            "",
            "http:evil",
            " http://a",
            "é",
        ] {
            assert!(!is_allowed(address), "{address}");
        }
        assert!(is_watch_link("/w/abc?t=83"));
        for address in ["//evil?t=1", "/\\evil?t=1", "/w/a?t=1&x", "w?t=1", "javascript:x?t=1"] {
            assert!(!is_watch_link(address), "{address}");
        }
    }
}
