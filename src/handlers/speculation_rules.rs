//! `/speculation-rules.json`: which links browsers may follow ahead of time, when a pointer rests on them or a finger comes down.
//!
//! Pages for everybody alone, in the one form in which lists link to them: never an address with a question mark, which may be a search,
//! a share link or a time; never what belongs to one person. A page that is fetched ahead counts for nothing (`http/watcher.rs`) until it is
//! looked at (`visits.rs`); home, whose list matters most, is not among them.

use actix_web::HttpResponse;
use actix_web::http::header;
use serde_json::json;

/// `GET /speculation-rules.json`
pub async fn show() -> HttpResponse {
    let rules = json!({
        "prefetch": [{
            "where": {
                "and": [
                    { "href_matches": ["/w/:id", "/c/:handle", "/a/:handle"] },
                    { "not": { "href_matches": "/*\\?(.+)" } },
                    { "not": { "selector_matches": "[download], [target=_blank], [rel~=nofollow]" } },
                ],
            },
            "eagerness": "moderate",
        }],
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/speculationrules+json"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(rules.to_string())
}
