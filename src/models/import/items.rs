//! What was found, and what became of each.

use diesel::prelude::*;

use super::Import;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ImportId, ImportItemId, Uuid};
use crate::db::schema::{import_items, imports};
use crate::db::types::{ImportItemKind, ImportItemState, ImportState};
use crate::models::page_number::PageNumber;
use crate::on_each;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = import_items)]
pub struct ImportItem {
    pub id: ImportItemId,
    pub import_id: ImportId,
    /// Names it among all that may ever be found.
    pub key: String,
    /// What its source knows it by.
    pub reference: String,
    pub title: String,
    pub state: ImportItemState,
    /// What was not taken along, or why nothing was; a line each.
    pub note: Option<String>,
    /// Of the video or the playlist that it became, or was already.
    pub taken_uuid: Option<Uuid>,
    pub kind: ImportItemKind,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImportItem {
    pub kind: ImportItemKind,
    pub key: String,
    pub reference: String,
    pub title: String,
    /// Why it is nothing that could be taken.
    pub passed_over: Option<String>,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// With what could not be taken along, in words.
    Taken {
        uuid: Uuid,
        left: Vec<String>,
    },
    /// An earlier import took it.
    ThereAlready {
        uuid: Uuid,
    },
    /// Nothing that is worth another attempt.
    PassedOver {
        reason: String,
    },
    Failed {
        reason: String,
    },
}

impl ImportItem {
    /// Notes what was found. What an earlier listing found stays as it is.
    pub fn add(conn: &mut Conn, import: ImportId, found: &[NewImportItem]) -> QueryResult<()> {
        for item in found {
            let state = match item.passed_over {
                Some(_) => ImportItemState::PassedOver,
                None => ImportItemState::Waiting,
            };
            let row = (
                import_items::import_id.eq(import),
                import_items::kind.eq(item.kind),
                import_items::key.eq(&item.key),
                import_items::reference.eq(&item.reference),
                import_items::title.eq(&item.title),
                import_items::state.eq(state),
                import_items::note.eq(&item.passed_over),
            );
            let added = on_each!(conn, |conn| diesel::insert_into(import_items::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(conn))?;
            let added = i64::try_from(added).unwrap_or(0);
            let passed_over = if state == ImportItemState::PassedOver { added } else { 0 };
            diesel::update(imports::table.find(import))
                .set((
                    imports::total.eq(imports::total + added),
                    imports::passed_over.eq(imports::passed_over + passed_over),
                ))
                .execute(conn)?;
        }
        Ok(())
    }

    /// The next that waits, while its import runs.
    pub fn next(conn: &mut Conn, import: ImportId) -> QueryResult<Option<ImportItem>> {
        let running = imports::table
            .filter(imports::id.eq(import))
            .filter(imports::state.eq(ImportState::Running))
            .select(imports::id);
        ImportItem::query()
            .filter(import_items::import_id.eq_any(running))
            .filter(import_items::state.eq(ImportItemState::Waiting))
            .order(import_items::id)
            .first(conn)
            .optional()
    }

    /// In the order in which they were found, what went wrong first; and one more than fits.
    pub fn of_import(conn: &mut Conn, import: &Import, page: PageNumber) -> QueryResult<Vec<ImportItem>> {
        ImportItem::query()
            .filter(import_items::import_id.eq(import.id))
            .order((import_items::state.ne(ImportItemState::Failed), import_items::id))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// Writes what became of it. One that is settled already stays as it is.
    pub fn settle(&self, conn: &mut Conn, outcome: &Outcome, now: Timestamp) -> QueryResult<()> {
        let (state, note, taken) = outcome.columns();
        let waiting = import_items::table
            .filter(import_items::id.eq(self.id))
            .filter(import_items::state.eq(ImportItemState::Waiting));
        let settled = diesel::update(waiting)
            .set((
                import_items::state.eq(state),
                import_items::note.eq(note),
                import_items::taken_uuid.eq(taken),
            ))
            .execute(conn)?;
        let one_if = |counted| i64::from(settled == 1 && state == counted);
        diesel::update(imports::table.find(self.import_id))
            .set((
                imports::taken.eq(imports::taken + one_if(ImportItemState::Taken)),
                imports::there_already.eq(imports::there_already + one_if(ImportItemState::ThereAlready)),
                imports::passed_over.eq(imports::passed_over + one_if(ImportItemState::PassedOver)),
                imports::failed.eq(imports::failed + one_if(ImportItemState::Failed)),
                imports::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    }
}

impl Outcome {
    fn columns(&self) -> (ImportItemState, Option<String>, Option<Uuid>) {
        match self {
            Self::Taken { uuid, left } => {
                let note = (!left.is_empty()).then(|| left.join("\n"));
                (ImportItemState::Taken, note, Some(*uuid))
            }
            Self::ThereAlready { uuid } => (ImportItemState::ThereAlready, None, Some(*uuid)),
            Self::PassedOver { reason } => (ImportItemState::PassedOver, Some(reason.clone()), None),
            Self::Failed { reason } => (ImportItemState::Failed, Some(reason.clone()), None),
        }
    }
}
