//! Answers of WebVTT: captions and chapters. Who may see the video was asked before; here they are sent so that they can never be anything
//! but text, and so that a cache asks again each time: a change of privacy closes them at once.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::media_type;
use crate::models::video::Audience;

const TYPE: &str = "text/vtt; charset=utf-8";
/// Should it ever be opened as a page, it may do nothing.
const POLICY: &str = "default-src 'none'; sandbox";

pub fn answer(request: &HttpRequest, audience: Audience, webvtt: String) -> HttpResponse {
    let tag = tag(&webvtt);
    let asked = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_fresh = asked.is_some_and(|asked| asked.contains(&tag));
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

/// Weak, for the answer may be compressed on its way.
fn tag(webvtt: &str) -> String {
    let mut hasher = DefaultHasher::new();
    webvtt.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}
