//! Answers of WebVTT: captions and chapters. Who may see the video was asked before; here they are sent so that they can never be anything
//! but text, and so that a cache asks again each time: a change of privacy closes them at once.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::{etag, media_type};
use crate::models::video::Audience;

const TYPE: &str = "text/vtt; charset=utf-8";
/// Should it ever be opened as a page, it may do nothing.
const POLICY: &str = "default-src 'none'; sandbox";

pub fn answer(request: &HttpRequest, audience: Audience, webvtt: String) -> HttpResponse {
    let tag = etag::of(webvtt.as_bytes());
    let is_fresh = etag::is_fresh(request.headers(), &tag);
    let mut response = if is_fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, media_type::NOSNIFF))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    match audience {
        Audience::Everyone => response
            .insert_header((header::CACHE_CONTROL, "public, no-cache"))
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header(("cross-origin-resource-policy", "cross-origin")),
        Audience::Invited => response.insert_header((header::CACHE_CONTROL, "private, no-cache")),
    };
    if is_fresh {
        return response.finish();
    }
    response.insert_header((header::CONTENT_TYPE, TYPE)).body(webvtt)
}
