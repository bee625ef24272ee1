//! Another file in the place of a video's present one.

use actix_web::{HttpRequest, HttpResponse, rt, web};

use super::{Editing, edit, load, named};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Result};
use crate::handlers::uploads;
use crate::http::flash::{Done, Flash};
use crate::http::render;
use crate::http::viewer::SignedIn;
use crate::models::task::TaskRow;
use crate::models::video::{NewUpload, Video};
use crate::paths;
use crate::text::words;
use crate::views::video::ReplacementView;
use crate::views::{Layout, ProgressView};

/// `POST /my/videos/{uuid}/file`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let editing = load(&app, &viewer, named(&uuid)?).await?;
    let owner = viewer.id;
    let uploader = uploads::uploader(&app, owner).await;
    let outcome = match uploads::receive_file(&app, uploader, &request, payload).await {
        // On its own: a browser that leaves now must not take the file away from a task that waits for it.
        Ok(received) => rt::spawn(keep(app.clone(), owner, editing.video.uuid, received))
            .await
            .map_err(|error| Error::Internal(anyhow::anyhow!("an upload was lost at its end: {error}")))
            .flatten(),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => flash.redirect(paths::videos::edit(&editing.video.uuid), Done::UploadReceived),
        Err(Error::Invalid(invalid)) => {
            let mut form = editing.form();
            form.errors.clone_from(invalid.fields());
            render::refused(&edit::page(&app, layout, &editing, form))
        }
        Err(error) => Err(error),
    }
}

async fn keep(app: App, owner: UserId, uuid: Uuid, received: uploads::ReceivedFile) -> Result<()> {
    let uploads::ReceivedFile { file, room } = received;
    let upload = NewUpload {
        uuid: file.uuid,
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        channel: None,
        quota_bytes: app.quota_bytes(),
    };
    let now = app.now();
    app.db.write(move |conn| Video::replace_file(conn, owner, uuid, &upload, now)).await?;
    file.keep();
    drop(room);
    app.wake_workers();
    Ok(())
}

/// What the edit page shows of it; None before there is anything to replace.
pub fn view(app: &App, editing: &Editing) -> Option<ReplacementView> {
    let video = &editing.video;
    video.media_version.as_ref()?;
    Some(ReplacementView {
        action: paths::videos::replacement(&video.uuid),
        hint: format!(
            "Up to {}. The present file plays until the new one is ready; the address, comments and views stay.",
            words::bytes(app.config.limits.upload_bytes)
        ),
        progress: editing.replacement.as_ref().map(|task| progress(task, app.now())),
    })
}

/// How far the new file is.
pub fn progress(task: &TaskRow, now: Timestamp) -> ProgressView {
    let percent = u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0);
    let words = if task.is_running(now) && percent > 0 {
        format!("The new file is being prepared, {percent} %.")
    } else {
        "The new file is waiting to be prepared.".to_owned()
    };
    ProgressView { percent, words }
}
