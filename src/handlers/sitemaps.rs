//! `/sitemap.xml`: what everybody may find, for search engines. A small site is one document; a larger one is a list of them.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::http::{media_urls, render};
use crate::models::page_number::PageNumber;
use crate::models::sitemap::{Sitemap, SitemapVideo};
use crate::paths;
use crate::text::{markdown, plain};
use crate::views::sitemap::{IndexDocument, ShowDocument, SitemapFilm, SitemapVideoView};

const TYPE: &str = "application/xml; charset=utf-8";
/// Videos, and channels, in one document: far below what search engines take, and quickly written.
const PER_PAGE: i64 = 2000;
const DESCRIPTION_CHARACTERS: usize = 500;
/// What the extension for videos allows.
const LONGEST_SECONDS: i64 = 28_800;

/// `GET /sitemap.xml`
pub async fn index(app: App) -> Result<HttpResponse> {
    let pages = app.db.read(|conn| Ok(Sitemap::pages(conn, PER_PAGE)?)).await?;
    if pages == 1 {
        return document(&app, 1).await;
    }
    let origin = app.origins.canonical();
    let sitemaps = (1..=pages).map(|number| format!("{origin}{}", paths::sitemap_page(number))).collect();
    render::document(&IndexDocument { sitemaps }, TYPE)
}

/// `GET /sitemap/{number}.xml`
pub async fn show(app: App, number: web::Path<String>) -> Result<HttpResponse> {
    let number: i64 = number.parse().ok().filter(|number| *number >= 1).ok_or(Error::NotFound)?;
    let pages = app.db.read(|conn| Ok(Sitemap::pages(conn, PER_PAGE)?)).await?;
    if number > pages {
        return Err(Error::NotFound);
    }
    document(&app, number).await
}

async fn document(app: &App, number: i64) -> Result<HttpResponse> {
    let page = PageNumber::parse(Some(&number.to_string()), PER_PAGE);
    let sitemap = app.db.read(move |conn| Ok(Sitemap::page(conn, page)?)).await?;
    let (origin, now) = (app.origins.canonical(), app.now());
    let home = (number == 1).then(|| format!("{origin}{}", paths::home()));
    let channels = sitemap.channels.iter().map(|handle| format!("{origin}{}", paths::channel(handle)));
    let playlists = sitemap.playlists.iter().map(|uuid| format!("{origin}{}", paths::playlists::show(uuid)));
    let document = ShowDocument {
        pages: home.into_iter().chain(channels).chain(playlists).collect(),
        videos: sitemap.videos.iter().map(|video| described(app, now, &origin, video)).collect(),
    };
    render::document(&document, TYPE)
}

fn described(app: &App, now: Timestamp, origin: &str, video: &SitemapVideo) -> SitemapVideoView {
    let picture = video.media().and_then(|media| media_urls::poster(app, now, &media));
    SitemapVideoView {
        url: format!("{origin}{}", paths::videos::watch(&video.uuid)),
        changed: video.updated_at.rfc3339(),
        film: picture.map(|picture| SitemapFilm {
            title: video.title.clone(),
            description: description(video),
            thumbnail_url: format!("{origin}{picture}"),
            player_url: format!("{origin}{}", paths::videos::embed(&video.uuid)),
            published: video.published_at.unwrap_or(video.created_at).rfc3339(),
            duration_seconds: Some(video.duration_ms / 1000).filter(|it| (1..=LONGEST_SECONDS).contains(it)),
            views: video.views,
        }),
    }
}

/// Search engines want one, so that a video without a description is described by its title.
fn description(video: &SitemapVideo) -> String {
    let said = plain::excerpt(&markdown::to_plain(&video.description), DESCRIPTION_CHARACTERS);
    if said.is_empty() { video.title.clone() } else { said }
}
