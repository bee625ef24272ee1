//! Weak validators, for an answer may be compressed on its way; and whether whoever asks has the same answer already.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header::{HeaderMap, IF_NONE_MATCH};

pub fn of(body: &[u8]) -> String {
    of_parts(std::iter::once(body))
}

/// Of a body without what lies between its parts.
pub fn of_parts<'a>(parts: impl Iterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    parts.for_each(|part| part.hash(&mut hasher));
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Whether the headers of a request name this validator.
pub fn is_fresh(asked: &HeaderMap, tag: &str) -> bool {
    asked.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).is_some_and(|asked| asked.contains(tag))
}
