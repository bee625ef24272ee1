//! A browser that has signed in to an account before, so that strangers' failures do not lock its owner out.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, time::Duration};

use super::cookies;
use crate::app::App;
use crate::keys;

const COOKIE: &str = "device";
const PURPOSE: &str = "known device";

/// The cookie that remembers it: the account's handle, signed.
pub fn cookie(app: &App, handle: &str) -> Cookie<'static> {
    let value = format!("{handle}.{}", keys::hex(&app.keys.signer(PURPOSE).sign(handle.as_bytes())));
    cookies::cookie(app, COOKIE, value, Some(Duration::days(365)))
}

/// Whether this browser has signed in to this account before.
pub fn is_known(app: &App, request: &HttpRequest, handle: &str) -> bool {
    let Some(cookie) = request.cookie(&cookies::name(app, COOKIE)) else { return false };
    let Some((known, signature)) = cookie.value().rsplit_once('.') else { return false };
    let Some(signature) = keys::unhex(signature) else { return false };
    known == handle && app.keys.signer(PURPOSE).verify(handle.as_bytes(), &signature)
}
