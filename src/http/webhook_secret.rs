//! Carries a new webhook's secret over the redirect to its page, where it is shown once.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;

use super::cookies;
use crate::app::App;
use crate::db::ids::Uuid;
use crate::models::webhook::WebhookSecret;
use crate::paths;

const COOKIE: &str = "new-webhook";
const MINUTES: i64 = 5;

pub fn cookie(app: &App, webhook: &Uuid, secret: &WebhookSecret) -> Cookie<'static> {
    let (value, path) = (secret.expose().to_owned(), paths::webhooks::edit(webhook));
    cookies::scoped(app, COOKIE, value, path, Duration::minutes(MINUTES))
}

pub fn brought(app: &App, request: &HttpRequest) -> Option<String> {
    let text = request.cookie(&cookies::scoped_name(app, COOKIE))?.value().to_owned();
    WebhookSecret::is_one(&text).then_some(text)
}

pub fn removal(app: &App, webhook: &Uuid) -> Cookie<'static> {
    cookies::scoped(app, COOKIE, String::new(), paths::webhooks::edit(webhook), Duration::ZERO)
}
