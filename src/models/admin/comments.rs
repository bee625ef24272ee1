//! All comments, and what moderators may do to them.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Condition, Listed, Person, Wanted, choices};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::Uuid;
use crate::db::schema::{comments, users, videos};
use crate::db::types::{AuditAction, AuditSubject};
use crate::error::{Error, Result};
use crate::models::audit::{Actor, Deed};
use crate::models::comment::Comment;
use crate::models::like::lower;

choices! {
    CommentFilter {
        All = "" "Everything",
        Shown = "shown" "Shown",
        Hidden = "hidden" "Hidden",
        Deleted = "deleted" "Deleted",
    }
}

choices! {
    CommentAction {
        Hide = "hide" "Hide",
        Show = "show" "Show again",
        Delete = "delete" "Delete",
    }
}

#[derive(Debug, Clone, HasQuery)]
#[diesel(
    base_query = comments::table.inner_join(users::table).inner_join(videos::table),
    table_name = comments
)]
pub struct ListedComment {
    pub uuid: Uuid,
    pub body: String,
    pub hidden_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub created_at: Timestamp,
    #[diesel(embed)]
    pub author: Person,
    #[diesel(embed)]
    pub video: CommentedVideo,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = videos)]
pub struct CommentedVideo {
    pub uuid: Uuid,
    pub title: String,
}

/// The latest first.
pub fn list(conn: &mut Conn, wanted: &Wanted<CommentFilter>) -> QueryResult<Listed<ListedComment>> {
    let source = comments::table.inner_join(users::table).inner_join(videos::table);
    let total = source.filter(standing(wanted.filter)).filter(saying(wanted)).count().get_result(conn)?;
    let rows = ListedComment::query()
        .filter(standing(wanted.filter))
        .filter(saying(wanted))
        .order((comments::created_at.desc(), comments::id.desc()))
        .limit(wanted.page.limit())
        .offset(wanted.page.offset())
        .load(conn)?;
    Ok(Listed::of(wanted.page, rows, total))
}

/// All of these; one that is not there makes all not found.
pub fn named_all(conn: &mut Conn, uuids: &[Uuid]) -> Result<Vec<Comment>> {
    let found: Vec<Comment> =
        Comment::query().filter(comments::uuid.eq_any(uuids.to_vec())).order(comments::id).load(conn)?;
    if found.len() == uuids.len() { Ok(found) } else { Err(Error::NotFound) }
}

/// Answers how many were changed.
pub fn change(
    conn: &mut Conn,
    actor: &Actor,
    uuids: &[Uuid],
    action: CommentAction,
    now: Timestamp,
) -> Result<usize> {
    let mut changed = 0;
    for comment in named_all(conn, uuids)? {
        changed += usize::from(apply(conn, actor, &comment, action, now)?);
    }
    Ok(changed)
}

/// False where it is so already.
pub(in crate::models) fn apply(
    conn: &mut Conn,
    actor: &Actor,
    comment: &Comment,
    action: CommentAction,
    now: Timestamp,
) -> QueryResult<bool> {
    let before = if comment.hidden_at.is_some() { "hidden" } else { "shown" };
    let (changed, audited, after) = match action {
        CommentAction::Hide => (Comment::hide(conn, comment.id, now)?, AuditAction::Hide, "hidden"),
        CommentAction::Show => (Comment::unhide(conn, comment.id)?, AuditAction::Show, "shown"),
        CommentAction::Delete => (Comment::erase(conn, comment.id, now)?, AuditAction::Delete, "deleted"),
    };
    if changed {
        let (kind, uuid) = (AuditSubject::Comment, comment.uuid.as_str());
        Deed { action: audited, kind, uuid, before, after }.record(conn, actor, now)?;
    }
    Ok(changed)
}

type Source = diesel::helper_types::InnerJoinQuerySource<
    diesel::helper_types::InnerJoinQuerySource<comments::table, users::table>,
    videos::table,
>;

fn standing(filter: CommentFilter) -> Condition<Source> {
    let remains = comments::deleted_at.is_null();
    match filter {
        CommentFilter::All => Box::new(true.into_sql::<Bool>()),
        CommentFilter::Shown => Box::new(remains.and(comments::hidden_at.is_null())),
        CommentFilter::Hidden => Box::new(remains.and(comments::hidden_at.is_not_null())),
        CommentFilter::Deleted => Box::new(comments::deleted_at.is_not_null()),
    }
}

fn saying(wanted: &Wanted<CommentFilter>) -> Condition<Source> {
    let contains = || lower(wanted.pattern());
    let body = lower(comments::body).like(contains()).escape('\\');
    let author = lower(users::handle).like(contains()).escape('\\');
    Box::new(body.or(author).or(lower(users::display_name).like(contains()).escape('\\')))
}
