//! `/api/v1/users/me`: for whom the token speaks.

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::app::{App, Attention, Watcher};
use crate::error::{Invalid, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::page_number::PageNumber;
use crate::models::user::{ProfileDetails, User};
use crate::models::video::{Upload, VideoEntry};
use crate::models::viewer::Viewer;
use crate::recommender::Tilt;
use crate::views::api::List;
use crate::views::api::user::QuotaUsed;

/// As many as home has.
const RECOMMENDED: i64 = 120;

/// What one says of oneself, as a person or a channel; what is left out stays as it is.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ProfileFields {
    #[schema(min_length = 1, max_length = 50)]
    display_name: Option<String>,
    #[schema(max_length = 1000)]
    description: Option<String>,
}

/// `GET /api/v1/users/me`
pub async fn show(app: App, request: HttpRequest, MayRead(viewer): MayRead) -> Result<HttpResponse> {
    let read =
        app.db.read(move |conn| Ok((User::find(conn, viewer.id)?, Channel::of_user(conn, viewer.id)?)));
    let (user, channels) = read.await?;
    api::answer(&request, Caches::Personal, &present::user::me(&app, &user, &channels))
}

/// `PUT /api/v1/users/me`
pub async fn update(
    app: App,
    MayWrite(viewer): MayWrite,
    JsonOrForm(fields): JsonOrForm<ProfileFields>,
) -> Result<HttpResponse> {
    let updated = app.db.write(move |conn| {
        let user = User::find(conn, viewer.id)?;
        let details = fields.parse(&user.display_name, &user.about)?;
        Ok(User::update_profile(conn, user.id, &details)?)
    });
    updated.await?;
    Ok(api::done())
}

/// `GET /api/v1/users/me/video-quota-used`
pub async fn quota(app: App, request: HttpRequest, MayRead(viewer): MayRead) -> Result<HttpResponse> {
    let bytes = app.db.read(move |conn| Ok(Upload::bytes_of_user(conn, viewer.id)?)).await?;
    let told = QuotaUsed { video_quota_used: bytes, video_quota_used_daily: 0 };
    api::answer(&request, Caches::Personal, &told)
}

/// `GET /api/v1/users/me/feed`: what home recommends, each with its reason.
pub async fn feed(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    watcher: Watcher,
    params: Params,
) -> Result<HttpResponse> {
    // Whether anybody looks at a program's list is not known, so it teaches nothing.
    let watcher = Watcher {
        viewer: Viewer::SignedIn(viewer),
        attention: Attention::Nobody,
        came_from: None,
        ..watcher
    };
    let (asked, window) = (app.clone(), params.window());
    let read = app.db.read(move |conn| {
        let (cards, _) = asked.home(conn, &watcher, PageNumber::first(RECOMMENDED), Tilt::default())?;
        let stretch = window.of(&cards).to_vec();
        let ids: Vec<_> = stretch.iter().map(|feed| feed.card.id).collect();
        Ok((cards.len(), stretch, VideoEntry::listed_in_order(conn, &ids)?))
    });
    let (total, cards, entries) = read.await?;
    let told = present::video::recommendations(&app, &cards, &entries);
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    api::answer(&request, Caches::Personal, &List { total, ..told })
}

impl ProfileFields {
    /// Beside what was said before.
    pub fn parse(&self, display_name: &str, about: &str) -> Result<ProfileDetails, Invalid> {
        let display_name = self.display_name.as_deref().unwrap_or(display_name);
        let about = self.description.as_deref().unwrap_or(about);
        let details = ProfileDetails::parse(display_name, about);
        details
            .map_err(|invalid| invalid.renamed("display_name", "displayName").renamed("about", "description"))
    }
}
