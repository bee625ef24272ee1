//! `/api/v1/video-playlists/{id}/videos`: what is in a playlist, and its owner's ways of arranging it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{caches, named};
use crate::app::{Action, App};
use crate::db::ids::{PlaylistItemId, VideoId};
use crate::error::{Error, Invalid, Result};
use crate::handlers::api::present;
use crate::http::api::{self, Params};
use crate::http::bearer::{Caller, MayWrite};
use crate::http::json::JsonOrForm;
use crate::models::playlist::{Playlist, PlaylistEntry, Stretch};
use crate::models::video::{VideoEntry, VideoRef};
use crate::views::api::playlist::{ElementName, NewPlaylistElement};

/// A video by its integer, its UUID or its short id.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
enum VideoName {
    Integer(i64),
    Text(String),
}

/// A video, and which part of it, in seconds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewElement {
    video_id: VideoName,
    #[schema(minimum = 0, maximum = 604800)]
    start_timestamp: Option<i64>,
    #[schema(minimum = 1, maximum = 604800)]
    stop_timestamp: Option<i64>,
}

/// Which part of the video, in seconds; all of it where nothing is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedElement {
    #[schema(minimum = 0, maximum = 604800)]
    start_timestamp: Option<i64>,
    #[schema(minimum = 1, maximum = 604800)]
    stop_timestamp: Option<i64>,
}

/// Which videos go where, by their places, which are counted from 1.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewOrder {
    #[schema(minimum = 1)]
    start_position: i64,
    /// 0 for the beginning.
    #[schema(minimum = 0)]
    insert_after_position: i64,
    /// How many of them; one where nothing is said.
    #[schema(minimum = 1)]
    reorder_length: Option<i64>,
}

/// `GET /api/v1/video-playlists/{id}/videos`
pub async fn index(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let (reference, window) = (named(&id)?, params.window());
    let read = app.db.read(move |conn| {
        let entry = PlaylistEntry::visible_to(conn, &viewer, reference)?;
        let (entry, total, items) = entry.opened(conn, &viewer, window)?;
        let ids: Vec<VideoId> = items.iter().map(|item| item.video_id).collect();
        Ok((entry, total, items, VideoEntry::viewable_in_order(conn, &viewer, &ids)?))
    });
    let (entry, total, items, videos) = read.await?;
    api::answer(&request, caches(&entry), &present::playlist::elements(&app, total, &items, &videos))
}

/// `POST /api/v1/video-playlists/{id}/videos`
pub async fn create(
    app: App,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    JsonOrForm(element): JsonOrForm<NewElement>,
) -> Result<HttpResponse> {
    app.limit(Action::Rate, &viewer.id.to_string())?;
    let (reference, now) = (named(&id)?, app.now());
    let video = match element.video_id {
        VideoName::Integer(id) => Some(VideoRef::Integer(VideoId(id))),
        VideoName::Text(text) => VideoRef::parse(&text),
    };
    let video = video.ok_or_else(|| Invalid::field("videoId", "This is not the id of a video."))?;
    let stretch = Stretch::parse(element.start_timestamp, element.stop_timestamp)?;
    let added = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        Playlist::add(conn, &viewer, playlist.uuid, video, stretch, now)
    });
    let video_playlist_element = ElementName { id: added.await?.0 };
    api::made(&NewPlaylistElement { video_playlist_element })
}

/// `PUT /api/v1/video-playlists/{id}/videos/{element}`
pub async fn update(
    app: App,
    MayWrite(viewer): MayWrite,
    path: web::Path<(String, String)>,
    JsonOrForm(element): JsonOrForm<ChangedElement>,
) -> Result<HttpResponse> {
    let (reference, item, now) = (named(&path.0)?, item_named(&path.1)?, app.now());
    let stretch = Stretch::parse(element.start_timestamp, element.stop_timestamp)?;
    let changed = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        Ok(Playlist::set_stretch(conn, viewer.id, playlist.uuid, item, stretch, now)?)
    });
    changed.await?;
    Ok(api::done())
}

/// `DELETE /api/v1/video-playlists/{id}/videos/{element}`
pub async fn delete(
    app: App,
    MayWrite(viewer): MayWrite,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (reference, item, now) = (named(&path.0)?, item_named(&path.1)?, app.now());
    let removed = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        Ok(Playlist::remove_item(conn, viewer.id, playlist.uuid, item, now)?)
    });
    removed.await?;
    Ok(api::done())
}

/// `POST /api/v1/video-playlists/{id}/videos/reorder`
pub async fn reorder(
    app: App,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    JsonOrForm(order): JsonOrForm<NewOrder>,
) -> Result<HttpResponse> {
    let (reference, now) = (named(&id)?, app.now());
    let stretch = (order.start_position, order.reorder_length.unwrap_or(1));
    let reordered = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        let after = order.insert_after_position;
        Playlist::reorder(conn, viewer.id, playlist.uuid, stretch, after, now)
    });
    reordered.await?;
    Ok(api::done())
}

fn item_named(text: &str) -> Result<PlaylistItemId> {
    text.parse().map(PlaylistItemId).map_err(|_| Error::NotFound)
}
