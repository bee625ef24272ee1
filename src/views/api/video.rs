//! Videos: in lists, whole, and what goes along with them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Account, Channel, Labelled, labels};

/// A video as lists have it, and the beginning of a whole one.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Video {
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    /// The same in 22 characters, as in the addresses of pages.
    #[serde(rename = "shortUUID")]
    #[schema(
        min_length = 22,
        max_length = 22,
        pattern = "^[1-9A-HJ-NP-Za-km-z]+$",
        examples("3tKpLcXz9QwNfYVh7rS2Jm")
    )]
    pub short_uuid: String,
    /// Of its page.
    #[schema(format = "uri")]
    pub url: String,
    #[schema(examples("A quiet harbour"))]
    pub name: String,
    #[schema(schema_with = labels::number)]
    pub category: Labelled<i64>,
    #[schema(schema_with = labels::number)]
    pub licence: Labelled<i64>,
    #[schema(schema_with = labels::code)]
    pub language: Labelled<String>,
    #[schema(schema_with = labels::privacy)]
    pub privacy: Labelled<i64>,
    #[schema(schema_with = labels::state)]
    pub state: Labelled<i64>,
    /// Whether its creator says that not everybody may like to see it.
    pub nsfw: bool,
    #[schema(minimum = 0)]
    pub nsfw_flags: i64,
    #[schema(required)]
    pub nsfw_summary: Option<String>,
    /// Its first 250 characters in lists, all of it in a whole video.
    pub description: String,
    pub truncated_description: String,
    pub is_live: bool,
    pub is_local: bool,
    /// In seconds.
    #[schema(minimum = 0, examples(312))]
    pub duration: i64,
    #[schema(required)]
    /// Width through height; null where there is no picture.
    pub aspect_ratio: Option<f64>,
    #[schema(minimum = 0)]
    pub views: i64,
    #[schema(minimum = 0)]
    pub viewers: i64,
    #[schema(minimum = 0)]
    pub likes: i64,
    #[schema(minimum = 0)]
    pub dislikes: i64,
    #[schema(minimum = 0)]
    pub comments: i64,
    #[schema(required, format = "uri-reference")]
    pub thumbnail_path: Option<String>,
    #[schema(required, format = "uri-reference")]
    pub preview_path: Option<String>,
    pub thumbnails: Vec<Thumbnail>,
    #[schema(format = "uri-reference")]
    pub embed_path: String,
    #[schema(format = "date-time")]
    pub published_at: String,
    #[schema(required, format = "date-time")]
    pub originally_published_at: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
    pub account: Account,
    pub channel: Channel,
    /// Whether a moderator took it from everybody's sight.
    pub blacklisted: bool,
    #[schema(required)]
    pub blacklisted_reason: Option<String>,
}

/// A picture of a video in one size, in pixels.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Thumbnail {
    #[schema(format = "uri-reference")]
    pub path: String,
    #[schema(format = "uri")]
    pub file_url: String,
    #[schema(minimum = 0)]
    pub width: i32,
    #[schema(minimum = 0)]
    pub height: i32,
}

/// A video with everything that there is to know to play it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VideoDetails {
    #[serde(flatten)]
    pub video: Video,
    #[schema(format = "uri-reference")]
    pub description_path: String,
    #[schema(required)]
    pub support: Option<String>,
    #[schema(examples("harbour"))]
    pub tags: Vec<String>,
    pub comments_enabled: bool,
    #[schema(schema_with = labels::comments_policy)]
    pub comments_policy: Labelled<i64>,
    pub download_enabled: bool,
    pub wait_transcoding: bool,
    #[schema(required, format = "date-time")]
    pub input_file_updated_at: Option<String>,
    pub tracker_urls: Vec<String>,
    pub files: Vec<File>,
    pub streaming_playlists: Vec<StreamingPlaylist>,
}

/// One file that a client may play or keep.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct File {
    pub id: i64,
    /// The short side of the picture; 0 for sound alone.
    #[schema(schema_with = labels::number)]
    pub resolution: Labelled<i64>,
    #[schema(minimum = 0)]
    pub width: i32,
    #[schema(minimum = 0)]
    pub height: i32,
    /// In bytes.
    #[schema(minimum = 0)]
    pub size: i64,
    #[schema(minimum = 0)]
    pub fps: i64,
    pub has_audio: bool,
    pub has_video: bool,
    #[schema(format = "uri")]
    pub file_url: String,
    #[schema(format = "uri")]
    pub file_download_url: String,
    #[serde(flatten)]
    pub torrent: Torrent,
    #[schema(minimum = 0)]
    pub storage: i64,
}

/// Nothing here is shared by torrent, but clients drop a file where these are no texts.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Torrent {
    pub torrent_url: &'static str,
    pub torrent_download_url: &'static str,
    pub magnet_uri: &'static str,
    pub metadata_url: &'static str,
}

/// The video in several qualities, for players that choose among them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StreamingPlaylist {
    pub id: i64,
    /// 1 is HLS.
    #[serde(rename = "type")]
    #[schema(schema_with = labels::playlist_kind)]
    pub kind: i64,
    #[schema(format = "uri")]
    pub playlist_url: String,
    pub segments_sha256_url: &'static str,
    pub redundancies: Vec<String>,
    pub files: Vec<File>,
}

/// The whole description of a video, in Markdown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Description {
    pub description: String,
}

/// What is said, as a file in WebVTT.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Caption {
    #[schema(schema_with = labels::code)]
    pub language: Labelled<String>,
    pub automatically_generated: bool,
    #[schema(format = "uri-reference")]
    pub caption_path: String,
    #[schema(format = "uri")]
    pub file_url: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
}

/// Where its parts begin; empty where it has none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Chapters {
    pub chapters: Vec<Chapter>,
}

/// A part of a video.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Chapter {
    pub title: String,
    /// In seconds.
    #[schema(minimum = 0)]
    pub timecode: i64,
}

/// Its pictures at a glance; empty where there are none.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Storyboards {
    pub storyboards: Vec<Storyboard>,
}

/// Pictures from the whole video on one sheet. Sizes are in pixels.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Storyboard {
    #[schema(format = "uri-reference")]
    pub storyboard_path: String,
    #[schema(format = "uri")]
    pub file_url: String,
    #[schema(minimum = 0)]
    pub total_width: u64,
    #[schema(minimum = 0)]
    pub total_height: u64,
    #[schema(minimum = 0)]
    pub sprite_width: u64,
    #[schema(minimum = 0)]
    pub sprite_height: u64,
    /// In seconds.
    pub sprite_duration: f64,
}

/// How far a video is: what its owner hears in a stream of events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VideoProgress {
    #[schema(schema_with = labels::state)]
    pub state: Labelled<i64>,
    #[schema(minimum = 0, maximum = 100)]
    pub percent: i64,
    /// Why it failed, or what was odd about the file.
    #[schema(required)]
    pub note: Option<String>,
}

/// A recommended video with the reason why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Recommendation {
    #[serde(flatten)]
    pub video: Video,
    #[schema(examples("Because you watched A quiet harbour"))]
    pub reason: String,
}
