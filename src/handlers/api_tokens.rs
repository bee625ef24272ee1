//! The tokens that somebody makes for programs: the list, a new one, revoking.
//!
//! A token outlives the visit in which it is made, so making one takes the password once more. Its secret is in the answer to that form
//! and nowhere else: no address, no cookie, no log has it, and no cache keeps the page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::settings;
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid};
use crate::db::types::{Scope, TokenKind};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, as_typed};
use crate::http::place::Place;
use crate::http::render;
use crate::http::viewer::SignedIn;
use crate::models::api_token::{ApiToken, Scopes, TokenDetails, TokenLife, TokenSecret};
use crate::paths;
use crate::text::words;
use crate::views::api_token::{FreshTokenView, IndexPage, TokenView};
use crate::views::{ChoiceView, FormView, Layout, TimeView};

const USUAL: &str = "quarter";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    name: String,
    read: bool,
    write: bool,
    upload: bool,
    expires: String,
    address_range: String,
    current_password: String,
}

/// `GET /settings/tokens`
pub async fn index(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    render::private(&load(&app, &viewer, layout, empty(), None).await?)
}

/// `POST /settings/tokens`: answered with the list, and at its top what is shown only once.
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    place: Place,
    Form(form): Form<TokenForm>,
) -> Result<HttpResponse> {
    match made(&app, &viewer, &place, &form).await {
        Ok(fresh) => render::private(&load(&app, &viewer, layout, empty(), Some(fresh)).await?),
        Err(Error::Invalid(invalid)) => {
            render::refused(&load(&app, &viewer, layout, typed(&form, invalid), None).await?)
        }
        Err(error) => Err(error),
    }
}

/// `POST /settings/tokens/{uuid}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let (uuid, now) = (Uuid::parse(&uuid).ok_or(Error::NotFound)?, app.now());
    app.db.write(move |conn| Ok(ApiToken::revoke_of_user(conn, viewer.id, uuid, now)?)).await?;
    flash.redirect(paths::api_tokens::index(), Done::TokenRevoked)
}

/// `POST /settings/tokens/delete`
pub async fn delete_all(app: App, viewer: SignedIn, flash: Flash) -> Result<HttpResponse> {
    let (user, now) = (viewer.id, app.now());
    app.db.write(move |conn| Ok(ApiToken::revoke_all_of_user(conn, user, now)?)).await?;
    log::info!(target: "kinora::security", "tokens-revoked user={user}");
    flash.redirect(paths::api_tokens::index(), Done::TokensRevoked)
}

async fn made(app: &App, viewer: &SignedIn, place: &Place, form: &TokenForm) -> Result<FreshTokenView> {
    let details = TokenDetails::parse(&form.name, form.scopes(), &form.expires, &form.address_range)?;
    app.require_password(&settings::here(viewer, place), &form.current_password).await?;
    let (secret, token) = make(app, viewer.id, details).await?;
    Ok(FreshTokenView { name: token.name, secret: secret.expose().to_owned() })
}

/// For somebody who has just given their password.
pub async fn make(app: &App, user: UserId, details: TokenDetails) -> Result<(TokenSecret, ApiToken)> {
    let secret = TokenSecret::random(TokenKind::Personal)?;
    let (kept, now) = (secret.clone(), app.now());
    let token = app.db.write(move |conn| ApiToken::create(conn, user, &details, &kept, now)).await?;
    log::info!(target: "kinora::security", "token-made user={user} token={}", token.uuid);
    Ok((secret, token))
}

impl TokenForm {
    fn scopes(&self) -> impl Iterator<Item = &'static str> {
        let ticked = [(self.read, Scope::Read), (self.write, Scope::Write), (self.upload, Scope::Upload)];
        ticked.into_iter().filter(|(is_ticked, _)| *is_ticked).map(|(_, scope)| scope.as_str())
    }
}

fn empty() -> FormView {
    as_typed([("expires", USUAL), ("read", "true")], Invalid::default())
}

fn typed(form: &TokenForm, invalid: Invalid) -> FormView {
    let ticked = |is_ticked: bool| if is_ticked { "true" } else { "" };
    as_typed(
        [
            ("name", &*form.name),
            ("read", ticked(form.read)),
            ("write", ticked(form.write)),
            ("upload", ticked(form.upload)),
            ("expires", &*form.expires),
            ("address_range", &*form.address_range),
        ],
        invalid,
    )
}

async fn load(
    app: &App,
    viewer: &SignedIn,
    layout: Layout,
    form: FormView,
    fresh: Option<FreshTokenView>,
) -> Result<IndexPage> {
    let (user, now) = (viewer.id, app.now());
    let all = app.db.read(move |conn| Ok(ApiToken::of_user(conn, user, now)?)).await?;
    let (tokens, programs): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|token| token.kind == TokenKind::Personal);
    Ok(IndexPage {
        layout: Layout { current: "settings", ..layout },
        back_url: settings::PATH.to_owned(),
        reference_url: paths::api_reference(),
        action: paths::api_tokens::index(),
        form,
        lives: TokenLife::ALL.iter().map(choice).collect(),
        fresh,
        tokens: tokens.iter().map(|token| view(token, now)).collect(),
        programs: programs.iter().map(|token| view(token, now)).collect(),
        delete_all_url: paths::api_tokens::delete_all(),
    })
}

fn choice(life: &TokenLife) -> ChoiceView {
    ChoiceView { value: life.value.to_owned(), label: life.label.to_owned(), hint: String::new() }
}

fn view(token: &ApiToken, now: Timestamp) -> TokenView {
    let time = |moment: Timestamp| TimeView {
        iso: moment.rfc3339(),
        words: words::ago(moment.millis(), now.millis()),
    };
    TokenView {
        name: token.name.clone(),
        beginning: format!("{}…", token.prefix),
        scopes: scopes_in_words(token.scopes),
        ends: match token.expires_at {
            Some(moment) => format!("Works until {}", moment.date_words()),
            None => "Works until it is revoked".to_owned(),
        },
        range: token.address_range.as_ref().map(|range| format!("Only from {range}")),
        created: time(token.created_at),
        last_used: token.last_used_at.map(time),
        delete_url: paths::api_tokens::delete(&token.uuid),
    }
}

/// "May read, write and upload".
fn scopes_in_words(scopes: Scopes) -> String {
    let names: Vec<_> = scopes.each().map(Scope::as_str).collect();
    match names.split_last() {
        Some((last, [])) => format!("May {last}"),
        Some((last, others)) => format!("May {} and {last}", others.join(", ")),
        None => "May do nothing".to_owned(),
    }
}
