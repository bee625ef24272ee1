//! Whether what somebody watches is remembered.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::app::App;
use crate::error::{Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::Form;
use crate::http::viewer::SignedIn;
use crate::models::history::Recording;
use crate::paths;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RecordingForm {
    recording: String,
}

/// `POST /my/history/recording`
pub async fn update(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    Form(form): Form<RecordingForm>,
) -> Result<HttpResponse> {
    let recording =
        Recording::parse(&form.recording).ok_or_else(|| Invalid::field("recording", "Say on or paused."))?;
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(recording.set(conn, user, now)?)).await?;
    let done = match recording {
        Recording::On => Done::HistoryResumed,
        Recording::Paused => Done::HistoryPaused,
    };
    flash.redirect(paths::history::own(), done)
}
