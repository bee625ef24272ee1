//! Tokens in `Authorization: Bearer …`: how programs say for whom they come, for the API and for uploads by tus alone.
//!
//! A token is looked up once, before the handler; one that opens nothing is refused at once, whatever was asked for, so that a program
//! learns that it has to sign in again. The session's cookie is taken away before (`http/alike`): no browser can be made to write here.
//!
//! A handler names what a token must be good for by the extractor it takes: [`Caller`] reads as whoever comes, [`MayRead`], [`MayWrite`]
//! and [`MayUpload`] want the scope, [`ByPassword`] a sign-in. [`MayWatch`] wants no token, but refuses one that may not write.
//! [`Creator`] is for the one address that browsers and programs share.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error as ActixError, HttpMessage, HttpRequest, HttpResponse, ResponseError};

use super::extractor::extractor;
use super::problem::Problem;
use super::{api, client_addr, viewer};
use crate::app::App;
use crate::db::ids::ApiTokenId;
use crate::db::types::{Scope, TokenKind};
use crate::error::{Error, Result};
use crate::models::api_token::{ApiToken, BroughtToken, TokenSecret};
use crate::models::viewer::{SignedIn, Viewer};

/// Where a program comes to get a token, perhaps with one that has died.
const SIGNING_IN: &[&str] = &["/api/v1/oauth-clients/local", "/api/v1/users/token"];

/// Addresses of the site that take a token beside the session.
const SHARED: &str = "/uploads/tus";

/// Whoever reads: the person whose token may read, or nobody in particular.
#[derive(Debug, Clone)]
pub struct Caller(pub Viewer);

/// Somebody whose token may read what is theirs.
#[derive(Debug, Clone)]
pub struct MayRead(pub SignedIn);

/// Somebody whose token may rate, comment, subscribe, keep lists and a history.
#[derive(Debug, Clone)]
pub struct MayWrite(pub SignedIn);

/// Somebody whose token may upload, change and delete their videos.
#[derive(Debug, Clone)]
pub struct MayUpload(pub SignedIn);

/// Somebody whose program signed in with their password: what no token that they made may do.
#[derive(Debug, Clone)]
pub struct ByPassword(pub SignedIn);

/// Whoever watches with a program: the person whose token may write, or nobody in particular.
#[derive(Debug, Clone)]
pub struct MayWatch(pub Viewer);

/// Somebody who uploads, with a browser or with a token that may. A token that is brought counts alone.
#[derive(Debug, Clone)]
pub struct Creator(pub SignedIn);

/// The token itself, whatever it may do.
#[derive(Debug, Clone)]
pub struct Bearer(pub BroughtToken);

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let brought = if takes_tokens(request.path()) { text_of(request.request()) } else { None };
    let Some(text) = brought else { return Ok(next.call(request).await?.map_into_boxed_body()) };
    match loaded(request.request(), &text).await {
        Ok(Some(token)) => {
            request.extensions_mut().insert(token);
            Ok(next.call(request).await?.map_into_boxed_body())
        }
        Ok(None) => {
            log::warn!(target: "kinora::security", "token-refused");
            Ok(request.into_response(unknown_token()))
        }
        Err(error) => Ok(request.into_response(error.error_response())),
    }
}

fn takes_tokens(path: &str) -> bool {
    (path.starts_with(api::ROOT) && !SIGNING_IN.contains(&path)) || path.starts_with(SHARED)
}

/// The token of this request, if it brought a living one.
pub fn of(request: &HttpRequest) -> Option<BroughtToken> {
    request.extensions().get::<BroughtToken>().cloned()
}

/// Who reads with the token of this request; None where there is none, or one that may not read.
pub fn reader(request: &HttpRequest) -> Option<SignedIn> {
    of(request).filter(|token| token.scopes.has(Scope::Read)).map(|token| token.user)
}

/// Other ways of saying who one is are not ours to judge: a proxy may ask for a password of its own.
fn text_of(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

async fn loaded(request: &HttpRequest, text: &str) -> Result<Option<BroughtToken>> {
    let Some(secret) = TokenSecret::parse(text) else { return Ok(None) };
    let app = super::app::of(request)?;
    let (address, now) = (client_addr::client_of(request, &app), app.now());
    let found = app.db.read(move |conn| Ok(ApiToken::load(conn, &secret, address, now)?)).await?;
    if let Some(token) = found.as_ref().filter(|token| token.is_stale) {
        touch(&app, token.id);
    }
    Ok(found)
}

/// In the background: no request waits for it, and a lost one costs nothing.
fn touch(app: &App, id: ApiTokenId) {
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let now = app.now();
        if let Err(error) = app.db.write(move |conn| Ok(ApiToken::touch(conn, id, now)?)).await {
            log::warn!("a token's last use could not be noted: {error}");
        }
    });
}

fn unknown_token() -> HttpResponse {
    let detail = "This token opens nothing: it is unknown, has expired or was revoked.";
    Problem::new(StatusCode::UNAUTHORIZED, detail).with_code("invalid_token").answer()
}

fn required(request: &HttpRequest) -> Result<BroughtToken> {
    of(request).ok_or(Error::SignInRequired)
}

fn with_scope(request: &HttpRequest, scope: Scope) -> Result<SignedIn> {
    let token = required(request)?;
    if token.scopes.has(scope) {
        return Ok(token.user);
    }
    Err(Error::Forbidden(match scope {
        Scope::Read => "This token may not read: it was made without that scope.",
        Scope::Write => "This token may not write: it was made without that scope.",
        Scope::Upload => "This token may not upload: it was made without that scope.",
    }))
}

fn by_password(request: &HttpRequest) -> Result<SignedIn> {
    let token = required(request)?;
    if token.kind == TokenKind::Access {
        return Ok(token.user);
    }
    Err(Error::Forbidden("Only a program that signed in with the password may do this."))
}

fn watching(request: &HttpRequest) -> Result<Viewer> {
    if of(request).is_none() {
        return Ok(Viewer::Anonymous);
    }
    with_scope(request, Scope::Write).map(Viewer::SignedIn)
}

fn creator(request: &HttpRequest) -> Result<SignedIn> {
    if of(request).is_some() { with_scope(request, Scope::Upload) } else { viewer::signed_in(request) }
}

extractor!(Caller, |request| Ok(Caller(reader(request).map_or(Viewer::Anonymous, Viewer::SignedIn))));
extractor!(MayRead, |request| with_scope(request, Scope::Read).map(MayRead));
extractor!(MayWrite, |request| with_scope(request, Scope::Write).map(MayWrite));
extractor!(MayUpload, |request| with_scope(request, Scope::Upload).map(MayUpload));
extractor!(ByPassword, |request| by_password(request).map(ByPassword));
extractor!(MayWatch, |request| watching(request).map(MayWatch));
extractor!(Creator, |request| creator(request).map(Creator));
extractor!(Bearer, |request| required(request).map(Bearer));
