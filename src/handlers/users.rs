//! Making an account.

use actix_session::Session;
use actix_web::HttpResponse;
use serde::Deserialize;

use crate::app::{Action, App, hashing_failed};
use crate::config::SignUp;
use crate::db::types::Role;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::place::Place;
use crate::http::{render, sessions};
use crate::models::user::{AccountDetails, User};
use crate::paths;
use crate::views::account::SignUpPage;
use crate::views::{FormView, Layout};

#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    /// The one-time token that makes the first administrator.
    setup: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct SignUpForm {
    username: String,
    email: String,
    password: String,
    #[serde(default)]
    setup: String,
}

/// `GET /sign-up`
pub async fn new(app: App, layout: Layout, Query(query): Query<NewQuery>) -> Result<HttpResponse> {
    let setup = query.setup.unwrap_or_default();
    require_open(&app, &setup)?;
    render::private(&page(&app, layout, as_typed([("setup", &setup)], Invalid::default())))
}

/// `POST /sign-up`: the new account is signed in at once.
pub async fn create(
    app: App,
    session: Session,
    layout: Layout,
    flash: Flash,
    place: Place,
    Form(form): Form<SignUpForm>,
) -> Result<HttpResponse> {
    require_open(&app, &form.setup)?;
    app.limit(Action::SignUp, &place.address_prefix)?;
    match opened(&app, &form).await {
        Ok(user) => {
            log::info!(target: "kinora::security", "account-opened account={}", user.uuid);
            sessions::begin(&session, user.id, &place)?;
            flash.redirect(paths::home(), Done::SignedUp)
        }
        Err(Error::Invalid(invalid)) => {
            let typed = as_typed(
                [("username", &form.username), ("email", &form.email), ("setup", &form.setup)],
                invalid,
            );
            render::refused(&page(&app, layout, typed))
        }
        Err(error) => Err(error),
    }
}

async fn opened(app: &App, form: &SignUpForm) -> Result<User> {
    let details = parse(app, form)?;
    let hash = app.hasher.hash(form.password.clone()).await.map_err(hashing_failed)?;
    let now = app.now();
    let setup = (!form.setup.is_empty()).then(|| app.is_setup_token(&form.setup));
    app.db
        .write(move |conn| match setup {
            None => User::create(conn, &details, &hash, Role::User, now),
            Some(true) => User::create_first_administrator(conn, &details, &hash, now),
            Some(false) => Err(Invalid::field("", "This set-up link is not valid.").into()),
        })
        .await
}

fn parse(app: &App, form: &SignUpForm) -> Result<AccountDetails, Invalid> {
    let mut invalid = Invalid::default();
    let details = invalid.take(AccountDetails::parse(&form.username, &form.email));
    let judged = app.password_rules.check(&form.password, &[&form.username, &form.email]);
    if let Err(refused) = judged {
        invalid.add("password", refused.to_string());
    }
    match details {
        Some(details) if invalid.is_empty() => Ok(details),
        _ => Err(invalid),
    }
}

/// A closed site takes nobody but its first administrator.
fn require_open(app: &App, setup: &str) -> Result<()> {
    match app.config.accounts.sign_up {
        SignUp::Open => Ok(()),
        SignUp::Closed if app.is_setup_token(setup) => Ok(()),
        SignUp::Closed => Err(Error::Forbidden("This site is not open for new accounts.")),
    }
}

fn page(app: &App, layout: Layout, form: FormView) -> SignUpPage {
    SignUpPage { layout, form, password_hint: password_hint(app) }
}

pub(super) fn password_hint(app: &App) -> String {
    format!(
        "At least {} characters. A few unrelated words work well.",
        app.config.accounts.password_min_length
    )
}
