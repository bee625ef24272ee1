//! Addresses that answer everybody alike: cookies are taken away before anything reads them.
//!
//! A player within another site's page must not know who looks, whatever the browser sends along; neither must what other programs read.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;

use super::api;

const PLACES: &[&str] = &[
    "/videos/embed/",
    "/oembed",
    "/feeds/",
    "/sitemap",
    "/robots.txt",
    "/speculation-rules.json",
    "/nodeinfo/",
    "/.well-known/",
    api::ROOT,
];

pub async fn middleware(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if PLACES.iter().any(|place| request.path().starts_with(place)) {
        request.headers_mut().remove(header::COOKIE);
    }
    next.call(request).await
}
