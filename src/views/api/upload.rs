//! What an upload has become.

use serde::Serialize;
use utoipa::ToSchema;

/// `POST /api/v1/videos/upload`, and the end of one in pieces
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Uploaded {
    pub video: UploadedVideo,
}

/// The names of a video.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UploadedVideo {
    #[schema(minimum = 0)]
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
}
