//! `/api/v1/video-playlists` and below: playlists as whoever asks may see them, lists of those that everybody may find, and what their
//! owner does with them.

pub mod changes;
pub mod elements;
pub mod places;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};

use self::changes::PlaylistFields;
use super::{directed, present};
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{ChannelId, PlaylistId};
use crate::db::types::Privacy;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::{Caller, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::playlist::{
    Playlist, PlaylistEntry, PlaylistFacts, PlaylistFilter, PlaylistRef, PlaylistSort,
};
use crate::models::video::Direction;
use crate::models::viewer::Viewer;
use crate::paths;
use crate::views::api::playlist::{NewPlaylist, PlaylistNames};

/// Everything that a playlist tells.
pub struct Told {
    pub entry: PlaylistEntry,
    pub channel: Option<Channel>,
    pub facts: PlaylistFacts,
}

/// `GET /api/v1/video-playlists`
pub async fn index(app: App, request: HttpRequest, params: Params) -> Result<HttpResponse> {
    listed(app, &request, &params, Viewer::Anonymous, |_| Ok(PlaylistFilter::default())).await
}

/// `GET /api/v1/video-playlists/{id}`
pub async fn show(
    app: App,
    request: HttpRequest,
    Caller(viewer): Caller,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let reference = named(&id)?;
    let read = app.db.read(move |conn| {
        let entry = PlaylistEntry::visible_to(conn, &viewer, reference)?;
        Told::of(conn, &viewer, vec![entry])?.pop().ok_or(Error::NotFound)
    });
    let told = read.await?;
    api::answer(&request, caches(&told.entry), &present::playlist::playlist(&app, &told))
}

/// `POST /api/v1/video-playlists`
pub async fn create(
    app: App,
    MayWrite(viewer): MayWrite,
    JsonOrForm(fields): JsonOrForm<PlaylistFields>,
) -> Result<HttpResponse> {
    let now = app.now();
    let created = app.db.write(move |conn| {
        let details = fields.parse(conn, viewer.id)?;
        Playlist::create(conn, viewer.id, &details, now)
    });
    let playlist = created.await?;
    let video_playlist = PlaylistNames {
        id: playlist.id.0,
        uuid: playlist.uuid.to_string(),
        short_uuid: paths::videos::short(&playlist.uuid),
    };
    api::made(&NewPlaylist { video_playlist })
}

/// `PUT /api/v1/video-playlists/{id}`
pub async fn update(
    app: App,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    JsonOrForm(fields): JsonOrForm<PlaylistFields>,
) -> Result<HttpResponse> {
    let (reference, now) = (named(&id)?, app.now());
    let updated = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        let details = fields.parse_change(conn, viewer.id, &playlist)?;
        Playlist::update_own(conn, viewer.id, playlist.uuid, &details, now)
    });
    updated.await?;
    Ok(api::done())
}

/// `DELETE /api/v1/video-playlists/{id}`
pub async fn delete(app: App, MayWrite(viewer): MayWrite, id: web::Path<String>) -> Result<HttpResponse> {
    let reference = named(&id)?;
    let deleted = app.db.write(move |conn| {
        let playlist = Playlist::find_own_named(conn, viewer.id, reference)?;
        Ok(Playlist::delete_own(conn, viewer.id, playlist.uuid)?)
    });
    deleted.await?;
    Ok(api::done())
}

/// A list as its parameters say, narrowed to what belongs to one address.
pub(super) async fn listed(
    app: App,
    request: &HttpRequest,
    params: &Params,
    viewer: Viewer,
    narrow: impl FnOnce(&mut Conn) -> Result<PlaylistFilter> + Send + 'static,
) -> Result<HttpResponse> {
    let (order, window) = (order(params.value("sort")), params.window());
    let read = app.db.read(move |conn| {
        let filter = narrow(conn)?;
        let (total, entries) = PlaylistEntry::listed(conn, &filter, order, window)?;
        Ok((total, Told::of(conn, &viewer, entries)?))
    });
    let (total, told) = read.await?;
    api::answer(request, Caches::Shared, &present::playlist::list(&app, total, &told))
}

impl Told {
    /// In the order given.
    fn of(conn: &mut Conn, viewer: &Viewer, entries: Vec<PlaylistEntry>) -> Result<Vec<Self>> {
        let ids: Vec<PlaylistId> = entries.iter().map(|entry| entry.playlist.id).collect();
        let mut facts = PlaylistFacts::of(conn, viewer, &ids)?;
        let of_channels: Vec<ChannelId> =
            entries.iter().filter_map(|entry| entry.playlist.channel_id).collect();
        let channels: HashMap<ChannelId, Channel> =
            Channel::among(conn, &of_channels)?.into_iter().map(|channel| (channel.id, channel)).collect();
        let told = |entry: PlaylistEntry| Self {
            channel: entry.playlist.channel_id.and_then(|id| channels.get(&id).cloned()),
            facts: facts.remove(&entry.playlist.id).unwrap_or_default(),
            entry,
        };
        Ok(entries.into_iter().map(told).collect())
    }
}

/// `-createdAt` and the like; what is not known is what changed last.
fn order(text: Option<&str>) -> (PlaylistSort, Direction) {
    let (name, direction) = directed(text.unwrap_or("-updatedAt"));
    match name {
        "createdAt" | "publishedAt" => (PlaylistSort::Created, direction),
        "displayName" | "name" => (PlaylistSort::Title, direction),
        "updatedAt" => (PlaylistSort::Updated, direction),
        _ => (PlaylistSort::Updated, Direction::Descending),
    }
}

fn caches(entry: &PlaylistEntry) -> Caches {
    match entry.playlist.privacy {
        Privacy::Public => Caches::Shared,
        Privacy::Unlisted | Privacy::Private => Caches::Personal,
    }
}

fn named(text: &str) -> Result<PlaylistRef> {
    PlaylistRef::parse(text).ok_or(Error::NotFound)
}
