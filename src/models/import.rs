//! Imports: what somebody brings from elsewhere, item by item.
//!
//! An import is listed first and then taken in one item after another, by tasks or by a command. Each step is written with the counts in
//! the import's own row, so that one that was cut off goes on with the next item that waits.

mod details;
mod items;
mod running;

use diesel::prelude::*;

pub use self::details::ImportDetails;
pub use self::items::{ImportItem, NewImportItem, Outcome};
use super::page_number::PageNumber;
use super::task::Task;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ImportId, UserId, Uuid};
use crate::db::schema::{channels, imports};
use crate::db::types::{ImportRunner, ImportSource, ImportState, Privacy};
use crate::error::{Invalid, Result};

/// Imports of one person that may run at once.
const AT_ONCE: i64 = 3;
/// A step comes after all that its owner's videos still need, so that no more lies on the disk than is being worked on.
const STEP_MS: i64 = 30 * 86_400_000;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = imports)]
pub struct Import {
    pub id: ImportId,
    pub uuid: Uuid,
    pub user_id: UserId,
    pub source: ImportSource,
    /// Of a site; or a folder's or an archive's path.
    pub address: String,
    /// The handle of the channel that the videos go to; None for their owner's first.
    pub channel: Option<String>,
    pub privacy: Privacy,
    pub runner: ImportRunner,
    pub state: ImportState,
    /// When it was found out what is there.
    pub listed_at: Option<Timestamp>,
    pub total: i64,
    pub taken: i64,
    pub there_already: i64,
    pub passed_over: i64,
    pub failed: i64,
    /// Why all of it ended, in words.
    pub error: Option<String>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

impl Import {
    /// Begins one; if tasks are to do it, with the first of them.
    pub fn create(
        conn: &mut Conn,
        owner: UserId,
        details: &ImportDetails,
        runner: ImportRunner,
        now: Timestamp,
    ) -> Result<Import> {
        let running: i64 = imports::table
            .filter(imports::user_id.eq(owner))
            .filter(imports::runner.eq(ImportRunner::Task))
            .filter(imports::state.eq(ImportState::Running))
            .count()
            .get_result(conn)?;
        if runner == ImportRunner::Task && running >= AT_ONCE {
            let message = format!("{running} imports are running. Wait for one of them, or stop it.");
            return Err(Invalid::field("", message).into());
        }
        if let Some(handle) = &details.channel {
            check_channel(conn, owner, handle)?;
        }
        let id: ImportId = diesel::insert_into(imports::table)
            .values((
                imports::uuid.eq(Uuid::random()),
                imports::user_id.eq(owner),
                (imports::source.eq(details.source), imports::address.eq(&details.address)),
                (imports::channel.eq(&details.channel), imports::privacy.eq(details.privacy)),
                (imports::runner.eq(runner), imports::state.eq(ImportState::Running)),
                (imports::total.eq(0_i64), imports::taken.eq(0_i64), imports::there_already.eq(0_i64)),
                (imports::passed_over.eq(0_i64), imports::failed.eq(0_i64)),
                (imports::created_at.eq(now), imports::updated_at.eq(now)),
            ))
            .returning(imports::id)
            .get_result(conn)?;
        if runner == ImportRunner::Task {
            Import::enqueue(conn, id, now)?;
        }
        Ok(Import::find(conn, id)?)
    }

    pub fn find(conn: &mut Conn, id: ImportId) -> QueryResult<Import> {
        Import::query().filter(imports::id.eq(id)).first(conn)
    }

    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<Import> {
        Import::query().filter(imports::user_id.eq(owner)).filter(imports::uuid.eq(uuid)).first(conn)
    }

    /// The newest first, and one more than fits.
    pub fn owned_by(conn: &mut Conn, owner: UserId, page: PageNumber) -> QueryResult<Vec<Import>> {
        Import::query()
            .filter(imports::user_id.eq(owner))
            .order((imports::created_at.desc(), imports::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// The one that an earlier run of a command left unfinished, or finished with failures: the next run goes on with it.
    pub fn left_by_command(
        conn: &mut Conn,
        owner: UserId,
        details: &ImportDetails,
    ) -> QueryResult<Option<Import>> {
        let unfinished = imports::state.ne(ImportState::Done).or(imports::failed.gt(0));
        Import::query()
            .filter(imports::user_id.eq(owner))
            .filter(imports::runner.eq(ImportRunner::Command))
            .filter(imports::source.eq(details.source))
            .filter(imports::address.eq(&details.address))
            .filter(unfinished)
            .order(imports::id.desc())
            .first(conn)
            .optional()
    }

    pub fn is_running(&self) -> bool {
        self.state == ImportState::Running
    }

    /// Whether a task may take it up again.
    pub fn may_go_on(&self) -> bool {
        let is_left = self.state != ImportState::Done || self.failed > 0;
        self.runner == ImportRunner::Task && !self.is_running() && is_left
    }

    /// How many of its items are settled, of those that were found.
    pub fn settled(&self) -> i64 {
        self.taken + self.there_already + self.passed_over + self.failed
    }

    /// In percent.
    pub fn progress(&self) -> u8 {
        let percent = self.settled() * 100 / self.total.max(1);
        u8::try_from(percent.clamp(0, 100)).unwrap_or(100)
    }

    /// The task that takes the next step, unless it is queued.
    pub fn enqueue(conn: &mut Conn, id: ImportId, now: Timestamp) -> Result<()> {
        let step = Task::Import { import: id };
        if !step.is_queued(conn)? {
            step.enqueue(conn, STEP_MS, now)?;
        }
        Ok(())
    }
}

fn check_channel(conn: &mut Conn, owner: UserId, handle: &str) -> Result<()> {
    let own = channels::table.filter(channels::user_id.eq(owner)).filter(channels::handle.eq(handle));
    match own.select(channels::id).first::<crate::db::ids::ChannelId>(conn).optional()? {
        Some(_) => Ok(()),
        None => Err(Invalid::field("channel", "Choose one of your channels.").into()),
    }
}
