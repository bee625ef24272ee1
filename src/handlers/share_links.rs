//! The links with which a creator shares one of their videos: the list, a new one, taking one back.
//!
//! The address of a new link is shown once, on the page that follows; afterwards nobody knows it but those who have it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::Uuid;
use crate::db::types::{Privacy, VideoState};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::viewer::SignedIn;
use crate::http::{render, share_token};
use crate::models::share_link::{ShareDuration, ShareLink, ShareLinkDetails, ShareToken};
use crate::models::video::Video;
use crate::paths;
use crate::text::words;
use crate::views::share_link::{IndexPage, ShareLinkView};
use crate::views::{ChoiceView, FormView, Layout, StateKind, StateView, TimeView};

const USUAL: &str = "week";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShareLinkForm {
    label: String,
    duration: String,
}

/// `GET /my/videos/{uuid}/links`
pub async fn index(
    app: App,
    request: HttpRequest,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    let form = as_typed([("label", ""), ("duration", USUAL)], Invalid::default());
    let mut page = load(&app, &viewer, layout, uuid, form).await?;
    let new = share_token::new_token(&app, &request);
    page.fresh_url = new
        .as_ref()
        .map(|token| format!("{}{}", app.origins.canonical(), paths::videos::shared(&uuid, token.expose())));
    let mut answer = render::private(&page)?;
    if new.is_some() {
        let removal = share_token::new_cookie_removal(&app, &uuid);
        answer.add_cookie(&removal).map_err(|error| anyhow::anyhow!(error))?;
    }
    Ok(answer)
}

/// `POST /my/videos/{uuid}/links`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    Form(form): Form<ShareLinkForm>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    let token = ShareToken::random()?;
    match made(&app, &viewer, uuid, &form, token.clone()).await {
        Ok(()) => {
            let mut answer = flash.redirect(paths::videos::share_links(&uuid), Done::ShareLinkCreated)?;
            let cookie = share_token::new_cookie(&app, &uuid, &token);
            answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!(error))?;
            Ok(answer)
        }
        Err(Error::Invalid(invalid)) => {
            let typed = as_typed([("label", &*form.label), ("duration", &*form.duration)], invalid);
            render::refused(&load(&app, &viewer, layout, uuid, typed).await?)
        }
        Err(error) => Err(error),
    }
}

/// `POST /my/videos/{uuid}/links/{link}/delete`: from now on it opens nothing.
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    let (uuid, link, now) = (named(&path.0)?, named(&path.1)?, app.now());
    app.db.write(move |conn| ShareLink::revoke(conn, viewer.id, uuid, link, now)).await?;
    app.media_cache.forget(&uuid);
    flash.redirect(paths::videos::share_links(&uuid), Done::ShareLinkEnded)
}

async fn made(
    app: &App,
    viewer: &SignedIn,
    uuid: Uuid,
    form: &ShareLinkForm,
    token: ShareToken,
) -> Result<()> {
    let details = ShareLinkDetails::parse(&form.label, &form.duration)?;
    let (owner, now) = (viewer.id, app.now());
    app.db.write(move |conn| ShareLink::create(conn, owner, uuid, &details, &token, now)).await
}

async fn load(app: &App, viewer: &SignedIn, layout: Layout, uuid: Uuid, form: FormView) -> Result<IndexPage> {
    let (owner, now) = (viewer.id, app.now());
    let (video, links) = app.db.read(move |conn| Ok(ShareLink::of_own(conn, owner, uuid, now)?)).await?;
    Ok(IndexPage {
        layout: Layout { current: "my_videos", ..layout },
        back_url: paths::videos::edit(&uuid),
        action: paths::videos::share_links(&uuid),
        form,
        durations: ShareDuration::ALL.iter().map(choice).collect(),
        fresh_url: None,
        note: note(&video).map(str::to_owned),
        links: links.iter().map(|link| view(&uuid, link, now)).collect(),
        video_title: video.title,
    })
}

fn choice(duration: &ShareDuration) -> ChoiceView {
    ChoiceView { value: duration.value.to_owned(), label: duration.label.to_owned(), hint: String::new() }
}

fn note(video: &Video) -> Option<&'static str> {
    match (video.blocked_at, video.state, video.privacy) {
        (Some(_), ..) => Some("This video is blocked: no link opens it."),
        (None, VideoState::Published, Privacy::Public) => {
            Some("This video is public: everyone can watch it without a link.")
        }
        (None, VideoState::Published, Privacy::Unlisted) => {
            Some("This video is unlisted: its ordinary address works too, for everyone who has it.")
        }
        (None, VideoState::Published, Privacy::Private) => None,
        (None, ..) => Some("Links open this video as soon as it can be watched."),
    }
}

fn view(video: &Uuid, link: &ShareLink, now: Timestamp) -> ShareLinkView {
    let date = link.revoked_at.unwrap_or(link.expires_at).date_words();
    let (label, kind, ends) = match link.revoked_at {
        Some(_) => ("Turned off", StateKind::Plain, format!("Turned off on {date}")),
        None if link.is_valid(now) => ("Works", StateKind::Good, format!("Works until {date}")),
        None => ("Expired", StateKind::Plain, format!("Expired on {date}")),
    };
    ShareLinkView {
        name: if link.label.is_empty() { "A link".to_owned() } else { link.label.clone() },
        state: StateView { label: label.to_owned(), kind },
        created: TimeView {
            iso: link.created_at.rfc3339(),
            words: words::ago(link.created_at.millis(), now.millis()),
        },
        ends,
        uses: match link.uses {
            0 => "Never opened".to_owned(),
            uses => format!("Opened {}", words::counted_exactly(uses, "time", "times")),
        },
        delete_url: link.is_valid(now).then(|| paths::videos::delete_share_link(video, &link.uuid)),
    }
}

fn named(uuid: &str) -> Result<Uuid> {
    Uuid::parse(uuid).ok_or(Error::NotFound)
}
