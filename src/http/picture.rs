//! Pictures that people upload: received into a folder of their own, drawn anew by ffmpeg, stored.
//!
//! Nothing of the upload is ever served: what is stored was written by our own ffmpeg, without what a camera adds.

use std::sync::Arc;

use actix_web::web;
use tokio::sync::Semaphore;

use super::multipart_form::{FilePart, MultipartForm};
use crate::app::{App, OwnFolder};
use crate::error::{Error, Invalid, Result};
use crate::media::{self, MediaError};
use crate::storage::StorageKey;

/// How many are drawn at once in this process: each may take a processor and much memory.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// A received picture; its folder goes when this does.
pub struct UploadedPicture {
    folder: Arc<OwnFolder>,
}

impl UploadedPicture {
    /// None where no file was chosen. What is wrong is said of `field`.
    pub async fn receive(
        app: &App,
        form: &mut MultipartForm,
        part: FilePart,
        field: &'static str,
    ) -> Result<Option<Self>> {
        let limit = media::Limits::default().max_image_bytes;
        let folder = OwnFolder::make(app, "picture")?;
        let too_large =
            || Error::from(Invalid::field(field, format!("A picture may have at most {} MB.", limit >> 20)));
        let received = |size| if size > limit { Err(too_large()) } else { Ok(()) };
        let size = form.save(part, &folder.path().join("received"), received).await?;
        Ok((size > 0).then(|| Self { folder: Arc::new(folder) }))
    }

    /// Draws it anew, no larger than `size`, and stores it; answers its bytes.
    pub async fn store(
        &self,
        app: &App,
        key: &StorageKey,
        size: (u32, u32),
        field: &'static str,
    ) -> Result<i64> {
        let _turn = DRAWING.acquire().await.map_err(|error| anyhow::anyhow!(error))?;
        let (app, key, folder) = (app.clone(), key.clone(), self.folder.clone());
        web::block(move || draw(&app, &key, &folder, size, field))
            .await
            .map_err(|error| anyhow::anyhow!(error))?
    }
}

fn draw(
    app: &App,
    key: &StorageKey,
    folder: &OwnFolder,
    (width, height): (u32, u32),
    field: &'static str,
) -> Result<i64> {
    let engine = app.media.as_ref().map_err(|reason| Invalid::field(field, reason.clone()))?;
    let drawn = folder.path().join("drawn.jpg");
    match media::reencode_image(engine, &folder.path().join("received"), &drawn, width, height) {
        Ok(()) => {}
        Err(MediaError::Refused(refused)) => return Err(Invalid::field(field, refused.to_string()).into()),
        Err(error) => return Err(Error::Internal(error.into())),
    }
    let bytes = drawn.metadata()?.len();
    app.storage.put_file(key, &drawn)?;
    Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
}
