//! Playlists, and what is in them.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::video::{Thumbnail, Video};
use super::{Account, Channel, Labelled, labels};

/// Videos in an order that somebody chose.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Playlist {
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    /// The same in 22 characters, as in the addresses of pages.
    #[serde(rename = "shortUUID")]
    #[schema(
        min_length = 22,
        max_length = 22,
        pattern = "^[1-9A-HJ-NP-Za-km-z]+$",
        examples("7dQpLcXz9QwNfYVh7rS2Ka")
    )]
    pub short_uuid: String,
    /// Of its page.
    #[schema(format = "uri")]
    pub url: String,
    #[schema(examples("For rainy days"))]
    pub display_name: String,
    #[schema(required)]
    pub description: Option<String>,
    #[schema(schema_with = labels::privacy)]
    pub privacy: Labelled<i64>,
    #[serde(rename = "type")]
    #[schema(schema_with = labels::playlist_type)]
    pub kind: Labelled<i64>,
    pub is_local: bool,
    /// How many of its videos whoever asks may see.
    #[schema(minimum = 0)]
    pub videos_length: i64,
    #[schema(required, format = "uri-reference")]
    pub thumbnail_path: Option<String>,
    #[schema(required, format = "uri")]
    pub thumbnail_url: Option<String>,
    pub thumbnails: Vec<Thumbnail>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
    pub owner_account: Account,
    #[schema(required)]
    pub video_channel: Option<Channel>,
}

/// A video's place in a playlist. Moments are in seconds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlaylistElement {
    pub id: i64,
    /// Counted from 1, among what whoever asks may see.
    #[schema(minimum = 1)]
    pub position: i64,
    #[schema(required, minimum = 0)]
    pub start_timestamp: Option<i64>,
    #[schema(required, minimum = 0)]
    pub stop_timestamp: Option<i64>,
    /// 0 where there is a video; 3 where its owner may no longer see it.
    #[serde(rename = "type")]
    #[schema(schema_with = labels::element_type)]
    pub kind: i64,
    #[schema(required)]
    pub video: Option<Video>,
}

/// A playlist that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPlaylist {
    pub video_playlist: PlaylistNames,
}

/// The three names of a playlist.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlaylistNames {
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
}

/// A place in a playlist that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPlaylistElement {
    pub video_playlist_element: ElementName,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ElementName {
    pub id: i64,
}

/// In which of one's playlists each of the videos is, by its number, which is a text here: so are all names in JSON.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VideoPlaces(pub BTreeMap<String, Vec<VideoPlace>>);

/// Where a video is in one of one's playlists. Moments are in seconds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VideoPlace {
    pub playlist_element_id: i64,
    pub playlist_id: i64,
    pub playlist_display_name: String,
    #[serde(rename = "playlistShortUUID")]
    pub playlist_short_uuid: String,
    #[schema(required, minimum = 0)]
    pub start_timestamp: Option<i64>,
    #[schema(required, minimum = 0)]
    pub stop_timestamp: Option<i64>,
}
