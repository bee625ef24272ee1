//! A creator's own picture for a video: drawn anew in the two sizes of a poster and stored beside the others.

use crate::app::App;
use crate::db::types::MediaKind;
use crate::error::{Error, Invalid, Result};
use crate::http::picture::UploadedPicture;
use crate::keys::{hex, random_bytes};
use crate::media;
use crate::models::video::{NewMediaFile, Video};
use crate::storage::StorageKey;

/// A stored picture that no row names yet.
pub struct Thumbnail {
    /// What the video's `poster` becomes.
    name: String,
    files: Vec<(StorageKey, NewMediaFile)>,
}

impl Thumbnail {
    pub async fn store(app: &App, video: &Video, picture: UploadedPicture) -> Result<Self> {
        let Some(version) = &video.media_version else {
            return Err(Invalid::field("thumbnail", "Wait until the video can be watched.").into());
        };
        let folder =
            StorageKey::parse(&format!("media/{}/{version}", video.uuid)).map_err(anyhow::Error::from)?;
        let name = format!("own{}", hex(&random_bytes::<8>()?));
        let mut thumbnail = Self { name, files: Vec::new() };
        for (what, size) in [("poster", media::POSTER), ("card", media::CARD)] {
            let file = format!("{}-{what}-{}.jpg", video.uuid, thumbnail.name);
            let key = folder.join(&file).map_err(anyhow::Error::from)?;
            let stored = picture.store(app, &key, size, "thumbnail").await;
            match stored {
                Ok(bytes) => thumbnail.files.push((key, row(file, bytes))),
                Err(error) => {
                    thumbnail.discard(app).await;
                    return Err(error);
                }
            }
        }
        Ok(thumbnail)
    }

    /// What the transaction writes: the new value of `poster`, and the rows of its files.
    pub fn rows(&self) -> (String, Vec<NewMediaFile>) {
        (self.name.clone(), self.files.iter().map(|(_, row)| row.clone()).collect())
    }

    /// Removes what was stored for nothing.
    pub async fn discard(self, app: &App) {
        let app = app.clone();
        let removed = actix_web::web::block(move || {
            self.files.iter().try_for_each(|(key, _)| app.storage.delete_prefix(key))
        });
        if let Ok(Err(error)) = removed.await {
            log::warn!("a picture that nobody uses stays until its video is deleted: {}", Error::from(error));
        }
    }
}

fn row(name: String, bytes: i64) -> NewMediaFile {
    NewMediaFile {
        kind: MediaKind::Poster,
        name,
        height: None,
        codec: Some("jpeg".to_owned()),
        bytes,
        frame_rate: None,
    }
}
