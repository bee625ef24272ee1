//! Requests that change something come from our own pages, or carry no one's cookie.
//!
//! The browser says where a request comes from, in `Sec-Fetch-Site` or at least in `Origin`, and no page can make it lie. So there are no
//! tokens, no hidden fields and no exempt paths. Reading methods pass: they change nothing, which another test proves.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

use super::{cookies, sessions};
use crate::app::App;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    match judge(&request) {
        Decision::Allow => Ok(next.call(request).await?.map_into_left_body()),
        Decision::Refuse(refusal) => {
            log::warn!(target: "kinora::security", "request-forgery-refused reason={refusal}");
            // A response, not an error: an error would skip what the outer layers still have to do.
            Ok(request.into_response(HttpResponse::Forbidden().finish()).map_into_right_body())
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allow,
    Refuse(Refusal),
}

/// Why a request was refused, in a stable word for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("cross-site")]
    CrossSite,
    #[error("foreign-origin")]
    ForeignOrigin,
    /// Neither header, yet a session's cookie: nothing vouches for it.
    #[error("unknown-origin")]
    UnknownOrigin,
}

/// The decision on plain values.
pub fn decide(
    method: &Method,
    sec_fetch_site: Option<&str>,
    origin: Option<&str>,
    session_cookie: Cookie,
    is_ours: impl Fn(&str) -> bool,
) -> Decision {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(method) {
        return Decision::Allow;
    }
    match (sec_fetch_site, origin) {
        (Some("same-origin" | "none"), _) => Decision::Allow,
        (Some(_), _) => Decision::Refuse(Refusal::CrossSite),
        (None, Some(origin)) if is_ours(origin) => Decision::Allow,
        (None, Some(_)) => Decision::Refuse(Refusal::ForeignOrigin),
        (None, None) if session_cookie == Cookie::Absent => Decision::Allow,
        (None, None) => Decision::Refuse(Refusal::UnknownOrigin),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    Sent,
    Absent,
}

fn judge(request: &ServiceRequest) -> Decision {
    let Some(app) = request.app_data::<App>() else { return Decision::Refuse(Refusal::UnknownOrigin) };
    let headers = request.headers();
    decide(
        request.method(),
        single(headers, &SEC_FETCH_SITE),
        single(headers, &header::ORIGIN),
        session_cookie(headers, &cookies::name(app, sessions::COOKIE)),
        |origin| app.origins.accepts_origin(origin),
    )
}

/// A header that comes twice, or is not text, vouches for nothing.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name);
    let value = values.next()?;
    if values.next().is_some() {
        return Some("");
    }
    Some(value.to_str().unwrap_or(""))
}

/// Any trace of the name counts: the header is not parsed here, so there is no parser to disagree with.
fn session_cookie(headers: &HeaderMap, name: &str) -> Cookie {
    let names = |value: &[u8]| value.windows(name.len()).any(|part| part == name.as_bytes());
    if headers.get_all(header::COOKIE).any(|value| names(value.as_bytes())) {
        Cookie::Sent
    } else {
        Cookie::Absent
    }
}

#[cfg(test)]
mod tests;
