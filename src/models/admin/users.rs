//! Everybody with an account, and what may be done to them.
//!
//! Moderators enable and disable ordinary people and see no e-mail addresses; the rest is for administrators. The site never loses its
//! last enabled administrator.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Choice, Condition, Listed, Wanted, choices};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::schema::{channels, comments, users, videos};
use crate::db::types::{AuditAction, AuditSubject, Role};
use crate::error::{Error, Result};
use crate::models::api_token::ApiToken;
use crate::models::audit::{Actor, Deed};
use crate::models::like::lower;
use crate::models::session::Session;
use crate::models::user::User;
use crate::models::viewer::SignedIn;

choices! {
    UserFilter {
        All = "" "Everybody",
        Administrators = "administrator" "Administrators",
        Moderators = "moderator" "Moderators",
        Ordinary = "user" "Ordinary users",
        Enabled = "enabled" "Enabled",
        Disabled = "disabled" "Disabled",
    }
}

#[derive(Debug, Clone)]
pub struct ListedUser {
    pub user: User,
    pub videos: i64,
    pub comments: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserChange {
    SetRole(Role),
    Enable,
    Disable,
}

/// The latest first.
pub fn list(
    conn: &mut Conn,
    viewer: &SignedIn,
    wanted: &Wanted<UserFilter>,
) -> QueryResult<Listed<ListedUser>> {
    let found = || (standing(wanted.filter), named(viewer, wanted));
    let (standing, named) = found();
    let total = users::table.filter(standing).filter(named).count().get_result(conn)?;
    let (standing, named) = found();
    let loaded: Vec<User> = User::query()
        .filter(standing)
        .filter(named)
        .order((users::created_at.desc(), users::id.desc()))
        .limit(wanted.page.limit())
        .offset(wanted.page.offset())
        .load(conn)?;
    let ids: Vec<UserId> = loaded.iter().map(|user| user.id).collect();
    let (videos, comments) = (videos_of(conn, &ids)?, comments_of(conn, &ids)?);
    let count = |counts: &HashMap<UserId, i64>, user: &User| counts.get(&user.id).copied().unwrap_or(0);
    Ok(Listed::of(wanted.page, loaded, total).map(|user| ListedUser {
        videos: count(&videos, &user),
        comments: count(&comments, &user),
        user,
    }))
}

/// Answers how many were changed.
pub fn change(
    conn: &mut Conn,
    actor: &Actor,
    uuids: &[Uuid],
    change: UserChange,
    now: Timestamp,
) -> Result<usize> {
    if let Conn::Postgres(conn) = conn {
        // Two administrators must not take the role from each other at once. SQLite has one writer anyway.
        diesel::sql_query("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(conn)?;
    }
    let named: Vec<User> =
        User::query().filter(users::uuid.eq_any(uuids.to_vec())).order(users::id).load(conn)?;
    if named.len() != uuids.len() || !named.iter().all(|user| may(&actor.user, user, change)) {
        return Err(Error::NotFound);
    }
    let changing: Vec<&User> = named.iter().filter(|user| !is_so_already(user, change)).collect();
    for user in &changing {
        apply(conn, actor, user, change, now)?;
    }
    if changing.iter().any(|user| user.role.is_administrator()) && !User::any_administrator(conn)? {
        return Err(Error::Conflict("The site needs an administrator who can sign in.".to_owned()));
    }
    Ok(changing.len())
}

fn may(viewer: &SignedIn, user: &User, change: UserChange) -> bool {
    let is_role = matches!(change, UserChange::SetRole(_));
    viewer.role.is_administrator() || (viewer.role.is_moderator() && user.role == Role::User && !is_role)
}

fn is_so_already(user: &User, change: UserChange) -> bool {
    match change {
        UserChange::SetRole(role) => user.role == role,
        UserChange::Enable => user.disabled_at.is_none(),
        UserChange::Disable => user.disabled_at.is_some(),
    }
}

fn apply(conn: &mut Conn, actor: &Actor, user: &User, change: UserChange, now: Timestamp) -> QueryResult<()> {
    let row = users::table.find(user.id);
    let (action, before, after) = match change {
        UserChange::SetRole(role) => {
            diesel::update(row).set(users::role.eq(role)).execute(conn)?;
            (AuditAction::SetRole, user.role.as_str(), role.as_str())
        }
        UserChange::Enable => {
            diesel::update(row).set(users::disabled_at.eq(None::<Timestamp>)).execute(conn)?;
            (AuditAction::Enable, "disabled", "enabled")
        }
        UserChange::Disable => {
            diesel::update(row).set(users::disabled_at.eq(now)).execute(conn)?;
            Session::delete_all_of_user(conn, user.id)?;
            ApiToken::revoke_all_of_user(conn, user.id, now)?;
            (AuditAction::Disable, "enabled", "disabled")
        }
    };
    let uuid = user.uuid.as_str();
    Deed { action, kind: AuditSubject::User, uuid, before, after }.record(conn, actor, now)
}

fn standing(filter: UserFilter) -> Condition<users::table> {
    match filter {
        UserFilter::All => Box::new(true.into_sql::<Bool>()),
        UserFilter::Enabled => Box::new(users::disabled_at.is_null()),
        UserFilter::Disabled => Box::new(users::disabled_at.is_not_null()),
        UserFilter::Administrators | UserFilter::Moderators | UserFilter::Ordinary => {
            Box::new(users::role.eq(Role::parse(filter.value()).unwrap_or(Role::User)))
        }
    }
}

fn named(viewer: &SignedIn, wanted: &Wanted<UserFilter>) -> Condition<users::table> {
    let contains = || lower(wanted.pattern());
    let name = lower(users::handle).like(contains()).escape('\\');
    let name = name.or(lower(users::display_name).like(contains()).escape('\\'));
    if viewer.role.is_administrator() {
        Box::new(name.or(lower(users::email).like(contains()).escape('\\')))
    } else {
        Box::new(name)
    }
}

fn videos_of(conn: &mut Conn, ids: &[UserId]) -> QueryResult<HashMap<UserId, i64>> {
    let counts: Vec<(UserId, i64)> = channels::table
        .inner_join(videos::table)
        .filter(channels::user_id.eq_any(ids.to_vec()))
        .group_by(channels::user_id)
        .select((channels::user_id, diesel::dsl::count(videos::id)))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}

fn comments_of(conn: &mut Conn, ids: &[UserId]) -> QueryResult<HashMap<UserId, i64>> {
    let counts: Vec<(UserId, i64)> = comments::table
        .filter(comments::user_id.eq_any(ids.to_vec()))
        .filter(comments::deleted_at.is_null())
        .group_by(comments::user_id)
        .select((comments::user_id, diesel::dsl::count(comments::id)))
        .load(conn)?;
    Ok(counts.into_iter().collect())
}
