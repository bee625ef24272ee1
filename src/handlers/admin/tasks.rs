//! `/admin/tasks`: what runs in the background, what failed and why; to try again and to delete.

use actix_web::HttpResponse;

use super::orders::{self, Order};
use super::{List, ListQuery, confirm};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::TaskState;
use crate::error::Result;
use crate::http::form::Query;
use crate::http::viewer::Administrator;
use crate::http::{cards, render};
use crate::models::admin::tasks::{self, ListedTask, TaskAction};
use crate::models::admin::{Choice, Wanted};
use crate::models::task::TaskRow;
use crate::paths;
use crate::views::admin::{TaskRow as TaskView, TasksPage};
use crate::views::{Layout, StateKind, StateView};

const LIST: List = List {
    path: paths::admin::TASKS,
    current: "admin_tasks",
    query_hint: "Kind or error",
    one: "task",
    many: "tasks",
};

/// `GET /admin/tasks?q=&state=&page=`
pub async fn index(
    app: App,
    _: Administrator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let now = app.now();
    let list = move |conn: &mut Conn, wanted: &Wanted<_>| Ok(tasks::list(conn, wanted, now)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    render::private(&TasksPage {
        layout: page.layout,
        filter: page.filter,
        pagination: page.pagination,
        tasks: page.rows.iter().map(|task| row(task, now)).collect(),
    })
}

/// `POST /admin/tasks`: `ids` and `action`; to delete, `confirm=yes` too.
pub async fn update(app: App, _: Administrator, order: Order, layout: Layout) -> Result<HttpResponse> {
    let (action, ids) = (order.action::<TaskAction>()?, order.task_ids()?);
    if ids.is_empty() {
        return order.nothing_selected(LIST.path);
    }
    if action == TaskAction::Delete && !order.is_confirmed() {
        let numbers = ids.clone();
        let named = app.db.read(move |conn| tasks::named_all(conn, &numbers)).await?;
        let kinds = named.iter().map(|task| kind(&task.kind)).collect();
        let consequences = "The work of these tasks will not be done.";
        return confirm::ask(layout, &LIST, action.value(), consequences, &ids, kinds);
    }
    let (actor, now) = (order.actor.clone(), app.now());
    let changed = app.db.write(move |conn| tasks::change(conn, &actor, &ids, action, now)).await?;
    app.wake_workers();
    order.answer(LIST.path, orders::done(changed))
}

fn row(listed: &ListedTask, now: Timestamp) -> TaskView {
    let task = &listed.task;
    let is_running = task.is_running(now);
    TaskView {
        id: task.id.to_string(),
        kind: kind(&task.kind),
        subject: listed.video.as_ref().map(|(_, title)| title.clone()).unwrap_or_default(),
        subject_url: listed.video.as_ref().map(|(uuid, _)| paths::videos::watch(uuid)),
        lane: task.lane.to_string(),
        state: state(task, is_running),
        percent: is_running.then(|| u8::try_from(task.progress.clamp(0, 100)).unwrap_or(0)),
        attempts: task.attempts.to_string(),
        error: task.error.clone(),
        when: cards::ago(task.finished_at.unwrap_or(task.created_at), now),
    }
}

fn state(task: &TaskRow, is_running: bool) -> StateView {
    let (label, kind) = match task.state {
        TaskState::Queued if is_running => ("Running", StateKind::Busy),
        TaskState::Queued => ("Waiting", StateKind::Plain),
        TaskState::Done => ("Done", StateKind::Good),
        TaskState::Failed => ("Failed", StateKind::Bad),
    };
    StateView { label: label.to_owned(), kind }
}

/// `process_video` as "Process video".
fn kind(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
