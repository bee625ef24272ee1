//! How addresses name a video: the 22-character short id, the UUID, or the integer.

use crate::db::ids::{Uuid, VideoId};
use crate::text::short_id;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoRef {
    Uuid(Uuid),
    Integer(VideoId),
}

impl VideoRef {
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(uuid) = short_id::parse_any(text) {
            return Some(Self::Uuid(uuid.into()));
        }
        let digits = !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(VideoId).map(Self::Integer))?
    }
}

/// The path of the page where a video is watched: part of stored descriptions, whose times link to it.
pub fn watch_path(uuid: &Uuid) -> String {
    format!("/w/{}", short_id::of(uuid::Uuid::from_bytes(uuid.bytes())))
}
