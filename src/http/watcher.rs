//! Who looks, as an extractor: the session or the anonymous cookie, the address, and whether anybody looks at all.
//!
//! The cookie of an anonymous viewer holds sixteen random bytes and the moment after which they mean nobody, signed. Looking at a page
//! never sets it; reporting a watch does.

use std::future::{Ready, ready};

use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest};

use super::{client_addr, cookies, viewer};
use crate::app::{AnonymousKey, App, Attention, Watcher};
use crate::clock::Timestamp;
use crate::db::types::WatchSource;
use crate::error::{Error, Result};
use crate::keys;

const COOKIE: &str = "viewer";
const PURPOSE: &str = "anonymous viewer";
const VALID_HOURS: i64 = 24;

/// What programs that read the web by themselves write into their name.
const CRAWLERS: [&str; 7] = ["bot/", "bot;", "+http", "crawler", "spider", "slurp", "facebookexternalhit"];

impl FromRequest for Watcher {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(of(request))
    }
}

/// The cookie that makes an anonymous viewer known for a day.
pub fn begin(app: &App) -> Result<(AnonymousKey, Cookie<'static>)> {
    let key = keys::random_bytes::<16>()?;
    let until = app.now().plus_seconds(VALID_HOURS * 3600).seconds();
    let signature = app.keys.signer(PURPOSE).sign(&message(&key, until));
    let value = format!("{}.{until}.{}", keys::hex(&key), keys::hex(&signature));
    Ok((key, cookies::cookie(app, COOKIE, value, Some(Duration::hours(VALID_HOURS)))))
}

/// What makes a browser forget it.
pub fn end(app: &App) -> Cookie<'static> {
    cookies::removal(app, COOKIE)
}

/// Whether this answer may differ from what others get, because the visitor is known by the cookie.
pub fn is_known(app: &App, request: &HttpRequest) -> bool {
    anonymous_key(app, request, app.now()).is_some()
}

fn of(request: &HttpRequest) -> Result<Watcher> {
    let app = super::app::of(request)?;
    let viewer = viewer::with_link(request)?;
    let anonymous = if viewer.id().is_none() { anonymous_key(&app, request, app.now()) } else { None };
    Ok(Watcher {
        viewer,
        anonymous,
        address: client_addr::client_of(request, &app),
        attention: attention(request),
        came_from: kind_of_page(&app, text(request, "referer")),
    })
}

fn anonymous_key(app: &App, request: &HttpRequest, now: Timestamp) -> Option<AnonymousKey> {
    let cookie = request.cookie(&cookies::name(app, COOKIE))?;
    let mut parts = cookie.value().split('.');
    let (key, until, signature) = (parts.next()?, parts.next()?, parts.next()?);
    let key: AnonymousKey = keys::unhex(key)?.try_into().ok()?;
    let until: i64 = until.parse().ok()?;
    let signed = app.keys.signer(PURPOSE).verify(&message(&key, until), &keys::unhex(signature)?);
    (signed && now.seconds() < until).then_some(key)
}

/// A page fetched ahead of time, a part of a page fetched again, and a program's visit are nobody's look. Browsers say of every form and
/// report where it comes from; what says nothing is a program.
fn attention(request: &HttpRequest) -> Attention {
    let text = |name: &str| text(request, name);
    let fetched_ahead =
        text("sec-purpose").contains("prefetch") || text("x-sec-purpose").contains("prefetch");
    let is_program = is_crawler(request);
    let is_get = request.method() == Method::GET;
    let is_part = is_get && request.headers().contains_key("turbo-frame");
    let says_nothing = !is_get && text("sec-fetch-site").is_empty() && text("origin").is_empty();
    if fetched_ahead || is_part || is_program || says_nothing {
        Attention::Nobody
    } else {
        Attention::Someone
    }
}

/// The same where programs report by themselves what their viewers watch.
pub fn attention_of_program(request: &HttpRequest) -> Attention {
    if is_crawler(request) { Attention::Nobody } else { Attention::Someone }
}

fn is_crawler(request: &HttpRequest) -> bool {
    let agent = text(request, "user-agent").to_ascii_lowercase();
    CRAWLERS.iter().any(|name| agent.contains(name))
}

/// What kind of page of ours has this address, of those that lead to videos.
pub fn kind_of_page(app: &App, address: &str) -> Option<WatchSource> {
    let (origin, path) = address.split_at(address.find("://")? + 3);
    let (host, path) = path.split_once('/')?;
    if !app.origins.accepts_origin(&format!("{origin}{host}")) {
        return None;
    }
    match path.split(['?', '/']).next()? {
        "search" => Some(WatchSource::Search),
        "c" | "a" => Some(WatchSource::Channel),
        "" if path.contains("tab=subscriptions") => Some(WatchSource::Subscription),
        _ => None,
    }
}

fn text<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn message(key: &AnonymousKey, until: i64) -> Vec<u8> {
    [key.as_slice(), &until.to_be_bytes()].concat()
}
