//! `/api/v1/accounts/{handle}`: a person, their channels, their videos and playlists. Somebody whose account is disabled is not found.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{handle_of, listed, present, video_playlists};
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::Caller;
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::playlist::{PlaylistFilter, Whose};
use crate::models::user::User;
use crate::models::video::VideoFilter;
use crate::views::api::List;

/// `GET /api/v1/accounts/{handle}`
pub async fn show(app: App, request: HttpRequest, handle: web::Path<String>) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    let user = app.db.read(move |conn| find(conn, &handle)).await?;
    api::answer(&request, Caches::Shared, &present::channel::account(&app, &user))
}

/// `GET /api/v1/accounts/{handle}/videos`
pub async fn videos(
    app: App,
    request: HttpRequest,
    handle: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    listed(app, &request, &params, move |conn, filter| {
        Ok(VideoFilter { owner: Some(find(conn, &handle)?.id), ..filter })
    })
    .await
}

/// `GET /api/v1/accounts/{handle}/video-channels`
pub async fn video_channels(
    app: App,
    request: HttpRequest,
    handle: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let (handle, window) = (handle_of(&app, &handle)?, params.window());
    let read = app.db.read(move |conn| {
        let owner = find(conn, &handle)?;
        Ok((Channel::of_user(conn, owner.id)?, owner))
    });
    let (channels, owner) = read.await?;
    let stretch = window.of(&channels).iter();
    let data = stretch.map(|channel| present::channel::channel(&app, channel, Some(&owner))).collect();
    let total = i64::try_from(channels.len()).unwrap_or(i64::MAX);
    api::answer(&request, Caches::Shared, &List { total, data })
}

/// `GET /api/v1/accounts/{handle}/video-playlists`: all of them to the person themselves.
pub async fn video_playlists(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    handle: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    let own = viewer.id();
    video_playlists::listed(app, &request, &params, viewer, move |conn| {
        let owner = find(conn, &handle)?.id;
        let whose = if own == Some(owner) { Whose::Own } else { Whose::Everybodys };
        Ok(PlaylistFilter { owner: Some(owner), whose, ..PlaylistFilter::default() })
    })
    .await
}

fn find(conn: &mut Conn, handle: &str) -> Result<User> {
    let user = User::find_by_handle(conn, handle)?;
    if user.disabled_at.is_some() { Err(Error::NotFound) } else { Ok(user) }
}
