//! The audit log: who of the moderators and administrators did what to which thing, from where.
//!
//! Written in the transaction of the deed, never changed afterwards. It holds no words that somebody wanted gone: a deleted comment
//! leaves only its name.

mod subjects;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::admin::{Choice, Condition, Listed, Person, Wanted, choices};
use super::like::lower;
use super::viewer::SignedIn;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{AuditEntryId, Uuid};
use crate::db::schema::{audit_entries, users};
use crate::db::types::{AuditAction, AuditSubject};

/// Who does something as a moderator or an administrator, and from where.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user: SignedIn,
    pub address_prefix: String,
}

/// What was done. `uuid` is the subject's public name, of a task its number.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    pub action: AuditAction,
    pub kind: AuditSubject,
    pub uuid: &'a str,
    pub before: &'a str,
    pub after: &'a str,
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = audit_entries)]
pub struct AuditEntry {
    pub id: AuditEntryId,
    pub action: AuditAction,
    pub subject_kind: AuditSubject,
    pub subject_uuid: String,
    pub before: String,
    pub after: String,
    pub address_prefix: String,
    pub created_at: Timestamp,
}

/// A line of the log. The account of who did it may be gone.
#[derive(Debug, Clone)]
pub struct ListedEntry {
    pub entry: AuditEntry,
    pub actor: Option<Person>,
    pub subject: AuditedSubject,
}

/// What a line is about, as it is now.
#[derive(Debug, Clone)]
pub enum AuditedSubject {
    User(Person),
    Video(Uuid, String),
    /// A comment, and the video under which it stands.
    Comment(Uuid, Uuid),
    /// Gone, or without a page of its own.
    Other,
}

choices! {
    /// Which lines of the log are wanted, by what was touched.
    AuditFilter {
        All = "" "Everything",
        Users = "user" "Users",
        Videos = "video" "Videos",
        Comments = "comment" "Comments",
        Reports = "report" "Reports",
        Tasks = "task" "Tasks",
        Models = "model" "Recommender",
    }
}

impl Deed<'_> {
    pub fn record(self, conn: &mut Conn, actor: &Actor, now: Timestamp) -> QueryResult<()> {
        diesel::insert_into(audit_entries::table)
            .values((
                audit_entries::user_id.eq(actor.user.id),
                audit_entries::action.eq(self.action),
                audit_entries::subject_kind.eq(self.kind),
                audit_entries::subject_uuid.eq(self.uuid),
                audit_entries::before.eq(self.before),
                audit_entries::after.eq(self.after),
                audit_entries::address_prefix.eq(&actor.address_prefix),
                audit_entries::created_at.eq(now),
            ))
            .execute(conn)?;
        Ok(())
    }
}

impl AuditEntry {
    /// The latest first.
    pub fn list(conn: &mut Conn, wanted: &Wanted<AuditFilter>) -> QueryResult<Listed<ListedEntry>> {
        let source = audit_entries::table.left_join(users::table);
        let total = source.filter(about(wanted.filter)).filter(saying(wanted)).count().get_result(conn)?;
        let rows: Vec<(AuditEntry, Option<Person>)> = source
            .filter(about(wanted.filter))
            .filter(saying(wanted))
            .order((audit_entries::created_at.desc(), audit_entries::id.desc()))
            .limit(wanted.page.limit())
            .offset(wanted.page.offset())
            .select((AuditEntry::as_select(), Option::<Person>::as_select()))
            .load(conn)?;
        let subjects = subjects::find(conn, rows.iter().map(|(entry, _)| entry))?;
        let listed = |(entry, actor): (AuditEntry, Option<Person>)| {
            let subject = Uuid::parse(&entry.subject_uuid).and_then(|uuid| subjects.get(&uuid).cloned());
            ListedEntry { entry, actor, subject: subject.unwrap_or(AuditedSubject::Other) }
        };
        Ok(Listed::of(wanted.page, rows, total).map(listed))
    }
}

type Source = diesel::helper_types::LeftJoinQuerySource<audit_entries::table, users::table>;

fn about(filter: AuditFilter) -> Condition<Source> {
    match AuditSubject::parse(filter.value()) {
        Some(kind) => Box::new(audit_entries::subject_kind.eq(kind)),
        None => Box::new(true.into_sql::<Bool>()),
    }
}

fn saying(wanted: &Wanted<AuditFilter>) -> Condition<Source> {
    let contains = || lower(wanted.pattern());
    let text = lower(audit_entries::before).like(contains()).escape('\\');
    let text = text.or(lower(audit_entries::after).like(contains()).escape('\\'));
    let named = lower(audit_entries::subject_uuid).like(contains()).escape('\\');
    let actor = lower(users::handle.assume_not_null()).like(contains()).escape('\\');
    Box::new(text.or(named).or(actor))
}
