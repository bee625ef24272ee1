//! `/api/v1/video-playlists` and below: playlists as whoever asks may see them, and lists of those that everybody may find.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};

use super::present;
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{ChannelId, PlaylistId, VideoId};
use crate::db::types::Privacy;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::playlist::{PlaylistEntry, PlaylistFacts, PlaylistFilter, PlaylistRef, PlaylistSort};
use crate::models::video::{Direction, VideoEntry};
use crate::models::viewer::Viewer;

/// Everything that a playlist tells.
pub struct Told {
    pub entry: PlaylistEntry,
    pub channel: Option<Channel>,
    pub facts: PlaylistFacts,
}

/// `GET /api/v1/video-playlists`
pub async fn index(app: App, request: HttpRequest, params: Params) -> Result<HttpResponse> {
    listed(app, &request, &params, |_| Ok(PlaylistFilter::default())).await
}

/// `GET /api/v1/video-playlists/{id}`
pub async fn show(app: App, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse> {
    let reference = PlaylistRef::parse(&id).ok_or(Error::NotFound)?;
    let viewer = Viewer::Anonymous;
    let read = app.db.read(move |conn| {
        let entry = PlaylistEntry::visible_to(conn, &viewer, reference)?;
        Told::of(conn, &viewer, vec![entry])?.pop().ok_or(Error::NotFound)
    });
    let told = read.await?;
    api::answer(&request, caches(&told.entry), &present::playlist::playlist(&app, &told))
}

/// `GET /api/v1/video-playlists/{id}/videos`
pub async fn videos(
    app: App,
    request: HttpRequest,
    id: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let reference = PlaylistRef::parse(&id).ok_or(Error::NotFound)?;
    let (viewer, window) = (Viewer::Anonymous, params.window());
    let read = app.db.read(move |conn| {
        let entry = PlaylistEntry::visible_to(conn, &viewer, reference)?;
        let (entry, total, items) = entry.opened(conn, &viewer, window)?;
        let ids: Vec<VideoId> = items.iter().map(|item| item.video_id).collect();
        Ok((entry, total, items, VideoEntry::viewable_in_order(conn, &viewer, &ids)?))
    });
    let (entry, total, items, videos) = read.await?;
    api::answer(&request, caches(&entry), &present::playlist::elements(&app, total, &items, &videos))
}

/// A list as its parameters say, narrowed to what belongs to one address.
pub(super) async fn listed(
    app: App,
    request: &HttpRequest,
    params: &Params,
    narrow: impl FnOnce(&mut Conn) -> Result<PlaylistFilter> + Send + 'static,
) -> Result<HttpResponse> {
    let (order, window) = (order(params.value("sort")), params.window());
    let read = app.db.read(move |conn| {
        let filter = narrow(conn)?;
        let (total, entries) = PlaylistEntry::listed(conn, &filter, order, window)?;
        Ok((total, Told::of(conn, &Viewer::Anonymous, entries)?))
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
    let text = text.unwrap_or("-updatedAt");
    let (name, direction) = match text.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (text, Direction::Ascending),
    };
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
