//! The site itself: what it is called, what it can do, how large it is.

use serde::Serialize;

/// `GET /api/v1/config`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    pub instance: Instance,
    /// The level of PeerTube's API that is answered, and what answers it.
    pub server_version: String,
    pub signup: Signup,
    pub video: VideoConfig,
    pub transcoding: Transcoding,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Instance {
    pub name: String,
    pub short_description: String,
    pub default_client_route: String,
    pub default_nsfw_policy: &'static str,
    pub is_nsfw: bool,
    pub avatars: Vec<super::Image>,
    pub banners: Vec<super::Image>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Signup {
    pub allowed: bool,
    #[serde(rename = "allowedForCurrentIP")]
    pub allowed_for_current_ip: bool,
    pub requires_email_verification: bool,
    pub requires_approval: bool,
    pub minimum_age: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct VideoConfig {
    pub file: FileConfig,
}

#[derive(Debug, Clone, Serialize)]
pub struct FileConfig {
    /// With their dots.
    pub extensions: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Transcoding {
    pub hls: Enabled,
    pub web_videos: Enabled,
}

#[derive(Debug, Clone, Serialize)]
pub struct Enabled {
    pub enabled: bool,
}

/// `GET /api/v1/config/about`
#[derive(Debug, Clone, Serialize)]
pub struct About {
    pub instance: AboutInstance,
}

#[derive(Debug, Clone, Serialize)]
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

/// `GET /api/v1/server/stats`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    pub total_users: i64,
    pub total_local_videos: i64,
    pub total_local_video_views: i64,
    pub total_local_video_comments: i64,
    pub total_local_video_channels: i64,
    pub total_local_playlists: i64,
    pub total_videos: i64,
    pub total_video_comments: i64,
    pub total_instance_followers: i64,
    pub total_instance_following: i64,
}

/// `GET /.well-known/nodeinfo`
#[derive(Debug, Clone, Serialize)]
pub struct NodeInfoLinks {
    pub links: Vec<NodeInfoLink>,
}

#[derive(Debug, Clone, Serialize)]
pub struct NodeInfoLink {
    pub rel: &'static str,
    pub href: String,
}

/// `GET /nodeinfo/2.1.json` (<https://nodeinfo.diaspora.software/schema.html>)
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
    pub version: &'static str,
    pub software: Software,
    pub protocols: Vec<String>,
    pub services: Services,
    pub open_registrations: bool,
    pub usage: Usage,
    pub metadata: Metadata,
}

#[derive(Debug, Clone, Serialize)]
pub struct Software {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub struct Services {
    pub inbound: Vec<String>,
    pub outbound: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    pub users: UsageUsers,
    pub local_posts: i64,
    pub local_comments: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct UsageUsers {
    pub total: i64,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    pub node_name: String,
    pub node_description: String,
}
