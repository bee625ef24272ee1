//! `/api/v1/webhooks` and below: one's own webhooks, what they were told, a test and a replay.
//!
//! Whoever makes one is told what they may read, so a token has to be good for both.

pub mod changes;
pub mod deliveries;

use actix_web::{HttpRequest, HttpResponse, web};

use self::changes::WebhookFields;
use super::present;
use crate::app::App;
use crate::config::Switch;
use crate::error::{Error, Result};
use crate::handlers::webhooks::{make, named};
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::json::Json;
use crate::http::render::Caches;
use crate::models::webhook::Webhook;
use crate::views::api::List;

/// `GET /api/v1/webhooks`
pub async fn index(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let window = params.window();
    let own = app.db.read(move |conn| Ok(Webhook::of_user(conn, viewer.id)?)).await?;
    let total = i64::try_from(own.len()).unwrap_or(i64::MAX);
    let list = List { total, data: window.of(&own).iter().map(present::webhook::webhook).collect() };
    api::answer(&request, Caches::Personal, &list)
}

/// `GET /api/v1/webhooks/{id}`
pub async fn show(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    id: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&id)?;
    let own = app.db.read(move |conn| Ok(Webhook::find_own(conn, viewer.id, uuid)?)).await?;
    api::answer(&request, Caches::Personal, &present::webhook::webhook(&own))
}

/// `POST /api/v1/webhooks`: the secret is told here and nowhere else.
pub async fn create(
    app: App,
    MayRead(_): MayRead,
    MayWrite(viewer): MayWrite,
    Json(fields): Json<WebhookFields>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (webhook, secret) = make(&app, viewer.id, fields.parse(&app, viewer.role)?).await?;
    api::made(&present::webhook::new_webhook(&webhook, &secret))
}

/// `PUT /api/v1/webhooks/{id}`
pub async fn update(
    app: App,
    MayRead(_): MayRead,
    MayWrite(viewer): MayWrite,
    id: web::Path<String>,
    Json(fields): Json<WebhookFields>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (uuid, now, asked) = (named(&id)?, app.now(), app.clone());
    let updated = app.db.write(move |conn| {
        let own = Webhook::find_own(conn, viewer.id, uuid)?;
        let details = fields.parse_change(&asked, viewer.role, &own)?;
        Webhook::update_own(conn, viewer.id, uuid, &details, now)
    });
    api::made(&present::webhook::webhook(&updated.await?))
}

/// `DELETE /api/v1/webhooks/{id}`
pub async fn delete(app: App, MayWrite(viewer): MayWrite, id: web::Path<String>) -> Result<HttpResponse> {
    let uuid = named(&id)?;
    app.db.write(move |conn| Ok(Webhook::delete_own(conn, viewer.id, uuid)?)).await?;
    Ok(api::done())
}

/// Programs are told why, where people are shown no such page.
fn require_enabled(app: &App) -> Result<()> {
    match app.config.webhooks.enabled {
        Switch::On => Ok(()),
        Switch::Off => Err(Error::Forbidden("This site has no webhooks.")),
    }
}
