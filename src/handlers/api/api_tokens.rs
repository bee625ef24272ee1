//! `/api/v1/users/me/tokens`: tokens for programs, made and revoked by a program with the password.
//!
//! Nothing here listens to a token that somebody made: whoever found one could otherwise make another, broader or longer, and it would
//! outlive the one that its owner revokes. A sign-in may list and revoke, but making one takes the password once more, because a
//! personal token lives on when the password changes and a sign-in does not. The secret is in one answer, which nobody keeps.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::present;
use crate::app::{App, Device, SignInAttempt};
use crate::db::ids::Uuid;
use crate::error::{Error, Invalid, Result};
use crate::handlers::api_tokens::make;
use crate::http::api;
use crate::http::bearer::ByPassword;
use crate::http::json::Json;
use crate::http::place::Place;
use crate::http::render::Caches;
use crate::models::api_token::{ApiToken, TokenDetails, TokenSecret};
use crate::models::viewer::SignedIn;
use crate::views::api::api_token::NewToken;
use crate::views::api::labels;

/// What a new token is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TokenFields {
    /// What it is for.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    #[schema(schema_with = labels::scopes)]
    scopes: Vec<String>,
    /// How long it lives.
    #[schema(schema_with = labels::token_life)]
    expires: String,
    /// From where alone it may be used: an address or a range of them.
    #[serde(default)]
    #[schema(required = false)]
    address_range: Option<String>,
    /// Once more, though the program has signed in.
    #[schema(format = "password")]
    current_password: String,
}

/// `GET /api/v1/users/me/tokens`
pub async fn index(app: App, request: HttpRequest, ByPassword(user): ByPassword) -> Result<HttpResponse> {
    let now = app.now();
    let tokens = app.db.read(move |conn| Ok(ApiToken::of_user(conn, user.id, now)?)).await?;
    api::answer(&request, Caches::Personal, &present::api_token::list(&tokens))
}

/// `POST /api/v1/users/me/tokens`
pub async fn create(
    app: App,
    ByPassword(user): ByPassword,
    place: Place,
    Json(fields): Json<TokenFields>,
) -> Result<HttpResponse> {
    let (secret, token) = match made(&app, &user, &place, &fields).await {
        Err(Error::Invalid(invalid)) => Err(as_in_json(invalid).into()),
        other => other,
    }?;
    api::made(&NewToken { token: secret.expose().to_owned(), about: present::api_token::token(&token) })
}

/// `DELETE /api/v1/users/me/tokens/{uuid}`
pub async fn delete(app: App, ByPassword(user): ByPassword, uuid: web::Path<String>) -> Result<HttpResponse> {
    let (uuid, now) = (Uuid::parse(&uuid).ok_or(Error::NotFound)?, app.now());
    app.db.write(move |conn| Ok(ApiToken::revoke_of_user(conn, user.id, uuid, now)?)).await?;
    Ok(api::done())
}

async fn made(
    app: &App,
    user: &SignedIn,
    place: &Place,
    fields: &TokenFields,
) -> Result<(TokenSecret, ApiToken)> {
    let scopes = fields.scopes.iter().map(String::as_str);
    let range = fields.address_range.as_deref().unwrap_or_default();
    let details = TokenDetails::parse(&fields.name, scopes, &fields.expires, range)?;
    let attempt = SignInAttempt {
        handle: user.handle.clone(),
        address_prefix: place.address_prefix.clone(),
        device: Device::Unknown,
    };
    app.require_password(&attempt, &fields.current_password).await?;
    make(app, user.id, details).await
}

fn as_in_json(invalid: Invalid) -> Invalid {
    invalid.renamed("address_range", "addressRange").renamed("current_password", "currentPassword")
}
