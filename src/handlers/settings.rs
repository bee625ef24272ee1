//! One's own settings: profile, password, the places where one is signed in.

use actix_session::Session as Cookie;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::users::password_hint;
use crate::app::{App, Device, SignInAttempt, hashing_failed};
use crate::db::ids::UserId;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::place::{self, Place};
use crate::http::viewer::SignedIn;
use crate::http::{render, sessions};
use crate::models::api_token::ApiToken;
use crate::models::session::Session;
use crate::models::user::{ProfileDetails, User};
use crate::paths;
use crate::text::words;
use crate::views::account::{SessionView, SettingsPage};
use crate::views::{FormView, Layout, TimeView};

pub(super) const PATH: &str = "/settings";

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
    /// Whether the tokens that they made for programs end, too.
    #[serde(default)]
    end_tokens: bool,
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
    match changed(&app, &viewer, &place, &form).await {
        Ok(()) => {
            log::info!(target: "kinora::security", "password-changed user={}", viewer.id);
            sessions::begin(&cookie, viewer.id, &place)?;
            flash.redirect(PATH, Done::PasswordChanged)
        }
        Err(Error::Invalid(invalid)) => {
            let typed = as_typed([("end_tokens", if form.end_tokens { "true" } else { "" })], invalid);
            let page = page(&app, &request, &viewer, layout, Refused::Password(typed)).await?;
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

async fn changed(app: &App, viewer: &SignedIn, place: &Place, form: &PasswordForm) -> Result<()> {
    app.password_rules
        .check(&form.new_password, &[&viewer.handle, &viewer.display_name])
        .map_err(|refused| Invalid::field("new_password", refused.to_string()))?;
    app.require_password(&here(viewer, place), &form.current_password).await?;
    let hash = app.hasher.hash(form.new_password.clone()).await.map_err(hashing_failed)?;
    let (id, end_tokens, now) = (viewer.id, form.end_tokens, app.now());
    let changing = move |conn: &mut _| {
        User::change_password(conn, id, &hash)?;
        if end_tokens {
            ApiToken::revoke_all_of_user(conn, id, now)?;
        }
        Ok(())
    };
    app.db.write(changing).await
}

/// Somebody is asked for their password on a page that is theirs.
pub(super) fn here(viewer: &SignedIn, place: &Place) -> SignInAttempt {
    SignInAttempt {
        handle: viewer.handle.clone(),
        address_prefix: place.address_prefix.clone(),
        device: Device::Known,
    }
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
    Ok(SettingsPage {
        layout,
        profile,
        password,
        password_hint: password_hint(app),
        tokens_url: paths::api_tokens::index(),
        sessions,
    })
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
