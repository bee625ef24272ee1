//! The admin pages as moderators and administrators use them, and as everybody else meets them.

mod audit;
mod comments;
mod dashboard;
mod lists;
mod recommender;
mod reports;
mod tasks;
mod users;
mod videos;

use diesel::prelude::*;
use kinora::db::schema::audit_entries;
use kinora::db::types::{AuditAction, AuditSubject};

use crate::support::{Answer, TestApp, Visitor};

/// What stands in the audit log, the oldest first: action, kind, name, before, after.
pub type Line = (AuditAction, AuditSubject, String, String, String);

pub async fn audited(app: &TestApp) -> Vec<Line> {
    app.read(|conn| {
        Ok(audit_entries::table
            .order(audit_entries::id)
            .select((
                audit_entries::action,
                audit_entries::subject_kind,
                audit_entries::subject_uuid,
                audit_entries::before,
                audit_entries::after,
            ))
            .load(conn)?)
    })
    .await
}

pub async fn moderator(app: &TestApp) -> Visitor {
    app.moderator("mod_mia").await;
    app.sign_in("mod_mia").await
}

pub async fn administrator(app: &TestApp) -> Visitor {
    app.administrator("ada").await;
    app.sign_in("ada").await
}

impl Visitor {
    /// Ticks these rows of a list and presses a button.
    pub async fn order(&self, list: &str, action: &str, ids: &[&str]) -> Answer {
        self.order_with(list, action, ids, &[]).await
    }

    pub async fn order_with(&self, list: &str, action: &str, ids: &[&str], more: &[(&str, &str)]) -> Answer {
        let ticked = ids.iter().map(|id| ("ids", *id));
        let fields: Vec<(&str, &str)> =
            ticked.chain([("action", action)]).chain(more.iter().copied()).collect();
        self.post(list, &fields).await
    }
}
