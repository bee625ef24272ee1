//! "Not interested" and "less of this channel", and taking it back.
//!
//! Somebody signed out is heard too, for as long as they are known: saying so gives them a name for a day, as watching does.

use actix_web::cookie::Cookie;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::{Action, App, Watcher};
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::http::form::Form;
use crate::http::return_to::{self, LocalPath};
use crate::http::{render, watcher};
use crate::models::feedback::Opinion;
use crate::models::video::{Video, VideoRef};
use crate::paths;
use crate::recommender::ViewerKey;
use crate::views::Layout;
use crate::views::feedback::FeedbackPage;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedbackForm {
    kind: String,
    return_to: String,
}

/// What is said of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    NotInterested,
    Less,
    InterestedAgain,
    MoreAgain,
}

/// What was noted, and the cookie that makes somebody signed out known.
pub struct Noted {
    video: Video,
    opinion: Opinion,
    key: ViewerKey,
    cookie: Option<Cookie<'static>>,
}

/// `POST /w/{id}/feedback`
pub async fn create(
    app: App,
    request: HttpRequest,
    watcher: Watcher,
    mut layout: Layout,
    id: Path<String>,
    Form(form): Form<FeedbackForm>,
) -> Result<HttpResponse> {
    let reference = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    let kind = Kind::parse(&form.kind)?;
    let noted = note(&app, &watcher, reference, kind).await?;
    let back = LocalPath::parse(&form.return_to).unwrap_or_else(|| return_to::referrer(&app, &request));
    // This page cannot be opened again by its address.
    layout.return_to = back.to_string();
    let mut answer = render::private(&FeedbackPage {
        layout,
        heading: kind.heading().to_owned(),
        video_title: noted.video.title,
        action: paths::videos::feedback(&noted.video.uuid),
        undo_kind: kind.undone_by().map(str::to_owned),
        back_url: back.to_string(),
    })?;
    if let Some(cookie) = noted.cookie {
        answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!(error))?;
    }
    Ok(answer)
}

/// Notes it, if this caller may say more, and has the recommender hear of it.
pub async fn note(app: &App, watcher: &Watcher, reference: VideoRef, kind: Kind) -> Result<Noted> {
    app.limit(Action::Rate, &watcher.caller())?;
    let noted = match watcher.viewer.id() {
        Some(user) => by_user(app, watcher, user, reference, kind).await?,
        None => by_stranger(app, watcher, reference, kind).await?,
    };
    if kind.is_against() {
        app.feed.turned_down(noted.key, noted.opinion, app.now());
    } else {
        app.feed.welcomed_again(noted.key, noted.opinion, app.now());
    }
    Ok(noted)
}

async fn by_user(
    app: &App,
    watcher: &Watcher,
    user: UserId,
    reference: VideoRef,
    kind: Kind,
) -> Result<Noted> {
    let (viewer, now) = (watcher.viewer.clone(), app.now());
    let noted = app.db.write(move |conn| {
        let video = Video::visible_to(conn, &viewer, reference)?;
        let opinion = kind.opinion_of(&video);
        if kind.is_against() {
            opinion.note(conn, user, now)?;
        } else {
            opinion.withdraw(conn, user)?;
        }
        Ok((video, opinion))
    });
    let (video, opinion) = noted.await?;
    Ok(Noted { video, opinion, key: ViewerKey::User(user.0), cookie: None })
}

async fn by_stranger(app: &App, watcher: &Watcher, reference: VideoRef, kind: Kind) -> Result<Noted> {
    let viewer = watcher.viewer.clone();
    let video = app.db.read(move |conn| Ok(Video::visible_to(conn, &viewer, reference)?)).await?;
    let (key, cookie) = match watcher.anonymous {
        Some(key) => (key, None),
        None => watcher::begin(app).map(|(key, cookie)| (key, Some(cookie)))?,
    };
    Ok(Noted { opinion: kind.opinion_of(&video), video, key: ViewerKey::Anonymous(key), cookie })
}

impl Kind {
    fn parse(name: &str) -> Result<Self, Invalid> {
        match name {
            "not_interested" => Ok(Self::NotInterested),
            "less" => Ok(Self::Less),
            "interested" => Ok(Self::InterestedAgain),
            "more" => Ok(Self::MoreAgain),
            _ => Err(Invalid::field("kind", "Say not_interested or less; interested or more take it back.")),
        }
    }

    fn opinion_of(self, video: &Video) -> Opinion {
        match self {
            Self::NotInterested | Self::InterestedAgain => Opinion::NotInterested(video.id),
            Self::Less | Self::MoreAgain => Opinion::LessOf(video.channel_id),
        }
    }

    fn is_against(self) -> bool {
        matches!(self, Self::NotInterested | Self::Less)
    }

    fn undone_by(self) -> Option<&'static str> {
        match self {
            Self::NotInterested => Some("interested"),
            Self::Less => Some("more"),
            Self::InterestedAgain | Self::MoreAgain => None,
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::NotInterested => "Noted: this video will not be recommended to you.",
            Self::Less => "Noted: you will see less of this channel.",
            Self::InterestedAgain | Self::MoreAgain => "Taken back: it may be recommended to you again.",
        }
    }
}
