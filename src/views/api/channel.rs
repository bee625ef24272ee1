//! Channels, and the people whom they belong to.

use serde::Serialize;

/// A picture in one size.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    pub path: String,
    pub file_url: String,
    pub width: i32,
    pub height: i32,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: i64,
    /// The handle.
    pub name: String,
    pub host: String,
    pub url: String,
    pub display_name: String,
    pub description: String,
    pub avatars: Vec<Image>,
    pub followers_count: i64,
    pub following_count: i64,
    pub host_redundancy_allowed: bool,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    pub id: i64,
    /// The handle.
    pub name: String,
    pub host: String,
    pub url: String,
    pub display_name: String,
    pub description: String,
    /// How one may support its owner; nothing is known of that here.
    pub support: Option<String>,
    pub is_local: bool,
    pub avatars: Vec<Image>,
    pub banners: Vec<Image>,
    pub followers_count: i64,
    pub following_count: i64,
    pub created_at: String,
    pub updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_account: Option<Account>,
}
