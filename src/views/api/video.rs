//! Videos: in lists, whole, and what goes along with them.

use serde::Serialize;

use super::{Account, Channel, Labelled};

/// A video as lists have it, and the beginning of a whole one.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Video {
    pub id: i64,
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
    pub url: String,
    pub name: String,
    pub category: Labelled<i64>,
    pub licence: Labelled<i64>,
    pub language: Labelled<String>,
    pub privacy: Labelled<i64>,
    pub state: Labelled<i64>,
    pub nsfw: bool,
    pub nsfw_flags: i64,
    pub nsfw_summary: Option<String>,
    /// Its first 250 characters in lists, all of it in a whole video.
    pub description: String,
    pub truncated_description: String,
    pub is_live: bool,
    pub is_local: bool,
    /// In seconds.
    pub duration: i64,
    pub aspect_ratio: Option<f64>,
    pub views: i64,
    pub viewers: i64,
    pub likes: i64,
    pub dislikes: i64,
    pub comments: i64,
    pub thumbnail_path: Option<String>,
    pub preview_path: Option<String>,
    pub thumbnails: Vec<Thumbnail>,
    pub embed_path: String,
    pub published_at: String,
    pub originally_published_at: Option<String>,
    pub created_at: String,
    pub updated_at: String,
    pub account: Account,
    pub channel: Channel,
    pub blacklisted: bool,
    pub blacklisted_reason: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Thumbnail {
    pub path: String,
    pub file_url: String,
    pub width: i32,
    pub height: i32,
}

/// `GET /api/v1/videos/{id}`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VideoDetails {
    #[serde(flatten)]
    pub video: Video,
    pub description_path: String,
    pub support: Option<String>,
    pub tags: Vec<String>,
    pub comments_enabled: bool,
    pub comments_policy: Labelled<i64>,
    pub download_enabled: bool,
    pub wait_transcoding: bool,
    pub input_file_updated_at: Option<String>,
    pub tracker_urls: Vec<String>,
    pub files: Vec<File>,
    pub streaming_playlists: Vec<StreamingPlaylist>,
}

/// One file that a client may play or keep.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    pub id: i64,
    /// The short side of the picture; 0 for sound alone.
    pub resolution: Labelled<i64>,
    pub width: i32,
    pub height: i32,
    /// In bytes.
    pub size: i64,
    pub fps: i64,
    pub has_audio: bool,
    pub has_video: bool,
    pub file_url: String,
    pub file_download_url: String,
    #[serde(flatten)]
    pub torrent: Torrent,
    pub storage: i64,
}

/// Nothing here is shared by torrent, but clients drop a file where these are no texts.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Torrent {
    pub torrent_url: &'static str,
    pub torrent_download_url: &'static str,
    pub magnet_uri: &'static str,
    pub metadata_url: &'static str,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamingPlaylist {
    pub id: i64,
    /// 1 is HLS.
    #[serde(rename = "type")]
    pub kind: i64,
    pub playlist_url: String,
    pub segments_sha256_url: &'static str,
    pub redundancies: Vec<String>,
    pub files: Vec<File>,
}

/// `GET /api/v1/videos/{id}/description`
#[derive(Debug, Clone, Serialize)]
pub struct Description {
    pub description: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Caption {
    pub language: Labelled<String>,
    pub automatically_generated: bool,
    pub caption_path: String,
    pub file_url: String,
    pub updated_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Chapters {
    pub chapters: Vec<Chapter>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Chapter {
    pub title: String,
    /// In seconds.
    pub timecode: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct Storyboards {
    pub storyboards: Vec<Storyboard>,
}

/// Sizes are in pixels.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Storyboard {
    pub storyboard_path: String,
    pub file_url: String,
    pub total_width: u64,
    pub total_height: u64,
    pub sprite_width: u64,
    pub sprite_height: u64,
    /// In seconds.
    pub sprite_duration: f64,
}

/// A recommended video with the reason why: ours.
#[derive(Debug, Clone, Serialize)]
pub struct Recommendation {
    #[serde(flatten)]
    pub video: Video,
    pub reason: String,
}
