//! What somebody thinks of a video, as it is told to them alone.

use serde::Serialize;
use utoipa::ToSchema;

/// One's own opinion of a video.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnRating {
    pub video_id: i64,
    #[schema(pattern = "^(like|dislike|none)$", examples("like"))]
    pub rating: &'static str,
}
