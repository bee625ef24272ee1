//! What an administrator does with versions. Each leaves a line in the audit log, in the same transaction.

use diesel::prelude::*;

use super::{RecommenderModel, models};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::{AuditAction, AuditSubject};
use crate::error::Result;
use crate::models::audit::{Actor, Deed};
use crate::models::recommender_comparison::Comparison;

/// Why nothing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPossible {
    /// Another version runs than the one that was seen when the button was pressed.
    Changed,
    /// The file of that version was removed.
    NoFile,
    /// Two versions are already being compared, or the same one twice was wanted.
    Comparing,
}

/// What runs after a rollback.
#[derive(Debug, Clone, PartialEq)]
pub enum RolledBack {
    To(Box<RecommenderModel>),
    /// There was none before: the live counters make the lists alone.
    ToNothing,
}

type Attempt<T> = Result<std::result::Result<T, NotPossible>>;

impl RecommenderModel {
    /// Runs what ran before `seen`, which must be what runs now, and pins it.
    pub fn roll_back(conn: &mut Conn, actor: &Actor, seen: i64, now: Timestamp) -> Attempt<RolledBack> {
        let Some(running) = Self::running(conn)?.filter(|running| running.version == seen) else {
            return Ok(Err(NotPossible::Changed));
        };
        let before = Self::before(conn, running.version)?;
        Comparison::end(conn, now)?;
        Self::retire(conn, now)?;
        let after = before.as_ref().map_or_else(|| "no version".to_owned(), |model| named(model.version));
        record(conn, actor, (AuditAction::RollBack, running.version), &named(running.version), &after, now)?;
        let Some(before) = before else { return Ok(Ok(RolledBack::ToNothing)) };
        before.publish_by_hand(conn, now)?;
        Ok(Ok(RolledBack::To(Box::new(before))))
    }

    /// Runs this version, whatever the gate said of it, and pins it.
    pub fn run(conn: &mut Conn, actor: &Actor, version: i64, now: Timestamp) -> Attempt<()> {
        let wanted = Self::find(conn, version)?;
        if wanted.file.is_none() {
            return Ok(Err(NotPossible::NoFile));
        }
        let before = Self::running(conn)?.map_or_else(|| "no version".to_owned(), |one| named(one.version));
        Comparison::end(conn, now)?;
        Self::retire(conn, now)?;
        wanted.publish_by_hand(conn, now)?;
        record(conn, actor, (AuditAction::Run, version), &before, &named(version), now)?;
        Ok(Ok(()))
    }

    /// Lets what is trained take the place of what runs again. False: it could already.
    pub fn unpin(conn: &mut Conn, actor: &Actor, now: Timestamp) -> Result<bool> {
        let Some(running) = Self::running(conn)?.filter(|running| running.pinned_at.is_some()) else {
            return Ok(false);
        };
        diesel::update(models::table.find(running.version))
            .set(models::pinned_at.eq(None::<Timestamp>))
            .execute(conn)?;
        record(conn, actor, (AuditAction::Unpin, running.version), "pinned", "not pinned", now)?;
        Ok(true)
    }

    /// Has lists made of what runs and of `version` in turns, until somebody stops it.
    pub fn compare(conn: &mut Conn, actor: &Actor, version: i64, now: Timestamp) -> Attempt<()> {
        let other = Self::find(conn, version)?;
        if other.file.is_none() {
            return Ok(Err(NotPossible::NoFile));
        }
        let Some(running) = Self::running(conn)? else { return Ok(Err(NotPossible::Changed)) };
        if running.version == version || Comparison::open(conn)?.is_some() {
            return Ok(Err(NotPossible::Comparing));
        }
        Comparison::begin(conn, running.version, Some(version), now)?;
        record(conn, actor, (AuditAction::Compare, version), &named(running.version), &named(version), now)?;
        Ok(Ok(()))
    }

    /// False: nothing was compared.
    pub fn stop_comparing(conn: &mut Conn, actor: &Actor, now: Timestamp) -> Result<bool> {
        let Some(open) = Comparison::open(conn)? else { return Ok(false) };
        Comparison::end(conn, now)?;
        let result = format!("{} to {} clicks", open.clicks, open.other_clicks);
        record(conn, actor, (AuditAction::StopComparing, open.version), &result, "", now)?;
        Ok(true)
    }

    fn publish_by_hand(&self, conn: &mut Conn, now: Timestamp) -> QueryResult<()> {
        diesel::update(models::table.find(self.version))
            .set((
                models::published_at.eq(now),
                models::retired_at.eq(None::<Timestamp>),
                models::pinned_at.eq(now),
            ))
            .execute(conn)
            .map(drop)
    }
}

fn named(version: i64) -> String {
    format!("version {version}")
}

fn record(
    conn: &mut Conn,
    actor: &Actor,
    (action, version): (AuditAction, i64),
    before: &str,
    after: &str,
    now: Timestamp,
) -> QueryResult<()> {
    let number = version.to_string();
    Deed { action, kind: AuditSubject::Model, uuid: &number, before, after }.record(conn, actor, now)
}
