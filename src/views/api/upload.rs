//! What an upload has become.

use serde::Serialize;

/// `POST /api/v1/videos/upload`, and the end of one in pieces
#[derive(Debug, Clone, Serialize)]
pub struct Uploaded {
    pub video: UploadedVideo,
}

/// The names of a video.
#[derive(Debug, Clone, Serialize)]
pub struct UploadedVideo {
    pub id: i64,
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
}
