//! The site itself: what it is called, what it can do, how large it is.

use serde::Serialize;
use utoipa::ToSchema;

use super::labels;

/// What the site is called and what it can do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    pub instance: Instance,
    /// The level of PeerTube's API that is answered, and what answers it.
    #[schema(examples("8.1.0+kinora.0.1.0"))]
    pub server_version: String,
    pub signup: Signup,
    pub video: VideoConfig,
    pub transcoding: Transcoding,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    pub name: String,
    pub short_description: String,
    pub default_client_route: String,
    #[schema(schema_with = labels::nsfw_policy)]
    pub default_nsfw_policy: &'static str,
    pub is_nsfw: bool,
    pub avatars: Vec<super::Image>,
    pub banners: Vec<super::Image>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Signup {
    pub allowed: bool,
    #[serde(rename = "allowedForCurrentIP")]
    pub allowed_for_current_ip: bool,
    pub requires_email_verification: bool,
    pub requires_approval: bool,
    #[schema(minimum = 0)]
    pub minimum_age: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VideoConfig {
    pub file: FileConfig,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileConfig {
    /// With their dots.
    #[schema(examples(".mp4"))]
    pub extensions: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Transcoding {
    pub hls: Enabled,
    pub web_videos: Enabled,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Enabled {
    pub enabled: bool,
}

/// What the site says of itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct About {
    pub instance: AboutInstance,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AboutInstance {
    pub name: String,
    pub short_description: String,
    pub description: String,
    pub terms: String,
    pub code_of_conduct: String,
    pub languages: Vec<String>,
    pub categories: Vec<i64>,
    pub avatars: Vec<super::Image>,
    pub banners: Vec<super::Image>,
}

/// How large the site is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    #[schema(minimum = 0)]
    pub total_users: i64,
    #[schema(minimum = 0)]
    pub total_local_videos: i64,
    #[schema(minimum = 0)]
    pub total_local_video_views: i64,
    #[schema(minimum = 0)]
    pub total_local_video_comments: i64,
    #[schema(minimum = 0)]
    pub total_local_video_channels: i64,
    #[schema(minimum = 0)]
    pub total_local_playlists: i64,
    #[schema(minimum = 0)]
    pub total_videos: i64,
    #[schema(minimum = 0)]
    pub total_video_comments: i64,
    #[schema(minimum = 0)]
    pub total_instance_followers: i64,
    #[schema(minimum = 0)]
    pub total_instance_following: i64,
}

/// Where NodeInfo is to be had.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NodeInfoLinks {
    pub links: Vec<NodeInfoLink>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NodeInfoLink {
    #[schema(format = "uri", examples("http://nodeinfo.diaspora.software/ns/schema/2.1"))]
    pub rel: &'static str,
    #[schema(format = "uri")]
    pub href: String,
}

/// Which software this is (<https://nodeinfo.diaspora.software/schema.html>).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
    /// Of NodeInfo.
    #[schema(examples("2.1"))]
    pub version: &'static str,
    pub software: Software,
    pub protocols: Vec<String>,
    pub services: Services,
    pub open_registrations: bool,
    pub usage: Usage,
    pub metadata: Metadata,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Software {
    #[schema(examples("kinora"))]
    pub name: &'static str,
    #[schema(examples("0.1.0"))]
    pub version: &'static str,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Services {
    pub inbound: Vec<String>,
    pub outbound: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    pub users: UsageUsers,
    #[schema(minimum = 0)]
    pub local_posts: i64,
    #[schema(minimum = 0)]
    pub local_comments: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UsageUsers {
    #[schema(minimum = 0)]
    pub total: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    pub node_name: String,
    pub node_description: String,
}
