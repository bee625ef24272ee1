//! What is said of a file before its first piece, and the room that it is promised then.

use super::refusal::Refusal;
use super::target::expiry;
use crate::app::{App, Arrival, OpenUpload, too_many};
use crate::db::ids::{UserId, Uuid};
use crate::error::Invalid;
use crate::handlers::uploads::engine_ready;
use crate::handlers::uploads::room::{check_size, has_disk, signed};
use crate::models::video::{NewUpload, Upload, VideoDetails, VideoSettings};

pub struct Promise {
    pub details: Result<VideoDetails, Invalid>,
    pub settings: VideoSettings,
    /// The handle of the channel, where one was chosen.
    pub channel: Option<String>,
    /// How many bytes the file will have.
    pub length: u64,
    /// What the client said, where its protocol tells it again.
    pub metadata: Option<String>,
}

/// Refuses a file that is too large, whatever else was said of it.
pub fn check_length(app: &App, length: u64) -> Result<(), Refusal> {
    check_size(app, length).map_err(|refused| Refusal::TooLarge(refused.fields().values().cloned().collect()))
}

impl Promise {
    /// Writes the upload, and with it the video that it will be; or says why not.
    pub async fn begin(self, app: &App, owner: UserId) -> Result<Upload, Refusal> {
        check_length(app, self.length)?;
        engine_ready(app).await?;
        let mut details = self.details;
        if self.length == 0 {
            let mut invalid = details.err().unwrap_or_default();
            invalid.add("file", "The file is empty.");
            details = Err(invalid);
        }
        let (details, settings, metadata) = (details?, self.settings, self.metadata);
        if !has_disk(app, self.length)? {
            return Err(Refusal::NoRoom);
        }
        let (room, others) = OpenUpload::reserve(app, owner, Arrival::Pieces, signed(self.length));
        let new = NewUpload {
            uuid: Uuid::random(),
            bytes: signed(self.length),
            channel: self.channel,
            quota_bytes: app.quota_bytes().saturating_sub(others.bytes),
        };
        let most_open = app.config.limits.open_uploads.saturating_sub(others.uploads);
        let times = (app.now(), expiry(app));
        let begun = app.db.write(move |conn| {
            let begun = Upload::begin(conn, owner, &details, &new, most_open, times)?;
            let Some(upload) = &begun else { return Ok(None) };
            settings.apply(conn, upload.video_id)?;
            if let Some(metadata) = &metadata {
                Upload::keep_metadata(conn, upload.uuid, metadata)?;
            }
            Ok(begun)
        });
        let upload = begun.await?;
        // From here on the database counts it.
        drop(room);
        upload.ok_or_else(|| Refusal::TooManyOpen(too_many(app.config.limits.open_uploads)))
    }
}
