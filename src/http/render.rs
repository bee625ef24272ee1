//! Templates as answers, with the right words for caches.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error as ActixError, HttpMessage, HttpRequest, HttpResponse};
use anyhow::Context;
use askama::Template;

use super::security_headers::Nonce;
use super::{etag, flash, sessions, watcher};
use crate::app::App;
use crate::error::Result;
use crate::models::video::{Audience, Video};
use crate::models::viewer::Viewer;
use crate::paths;

const SHARED: &str = "public, no-cache";
const PERSONAL: &str = "private, no-cache";
const SECRET: &str = "no-store";
/// Names the rules by which a browser follows links ahead of time, on every page that is not one person's alone.
const SPECULATION_RULES: header::HeaderName = header::HeaderName::from_static("speculation-rules");
const SAVE_DATA: header::HeaderName = header::HeaderName::from_static("save-data");

/// A page that anyone may see: kept by browsers, asked for again each time, answered 304 where nothing changed.
pub fn page(template: &impl Template) -> Result<HttpResponse> {
    html(template, StatusCode::OK, SHARED)
}

/// Whether a page is the same for everyone, or for those alone who were let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caches {
    Shared,
    Personal,
}

impl Caches {
    /// Those of a page about this video: no cache between us and a viewer keeps what not everyone may see.
    pub fn of(viewer: &Viewer, video: &Video) -> Self {
        match video.audience() {
            Audience::Everyone if viewer.link().is_none() => Self::Shared,
            _ => Self::Personal,
        }
    }
}

/// A page as [`page`] answers it, or one that only its reader's browser may keep.
pub fn page_for(caches: Caches, template: &impl Template) -> Result<HttpResponse> {
    match caches {
        Caches::Shared => page(template),
        Caches::Personal => html(template, StatusCode::OK, PERSONAL),
    }
}

/// A page of its own in the place of the site's usual one for what is not there.
pub fn missing(template: &impl Template) -> Result<HttpResponse> {
    html(template, StatusCode::NOT_FOUND, SECRET)
}

/// A text for other programs, the same for everyone and asked for again each time.
pub fn document(template: &impl Template, content_type: &'static str) -> Result<HttpResponse> {
    let body = template.render().context("a template could not be rendered")?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, SHARED))
        .body(body))
}

/// A page for one person only: settings, uploads, administration.
pub fn private(template: &impl Template) -> Result<HttpResponse> {
    html(template, StatusCode::OK, SECRET)
}

/// The same page again with what was typed and what was wrong with it.
pub fn refused(template: &impl Template) -> Result<HttpResponse> {
    html(template, StatusCode::UNPROCESSABLE_ENTITY, SECRET)
}

fn html(template: &impl Template, status: StatusCode, cache: &'static str) -> Result<HttpResponse> {
    let body = template.render().context("a template could not be rendered")?;
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, cache));
    if cache != SECRET {
        answer.insert_header((SPECULATION_RULES, format!("\"{}\"", paths::speculation_rules())));
    }
    Ok(answer.body(body))
}

/// The same answer from which no links are followed ahead of time.
pub fn without_speculation(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().remove(SPECULATION_RULES);
    answer
}

/// Whether a browser says that its owner wants to save data (<https://wicg.github.io/savedata/>).
pub fn saves_data(request: &HttpRequest) -> bool {
    let asked = request.headers().get(SAVE_DATA).and_then(|value| value.to_str().ok());
    asked.is_some_and(|asked| asked.trim().eq_ignore_ascii_case("on"))
}

/// Finishes a shared page: personal for whoever brings a session, with a validator for everyone else. A notice is shown once.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let app = request.app_data::<App>().cloned();
    let has_session = app.as_ref().is_some_and(|app| {
        request.cookie(&sessions::cookie_name(app)).is_some() || watcher::is_known(app, request.request())
    });
    let saves_data = saves_data(request.request());
    let notice = app.filter(|app| flash::take(app, request.request()).is_some());
    let mut response = next.call(request).await?.map_into_boxed_body();
    if !is_html(&response) {
        return Ok(response);
    }
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Save-Data"));
    if saves_data {
        // Nothing is loaded that nobody asked for.
        response.headers_mut().remove(SPECULATION_RULES);
    }
    if let Some(app) = notice {
        response.response_mut().add_cookie(&flash::clear(&app))?;
        return Ok(personal(response));
    }
    if header_is(&response, header::CACHE_CONTROL, SHARED) {
        return Ok(if has_session { personal(response) } else { validated(response) });
    }
    Ok(response)
}

fn personal(mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let secret = header_is(&response, header::CACHE_CONTROL, SECRET);
    let value = if secret { SECRET } else { PERSONAL };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(value));
    response
}

/// Adds an ETag over the page without its nonce, and answers 304 when the browser has it already.
fn validated(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let nonce =
        response.request().extensions().get::<Nonce>().map(|nonce| nonce.0.clone()).unwrap_or_default();
    let (request, response) = response.into_parts();
    let (response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(body) => body,
        Err(body) => return ServiceResponse::new(request, response.set_body(body)),
    };
    let tag = tag(&body, &nonce);
    let fresh = etag::is_fresh(request.headers(), &tag);
    let mut response = response.set_body(if fresh { BoxBody::new(()) } else { BoxBody::new(body) });
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    if let Ok(value) = header::HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response.headers_mut().append(header::VARY, header::HeaderValue::from_static("Cookie"));
    ServiceResponse::new(request, response)
}

fn tag(body: &[u8], nonce: &str) -> String {
    match std::str::from_utf8(body) {
        Ok(text) if !nonce.is_empty() => etag::of_parts(text.split(nonce).map(str::as_bytes)),
        _ => etag::of(body),
    }
}

fn is_html(response: &ServiceResponse<BoxBody>) -> bool {
    let value = response.headers().get(header::CONTENT_TYPE);
    value.is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}

fn header_is(response: &ServiceResponse<BoxBody>, name: header::HeaderName, expected: &str) -> bool {
    response.headers().get(name).is_some_and(|value| value.as_bytes() == expected.as_bytes())
}
