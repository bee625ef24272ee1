//! Chapters: where the parts of a video begin, and what they are called.
//!
//! They come from lines such as `1:30 The second part`: typed into a form ([`parse`]) or found in a description ([`of_description`]);
//! or from the file itself ([`of_file`]). A beginning is a whole second, for that is what links and people can name.

use std::fmt::Write;

use super::{captions, markdown, plain, words};

pub const MOST: usize = 100;
const TITLE_CHARACTERS: usize = 100;
/// Fewer lines with times are no list of chapters.
const FEWEST_IN_DESCRIPTION: usize = 3;

/// The beginning of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterMark {
    pub start_ms: i64,
    pub title: String,
}

/// What is wrong with a list, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChaptersRefused {
    #[error("Line {line}: begin with a time, such as 1:30 The second part.")]
    NoTime { line: usize },
    #[error("Line {line}: give the chapter a title.")]
    NoTitle { line: usize },
    #[error("Line {line}: a title has at most {} characters.", TITLE_CHARACTERS)]
    LongTitle { line: usize },
    #[error("Line {line}: each chapter begins later than the one before it.")]
    NotLater { line: usize },
    #[error("Line {line}: the video is only {length} long.")]
    BeyondEnd { line: usize, length: String },
    #[error("A video has at most {} chapters.", MOST)]
    TooMany,
}

/// A list as somebody types it, a chapter in each line. A length of 0 is not known.
pub fn parse(text: &str, duration_ms: i64) -> Result<Vec<ChapterMark>, ChaptersRefused> {
    let mut marks: Vec<ChapterMark> = Vec::new();
    for (index, typed) in text.lines().enumerate() {
        let line = index + 1;
        let typed = plain::clean_line(typed);
        if typed.is_empty() {
            continue;
        }
        let (start_ms, title) = timed(&typed).ok_or(ChaptersRefused::NoTime { line })?;
        let title = title.to_owned();
        match title.chars().count() {
            0 => return Err(ChaptersRefused::NoTitle { line }),
            1..=TITLE_CHARACTERS => {}
            _ => return Err(ChaptersRefused::LongTitle { line }),
        }
        if marks.last().is_some_and(|last| last.start_ms >= start_ms) {
            return Err(ChaptersRefused::NotLater { line });
        }
        if duration_ms > 0 && start_ms >= duration_ms {
            return Err(ChaptersRefused::BeyondEnd { line, length: words::duration(duration_ms) });
        }
        if marks.len() == MOST {
            return Err(ChaptersRefused::TooMany);
        }
        marks.push(ChapterMark { start_ms, title });
    }
    Ok(marks)
}

/// The chapters in a description: lines that begin with a time, the first at 0:00, at least three, each later than the one before.
pub fn of_description(markdown: &str) -> Vec<ChapterMark> {
    let mut marks: Vec<ChapterMark> = Vec::new();
    for line in markdown.lines() {
        let line = plain::clean_line(line.trim_start_matches(['-', '*', '•', ' ']));
        let Some((start_ms, title)) = timed(&line) else { continue };
        let title: String = markdown::to_plain(title).chars().take(TITLE_CHARACTERS).collect();
        if title.is_empty() {
            continue;
        }
        let is_next = match marks.last() {
            None => start_ms == 0,
            Some(last) => start_ms > last.start_ms,
        };
        if !is_next || marks.len() == MOST {
            return Vec::new();
        }
        marks.push(ChapterMark { start_ms, title });
    }
    if marks.len() < FEWEST_IN_DESCRIPTION { Vec::new() } else { marks }
}

/// The chapters that a file names. A single one divides nothing.
pub fn of_file<'a>(named: impl Iterator<Item = (u64, &'a str)>) -> Vec<ChapterMark> {
    let mut marks: Vec<ChapterMark> = Vec::new();
    for (start_ms, title) in named {
        let start_ms = i64::try_from(start_ms / 1000 * 1000).unwrap_or(i64::MAX);
        let is_next = marks.last().is_none_or(|last| start_ms > last.start_ms);
        if !is_next || marks.len() == MOST {
            continue;
        }
        let title: String =
            plain::clean_line(plain::truncated(title, 2000)).chars().take(TITLE_CHARACTERS).collect();
        let title = if title.is_empty() { format!("Chapter {}", marks.len() + 1) } else { title };
        marks.push(ChapterMark { start_ms, title });
    }
    if marks.len() < 2 { Vec::new() } else { marks }
}

/// As [`parse`] reads them.
pub fn lines(marks: &[ChapterMark]) -> String {
    let line = |mark: &ChapterMark| format!("{} {}", words::duration(mark.start_ms), mark.title);
    marks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// For `<track kind="chapters">`; each lasts until the next begins.
pub fn to_webvtt(marks: &[ChapterMark], duration_ms: i64) -> String {
    let mut written = String::from("WEBVTT\n");
    let ends = marks.iter().skip(1).map(|next| next.start_ms).chain([duration_ms]);
    for (mark, end_ms) in marks.iter().zip(ends) {
        let moment = |ms: i64| captions::moment(u64::try_from(ms).unwrap_or(0));
        let end_ms = end_ms.max(mark.start_ms + 1);
        let (start, end) = (moment(mark.start_ms), moment(end_ms));
        let _ = write!(written, "\n{start} --> {end}\n{}\n", captions::escaped(&mark.title));
    }
    written
}

/// `1:30 – Title`, `(1:30) Title` or `1:30 Title`, taken apart.
fn timed(line: &str) -> Option<(i64, &str)> {
    let (open, close) = match line.chars().next()? {
        '(' => ("(", ")"),
        '[' => ("[", "]"),
        _ => ("", ""),
    };
    let rest = line.strip_prefix(open)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(rest.len());
    let (time, rest) = rest.split_at(end);
    let title = rest.strip_prefix(close)?;
    if !title.is_empty() && !title.starts_with([' ', '-', '–', '—', '|']) {
        return None;
    }
    Some((milliseconds(time)?, title.trim_start_matches([' ', '-', '–', '—', '|'])))
}

/// `m:ss` or `h:mm:ss`.
fn milliseconds(time: &str) -> Option<i64> {
    let parts: Vec<&str> = time.split(':').collect();
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| -> Option<i64> {
        if digits.contains(&part.len()) { part.parse().ok() } else { None }
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, number(minutes, 1..=3)?, number(seconds, 2..=2)?),
        [hours, minutes, seconds] => {
            let minutes = number(minutes, 2..=2).filter(|minutes| *minutes < 60)?;
            (number(hours, 1..=2)?, minutes, number(seconds, 2..=2)?)
        }
        _ => return None,
    };
    (seconds < 60).then_some((hours * 3600 + minutes * 60 + seconds) * 1000)
}

#[cfg(test)]
mod tests {
    use super::{ChapterMark, ChaptersRefused, lines, of_description, of_file, parse, to_webvtt};

    fn mark(start_ms: i64, title: &str) -> ChapterMark {
        ChapterMark { start_ms, title: title.to_owned() }
    }

    #[test]
    fn a_typed_list_is_read_and_written_again() {
        let marks = parse("0:00 Begin\n\n  1:30 – The  second\u{202E} part \n1:02:03 <b>End</b>", 0).unwrap();
        assert_eq!(marks, [mark(0, "Begin"), mark(90_000, "The second part"), mark(3_723_000, "<b>End</b>")]);
        assert_eq!(parse(&lines(&marks), 0).unwrap(), marks);
        assert_eq!(parse(" \n", 0).unwrap(), []);
    }

    #[test]
    fn a_refused_list_names_its_line() {
        use ChaptersRefused::{BeyondEnd, LongTitle, NoTime, NoTitle, NotLater, TooMany};
        let refused = |text: &str| parse(text, 100_000).unwrap_err();
        for words in
            ["Begin", "1.30 x", "1:3 x", "1:60 x", "1:60:00 x", "12:34:56:78 x", ":10 x", "1:30x", "1:300 x"]
        {
            assert_eq!(refused(&format!("0:00 a\n{words}")), NoTime { line: 2 }, "{words}");
        }
        assert_eq!(refused("0:00 a\n\n1:00 -"), NoTitle { line: 3 });
        assert_eq!(refused(&format!("0:00 {}", "x".repeat(101))), LongTitle { line: 1 });
        assert_eq!(refused("0:10 a\n0:10 b"), NotLater { line: 2 });
        assert_eq!(refused("1:40 a"), BeyondEnd { line: 1, length: "1:40".to_owned() });
        let many: String = (0..101).map(|at| format!("{}:{:02} x\n", at / 60, at % 60)).collect();
        assert_eq!(parse(&many, 0).unwrap_err(), TooMany);
    }

    #[test]
    fn a_description_has_chapters_when_its_times_make_a_list() {
        let found = of_description(
            "About it.\n\n0:00 Intro\n- 0:30 **Bold** [link](https://a.example)\n(1:00) Outro\n\nAt 0:10 it rains.",
        );
        assert_eq!(found, [mark(0, "Intro"), mark(30_000, "Bold link"), mark(60_000, "Outro")]);
        for description in [
            "",
            "0:00 a\n0:10 b",
            "0:01 a\n0:10 b\n0:20 c",
            "0:00 a\n0:20 b\n0:10 c",
            "0:00 a\n0:20\n0:30 c",
            "x 0:00 a\nx 0:10 b\nx 0:20 c",
        ] {
            assert_eq!(of_description(description), [], "{description}");
        }
    }

    #[test]
    fn a_file_has_chapters_when_there_are_several() {
        let named = [(400, "One\0"), (900, "same second"), (5_500, " "), (3_000, "earlier")];
        assert_eq!(of_file(named.into_iter()), [mark(0, "One"), mark(5_000, "Chapter 2")]);
        assert_eq!(of_file([(0, "All of it")].into_iter()), []);
    }

    #[test]
    fn xs_04_a_title_is_words_in_webvtt_too() {
        let written = to_webvtt(&[mark(0, "<script> --> & x"), mark(10_000, "b")], 5_000);
        assert_eq!(
            written,
            "WEBVTT\n\n00:00:00.000 --> 00:00:10.000\n&lt;script&gt; --&gt; &amp; x\n\n\
             00:00:10.000 --> 00:00:10.001\nb\n"
        );
    }
}
