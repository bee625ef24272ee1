//! What other programs read: asked for again each time, 304 where nothing has changed, and open to pages of every site.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::etag;
use super::render::Caches;

pub fn answer(
    request: &HttpRequest,
    caches: Caches,
    content_type: &'static str,
    body: Vec<u8>,
) -> HttpResponse {
    let tag = etag::of(&body);
    let is_fresh = etag::is_fresh(request.headers(), &tag);
    let mut response = if is_fresh { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("cross-origin-resource-policy", "cross-origin"))
        .insert_header((
            header::CACHE_CONTROL,
            match caches {
                Caches::Shared => "public, no-cache",
                Caches::Personal => "private, no-cache",
            },
        ));
    if is_fresh {
        return response.finish();
    }
    response.content_type(content_type).body(body)
}
