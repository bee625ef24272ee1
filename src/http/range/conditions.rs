//! Preconditions: whether the client's copy, or its idea of the file, is the present one.

use std::time::{Duration, SystemTime};

use actix_web::http::Method;
use actix_web::http::header::HttpDate;

use super::{Conditions, Outcome, Validators};

/// The outcome that a precondition forces, if one does.
pub fn failed(method: &Method, conditions: &Conditions<'_>, file: Validators<'_>) -> Option<Outcome> {
    let reads = method == Method::GET || method == Method::HEAD;
    if let Some(tags) = conditions.if_match.as_deref() {
        if !lists(tags, file.etag, Comparison::Strong) {
            return Some(Outcome::PreconditionFailed);
        }
    } else if date(conditions.if_unmodified_since.as_deref())
        .is_some_and(|since| seconds(file.modified) > since)
    {
        return Some(Outcome::PreconditionFailed);
    }
    if let Some(tags) = conditions.if_none_match.as_deref() {
        if lists(tags, file.etag, Comparison::Weak) {
            return Some(if reads { Outcome::NotModified } else { Outcome::PreconditionFailed });
        }
    } else if reads
        && date(conditions.if_modified_since.as_deref()).is_some_and(|since| seconds(file.modified) <= since)
    {
        return Some(Outcome::NotModified);
    }
    None
}

/// Whether an `If-Range` names the present state: the same strong tag, or exactly its date.
pub fn is_current(if_range: &str, file: Validators<'_>) -> bool {
    let value = if_range.trim();
    if value.starts_with('"') || value.starts_with("W/") {
        return value == file.etag;
    }
    date(Some(value)) == Some(seconds(file.modified))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

/// Whether a list of entity tags has this one; `*` has every one. What follows a malformed tag is not read.
fn lists(tags: &str, etag: &str, comparison: Comparison) -> bool {
    let mut rest = tags.trim();
    if rest == "*" {
        return true;
    }
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let (weak, tag) = rest.strip_prefix("W/").map_or((false, rest), |tag| (true, tag));
        let Some(end) = tag.strip_prefix('"').and_then(|inner| inner.find('"')) else { return false };
        let (tag, after) = tag.split_at(end + 2);
        if tag == etag && !(weak && comparison == Comparison::Strong) {
            return true;
        }
        rest = after;
    }
}

/// A date that cannot be read is as if it were not there.
fn date(value: Option<&str>) -> Option<u64> {
    let date: HttpDate = value?.trim().parse().ok()?;
    Some(seconds(SystemTime::from(date)))
}

/// HTTP counts whole seconds.
fn seconds(moment: SystemTime) -> u64 {
    moment.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}
