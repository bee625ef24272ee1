//! What somebody watched, as other programs read it.

use serde::Serialize;
use utoipa::ToSchema;

use super::video::Video;

/// A video with where its viewer stopped.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WatchedVideo {
    #[serde(flatten)]
    pub video: Video,
    pub user_history: UserHistory,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserHistory {
    /// In seconds.
    pub current_time: i64,
}
