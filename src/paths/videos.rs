//! Addresses of videos. A video's page is always `/w/{short}`, in cards, in links and in what others share.

use crate::db::ids::Uuid;
use crate::text::short_id;

/// The page on which a video is watched.
pub fn watch(video: &Uuid) -> String {
    format!("/w/{}", short(video))
}

pub fn rating(video: &Uuid) -> String {
    format!("{}/rating", watch(video))
}

/// The form that reports a video to the moderators.
pub fn report(video: &Uuid) -> String {
    format!("/reports/new?video={}", short(video))
}

/// The 22 characters that stand for a video in addresses.
pub fn short(video: &Uuid) -> String {
    short_id::of(uuid::Uuid::from_bytes(video.bytes()))
}
