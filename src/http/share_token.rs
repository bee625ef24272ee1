//! The share link of a video as its bearer brings it: in the address they were given, and from then on in a cookie for that video's pages.
//!
//! What the page asks for after it was opened (reports of watching, more comments, the player again) comes without the token. A cookie
//! whose path is the page's own goes with exactly these. It needs no script, it leaves the links on the page as they are for everyone, so
//! that nobody copies the token on with one of them, and it is still there after signing in. It holds the token itself, which every query
//! looks up again: a link that was taken back opens nothing from then on.

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::cookies;
use crate::app::App;
use crate::db::ids::Uuid;
use crate::models::share_link::ShareToken;
use crate::paths;

const COOKIE: &str = "share";
const HOURS: i64 = 12;
/// Shows its creator the address of a new link, once.
const NEW_COOKIE: &str = "new-share";
const NEW_MINUTES: i64 = 5;

#[derive(Deserialize)]
struct ShareQuery {
    share: String,
}

/// The token in the address that is being opened.
pub fn in_address(request: &HttpRequest) -> Option<ShareToken> {
    let query = web::Query::<ShareQuery>::from_query(request.query_string()).ok()?;
    ShareToken::parse(&query.share)
}

/// The token in the address, or else in the cookie that an earlier one left.
pub fn brought(app: &App, request: &HttpRequest) -> Option<ShareToken> {
    in_address(request).or_else(|| {
        let cookie = request.cookie(&cookies::scoped_name(app, COOKIE))?;
        ShareToken::parse(cookie.value())
    })
}

/// For the pages of this video alone, and not for long: the address can be opened again.
pub fn cookie(app: &App, video: &Uuid, token: &ShareToken) -> Cookie<'static> {
    let (value, path) = (token.expose().to_owned(), paths::videos::watch(video));
    cookies::scoped(app, COOKIE, value, path, Duration::hours(HOURS))
}

/// Carries a new link's token over the redirect to the creator's list.
pub fn new_cookie(app: &App, video: &Uuid, token: &ShareToken) -> Cookie<'static> {
    let (value, path) = (token.expose().to_owned(), paths::videos::share_links(video));
    cookies::scoped(app, NEW_COOKIE, value, path, Duration::minutes(NEW_MINUTES))
}

pub fn new_token(app: &App, request: &HttpRequest) -> Option<ShareToken> {
    ShareToken::parse(request.cookie(&cookies::scoped_name(app, NEW_COOKIE))?.value())
}

pub fn new_cookie_removal(app: &App, video: &Uuid) -> Cookie<'static> {
    cookies::scoped(app, NEW_COOKIE, String::new(), paths::videos::share_links(video), Duration::ZERO)
}
