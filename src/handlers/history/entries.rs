//! One video of a history.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::PER_PAGE;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::Form;
use crate::http::viewer::SignedIn;
use crate::models::history::History;
use crate::models::page_number::PageNumber;
use crate::models::video::VideoRef;
use crate::paths;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    /// The page of the list to come back to.
    page: Option<String>,
}

/// `POST /my/history/{id}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    id: web::Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<HttpResponse> {
    let video = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(History::forget(conn, user, video, now)?)).await?;
    app.feed.forget_history(user);
    let page = PageNumber::parse(form.page.as_deref(), PER_PAGE);
    flash.redirect(paths::history::page(page.number()), Done::HistoryEntryRemoved)
}
