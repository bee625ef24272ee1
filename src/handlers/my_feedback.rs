//! What somebody turned down: the videos and channels, each with a way to take it back.
//!
//! Saying it is `feedback`. What one may no longer see is not listed, and has no part in any list anyway.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::history::{PER_PAGE, tabs};
use super::my_channels::{ChannelFacts, channel_card};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::Query;
use crate::http::viewer::SignedIn;
use crate::http::{cards, pages, render};
use crate::models::feedback::Opinion;
use crate::models::page_number::PageNumber;
use crate::models::video::{VideoCard, VideoRef};
use crate::paths;
use crate::recommender::ViewerKey;
use crate::views::history::{FeedbackIndexPage, TurnedDownChannelView, TurnedDownVideoView};
use crate::views::{ActionView, EmptyView, Layout};

#[derive(Debug, Default, Deserialize)]
pub struct IndexQuery {
    page: Option<String>,
}

struct TurnedDown {
    /// Only on the first page.
    channels: Vec<(ChannelFacts, Timestamp)>,
    videos: Vec<(VideoCard, Timestamp)>,
}

/// `GET /my/feedback?page=`
pub async fn index(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    Query(query): Query<IndexQuery>,
) -> Result<HttpResponse> {
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let now = app.now();
    let found = app.db.read(move |conn| load(conn, &viewer, page)).await?;
    let (videos, more) = page.cut(found.videos);
    render::private(&FeedbackIndexPage {
        layout: Layout { current: "history", ..layout },
        tabs: tabs(&paths::history::feedback()),
        empty: (videos.is_empty() && found.channels.is_empty()).then(empty),
        pagination: pages::pagination(
            page,
            videos.len(),
            pages::following(more),
            paths::history::feedback_page,
        ),
        channels: found.channels.iter().map(|(facts, at)| channel_view(now, facts, *at)).collect(),
        videos: videos.iter().map(|(card, at)| video_view(&app, now, card, *at)).collect(),
    })
}

/// `POST /my/feedback/videos/{id}/delete`
pub async fn delete_of_video(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let video = VideoRef::parse(&id).ok_or(Error::NotFound)?;
    withdraw(&app, viewer, flash, move |conn, viewer| Ok(Opinion::find_of_video(conn, viewer.id, video)?))
        .await
}

/// `POST /my/feedback/channels/{handle}/delete`
pub async fn delete_of_channel(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    handle: web::Path<String>,
) -> Result<HttpResponse> {
    withdraw(&app, viewer, flash, move |conn, viewer| Ok(Opinion::find_of_channel(conn, viewer.id, &handle)?))
        .await
}

async fn withdraw(
    app: &App,
    viewer: SignedIn,
    flash: Flash,
    find: impl Fn(&mut Conn, &SignedIn) -> Result<Opinion> + Send + 'static,
) -> Result<HttpResponse> {
    let user = viewer.id;
    let withdrawn = app.db.write(move |conn| {
        let opinion = find(conn, &viewer)?;
        opinion.withdraw(conn, viewer.id)?;
        Ok(opinion)
    });
    app.feed.welcomed_again(ViewerKey::User(user.0), withdrawn.await?, app.now());
    flash.redirect(paths::history::feedback(), Done::FeedbackWithdrawn)
}

fn load(conn: &mut Conn, viewer: &SignedIn, page: PageNumber) -> Result<TurnedDown> {
    let channels = match page.number() {
        1 => Opinion::channels_of(conn, viewer.id)?,
        _ => Vec::new(),
    };
    let (channels, moments): (Vec<_>, Vec<_>) = channels.into_iter().unzip();
    Ok(TurnedDown {
        channels: ChannelFacts::of(conn, channels)?.into_iter().zip(moments).collect(),
        videos: Opinion::videos_of(conn, viewer, page.window())?,
    })
}

fn video_view(app: &App, now: Timestamp, card: &VideoCard, at: Timestamp) -> TurnedDownVideoView {
    TurnedDownVideoView {
        card: cards::card(app, now, card),
        said: cards::ago(at, now),
        undo_url: paths::history::withdraw_of_video(&card.uuid),
    }
}

fn channel_view(now: Timestamp, facts: &ChannelFacts, at: Timestamp) -> TurnedDownChannelView {
    TurnedDownChannelView {
        channel: channel_card(facts, None),
        said: cards::ago(at, now),
        undo_url: paths::history::withdraw_of_channel(&facts.channel.handle),
    }
}

fn empty() -> EmptyView {
    EmptyView {
        title: "You have turned nothing down".to_owned(),
        text: "Below each recommended video stands why it is there. Open that to say that you are not interested, or \
               want less of its channel."
            .to_owned(),
        action: Some(ActionView { label: "See what is recommended".to_owned(), url: paths::home() }),
    }
}
