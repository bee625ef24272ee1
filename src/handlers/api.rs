//! The API: PeerTube's shapes where PeerTube has them, ours in the same style where it has none.
//!
//! Cookies are taken away before anything reads them, so that everybody is a stranger here who brings no token (`http/bearer`). What an
//! address names is read as on the pages, by the same models.

pub mod accounts;
pub mod api_tokens;
pub mod captions;
pub mod chapters;
pub mod comment_threads;
pub mod comments;
pub mod config;
pub mod feedback;
pub mod history;
pub mod me;
pub mod my_channels;
pub mod my_videos;
pub mod nodeinfo;
pub mod oauth_clients;
pub mod openapi;
mod present;
pub mod ratings;
pub mod resumable_uploads;
pub mod search;
pub mod sign_ins;
pub mod stats;
pub mod subscriptions;
pub mod uploads;
pub mod video_channels;
pub mod video_events;
pub mod video_playlists;
pub mod videos;
pub mod views;
pub mod webhooks;
pub mod wishes;

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::api::{self, Params};
use crate::http::render::Caches;
use crate::models::video::{Direction, VideoEntry, VideoFilter, VideoSort};
use crate::models::window::Window;
use crate::text::Handle;
use crate::views::api::List;
use crate::views::api::video::Video;

/// A handle alone, or with this site's host behind it.
pub(super) fn handle_of(app: &App, text: &str) -> Result<String> {
    let text = text.strip_prefix('@').unwrap_or(text);
    let name = match text.split_once('@') {
        Some((name, host)) if app.origins.accepts_host(host) => name,
        Some(_) => return Err(Error::NotFound),
        None => text,
    };
    Handle::parse_any(name).map(Handle::into_string).map_err(|_| Error::NotFound)
}

/// In which order a list was asked for.
pub(super) enum Order {
    By(VideoSort, Direction),
    /// `trending`, `hot` and `best`: what is watched most of late.
    Popular,
}

impl Order {
    /// `-publishedAt` and the like; what is not known is the newest first.
    pub(super) fn parse(text: Option<&str>) -> Self {
        let (name, direction) = directed(text.unwrap_or("-publishedAt"));
        let sort = match name {
            "trending" | "hot" | "best" => return Self::Popular,
            "createdAt" => VideoSort::Created,
            "updatedAt" => VideoSort::Updated,
            "views" => VideoSort::Views,
            "likes" => VideoSort::Likes,
            "comments" => VideoSort::Comments,
            "duration" => VideoSort::Duration,
            "name" => VideoSort::Title,
            "publishedAt" | "originallyPublishedAt" => VideoSort::Published,
            _ => return Self::By(VideoSort::Published, Direction::Descending),
        };
        Self::By(sort, direction)
    }

    /// A stretch of the list.
    pub(super) fn list(
        &self,
        app: &App,
        conn: &mut Conn,
        filter: &VideoFilter,
        window: Window,
    ) -> Result<(i64, Vec<VideoEntry>)> {
        Ok(match self {
            Self::By(sort, direction) => VideoEntry::listed(conn, filter, (*sort, *direction), window)?,
            Self::Popular => VideoEntry::listed_led_by(conn, filter, &app.popular(), window)?,
        })
    }
}

/// A name, and from which end: `-` in front is from the largest on.
pub(super) fn directed(text: &str) -> (&str, Direction) {
    match text.strip_prefix('-') {
        Some(name) => (name, Direction::Descending),
        None => (text, Direction::Ascending),
    }
}

/// A list of videos as its parameters say, narrowed to what belongs to one address.
async fn listed(
    app: App,
    request: &HttpRequest,
    params: &Params,
    narrow: impl FnOnce(&mut Conn, VideoFilter) -> Result<VideoFilter> + Send + 'static,
) -> Result<HttpResponse> {
    api::answer(request, Caches::Shared, &found(&app, params, "-publishedAt", narrow).await?)
}

/// The same before it is answered; `usual` is its order where nobody says one.
async fn found(
    app: &App,
    params: &Params,
    usual: &str,
    narrow: impl FnOnce(&mut Conn, VideoFilter) -> Result<VideoFilter> + Send + 'static,
) -> Result<List<Video>> {
    let order = Order::parse(Some(params.value("sort").unwrap_or(usual)));
    let (filter, window) = (filter_of(params), params.window());
    let asked = app.clone();
    let read = app.db.read(move |conn| {
        let filter = narrow(conn, filter)?;
        order.list(&asked, conn, &filter, window)
    });
    let (total, entries) = read.await?;
    Ok(present::video::list(app, total, &entries))
}

/// What the parameters of a list say; everything else is for everybody anyway.
fn filter_of(params: &Params) -> VideoFilter {
    let sensitive = match params.value("nsfw") {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    };
    let lowered = |name| params.values(name).iter().map(|tag| tag.to_lowercase()).collect();
    VideoFilter {
        any_tag: lowered("tagsOneOf"),
        every_tag: lowered("tagsAllOf"),
        languages: params.values("languageOneOf"),
        sensitive,
        ..VideoFilter::default()
    }
}
