//! Somebody's own account, as it is told to them alone.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Account, Channel, Labelled, labels};

/// Somebody's own account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    pub id: i64,
    pub username: String,
    #[schema(format = "email")]
    pub email: String,
    /// Nothing is mailed from here, so nobody knows.
    #[schema(required)]
    pub email_verified: Option<bool>,
    #[schema(schema_with = labels::role)]
    pub role: Labelled<i64>,
    #[schema(schema_with = labels::nsfw_policy)]
    pub nsfw_policy: &'static str,
    pub auto_play_video: bool,
    /// In bytes; -1 where there is no limit.
    #[schema(minimum = -1)]
    pub video_quota: i64,
    #[schema(minimum = -1)]
    pub video_quota_daily: i64,
    pub blocked: bool,
    #[schema(required)]
    pub blocked_reason: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    pub account: Account,
    pub video_channels: Vec<Channel>,
}

/// How much one's files take, in bytes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuotaUsed {
    #[schema(minimum = 0)]
    pub video_quota_used: i64,
    /// Nothing is counted by the day.
    #[schema(minimum = 0)]
    pub video_quota_used_daily: i64,
}
