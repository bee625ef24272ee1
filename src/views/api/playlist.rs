//! Playlists, and what is in them.

use serde::Serialize;

use super::video::{Thumbnail, Video};
use super::{Account, Channel, Labelled};

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Playlist {
    pub id: i64,
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
    pub url: String,
    pub display_name: String,
    pub description: Option<String>,
    pub privacy: Labelled<i64>,
    #[serde(rename = "type")]
    pub kind: Labelled<i64>,
    pub is_local: bool,
    /// How many of its videos whoever asks may see.
    pub videos_length: i64,
    pub thumbnail_path: Option<String>,
    pub thumbnail_url: Option<String>,
    pub thumbnails: Vec<Thumbnail>,
    pub created_at: String,
    pub updated_at: String,
    pub owner_account: Account,
    pub video_channel: Option<Channel>,
}

/// A video's place in a playlist. Moments are in seconds.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaylistElement {
    pub id: i64,
    /// Counted from 1, among what whoever asks may see.
    pub position: i64,
    pub start_timestamp: Option<i64>,
    pub stop_timestamp: Option<i64>,
    /// 0 where there is a video; 3 where its owner may no longer see it.
    #[serde(rename = "type")]
    pub kind: i64,
    pub video: Option<Video>,
}

/// In which of one's playlists a video is.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VideoPlace {
    pub playlist_element_id: i64,
    pub playlist_id: i64,
    pub playlist_display_name: String,
    #[serde(rename = "playlistShortUUID")]
    pub playlist_short_uuid: String,
    pub start_timestamp: Option<i64>,
    pub stop_timestamp: Option<i64>,
}
