//! `Idempotency-Key` on what programs ask the API to do (draft-ietf-httpapi-idempotency-key-header): a request that is sent again, because
//! its answer was lost on the way, is answered as the first time, and done once.
//!
//! It is for every `POST` with a token and a body in JSON, a simple form, or none. The work goes on when the connection is lost, so that
//! what was done is always written beside its key. Not kept is an answer that shows a secret, and a body that streams is not read here:
//! both are refused with a key, so that nobody relies on what is not there. Whoever brings no token changes nothing that is theirs, and
//! their key means nothing.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error as ActixError, HttpRequest, HttpResponse, ResponseError};
use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::{api, bearer, json};
use crate::app::App;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Result};
use crate::keys;
use crate::models::idempotency_key::{Claim, IdempotencyKey, KeptAnswer};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Answers here show a secret.
const SECRET: &[&str] = &["/api/v1/users/me/tokens", "/api/v1/users/token", "/api/v1/webhooks"];
/// Longer answers than this are given and not kept; none is.
const KEPT_BYTES: usize = 64 * 1024;
/// Until the oldest of too many keys may have been forgotten.
const TOO_MANY_SECONDS: i64 = 3600;

/// What becomes of a request with a key.
enum Decision {
    Perform(Held),
    Answer(HttpResponse),
}

/// A key that was taken for one request.
struct Held {
    app: App,
    user: UserId,
    key: IdempotencyKey,
    lease: Uuid,
}

/// Whether a request there may come with a key.
pub fn is_for(path: &str) -> bool {
    !SECRET.iter().any(|secret| path.starts_with(secret))
}

pub async fn middleware(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let is_ours = request.method() == Method::POST && request.path().starts_with(api::ROOT);
    let user = bearer::of(request.request()).filter(|_| is_ours).map(|token| token.user.id);
    let text = request.headers().get(KEY).map(|value| value.to_str().unwrap_or_default().to_owned());
    let (Some(user), Some(text)) = (user, text) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    match taken(&mut request, user, &text).await {
        Ok(Decision::Perform(held)) => {
            // Whoever hangs up must not leave behind what was done without a word of it.
            let work = actix_web::rt::spawn(async move { performed(held, request, next).await });
            work.await.map_err(|error| Error::Internal(error.into()))?
        }
        Ok(Decision::Answer(answer)) => Ok(request.into_response(answer)),
        Err(error) => Ok(request.into_response(error.error_response())),
    }
}

/// Takes the key for this request, if it is free.
async fn taken(request: &mut ServiceRequest, user: UserId, text: &str) -> Result<Decision> {
    if !is_for(request.path()) {
        return Err(Error::Malformed("What is answered here is shown once: leave the Idempotency-Key out."));
    }
    let key = IdempotencyKey::parse(text)
        .map_err(|_| Error::Malformed("An Idempotency-Key has 1 to 255 printable characters."))?;
    let body = read(request).await?;
    let app = super::app::of(request.request())?;
    let (fingerprint, now) = (fingerprint(request.request(), &body), app.now());
    request.set_payload(payload(body));
    let wanted = key.clone();
    let claim = app.db.write(move |conn| Ok(wanted.claim(conn, user, &fingerprint, now)?)).await?;
    Ok(match claim {
        Claim::Taken { lease } => Decision::Perform(Held { app, user, key, lease }),
        Claim::Answered(kept) => Decision::Answer(replayed(kept)?),
        Claim::UnderWay { seconds } => Decision::Answer(under_way(seconds)),
        Claim::OfAnotherRequest => Decision::Answer(of_another_request()),
        Claim::TooMany => return Err(Error::TooMany { retry_after: TOO_MANY_SECONDS }),
    })
}

async fn read(request: &mut ServiceRequest) -> Result<Bytes> {
    let kind = json::media_type(request.request());
    if !matches!(kind.as_str(), "" | "application/json" | "application/x-www-form-urlencoded") {
        return Err(Error::Malformed(
            "An Idempotency-Key is for JSON and simple forms: a file that is sent again is sent again. Leave the key out.",
        ));
    }
    let (request, payload) = request.parts_mut();
    json::bytes(request, payload).await
}

async fn performed(
    held: Held,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            held.give_back().await?;
            return Err(error);
        }
    };
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let bytes = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => {
            held.give_back().await?;
            return Ok(ServiceResponse::new(request, response.set_body(body)));
        }
    };
    match kept(&response, &bytes) {
        Some(answer) => held.keep(answer).await?,
        None => held.give_back().await?,
    }
    Ok(ServiceResponse::new(request, response.set_body(BoxBody::new(bytes))))
}

impl Held {
    async fn keep(self, answer: KeptAnswer) -> Result<()> {
        let Self { app, user, key, lease } = self;
        app.db.write(move |conn| Ok(key.keep(conn, user, lease, &answer)?)).await
    }

    async fn give_back(self) -> Result<()> {
        let Self { app, user, key, lease } = self;
        app.db.write(move |conn| Ok(key.release(conn, user, lease)?)).await
    }
}

/// Of something that was done.
fn kept<B>(response: &HttpResponse<B>, body: &Bytes) -> Option<KeptAnswer> {
    let text = std::str::from_utf8(body).ok().filter(|text| text.len() <= KEPT_BYTES)?;
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    response.status().is_success().then(|| KeptAnswer {
        status: i64::from(response.status().as_u16()),
        content_type: header(header::CONTENT_TYPE),
        location: header(header::LOCATION),
        body: text.to_owned(),
    })
}

fn replayed(kept: KeptAnswer) -> Result<HttpResponse> {
    let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| anyhow::anyhow!("{} was kept as a status", kept.status))?;
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((REPLAYED, "true"));
    for (name, value) in [(header::CONTENT_TYPE, kept.content_type), (header::LOCATION, kept.location)] {
        if let Some(value) = value {
            answer.insert_header((name, value));
        }
    }
    Ok(if kept.body.is_empty() { answer.finish() } else { answer.body(kept.body) })
}

fn under_way(seconds: i64) -> HttpResponse {
    let detail = "The same request is under way. Please ask again in a moment.";
    let mut answer = Problem::new(StatusCode::CONFLICT, detail).with_code("request_under_way").answer();
    // It is usually done long before its lease ends.
    answer.headers_mut().insert(header::RETRY_AFTER, seconds.min(2).into());
    answer
}

fn of_another_request() -> HttpResponse {
    let detail = "This Idempotency-Key was used for another request. Take a new one for each thing to do.";
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail).with_code("key_reused").answer()
}

/// Two requests are the same when this is.
fn fingerprint(request: &HttpRequest, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    for part in [request.method().as_str().as_bytes(), request.uri().to_string().as_bytes()] {
        hash.update(part);
        hash.update([0]);
    }
    hash.update(body);
    keys::hex(&hash.finalize())
}

fn payload(body: Bytes) -> Payload {
    Payload::Stream {
        payload: Box::pin(futures_util::stream::once(async move { Ok::<_, PayloadError>(body) })),
    }
}
