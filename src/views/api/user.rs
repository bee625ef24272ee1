//! Somebody's own account, as it is told to them alone.

use serde::Serialize;

use super::{Account, Channel, Labelled};

/// `GET /api/v1/users/me`
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub id: i64,
    pub username: String,
    pub email: String,
    /// Nothing is mailed from here, so nobody knows.
    pub email_verified: Option<bool>,
    pub role: Labelled<i64>,
    pub nsfw_policy: &'static str,
    pub auto_play_video: bool,
    /// In bytes; -1 where there is no limit.
    pub video_quota: i64,
    pub video_quota_daily: i64,
    pub blocked: bool,
    pub blocked_reason: Option<String>,
    pub created_at: String,
    pub account: Account,
    pub video_channels: Vec<Channel>,
}
