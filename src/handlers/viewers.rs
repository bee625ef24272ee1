//! Somebody signed out, as far as the site knows them: by a cookie for a day, and what they watched, in memory alone.

use actix_web::{HttpRequest, HttpResponse};

use crate::app::{App, Recipient, Watcher};
use crate::error::Result;
use crate::http::flash::{Done, Flash};
use crate::http::{delivery, watcher};
use crate::paths;

/// `POST /viewer/delete`: they are a stranger again. What somebody with an account watched is `history`.
pub async fn delete(app: App, request: HttpRequest, watcher: Watcher, flash: Flash) -> Result<HttpResponse> {
    if let Some(key) = watcher.anonymous {
        app.feed.forget_stranger(key);
    }
    if watcher.viewer.id().is_none()
        && let Recipient::Visitor { key, .. } = delivery::visitor(&app, &request)
    {
        // What was only estimated is kept under another name.
        app.feed.forget_stranger(key);
    }
    let mut answer = flash.redirect(paths::home(), Done::StrangerForgotten)?;
    answer.add_cookie(&watcher::end(&app)).map_err(|error| anyhow::anyhow!(error))?;
    Ok(answer)
}
