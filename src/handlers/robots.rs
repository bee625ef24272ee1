//! `/robots.txt`: what programs that read the web by themselves need not look at. It keeps nothing secret; permissions do that.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::app::App;
use crate::paths;

/// Pages of one person, forms, lists without an end, and files that are large or made when they are asked for.
const NOT_WORTH_READING: &[&str] = &[
    "/admin",
    "/comments/",
    "/my/",
    "/reports/",
    "/search",
    "/settings",
    "/sign-in",
    "/sign-up",
    "/upload",
    "/uploads/",
    "/w/*/download/",
    "/w/*/playlists",
];

/// `GET /robots.txt`
pub async fn show(app: App) -> HttpResponse {
    let refused: String = NOT_WORTH_READING.iter().map(|path| format!("Disallow: {path}\n")).collect();
    let sitemap = format!("{}{}", app.origins.canonical(), paths::sitemap());
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(format!("User-agent: *\n{refused}\nSitemap: {sitemap}\n"))
}
