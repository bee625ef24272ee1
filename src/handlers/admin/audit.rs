//! `/admin/audit`: who of the moderators and administrators did what.

use actix_web::HttpResponse;

use super::{List, ListQuery};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::{AuditAction, AuditSubject};
use crate::error::Result;
use crate::http::form::Query;
use crate::http::viewer::Moderator;
use crate::http::{cards, render};
use crate::models::admin::Wanted;
use crate::models::audit::{AuditEntry, AuditedSubject, ListedEntry};
use crate::paths;
use crate::views::Layout;
use crate::views::admin::{AuditPage, AuditRow};

const LIST: List = List {
    path: paths::admin::AUDIT,
    current: "admin_audit",
    query_hint: "Who, or what it was",
    one: "entry",
    many: "entries",
};

/// `GET /admin/audit?q=&state=&page=`
pub async fn index(
    app: App,
    _: Moderator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let list = |conn: &mut Conn, wanted: &Wanted<_>| Ok(AuditEntry::list(conn, wanted)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    let now = app.now();
    render::private(&AuditPage {
        layout: page.layout,
        filter: page.filter,
        pagination: page.pagination,
        entries: page.rows.iter().map(|entry| row(entry, now)).collect(),
    })
}

fn row(listed: &ListedEntry, now: Timestamp) -> AuditRow {
    let entry = &listed.entry;
    let (subject, subject_url) = subject(listed);
    AuditRow {
        actor_name: match &listed.actor {
            Some(person) => person.display_name.clone(),
            None => "Somebody who is gone".to_owned(),
        },
        actor_url: match &listed.actor {
            Some(person) => paths::user(&person.handle),
            None => paths::admin::AUDIT.to_owned(),
        },
        action: format!("{} a {}", verb(entry.action), entry.subject_kind),
        subject,
        subject_url,
        change: change(entry),
        address: entry.address_prefix.clone(),
        at: cards::ago(entry.created_at, now),
    }
}

fn subject(listed: &ListedEntry) -> (String, Option<String>) {
    match &listed.subject {
        AuditedSubject::User(person) => (format!("@{}", person.handle), Some(paths::user(&person.handle))),
        AuditedSubject::Video(uuid, title) => (title.clone(), Some(paths::videos::watch(uuid))),
        AuditedSubject::Comment(uuid, video) => {
            let thread = paths::comments::thread(video, uuid);
            (format!("Comment {uuid}"), Some(format!("{thread}{}", paths::comments::anchor(uuid))))
        }
        AuditedSubject::Other => (other(&listed.entry), None),
    }
}

fn other(entry: &AuditEntry) -> String {
    let kind = match entry.subject_kind {
        AuditSubject::User => "Account",
        AuditSubject::Video => "Video",
        AuditSubject::Comment => "Comment",
        AuditSubject::Report => "Report",
        AuditSubject::Task => "Task",
        AuditSubject::Model => "Version",
    };
    format!("{kind} {}", entry.subject_uuid)
}

fn change(entry: &AuditEntry) -> String {
    match (entry.before.as_str(), entry.after.as_str()) {
        ("", after) => after.to_owned(),
        (before, "") => before.to_owned(),
        (before, after) => format!("{before} → {after}"),
    }
}

fn verb(action: AuditAction) -> &'static str {
    match action {
        AuditAction::SetRole => "Set the role of",
        AuditAction::Enable => "Enabled",
        AuditAction::Disable => "Disabled",
        AuditAction::Block => "Blocked",
        AuditAction::Unblock => "Unblocked",
        AuditAction::Delete => "Deleted",
        AuditAction::Hide => "Hid",
        AuditAction::Show => "Showed again",
        AuditAction::Accept => "Accepted",
        AuditAction::Dismiss => "Dismissed",
        AuditAction::Reopen => "Reopened",
        AuditAction::Retry => "Retried",
        AuditAction::Run => "Put into use",
        AuditAction::RollBack => "Rolled back",
        AuditAction::Compare => "Began to compare",
        AuditAction::StopComparing => "Stopped comparing",
        AuditAction::Unpin => "Unpinned",
        AuditAction::Train => "Ordered",
    }
}
