//! "Not interested" and "less of this channel", and taking it back.
//!
//! Somebody signed out is heard too, for as long as they are known: saying so gives them a name for a day, as watching does.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::app::{Action, App, Watcher};
use crate::error::{Error, Invalid, Result};
use crate::http::form::Form;
use crate::http::{render, return_to, watcher};
use crate::models::feedback::{Opinion, channel_of};
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
enum Kind {
    NotInterested,
    Less,
    InterestedAgain,
    MoreAgain,
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
    app.limit(Action::Rate, &watcher.caller())?;
    let (user, viewer, now) = (watcher.viewer.id(), watcher.viewer.clone(), app.now());
    let find = move |conn: &mut crate::db::Conn| -> Result<(Video, Opinion)> {
        let video = Video::visible_to(conn, &viewer, reference)?;
        let opinion = match kind {
            Kind::NotInterested | Kind::InterestedAgain => Opinion::NotInterested(video.id),
            Kind::Less | Kind::MoreAgain => Opinion::LessOf(channel_of(conn, video.id)?),
        };
        Ok((video, opinion))
    };
    let (video, opinion, key, cookie) = match user {
        Some(user) => {
            let noted = app.db.write(move |conn| {
                let (video, opinion) = find(conn)?;
                if kind.is_against() {
                    opinion.note(conn, user, now)?;
                } else {
                    opinion.withdraw(conn, user)?;
                }
                Ok((video, opinion))
            });
            let (video, opinion) = noted.await?;
            (video, opinion, ViewerKey::User(user.0), None)
        }
        None => {
            let (video, opinion) = app.db.read(find).await?;
            let (key, cookie) = match watcher.anonymous {
                Some(key) => (key, None),
                None => watcher::begin(&app).map(|(key, cookie)| (key, Some(cookie)))?,
            };
            (video, opinion, ViewerKey::Anonymous(key), cookie)
        }
    };
    if kind.is_against() {
        app.feed.turned_down(key, opinion, now);
    } else {
        app.feed.welcomed_again(key, opinion, now);
    }
    let back =
        return_to::LocalPath::parse(&form.return_to).unwrap_or_else(|| return_to::referrer(&app, &request));
    // This page cannot be opened again by its address.
    layout.return_to = back.to_string();
    let mut answer = render::private(&FeedbackPage {
        layout,
        heading: kind.heading().to_owned(),
        video_title: video.title.clone(),
        action: paths::videos::feedback(&video.uuid),
        undo_kind: kind.undone_by().map(str::to_owned),
        back_url: back.to_string(),
    })?;
    if let Some(cookie) = cookie {
        answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!(error))?;
    }
    Ok(answer)
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
