//! The headers that keep a page to itself, on every answer, and the nonce of the one style that Turbo inserts.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest};
use base64::Engine;

use crate::app::App;
use crate::config::Origin;

/// This answer's `style-src` nonce.
#[derive(Clone)]
pub struct Nonce(pub String);

/// Left with a request whose answer other sites may show within their pages.
#[derive(Debug, Clone, Copy)]
struct Framed;

/// Lets other sites show the answer to this request within their pages. The page of one player may say so, and no other.
pub fn allow_framing(request: &HttpRequest) {
    request.extensions_mut().insert(Framed);
}

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let bytes = crate::keys::random_bytes::<16>().unwrap_or_default();
    let nonce = base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes);
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let app = request.app_data::<App>();
    let secure = app.is_some_and(|app| app.origins.is_secure());
    let storage = app.and_then(|app| app.config.storage.delivery_origin());
    let mut response = next.call(request).await?;
    let is_framed = response.request().extensions().get::<Framed>().is_some();
    // A 304 keeps the stored page, so it must keep the stored policy with its nonce.
    let policy = (response.status() != actix_web::http::StatusCode::NOT_MODIFIED)
        .then(|| policy(&nonce, storage.as_ref(), if is_framed { "*" } else { "'none'" }));
    let headers = response.headers_mut();
    if let Some(policy) = policy {
        set(headers, "content-security-policy", &policy);
    }
    for (name, value) in if is_framed { FRAMED } else { ALONE } {
        set(headers, name, value);
    }
    for (name, value) in ALWAYS {
        set(headers, name, value);
    }
    if secure {
        set(headers, "strict-transport-security", "max-age=31536000");
    }
    Ok(response)
}

const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
];

const ALONE: &[(&str, &str)] =
    &[("x-frame-options", "DENY"), ("cross-origin-resource-policy", "same-origin")];

const FRAMED: &[(&str, &str)] = &[("cross-origin-resource-policy", "cross-origin")];

/// Where files come from an object store, browsers are sent to its origin for pictures and films, and players ask it for stretches.
fn policy(nonce: &str, storage: Option<&Origin>, ancestors: &str) -> String {
    let storage = storage.map_or_else(String::new, |origin| format!(" {origin}"));
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'{storage}; \
         media-src 'self' blob:{storage}; connect-src 'self'{storage}; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors {ancestors}"
    )
}

/// A handler that needs another value has set it already, and keeps it.
fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let name = HeaderName::from_static(name);
    if headers.contains_key(&name) {
        return;
    }
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
