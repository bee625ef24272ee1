//! Feeds of what everybody may find: for readers of news (RSS, Atom, JSON Feed) and for podcast players.
//!
//! They answer everybody alike, and the parameters are PeerTube's.

pub(super) mod present;

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use askama::Template;

use self::present::{Source, json};
use super::api::{Order, handle_of};
use crate::app::App;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::error::{Error, Result};
use crate::http::api::Params;
use crate::http::render::Caches;
use crate::http::validated;
use crate::models::channel::Channel;
use crate::models::user::User;
use crate::models::video::{FeedFacts, VideoEntry, VideoFilter};
use crate::models::window::Window;
use crate::views::feed::{AtomDocument, PodcastDocument, RssDocument};

/// What a reader that asks now and then does not miss.
const ENTRIES: i64 = 25;
/// Podcast players show all there is.
const EPISODES: i64 = 100;

/// Everything a feed tells, as it was found.
struct Found {
    source: Source,
    entries: Vec<VideoEntry>,
    facts: HashMap<VideoId, FeedFacts>,
}

/// `GET /feeds/videos.{format}?accountId=&accountName=&videoChannelId=&videoChannelName=&sort=`
pub async fn videos(
    app: App,
    request: HttpRequest,
    format: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let format = Format::parse(&format).ok_or(Error::NotFound)?;
    let found = load(&app, &params, ENTRIES).await?;
    let feed = present::feed(&app, &request, &found.source, &found.entries, &found.facts);
    let (content_type, body) = match format {
        Format::Rss => ("application/rss+xml; charset=utf-8", RssDocument { feed }.render()),
        Format::Atom => ("application/atom+xml; charset=utf-8", AtomDocument { feed }.render()),
        Format::Json => {
            let body = serde_json::to_vec(&json(feed)).context("a feed could not be written as JSON")?;
            return Ok(validated::answer(&request, Caches::Shared, "application/feed+json", body));
        }
    };
    let body = body.context("a feed could not be rendered")?;
    Ok(validated::answer(&request, Caches::Shared, content_type, body.into_bytes()))
}

/// `GET /feeds/podcast/videos.xml?videoChannelId=`
pub async fn podcast(app: App, request: HttpRequest, params: Params) -> Result<HttpResponse> {
    let found = load(&app, &params, EPISODES).await?;
    let Source::Channel(channel, owner) = &found.source else {
        return Err(Error::Malformed("A podcast is one channel: say which with videoChannelId."));
    };
    let feed = present::feed(&app, &request, &found.source, &found.entries, &found.facts);
    let document =
        PodcastDocument { author: owner.display_name.clone(), guid: channel.uuid.to_string(), feed };
    let body = document.render().context("a feed could not be rendered")?;
    let content_type = "application/rss+xml; charset=utf-8";
    Ok(validated::answer(&request, Caches::Shared, content_type, body.into_bytes()))
}

enum Format {
    Rss,
    Atom,
    Json,
}

impl Format {
    /// With the other names that PeerTube gives them.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "xml" | "rss" | "rss2" => Some(Self::Rss),
            "atom" | "atom1" => Some(Self::Atom),
            "json" | "json1" => Some(Self::Json),
            _ => None,
        }
    }
}

async fn load(app: &App, params: &Params, entries: i64) -> Result<Found> {
    let (wish, order) = (Wish::of(app, params)?, Order::parse(params.value("sort")));
    let (asked, window) = (app.clone(), Window::new(0, entries, entries));
    let read = app.db.read(move |conn| {
        let source = wish.find(conn)?;
        let (_, entries) = order.list(&asked, conn, &source.filter(), window)?;
        Ok(Found { facts: FeedFacts::of(conn, &entries)?, source, entries })
    });
    read.await
}

/// Whose videos are asked for.
enum Wish {
    Site,
    Channel(ChannelId),
    ChannelNamed(String),
    Account(UserId),
    AccountNamed(String),
}

impl Wish {
    fn of(app: &App, params: &Params) -> Result<Self> {
        let number = |name| {
            let value = params.value(name).filter(|value| !value.is_empty());
            value.map(|value| value.parse::<i64>().map_err(|_| Error::NotFound)).transpose()
        };
        let handle = |name| {
            let value = params.value(name).filter(|value| !value.is_empty());
            value.map(|value| handle_of(app, value)).transpose()
        };
        Ok(if let Some(id) = number("videoChannelId")? {
            Self::Channel(ChannelId(id))
        } else if let Some(name) = handle("videoChannelName")? {
            Self::ChannelNamed(name)
        } else if let Some(id) = number("accountId")? {
            Self::Account(UserId(id))
        } else if let Some(name) = handle("accountName")? {
            Self::AccountNamed(name)
        } else {
            Self::Site
        })
    }

    /// Somebody whose account is disabled is not found.
    fn find(self, conn: &mut Conn) -> Result<Source> {
        let channel = match self {
            Self::Site => return Ok(Source::Site),
            Self::Account(id) => return account(User::find(conn, id)?),
            Self::AccountNamed(name) => return account(User::find_by_handle(conn, &name)?),
            Self::Channel(id) => Channel::find(conn, id)?,
            Self::ChannelNamed(name) => Channel::find_by_handle(conn, &name)?,
        };
        let owner = User::find(conn, channel.user_id)?;
        Ok(Source::Channel(channel, owner))
    }
}

fn account(user: User) -> Result<Source> {
    if user.disabled_at.is_some() { Err(Error::NotFound) } else { Ok(Source::Account(user)) }
}

impl Source {
    fn filter(&self) -> VideoFilter {
        match self {
            Self::Site => VideoFilter::default(),
            Self::Channel(channel, _) => VideoFilter { channel: Some(channel.id), ..VideoFilter::default() },
            Self::Account(user) => VideoFilter { owner: Some(user.id), ..VideoFilter::default() },
        }
    }
}
