//! `/api/v1/video-channels/{handle}`: a channel, its videos and playlists.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{handle_of, listed, present, video_playlists};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::http::api::{self, Params};
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::playlist::PlaylistFilter;
use crate::models::user::User;
use crate::models::video::VideoFilter;
use crate::models::viewer::Viewer;
use crate::views::api::List;

/// `GET /api/v1/video-channels/{handle}`
pub async fn show(app: App, request: HttpRequest, handle: web::Path<String>) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    let (channel, owner) = app.db.read(move |conn| find(conn, &handle)).await?;
    api::answer(&request, Caches::Shared, &present::channel::channel(&app, &channel, Some(&owner)))
}

/// `GET /api/v1/video-channels/{handle}/videos`
pub async fn videos(
    app: App,
    request: HttpRequest,
    handle: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    listed(app, &request, &params, move |conn, filter| {
        Ok(VideoFilter { channel: Some(find(conn, &handle)?.0.id), ..filter })
    })
    .await
}

/// `GET /api/v1/video-channels`
pub async fn index(app: App, request: HttpRequest, params: Params) -> Result<HttpResponse> {
    let window = params.window();
    let (total, channels) = app.db.read(move |conn| Ok(Channel::all(conn, window)?)).await?;
    let data = channels
        .iter()
        .map(|(channel, owner)| present::channel::channel(&app, channel, Some(owner)))
        .collect();
    api::answer(&request, Caches::Shared, &List { total, data })
}

/// `GET /api/v1/video-channels/{handle}/video-playlists`
pub async fn video_playlists(
    app: App,
    request: HttpRequest,
    handle: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    video_playlists::listed(app, &request, &params, Viewer::Anonymous, move |conn| {
        Ok(PlaylistFilter { channel: Some(find(conn, &handle)?.0.id), ..PlaylistFilter::default() })
    })
    .await
}

fn find(conn: &mut Conn, handle: &str) -> Result<(Channel, User)> {
    let channel = Channel::find_by_handle(conn, handle)?;
    let owner = User::find(conn, channel.user_id)?;
    Ok((channel, owner))
}
