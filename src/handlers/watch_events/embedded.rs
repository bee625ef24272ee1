//! The same of a player within another site's page, where browsers keep no cookies of ours and none is set.
//!
//! Whoever watches there is known by a hash of where they come from, as those are whose browser reports nothing at all: a view counts
//! once for them, whichever way it was noticed.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::WatchForm;
use crate::app::{App, Attention, Watcher};
use crate::error::Result;
use crate::http::delivery;
use crate::http::form::Form;
use crate::http::viewer::Viewer;

/// `POST /videos/embed/{id}/watch`
pub async fn create(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    id: Path<String>,
    Form(form): Form<WatchForm>,
) -> Result<HttpResponse> {
    let (video, report) = form.accept(&app, &watcher, &id)?;
    if watcher.attention == Attention::Someone {
        let watcher = Watcher { viewer: Viewer::Anonymous, ..watcher };
        let key = delivery::visitor_key(&app, &request);
        let video = app.watched_by_stranger(&watcher, key, video, report).await?;
        app.watch_was_reported(&delivery::visitor(&app, &request), video);
    }
    Ok(HttpResponse::NoContent().finish())
}
