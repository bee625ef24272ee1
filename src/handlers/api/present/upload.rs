//! What an upload has become.

use crate::models::video::Video;
use crate::paths;
use crate::views::api::upload::{Uploaded, UploadedVideo};

pub fn uploaded(video: &Video) -> Uploaded {
    Uploaded {
        video: UploadedVideo {
            id: video.id.0,
            uuid: video.uuid.to_string(),
            short_uuid: paths::videos::short(&video.uuid),
        },
    }
}
