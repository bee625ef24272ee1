//! `/api/v1/users/me`: for whom the token speaks.

use actix_web::{HttpRequest, HttpResponse};

use super::present;
use crate::app::App;
use crate::error::Result;
use crate::http::api;
use crate::http::bearer::MayRead;
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::user::User;

/// `GET /api/v1/users/me`
pub async fn show(app: App, request: HttpRequest, MayRead(viewer): MayRead) -> Result<HttpResponse> {
    let read =
        app.db.read(move |conn| Ok((User::find(conn, viewer.id)?, Channel::of_user(conn, viewer.id)?)));
    let (user, channels) = read.await?;
    api::answer(&request, Caches::Personal, &present::user::me(&app, &user, &channels))
}
