//! `/api/v1/videos/{id}/feedback`: what somebody has against a recommended video, and taking it back. PeerTube does not have this.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{App, Watcher};
use crate::error::{Error, Invalid, Result};
use crate::handlers::feedback::{Kind, note};
use crate::http::api::{self, Params};
use crate::http::bearer::MayWrite;
use crate::http::json::Json;
use crate::models::video::VideoRef;
use crate::models::viewer::Viewer;

/// What somebody has against a video.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeedback {
    /// `less_from_channel` is about the channel that it is on.
    #[schema(pattern = "^(not_interested|less_from_channel)$", examples("not_interested"))]
    feedback: String,
}

/// `POST /api/v1/videos/{id}/feedback`
pub async fn create(
    app: App,
    MayWrite(viewer): MayWrite,
    watcher: Watcher,
    id: web::Path<String>,
    Json(said): Json<NewFeedback>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let kind = match said.feedback.as_str() {
        "not_interested" => Kind::NotInterested,
        "less_from_channel" => Kind::Less,
        _ => return Err(unknown().into()),
    };
    note(&app, &Watcher { viewer: Viewer::SignedIn(viewer), ..watcher }, reference, kind).await?;
    Ok(api::done())
}

/// `DELETE /api/v1/videos/{id}/feedback?feedback=`
pub async fn delete(
    app: App,
    MayWrite(viewer): MayWrite,
    watcher: Watcher,
    id: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let kinds: &[Kind] = match params.value("feedback") {
        None => &[Kind::InterestedAgain, Kind::MoreAgain],
        Some("not_interested") => &[Kind::InterestedAgain],
        Some("less_from_channel") => &[Kind::MoreAgain],
        Some(_) => return Err(unknown().into()),
    };
    let watcher = Watcher { viewer: Viewer::SignedIn(viewer), ..watcher };
    for kind in kinds {
        note(&app, &watcher, reference, *kind).await?;
    }
    Ok(api::done())
}

fn unknown() -> Invalid {
    Invalid::field("feedback", "Say not_interested or less_from_channel.")
}
