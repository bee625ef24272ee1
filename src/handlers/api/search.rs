//! `/api/v1/search/…`: what the search page finds, for programs.

use actix_web::{HttpRequest, HttpResponse};

use super::{Order, filter_of, present, video_playlists};
use crate::app::{Action, App, Watcher};
use crate::error::Result;
use crate::http::api::{self, Params};
use crate::http::render::Caches;
use crate::models::channel::Channel;
use crate::models::playlist::PlaylistFilter;
use crate::models::search::{self, Order as Ranking};
use crate::models::video::VideoEntry;
use crate::models::viewer::Viewer;
use crate::views::api::List;
use crate::views::api::playlist::Playlist;

/// `GET /api/v1/search/videos?search=`. Without words it is the list, as filtered.
pub async fn videos(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    params: Params,
) -> Result<HttpResponse> {
    app.limit(Action::Search, &watcher.caller())?;
    let window = params.window();
    let words = params.value("search").unwrap_or_default().to_owned();
    let (filter, sort) = (filter_of(&params), params.value("sort").map(str::to_owned));
    let asked = app.clone();
    let read = app.db.read(move |conn| {
        if words.trim().is_empty() {
            return Order::parse(sort.as_deref()).list(&asked, conn, &filter, window);
        }
        let ranking = match sort.as_deref() {
            Some("-publishedAt" | "-createdAt") => Ranking::Newest,
            Some("-views") => Ranking::MostViewed,
            _ => Ranking::Relevance,
        };
        let (total, ids) = search::find_ids(conn, &words, ranking, window)?;
        Ok((total, VideoEntry::listed_in_order(conn, &ids)?))
    });
    let (total, entries) = read.await?;
    api::answer(&request, Caches::Shared, &present::video::list(&app, total, &entries))
}

/// `GET /api/v1/search/video-channels?search=`
pub async fn video_channels(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    params: Params,
) -> Result<HttpResponse> {
    app.limit(Action::Search, &watcher.caller())?;
    let window = params.window();
    let words = params.value("search").unwrap_or_default().to_owned();
    let read = app.db.read(move |conn| {
        Ok((Channel::count_matching(conn, &words)?, Channel::matching(conn, &words, window)?))
    });
    let (total, found) = read.await?;
    let data =
        found.iter().map(|(channel, owner)| present::channel::channel(&app, channel, Some(owner))).collect();
    api::answer(&request, Caches::Shared, &List { total, data })
}

/// `GET /api/v1/search/video-playlists?search=`
pub async fn video_playlists(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    params: Params,
) -> Result<HttpResponse> {
    app.limit(Action::Search, &watcher.caller())?;
    match PlaylistFilter::matching(params.value("search").unwrap_or_default()) {
        Some(filter) => {
            video_playlists::listed(app, &request, &params, Viewer::Anonymous, move |_| Ok(filter)).await
        }
        None => {
            let nothing: List<Playlist> = List { total: 0, data: Vec::new() };
            api::answer(&request, Caches::Shared, &nothing)
        }
    }
}
