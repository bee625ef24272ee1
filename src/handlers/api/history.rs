//! `/api/v1/users/me/history/videos`: what the token's owner watched, and forgetting it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::history::{History, HistoryEntry, Stretch};
use crate::models::video::VideoRef;

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct RemoveForm {
    /// All of it where this is not said.
    #[serde(rename = "beforeDate")]
    before_date: Option<String>,
}

/// `GET /api/v1/users/me/history/videos?start=&count=`
pub async fn index(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let window = params.window();
    let read = app.db.read(move |conn| {
        Ok((HistoryEntry::count(conn, &viewer)?, History::whole_entries(conn, &viewer, window)?))
    });
    let (total, entries) = read.await?;
    api::answer(&request, Caches::Personal, &present::history::list(&app, total, &entries))
}

/// `DELETE /api/v1/users/me/history/videos/{id}`
pub async fn delete(app: App, MayWrite(viewer): MayWrite, id: web::Path<String>) -> Result<HttpResponse> {
    let video = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(History::forget(conn, user, video, now)?)).await?;
    app.feed.forget_history(user);
    Ok(api::done())
}

/// `POST /api/v1/users/me/history/videos/remove`: all of it, or what was last watched before a moment.
pub async fn remove(
    app: App,
    MayWrite(viewer): MayWrite,
    JsonOrForm(form): JsonOrForm<RemoveForm>,
) -> Result<HttpResponse> {
    let stretch = match form.before_date.as_deref().map(Timestamp::parse_rfc3339) {
        None => Stretch::All,
        Some(Some(moment)) => Stretch::Before(moment),
        // Nothing is cleared by a misunderstanding.
        Some(None) => {
            let reason = "Give a moment as in 2026-01-02T03:04:05Z.".to_owned();
            return Err(Error::Misread { field: "beforeDate".to_owned(), reason });
        }
    };
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(History::forget_all(conn, user, stretch, now)?)).await?;
    app.feed.forget_history(user);
    Ok(api::done())
}
