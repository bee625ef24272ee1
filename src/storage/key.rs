//! Keys: names of stored things, such as `media/{uuid}/{version}/{file}`.
//!
//! A key begins with one of the areas that hold published things, so no key leads to the database or the secret beside them; and no part of
//! it can climb out, hide, or mean something to a file system.

use std::fmt;

/// Where published things are.
pub(super) const AREAS: &[&str] = &["media", "models"];
const SEGMENT_BYTES: usize = 200;
const SEGMENTS: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StorageKey(String);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the key of a stored thing")]
pub struct KeyRefused(String);

impl StorageKey {
    pub fn parse(text: &str) -> Result<Self, KeyRefused> {
        let segments = text.split('/');
        let in_area = segments.clone().next().is_some_and(|area| AREAS.contains(&area));
        if !in_area || segments.clone().count() > SEGMENTS || !segments.clone().all(is_segment) {
            return Err(KeyRefused(text.chars().take(SEGMENT_BYTES).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// One level deeper.
    pub fn join(&self, segment: &str) -> Result<Self, KeyRefused> {
        Self::parse(&format!("{}/{segment}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: a file's name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Whether this names a whole area, which may be listed but not replaced or deleted.
    pub(super) fn is_area(&self) -> bool {
        !self.0.contains('/')
    }
}

impl fmt::Display for StorageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A leading dot would be `.`, `..` or hidden; a leading hyphen an option to some command.
pub(super) fn is_segment(segment: &str) -> bool {
    (1..=SEGMENT_BYTES).contains(&segment.len())
        && !segment.starts_with(['.', '-'])
        && segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::StorageKey;

    #[test]
    fn a_key_is_an_area_and_plain_names() {
        let key = StorageKey::parse("media/0b1c/v1-x/0b1c-web.mp4").unwrap();
        assert_eq!(key.name(), "0b1c-web.mp4");
        assert_eq!(StorageKey::parse("models").unwrap().join("3").unwrap().as_str(), "models/3");
    }

    #[test]
    fn up_09_nothing_leads_out_of_the_areas() {
        let attempts = [
            "",
            "/",
            "media/",
            "/media/x",
            "media//x",
            "media/../kinora.db",
            "media/..",
            "media/.",
            "media/%2e%2e/x",
            "media/..%2fx",
            "media/x;y",
            "media/x\0",
            "media/x\\..\\y",
            "media/x y",
            "media/é",
            "kinora.db",
            "secret.key",
            "incoming/x",
            "tmp/x",
            "media/.hidden",
            "media/-version",
            "media/a/b/c/d/e/f/g/h",
        ];
        for attempt in attempts {
            assert!(StorageKey::parse(attempt).is_err(), "{attempt:?}");
        }
        assert!(StorageKey::parse(&format!("media/{}", "x".repeat(300))).is_err());
        assert!(StorageKey::parse("media/x").unwrap().join("../y").is_err());
    }
}
