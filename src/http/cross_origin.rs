//! What pages of other sites may do with the API: read what a stranger reads.
//!
//! Answers to strangers and problems carry `Access-Control-Allow-Origin: *` (`http/validated`, `http/problem`), which no browser honours
//! for a request with cookies. Here a browser that asks beforehand is told the rest: GET and HEAD, and no header that says who comes. So
//! it sends no token from another site's page, and writes nothing.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

use super::api;

const METHODS: &str = "GET, HEAD";
const HEADERS: &str = "accept, if-none-match";
/// What a page may read of an answer, beside its body.
const SHOWN: &str = "ETag, Retry-After, RateLimit, RateLimit-Policy";
/// Browsers keep it no longer than this anyway.
const SECONDS: i32 = 7200;

pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !request.path().starts_with(api::ROOT) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    if is_preflight(&request) {
        return Ok(request.into_response(permitted()));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    if response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        let shown = HeaderValue::from_static(SHOWN);
        response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
    }
    Ok(response)
}

fn is_preflight(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ORIGIN)
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The same whatever was asked for: the browser compares.
fn permitted() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, SECONDS))
        .finish()
}
