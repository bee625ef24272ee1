//! Channels, and the people whom they belong to.

use serde::Serialize;
use utoipa::ToSchema;

/// A picture in one size, in pixels.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    #[schema(format = "uri-reference")]
    pub path: String,
    #[schema(format = "uri")]
    pub file_url: String,
    #[schema(minimum = 0)]
    pub width: i32,
    #[schema(minimum = 0)]
    pub height: i32,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
}

/// A person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: i64,
    /// The handle.
    #[schema(examples("mila"))]
    pub name: String,
    #[schema(examples("video.example"))]
    pub host: String,
    #[schema(format = "uri")]
    pub url: String,
    pub display_name: String,
    /// Plain text.
    pub description: String,
    pub avatars: Vec<Image>,
    #[schema(minimum = 0)]
    pub followers_count: i64,
    #[schema(minimum = 0)]
    pub following_count: i64,
    pub host_redundancy_allowed: bool,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
}

/// What a person publishes under one name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    pub id: i64,
    /// The handle.
    #[schema(examples("mila_channel"))]
    pub name: String,
    #[schema(examples("video.example"))]
    pub host: String,
    #[schema(format = "uri")]
    pub url: String,
    pub display_name: String,
    /// Plain text.
    pub description: String,
    /// How one may support its owner; nothing is known of that here.
    #[schema(required)]
    pub support: Option<String>,
    pub is_local: bool,
    pub avatars: Vec<Image>,
    pub banners: Vec<Image>,
    #[schema(minimum = 0)]
    pub followers_count: i64,
    #[schema(minimum = 0)]
    pub following_count: i64,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
    /// Absent where it is told beside the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owner_account: Option<Account>,
}

/// A channel that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewChannel {
    pub video_channel: ChannelName,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelName {
    pub id: i64,
}
