//! How an import goes on, stops and ends.

use diesel::prelude::*;

use super::Import;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ImportId, UserId, Uuid};
use crate::db::schema::{import_items, imports, users};
use crate::db::types::{ImportItemState, ImportRunner, ImportState};
use crate::error::{Error, Result};

impl Import {
    /// Whether the account that it is for is disabled.
    pub fn owner_is_disabled(&self, conn: &mut Conn) -> QueryResult<bool> {
        let of_owner = users::table.find(self.user_id).filter(users::disabled_at.is_not_null());
        diesel::select(diesel::dsl::exists(of_owner)).get_result(conn)
    }

    /// From now on its items are taken.
    pub fn note_listed(conn: &mut Conn, id: ImportId, now: Timestamp) -> QueryResult<()> {
        diesel::update(imports::table.find(id))
            .set((imports::listed_at.eq(now), imports::updated_at.eq(now)))
            .execute(conn)?;
        Ok(())
    }

    /// Nothing waits any more.
    pub fn finish(conn: &mut Conn, id: ImportId, now: Timestamp) -> QueryResult<()> {
        Import::end(conn, id, ImportState::Done, None, now)
    }

    /// It cannot go on; the sentence is for its owner.
    pub fn fail(conn: &mut Conn, id: ImportId, reason: &str, now: Timestamp) -> QueryResult<()> {
        Import::end(conn, id, ImportState::Failed, Some(reason), now)
    }

    /// What is under way at this moment is still brought to its end.
    pub fn stop_own(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> Result<()> {
        let import = Import::find_own(conn, owner, uuid)?;
        Ok(Import::end(conn, import.id, ImportState::Stopped, None, now)?)
    }

    /// Goes on with what waits, and tries again what failed.
    pub fn go_on_own(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> Result<()> {
        let import = Import::find_own(conn, owner, uuid)?;
        if import.runner == ImportRunner::Command {
            return Err(Error::Conflict("Begin the command again: it goes on where it stopped.".to_owned()));
        }
        if import.is_running() {
            return Ok(());
        }
        Import::begin_again(conn, &import, now)?;
        Import::enqueue(conn, import.id, now)
    }

    /// The same without a task.
    pub fn begin_again(conn: &mut Conn, import: &Import, now: Timestamp) -> QueryResult<()> {
        let failed = import_items::table
            .filter(import_items::import_id.eq(import.id))
            .filter(import_items::state.eq(ImportItemState::Failed));
        diesel::update(failed)
            .set((import_items::state.eq(ImportItemState::Waiting), import_items::note.eq(None::<String>)))
            .execute(conn)?;
        diesel::update(imports::table.find(import.id))
            .set((
                imports::state.eq(ImportState::Running),
                imports::failed.eq(0_i64),
                imports::error.eq(None::<String>),
                imports::finished_at.eq(None::<Timestamp>),
                imports::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    }

    fn end(
        conn: &mut Conn,
        id: ImportId,
        state: ImportState,
        error: Option<&str>,
        now: Timestamp,
    ) -> QueryResult<()> {
        let running =
            imports::table.filter(imports::id.eq(id)).filter(imports::state.eq(ImportState::Running));
        diesel::update(running)
            .set((
                imports::state.eq(state),
                imports::error.eq(error),
                imports::finished_at.eq(now),
                imports::updated_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    }
}
