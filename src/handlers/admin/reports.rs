//! `/admin/reports`: what people brought to the moderators' notice, open and handled.

use actix_web::HttpResponse;

use super::comments::excerpt;
use super::orders::{self, Order};
use super::{List, ListQuery};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::{ReportReason, ReportState};
use crate::error::Result;
use crate::http::form::Query;
use crate::http::viewer::Moderator;
use crate::http::{cards, render};
use crate::models::admin::Wanted;
use crate::models::admin::reports::{self, ListedReport, ReportAction, ReportedSubject};
use crate::paths;
use crate::views::admin::{ReportRow, ReportsPage};
use crate::views::{Layout, StateKind, StateView};

const LIST: List = List {
    path: paths::admin::REPORTS,
    current: "admin_reports",
    query_hint: "Words, or who reported",
    one: "report",
    many: "reports",
};

/// `GET /admin/reports?q=&state=&page=`
pub async fn index(
    app: App,
    _: Moderator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let list = |conn: &mut Conn, wanted: &Wanted<_>| Ok(reports::list(conn, wanted)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    let now = app.now();
    render::private(&ReportsPage {
        layout: page.layout,
        filter: page.filter,
        pagination: page.pagination,
        reports: page.rows.iter().map(|report| row(report, now)).collect(),
    })
}

/// `POST /admin/reports`: `ids` and `action`.
pub async fn update(app: App, order: Order) -> Result<HttpResponse> {
    let (action, ids) = (order.action::<ReportAction>()?, order.uuids()?);
    if ids.is_empty() {
        return order.nothing_selected(LIST.path);
    }
    let (actor, now) = (order.actor.clone(), app.now());
    let decided = app.db.write(move |conn| reports::change(conn, &actor, &ids, action, now)).await?;
    orders::videos_changed(&app, &decided.videos);
    order.answer(LIST.path, orders::done(decided.reports))
}

fn row(listed: &ListedReport, now: Timestamp) -> ReportRow {
    let report = &listed.report;
    let (subject_kind, subject_text, subject_url) = subject(&listed.subject);
    ReportRow {
        id: report.uuid.to_string(),
        subject_kind,
        subject_text,
        subject_url,
        reason: reason(report.reason).to_owned(),
        text: report.text.clone(),
        reporter_name: listed.reporter.display_name.clone(),
        reporter_url: paths::user(&listed.reporter.handle),
        state: state(report.state),
        created: cards::ago(report.created_at, now),
    }
}

fn subject(subject: &ReportedSubject) -> (String, String, String) {
    match subject {
        ReportedSubject::Video(video) => {
            ("Video".to_owned(), video.title.clone(), paths::videos::watch(&video.uuid))
        }
        ReportedSubject::Comment(uuid, body, video) => {
            let thread = paths::comments::thread(&video.uuid, uuid);
            let kind = format!("Comment under “{}”", video.title);
            (kind, excerpt(body), format!("{thread}{}", paths::comments::anchor(uuid)))
        }
        ReportedSubject::Gone => {
            ("Gone".to_owned(), "It is no longer there".to_owned(), paths::admin::REPORTS.to_owned())
        }
    }
}

fn reason(reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Spam => "Spam",
        ReportReason::Abuse => "Abuse",
        ReportReason::Illegal => "Illegal",
        ReportReason::Rights => "Somebody else's work",
        ReportReason::Other => "Something else",
    }
}

fn state(state: ReportState) -> StateView {
    let (label, kind) = match state {
        ReportState::Open => ("Open", StateKind::Busy),
        ReportState::Accepted => ("Taken down", StateKind::Bad),
        ReportState::Rejected => ("Nothing wrong", StateKind::Good),
    };
    StateView { label: label.to_owned(), kind }
}
