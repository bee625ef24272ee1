//! How much of a video was watched, as its page reports it about every ten seconds.
//!
//! The first report of somebody signed out gives them a name for a day; merely looking at pages never does.

pub mod embedded;

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::{Action, App, Attention, Recipient, Watcher};
use crate::error::{Error, Result};
use crate::http::form::Form;
use crate::http::{delivery, watcher};
use crate::models::video::VideoRef;
use crate::models::watch_event::WatchReport;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WatchForm {
    session: String,
    position_ms: String,
    watched_ms: String,
}

impl WatchForm {
    /// What was reported of which video, if this caller may say more.
    fn accept(&self, app: &App, watcher: &Watcher, id: &str) -> Result<(VideoRef, WatchReport)> {
        let video = VideoRef::parse(id).ok_or(Error::NotFound)?;
        app.limit(Action::ReportWatch, &watcher.caller())?;
        Ok((video, WatchReport::parse(&self.session, &self.position_ms, &self.watched_ms)?))
    }
}

/// `POST /w/{id}/watch`
pub async fn create(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    id: Path<String>,
    Form(form): Form<WatchForm>,
) -> Result<HttpResponse> {
    let (video, report) = form.accept(&app, &watcher, &id)?;
    if watcher.attention == Attention::Nobody {
        return Ok(HttpResponse::NoContent().finish());
    }
    if let Some(user) = watcher.viewer.id() {
        let video = app.watched_by_user(&watcher, user, video, report).await?;
        app.watch_was_reported(&Recipient::User(user), video);
        return Ok(HttpResponse::NoContent().finish());
    }
    let (key, cookie) = match watcher.anonymous {
        Some(key) => (key, None),
        None => watcher::begin(&app).map(|(key, cookie)| (key, Some(cookie)))?,
    };
    let video = app.watched_by_stranger(&watcher, key, video, report).await?;
    app.watch_was_reported(&delivery::visitor(&app, &request), video);
    let mut answer = HttpResponse::NoContent();
    if let Some(cookie) = cookie {
        answer.cookie(cookie);
    }
    Ok(answer.finish())
}
