//! A watch page that the browser had fetched ahead is looked at after all: what the page would have told, had it been asked for then.
//!
//! The list beside the player is made again to learn what was on it; for some minutes it is the same one (`App::up_next`).

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use crate::app::{Action, App, Watcher};
use crate::error::{Error, Result};
use crate::http::form::Form;
use crate::http::watcher;
use crate::models::video::{Video, VideoRef};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct VisitForm {
    /// The address of the page whose link was followed.
    from: String,
}

/// `POST /w/{id}/visits`
pub async fn create(
    app: App,
    watcher: Watcher,
    id: Path<String>,
    Form(form): Form<VisitForm>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    app.limit(Action::ReportWatch, &watcher.caller())?;
    let watcher = Watcher { came_from: watcher::kind_of_page(&app, &form.from), ..watcher };
    let asked = app.clone();
    let visited = app.db.read(move |conn| {
        let video = Video::visible_to(conn, &watcher.viewer, reference)?;
        asked.up_next(conn, &watcher, &video)?;
        Ok(())
    });
    visited.await?;
    Ok(HttpResponse::NoContent().finish())
}
