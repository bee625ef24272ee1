//! Conditional requests and byte ranges: RFC 9110, sections 13 and 14.
//!
//! Pure: header values, a length and the file's validators in, an outcome out. Of several ranges the first that can be had is sent, as the
//! standard allows: one answer is one stretch of the file, however many ranges a client lists. A malformed `Range` in bytes answers 416,
//! as nginx does; another unit is ignored.

mod conditions;

use std::borrow::Cow;
use std::time::SystemTime;

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};

/// The header fields of a request that decide what of a file is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions<'a> {
    pub if_match: Option<Cow<'a, str>>,
    pub if_unmodified_since: Option<Cow<'a, str>>,
    pub if_none_match: Option<Cow<'a, str>>,
    pub if_modified_since: Option<Cow<'a, str>>,
    pub if_range: Option<Cow<'a, str>>,
    pub range: Option<Cow<'a, str>>,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy)]
pub struct Validators<'a> {
    /// A strong entity tag with its quotes.
    pub etag: &'a str,
    pub modified: SystemTime,
}

/// What to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 200 with the whole file.
    Whole,
    /// 206 with this part and its `Content-Range`.
    Part(ByteRange),
    /// 304.
    NotModified,
    /// 412.
    PreconditionFailed,
    /// 416 with `Content-Range: bytes */length`.
    NotSatisfiable,
}

/// A stretch of a file, both ends included, as `Content-Range` writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByteRange {
    pub first: u64,
    pub last: u64,
}

impl ByteRange {
    pub fn length(&self) -> u64 {
        self.last - self.first + 1
    }

    /// The value of `Content-Range` in a 206.
    pub fn content_range(&self, length: u64) -> String {
        format!("bytes {}-{}/{length}", self.first, self.last)
    }
}

/// The value of `Content-Range` in a 416.
pub fn unsatisfied_content_range(length: u64) -> String {
    format!("bytes */{length}")
}

impl<'a> Conditions<'a> {
    /// A value that is not text counts as one that matches nothing.
    pub fn of(headers: &'a HeaderMap) -> Self {
        let value = |name: HeaderName| {
            let mut lines = headers.get_all(name).map(|line| line.to_str().unwrap_or("?"));
            let first = lines.next()?;
            let joined = lines.fold(Cow::Borrowed(first), |all, line| Cow::Owned(format!("{all}, {line}")));
            Some(joined)
        };
        Self {
            if_match: value(header::IF_MATCH),
            if_unmodified_since: value(header::IF_UNMODIFIED_SINCE),
            if_none_match: value(header::IF_NONE_MATCH),
            if_modified_since: value(header::IF_MODIFIED_SINCE),
            if_range: value(header::IF_RANGE),
            range: value(header::RANGE),
        }
    }
}

/// Decides in the order of RFC 9110, section 13.2.2.
pub fn evaluate(method: &Method, conditions: &Conditions<'_>, file: Validators<'_>, length: u64) -> Outcome {
    if let Some(outcome) = conditions::failed(method, conditions, file) {
        return outcome;
    }
    // Ranges are for GET alone.
    let Some(range) = conditions.range.as_deref().filter(|_| method == Method::GET) else {
        return Outcome::Whole;
    };
    if conditions.if_range.as_deref().is_some_and(|value| !conditions::is_current(value, file)) {
        return Outcome::Whole;
    }
    requested(range, length)
}

/// What a `Range` field asks of so many bytes.
fn requested(range: &str, length: u64) -> Outcome {
    let Some((unit, specifiers)) = range.split_once('=') else { return Outcome::NotSatisfiable };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Outcome::Whole;
    }
    let mut first_to_have = None;
    let mut listed = 0;
    // A list may have empty elements; it is as long as a header may be, and nothing is kept of it but one range.
    for specifier in specifiers.split(',').map(|s| s.trim_matches([' ', '\t'])).filter(|s| !s.is_empty()) {
        listed += 1;
        match Specifier::parse(specifier) {
            None => return Outcome::NotSatisfiable,
            Some(specifier) => first_to_have = first_to_have.or_else(|| specifier.of(length)),
        }
    }
    match first_to_have {
        Some(range) if listed > 0 => Outcome::Part(range),
        _ => Outcome::NotSatisfiable,
    }
}

#[derive(Debug, Clone, Copy)]
enum Specifier {
    /// `first-last` or `first-`.
    From { first: u64, last: u64 },
    /// `-length`.
    Last(u64),
}

impl Specifier {
    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-')?;
        if first.is_empty() {
            return number(last).map(Self::Last);
        }
        let first = number(first)?;
        let last = if last.is_empty() { u64::MAX } else { number(last)? };
        (first <= last).then_some(Self::From { first, last })
    }

    fn of(self, length: u64) -> Option<ByteRange> {
        let end = length.checked_sub(1)?;
        match self {
            Self::From { first, .. } if first > end => None,
            Self::From { first, last } => Some(ByteRange { first, last: last.min(end) }),
            Self::Last(0) => None,
            Self::Last(bytes) => Some(ByteRange { first: length.saturating_sub(bytes), last: end }),
        }
    }
}

/// Digits alone; more than a file can have is all of it.
fn number(digits: &str) -> Option<u64> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
