//! `/admin/comments`: every comment; to hide, to show again and to delete.

use actix_web::HttpResponse;

use super::orders::{self, Order};
use super::{List, ListQuery, confirm};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::error::Result;
use crate::http::form::Query;
use crate::http::viewer::Moderator;
use crate::http::{cards, render};
use crate::models::admin::comments::{self, CommentAction, ListedComment};
use crate::models::admin::{Choice, Wanted};
use crate::paths;
use crate::text::{markdown, plain};
use crate::views::admin::{CommentRow, CommentsPage};
use crate::views::{Layout, StateKind, StateView};

const LIST: List = List {
    path: paths::admin::COMMENTS,
    current: "admin_comments",
    query_hint: "Words, or who wrote them",
    one: "comment",
    many: "comments",
};
const EXCERPT_CHARACTERS: usize = 200;

/// `GET /admin/comments?q=&state=&page=`
pub async fn index(
    app: App,
    _: Moderator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let list = |conn: &mut Conn, wanted: &Wanted<_>| Ok(comments::list(conn, wanted)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    let now = app.now();
    render::private(&CommentsPage {
        layout: page.layout,
        filter: page.filter,
        pagination: page.pagination,
        comments: page.rows.iter().map(|comment| row(comment, now)).collect(),
    })
}

/// `POST /admin/comments`: `ids` and `action`; to delete, `confirm=yes` too.
pub async fn update(app: App, order: Order, layout: Layout) -> Result<HttpResponse> {
    let (action, ids) = (order.action::<CommentAction>()?, order.uuids()?);
    if ids.is_empty() {
        return order.nothing_selected(LIST.path);
    }
    if action == CommentAction::Delete && !order.is_confirmed() {
        let uuids = ids.clone();
        let named = app.db.read(move |conn| comments::named_all(conn, &uuids)).await?;
        let words = named.iter().map(|comment| excerpt(&comment.body)).collect();
        let consequences = "Deleted comments cannot be brought back.";
        return confirm::ask(layout, &LIST, action.value(), consequences, &ids, words);
    }
    let (actor, now) = (order.actor.clone(), app.now());
    let changed = app.db.write(move |conn| comments::change(conn, &actor, &ids, action, now)).await?;
    order.answer(LIST.path, orders::done(changed))
}

fn row(comment: &ListedComment, now: Timestamp) -> CommentRow {
    let thread = paths::comments::thread(&comment.video.uuid, &comment.uuid);
    CommentRow {
        id: comment.uuid.to_string(),
        excerpt: excerpt(&comment.body),
        url: format!("{thread}{}", paths::comments::anchor(&comment.uuid)),
        author_name: comment.author.display_name.clone(),
        author_url: paths::user(&comment.author.handle),
        video_title: comment.video.title.clone(),
        video_url: paths::videos::watch(&comment.video.uuid),
        state: state(comment),
        created: cards::ago(comment.created_at, now),
    }
}

/// A comment that has no words any more still needs some to be clicked on.
pub(super) fn excerpt(body: &str) -> String {
    match plain::excerpt(&markdown::to_plain(body), EXCERPT_CHARACTERS) {
        words if words.is_empty() => "(no words)".to_owned(),
        words => words,
    }
}

fn state(comment: &ListedComment) -> StateView {
    let (label, kind) = match (comment.deleted_at, comment.hidden_at) {
        (Some(_), _) => ("Deleted", StateKind::Plain),
        (None, Some(_)) => ("Hidden", StateKind::Bad),
        (None, None) => ("Shown", StateKind::Good),
    };
    StateView { label: label.to_owned(), kind }
}
