//! One's own settings: profile, password, the places where one is signed in.

use actix_session::Session as Cookie;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::users::password_hint;
use crate::app::{App, hashing_failed};
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::place::{self, Place};
use crate::http::viewer::SignedIn;
use crate::http::{render, sessions};
use crate::models::session::Session;
use crate::models::throttle::Bucket;
use crate::models::user::{Credentials, ProfileDetails, User};
use crate::text::words;
use crate::views::account::{SessionView, SettingsPage};
use crate::views::{FormView, Layout, TimeView};

const PATH: &str = "/settings";

#[derive(Debug, Clone, Deserialize)]
pub struct ProfileForm {
    display_name: String,
    #[serde(default)]
    about: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct PasswordForm {
    current_password: String,
    new_password: String,
}

/// `GET /settings`
pub async fn show(app: App, request: HttpRequest, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    let page = page(&app, &request, &viewer, layout, Refused::Nothing).await?;
    render::private(&page)
}

/// `POST /settings`
pub async fn update(
    app: App,
    request: HttpRequest,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    Form(form): Form<ProfileForm>,
) -> Result<HttpResponse> {
    match ProfileDetails::parse(&form.display_name, &form.about) {
        Ok(details) => {
            let id = viewer.id;
            app.db.write(move |conn| Ok(User::update_profile(conn, id, &details)?)).await?;
            flash.redirect(PATH, Done::ProfileSaved)
        }
        Err(invalid) => {
            let typed = as_typed([("display_name", &form.display_name), ("about", &form.about)], invalid);
            let page = page(&app, &request, &viewer, layout, Refused::Profile(typed)).await?;
            render::refused(&page)
        }
    }
}

/// `POST /settings/password`: every session ends, and this one begins anew.
pub async fn update_password(
    app: App,
    request: HttpRequest,
    cookie: Cookie,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    place: Place,
    Form(form): Form<PasswordForm>,
) -> Result<HttpResponse> {
    match changed(&app, &viewer, &form).await {
        Ok(()) => {
            log::info!(target: "kinora::security", "password-changed user={}", viewer.id);
            sessions::begin(&cookie, viewer.id, &place)?;
            flash.redirect(PATH, Done::PasswordChanged)
        }
        Err(Error::Invalid(invalid)) => {
            let page =
                page(&app, &request, &viewer, layout, Refused::Password(as_typed([], invalid))).await?;
            render::refused(&page)
        }
        Err(error) => Err(error),
    }
}

/// `POST /settings/sessions/{id}/delete`
pub async fn delete_session(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let (user, id) = (viewer.id, id.into_inner());
    app.db.write(move |conn| Ok(Session::delete_of_user(conn, user, &id)?)).await?;
    flash.redirect(PATH, Done::SessionEnded)
}

async fn changed(app: &App, viewer: &SignedIn, form: &PasswordForm) -> Result<()> {
    app.password_rules
        .check(&form.new_password, &[&viewer.handle, &viewer.display_name])
        .map_err(|refused| Invalid::field("new_password", refused.to_string()))?;
    require_password(app, viewer, &form.current_password).await?;
    let hash = app.hasher.hash(form.new_password.clone()).await.map_err(hashing_failed)?;
    let id = viewer.id;
    app.db.write(move |conn| Ok(User::change_password(conn, id, &hash)?)).await
}

/// Throttled like signing in: an open session must not become a place to guess the password.
async fn require_password(app: &App, viewer: &SignedIn, password: &str) -> Result<()> {
    let (handle, now) = (viewer.handle.clone(), app.now());
    let bucket = Bucket::KnownDevice(viewer.handle.clone());
    let waited_for = bucket.clone();
    let (wait, credentials) = app
        .db
        .read(move |conn| Ok((Bucket::wait(conn, &[waited_for], now)?, Credentials::of(conn, &handle)?)))
        .await?;
    if wait > 0 {
        return Err(Error::TooMany { retry_after: wait });
    }
    let stored = credentials.map(|credentials| credentials.password_hash);
    let verdict = app.hasher.verify(password.to_owned(), stored).await.map_err(hashing_failed)?;
    let right = verdict.is_right();
    app.db.write(move |conn| Ok(if right { bucket.clear(conn) } else { bucket.fail(conn, now) }?)).await?;
    if right {
        return Ok(());
    }
    Err(Invalid::field("current_password", "This is not your present password.").into())
}

/// What to show again, as it was typed.
enum Refused {
    Nothing,
    Profile(FormView),
    Password(FormView),
}

async fn page(
    app: &App,
    request: &HttpRequest,
    viewer: &SignedIn,
    mut layout: Layout,
    refused: Refused,
) -> Result<SettingsPage> {
    layout.current = "settings";
    let (user, sessions) = gathered(app, viewer.id).await?;
    let saved = as_typed([("display_name", &user.display_name), ("about", &user.about)], Invalid::default());
    let (profile, password) = match refused {
        Refused::Nothing => (saved, FormView::default()),
        Refused::Profile(typed) => (typed, FormView::default()),
        Refused::Password(typed) => (saved, typed),
    };
    let current = sessions::current_key_hash(app, request).unwrap_or_default();
    let sessions = sessions.into_iter().map(|session| session_view(app, session, &current)).collect();
    Ok(SettingsPage { layout, profile, password, password_hint: password_hint(app), sessions })
}

async fn gathered(app: &App, user: UserId) -> Result<(User, Vec<Session>)> {
    let now = app.now();
    app.db.read(move |conn| Ok((User::find(conn, user)?, Session::of_user(conn, user, now)?))).await
}

fn session_view(app: &App, session: Session, current: &str) -> SessionView {
    SessionView {
        device: place::device_words(&session.user_agent),
        address: session.address_prefix,
        last_seen: TimeView {
            iso: session.last_seen_at.rfc3339(),
            words: words::ago(session.last_seen_at.millis(), app.now().millis()),
        },
        is_current: session.key_hash == current,
        delete_url: format!("/settings/sessions/{}/delete", session.key_hash),
    }
}
