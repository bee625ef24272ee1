//! `/api/v1/videos/{id}/views`: where in a video a program's viewer is, as it tells every few seconds. It counts as a page's reports do.
//!
//! Whoever brings no token is known by a hash of where they come from, as within other sites' pages.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::{Action, App, Attention, Motion, Recipient, Watcher};
use crate::db::types::WatchSource;
use crate::error::{Error, Invalid, Result};
use crate::http::bearer::MayWatch;
use crate::http::json::JsonOrForm;
use crate::http::{api, delivery, watcher};
use crate::models::video::{Video, VideoRef};
use crate::recommender::ViewerKey;

/// No video is longer than a year.
const LONGEST_SECONDS: f64 = 366.0 * 24.0 * 3600.0;
/// What PeerTube calls a jump.
const JUMP: &str = "seek";

/// Where the viewer is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ViewReport {
    /// In seconds.
    #[schema(minimum = 0, maximum = 31622400, examples(35))]
    current_time: f64,
    /// `seek` where they jumped there.
    view_event: Option<String>,
}

/// `POST /api/v1/videos/{id}/views`
pub async fn create(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    MayWatch(viewer): MayWatch,
    id: web::Path<String>,
    JsonOrForm(report): JsonOrForm<ViewReport>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let watcher = Watcher {
        viewer,
        anonymous: None,
        attention: watcher::attention_of_program(&request),
        came_from: Some(WatchSource::Api),
        ..watcher
    };
    app.limit(Action::ReportWatch, &watcher.caller())?;
    let place = report.parse()?;
    let reader = watcher.viewer.clone();
    let video = app.db.read(move |conn| Ok(Video::visible_to(conn, &reader, reference)?)).await?;
    if watcher.attention == Attention::Nobody {
        return Ok(api::done());
    }
    let reference = VideoRef::Uuid(video.uuid);
    if let Some(user) = watcher.viewer.id() {
        let report = app.feed.moved_to(ViewerKey::User(user.0), video.id, place, app.now());
        app.watched_by_user(&watcher, user, reference, report).await?;
        app.watch_was_reported(&Recipient::User(user), video.id);
    } else {
        let key = delivery::visitor_key(&app, &request);
        let report = app.feed.moved_to(ViewerKey::Anonymous(key), video.id, place, app.now());
        app.watched_by_stranger(&watcher, key, reference, report).await?;
        app.watch_was_reported(&delivery::visitor(&app, &request), video.id);
    }
    Ok(api::done())
}

impl ViewReport {
    fn parse(&self) -> Result<(i64, Motion), Invalid> {
        if !(0.0..=LONGEST_SECONDS).contains(&self.current_time) {
            return Err(Invalid::field("currentTime", "Give a number of seconds from the beginning."));
        }
        let motion = if self.view_event.as_deref() == Some(JUMP) { Motion::Jumped } else { Motion::Played };
        Ok(((self.current_time * 1000.0) as i64, motion))
    }
}
