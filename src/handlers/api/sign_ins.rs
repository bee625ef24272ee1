//! Programs sign in: a password, or what an earlier sign-in left, for a pair of tokens (RFC 6749, the two grants that clients use).

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde::Deserialize;
use utoipa::ToSchema;

use super::oauth_clients;
use crate::app::{App, Device, SignInAttempt, SignInOutcome};
use crate::error::Result;
use crate::http::api;
use crate::http::bearer::Bearer;
use crate::http::json::JsonOrForm;
use crate::http::place::{self, Place};
use crate::http::problem::Problem;
use crate::models::api_token::{
    ACCESS_SECONDS, ApiToken, NewPair, REFRESH_SECONDS, Refreshed, TokenPair, TokenSecret,
};
use crate::text::handle::Handle;
use crate::text::words;
use crate::views::api::labels;
use crate::views::api::sign_in::SignIn;

/// A password, or what an earlier sign-in left.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SignInForm {
    #[schema(required)]
    client_id: String,
    #[schema(required)]
    client_secret: String,
    #[schema(required, schema_with = labels::grant_type)]
    grant_type: String,
    /// With the grant `password`, as is the next.
    username: String,
    #[schema(format = "password")]
    password: String,
    /// With the grant `refresh_token`.
    refresh_token: String,
}

/// `POST /api/v1/users/token`
pub async fn create(
    app: App,
    place: Place,
    JsonOrForm(form): JsonOrForm<SignInForm>,
) -> Result<HttpResponse> {
    if !oauth_clients::is_ours(&app, &form.client_id, &form.client_secret) {
        return Ok(refused(
            "invalid_client",
            "Ask /api/v1/oauth-clients/local for the id and the secret of the client.",
        ));
    }
    match form.grant_type.as_str() {
        "password" => by_password(&app, &place, &form).await,
        "refresh_token" => by_refresh_token(&app, &place, &form).await,
        _ => Ok(refused("unsupported_grant_type", "A grant is password or refresh_token.")),
    }
}

/// `POST /api/v1/users/revoke-token`: ends the token that is brought, and with one of a pair the sign-in.
pub async fn delete(app: App, Bearer(token): Bearer) -> Result<HttpResponse> {
    let now = app.now();
    app.db.write(move |conn| Ok(ApiToken::revoke(conn, token.id, now)?)).await?;
    api::made(&serde_json::json!({}))
}

async fn by_password(app: &App, place: &Place, form: &SignInForm) -> Result<HttpResponse> {
    let attempt = SignInAttempt {
        handle: Handle::parse_any(&form.username).map(Handle::into_string).unwrap_or_default(),
        address_prefix: place.address_prefix.clone(),
        device: Device::Unknown,
    };
    match app.try_password(&attempt, &form.password).await? {
        SignInOutcome::Right { user, epoch } => {
            let (new, now) = (NewPair::random()?, app.now());
            let pair = TokenPair { user, epoch, name: place::program_words(&place.user_agent) };
            let kept = new.clone();
            app.db.write(move |conn| Ok(pair.begin(conn, &kept, now)?)).await?;
            granted(&new)
        }
        SignInOutcome::Wrong => Ok(refused("invalid_grant", "The user name or the password is not right.")),
        SignInOutcome::Wait { seconds } => {
            let detail = format!("Too many attempts. Please try again in {}.", words::wait(seconds));
            let problem = Problem::of_oauth(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", &detail);
            let mut answer = problem.answer();
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(answer)
        }
    }
}

async fn by_refresh_token(app: &App, place: &Place, form: &SignInForm) -> Result<HttpResponse> {
    let (new, now) = (NewPair::random()?, app.now());
    let outcome = match TokenSecret::parse(&form.refresh_token) {
        Some(brought) => {
            let kept = new.clone();
            app.db.write(move |conn| Ok(TokenPair::refresh(conn, &brought, &kept, now)?)).await?
        }
        None => Refreshed::Unknown,
    };
    match outcome {
        Refreshed::Renewed => return granted(&new),
        Refreshed::Unknown => {}
        Refreshed::Reused => {
            log::warn!(target: "kinora::security", "refresh-token-reused address={}", place.address_prefix);
        }
    }
    Ok(refused("invalid_grant", "This sign-in has ended. Please sign in again."))
}

fn granted(new: &NewPair) -> Result<HttpResponse> {
    api::made(&SignIn {
        token_type: "Bearer",
        access_token: new.access.expose().to_owned(),
        refresh_token: new.refresh.expose().to_owned(),
        expires_in: ACCESS_SECONDS,
        refresh_token_expires_in: REFRESH_SECONDS,
    })
}

fn refused(code: &str, detail: &str) -> HttpResponse {
    Problem::of_oauth(StatusCode::BAD_REQUEST, code, detail).answer()
}
