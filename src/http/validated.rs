//! What other programs read: asked for again each time, and 304 where nothing has changed. Every site may read what needs no token; what
//! was asked for with one is its bearer's alone, and no page of another site can ask so.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::render::Caches;
use super::{bearer, etag};

pub fn answer(
    request: &HttpRequest,
    caches: Caches,
    content_type: &'static str,
    body: Vec<u8>,
) -> HttpResponse {
    let tag = etag::of(&body);
    let is_fresh = etag::is_fresh(request.headers(), &tag);
    let mut response = if is_fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    let caches = if bearer::of(request).is_some() {
        Caches::Personal
    } else {
        response
            .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
            .insert_header(("cross-origin-resource-policy", "cross-origin"));
        caches
    };
    response.insert_header((header::ETAG, tag)).append_header((header::VARY, "Authorization")).insert_header(
        (
            header::CACHE_CONTROL,
            match caches {
                Caches::Shared => "public, no-cache",
                Caches::Personal => "private, no-cache",
            },
        ),
    );
    if is_fresh {
        return response.finish();
    }
    response.content_type(content_type).body(body)
}
