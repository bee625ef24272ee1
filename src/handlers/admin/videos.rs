//! `/admin/videos`: every video, whoever may see it; to block and to delete.

use actix_web::HttpResponse;

use super::orders::{self, Order};
use super::{List, ListQuery, confirm};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::{Privacy, VideoState};
use crate::error::Result;
use crate::http::form::Query;
use crate::http::viewer::Moderator;
use crate::http::{cards, media_urls, render};
use crate::models::admin::videos::{self, VideoAction};
use crate::models::admin::{Choice, Wanted};
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::words;
use crate::views::admin::{VideoRow, VideosPage};
use crate::views::{Layout, StateKind, StateView};

const LIST: List = List {
    path: paths::admin::VIDEOS,
    current: "admin_videos",
    query_hint: "Title or channel",
    one: "video",
    many: "videos",
};

/// `GET /admin/videos?q=&state=&page=`
pub async fn index(
    app: App,
    _: Moderator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let list = |conn: &mut Conn, wanted: &Wanted<_>| Ok(videos::list(conn, wanted)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    let now = app.now();
    render::private(&VideosPage {
        layout: page.layout,
        filter: page.filter,
        pagination: page.pagination,
        videos: page.rows.iter().map(|video| row(&app, now, video)).collect(),
    })
}

/// `POST /admin/videos`: `ids` and `action`; to delete, `confirm=yes` too.
pub async fn update(app: App, order: Order, layout: Layout) -> Result<HttpResponse> {
    let (action, ids) = (order.action::<VideoAction>()?, order.uuids()?);
    if ids.is_empty() {
        return order.nothing_selected(LIST.path);
    }
    if action == VideoAction::Delete && !order.is_confirmed() {
        let uuids = ids.clone();
        let named = app.db.read(move |conn| videos::named_all(conn, &uuids)).await?;
        let titles = named.into_iter().map(|video| video.title).collect();
        let consequences = "The files, comments and likes go with them. This cannot be undone.";
        return confirm::ask(layout, &LIST, action.value(), consequences, &ids, titles);
    }
    let (actor, now) = (order.actor.clone(), app.now());
    let changed = app.db.write(move |conn| videos::change(conn, &actor, &ids, action, now)).await?;
    orders::videos_changed(&app, &changed);
    order.answer(LIST.path, orders::done(changed.len()))
}

fn row(app: &App, now: Timestamp, video: &VideoCard) -> VideoRow {
    VideoRow {
        id: video.uuid.to_string(),
        title: video.title.clone(),
        url: paths::videos::watch(&video.uuid),
        thumbnail_url: video.media().and_then(|media| media_urls::thumbnail(app, now, &media)),
        duration: if video.duration_ms > 0 { words::duration(video.duration_ms) } else { String::new() },
        channel_name: video.channel.display_name.clone(),
        channel_url: paths::channel(&video.channel.handle),
        privacy: match video.privacy {
            Privacy::Public => "Everybody",
            Privacy::Unlisted => "With the link",
            Privacy::Private => "Only its owner",
        }
        .to_owned(),
        state: state(video),
        views: words::count(video.views),
        created: cards::ago(video.created_at, now),
    }
}

fn state(video: &VideoCard) -> StateView {
    let (label, kind) = match (video.blocked_at, video.state) {
        (Some(_), _) => ("Blocked", StateKind::Bad),
        (None, VideoState::Published) => ("Published", StateKind::Good),
        (None, VideoState::Uploading | VideoState::Processing) => ("Being prepared", StateKind::Busy),
        (None, VideoState::Failed) => ("Failed", StateKind::Bad),
    };
    StateView { label: label.to_owned(), kind }
}
