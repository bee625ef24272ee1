//! `/admin/users`: everybody with an account; their roles, and whether they may sign in.

use actix_web::HttpResponse;

use super::orders::{self, Order};
use super::{List, ListQuery};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::types::Role;
use crate::error::{Error, Result};
use crate::http::form::Query;
use crate::http::viewer::Moderator;
use crate::http::{cards, render};
use crate::models::admin::users::{self, ListedUser, UserChange};
use crate::models::admin::{Wanted, choices};
use crate::paths;
use crate::text::words;
use crate::views::admin::{UserRow, UsersPage};
use crate::views::{AvatarView, ChoiceView, Layout, StateKind, StateView};

const LIST: List = List {
    path: paths::admin::USERS,
    current: "admin_users",
    query_hint: "Name or handle",
    one: "user",
    many: "users",
};

choices! {
    UserAction {
        SetRole = "set_role" "Set role",
        Enable = "enable" "Enable",
        Disable = "disable" "Disable",
    }
}

/// `GET /admin/users?q=&state=&page=`
pub async fn index(
    app: App,
    Moderator(viewer): Moderator,
    layout: Layout,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse> {
    let asking = viewer.clone();
    let list = move |conn: &mut Conn, wanted: &Wanted<_>| Ok(users::list(conn, &asking, wanted)?);
    let page = LIST.page(&app, layout, &query, list).await?;
    let now = app.now();
    render::private(&UsersPage {
        layout: page.layout,
        filter: page.filter,
        roles: if viewer.role.is_administrator() { roles() } else { Vec::new() },
        pagination: page.pagination,
        users: page.rows.iter().map(|user| row(user, now)).collect(),
    })
}

/// `POST /admin/users`: `ids`, `action`, and `role` where that is the action.
pub async fn update(app: App, order: Order) -> Result<HttpResponse> {
    let change = match order.action()? {
        UserAction::SetRole => {
            let role = Role::parse(order.field("role")).ok_or(Error::Malformed("There is no such role."))?;
            UserChange::SetRole(role)
        }
        UserAction::Enable => UserChange::Enable,
        UserAction::Disable => UserChange::Disable,
    };
    let ids = order.uuids()?;
    if ids.is_empty() {
        return order.nothing_selected(LIST.path);
    }
    let (actor, now) = (order.actor.clone(), app.now());
    let changed = app.db.write(move |conn| users::change(conn, &actor, &ids, change, now)).await?;
    log::info!(target: "kinora::security", "users-changed by={} count={changed} {change:?}", order.actor.user.id);
    order.answer(LIST.path, orders::done(changed))
}

fn row(listed: &ListedUser, now: Timestamp) -> UserRow {
    let user = &listed.user;
    UserRow {
        id: user.uuid.to_string(),
        name: user.display_name.clone(),
        handle: user.handle.clone(),
        url: paths::user(&user.handle),
        email: user.email.clone(),
        avatar: AvatarView::of(&user.display_name),
        role: role(user.role),
        state: match user.disabled_at {
            Some(_) => StateView { label: "Disabled".to_owned(), kind: StateKind::Bad },
            None => StateView { label: "Enabled".to_owned(), kind: StateKind::Good },
        },
        joined: cards::ago(user.created_at, now),
        videos: words::count(listed.videos),
        comments: words::count(listed.comments),
    }
}

fn role(role: Role) -> StateView {
    let kind = if role.is_moderator() { StateKind::Busy } else { StateKind::Plain };
    StateView { label: role_words(role).to_owned(), kind }
}

fn roles() -> Vec<ChoiceView> {
    let choice = |role: &Role| ChoiceView {
        value: role.as_str().to_owned(),
        label: role_words(*role).to_owned(),
        hint: String::new(),
    };
    Role::ALL.iter().map(choice).collect()
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::User => "User",
        Role::Moderator => "Moderator",
        Role::Administrator => "Administrator",
    }
}
