//! Which deliveries of media are somebody watching: the player's own requests, from a page of ours, for the file that plays.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};

use super::{client_addr, viewer};
use crate::app::{AnonymousKey, App, Recipient};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Who watches, or None where this is a download, another site's page or a program.
pub fn recipient(app: &App, request: &HttpRequest) -> Option<Recipient> {
    is_player(app, request).then(|| match viewer::of(request).user() {
        Some(user) => Recipient::User(user.id),
        None => visitor(app, request),
    })
}

/// The page's script reports what is watched, says so with `?reported=`, and may look at the beginning before anybody watches.
pub fn is_reported(request: &HttpRequest) -> bool {
    request.query_string().split('&').any(|pair| pair.split('=').next() == Some("reported"))
}

/// Somebody who is not signed in, by a hash of where they come from.
pub fn visitor(app: &App, request: &HttpRequest) -> Recipient {
    Recipient::Visitor { key: visitor_key(app, request), address: client_addr::client_of(request, app) }
}

/// The same hash alone.
pub fn visitor_key(app: &App, request: &HttpRequest) -> AnonymousKey {
    let address = client_addr::client_of(request, app);
    let agent = header_text(request, &header::USER_AGENT).unwrap_or_default();
    let hash = app.keys.signer("visitor").sign(format!("{address} {agent}").as_bytes());
    std::array::from_fn(|place| hash[place])
}

fn is_player(app: &App, request: &HttpRequest) -> bool {
    let from_us = match header_text(request, &SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        // Browsers that do not say so say at least where they were.
        None => header_text(request, &header::REFERER).is_some_and(|page| is_ours(app, page)),
    };
    let plays = header_text(request, &SEC_FETCH_DEST).is_none_or(|dest| matches!(dest, "video" | "audio"));
    from_us && plays
}

fn is_ours(app: &App, page: &str) -> bool {
    let uri = page.parse::<actix_web::http::Uri>().ok();
    let authority = uri.as_ref().and_then(|uri| uri.authority());
    authority.is_some_and(|authority| app.origins.accepts_host(authority.as_str()))
}

fn header_text<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}
