//! The player alone, for other sites' pages: `/videos/embed/{id}`.
//!
//! It knows nobody (`http/alike.rs` takes the cookies away), sets nothing and changes nothing, so it may stand in any page whatever that page
//! does to it. docs/embedding.md says what its address may ask for.

pub mod code;
mod wishes;

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

use self::wishes::Wishes;
use super::videos::film::Film;
use super::videos::player;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::http::assets;
use crate::http::form::Query;
use crate::http::render::{self, Caches};
use crate::http::security_headers::{self, Nonce};
use crate::http::viewer::Viewer;
use crate::models::video::{Audience, VideoRef};
use crate::paths;
use crate::views::embed::{EmbedLayout, GonePage, ShowPage};
use crate::views::{PlayerView, QualityView};

/// `GET /videos/embed/{id}?start=&end=&autoplay=&loop=&muted=&controls=&quality=&origin=`
pub async fn show(
    app: App,
    request: HttpRequest,
    id: web::Path<String>,
    Query(query): Query<wishes::ShowQuery>,
) -> Result<HttpResponse> {
    security_headers::allow_framing(&request);
    let (now, wishes, layout) = (app.now(), Wishes::parse(&query), layout(&app, &request));
    let found = match VideoRef::parse(&id) {
        Some(video) => app.db.read(move |conn| Film::find(conn, &Viewer::Anonymous, video, now)).await,
        None => Err(Error::NotFound),
    };
    match found {
        Ok(film) => {
            let caches = Caches::of(&Viewer::Anonymous, &film.video);
            render::page_for(caches, &page(&app, now, layout, &film, &wishes))
                .map(render::without_speculation)
        }
        // A whole page of ours would be refused by the frame, and a blank one says nothing.
        Err(Error::NotFound) => render::missing(&GonePage { layout, home_url: app.origins.canonical() }),
        Err(error) => Err(error),
    }
}

fn page(app: &App, now: Timestamp, layout: EmbedLayout, film: &Film, wishes: &Wishes) -> ShowPage {
    let (video, watch_path) = (&film.video, paths::videos::watch(&film.video.uuid));
    ShowPage {
        layout,
        title: video.title.clone(),
        canonical: format!("{}{watch_path}", app.origins.canonical()),
        robots: match video.audience() {
            // Found by itself it would be half a page; within another's page it may count there.
            Audience::Everyone => "noindex, indexifembedded",
            Audience::Invited => "noindex",
        },
        player: player_of(app, now, film, wishes),
        start: wishes.wished.begin,
        end: wishes.wished.end,
        listener: wishes.listener.clone(),
        watch_url: watch_path,
    }
}

fn player_of(app: &App, now: Timestamp, film: &Film, wishes: &Wishes) -> PlayerView {
    let view = player::view(app, now, film, wishes.wished);
    let action = paths::videos::embed(&film.video.uuid);
    let quality = QualityView { action, coming: None, ..view.quality };
    PlayerView {
        watch_url: paths::videos::embed_watch_reports(&film.video.uuid),
        share_url: Some(format!("{}{}", app.origins.canonical(), paths::videos::watch(&film.video.uuid))),
        quality: if wishes.options.has_controls {
            quality
        } else {
            QualityView { choices: Vec::new(), ..quality }
        },
        options: wishes.options,
        ..view
    }
}

fn layout(app: &App, request: &HttpRequest) -> EmbedLayout {
    let assets = assets::urls();
    EmbedLayout {
        site_name: app.config.site.name.clone(),
        nonce: request.extensions().get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default(),
        css_url: assets.css.clone(),
        embed_css_url: assets.embed_css.clone(),
        js_url: assets.js.clone(),
        icon_url: assets.icon.clone(),
    }
}
