//! What a webhook was told: the list, a test, and the same told again.

use actix_web::{HttpRequest, HttpResponse, web};

use super::{named, require_enabled};
use crate::app::{Action, App};
use crate::error::Result;
use crate::handlers::api::present;
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::render::Caches;
use crate::models::webhook::Delivery;
use crate::views::api::List;

/// `GET /api/v1/webhooks/{id}/deliveries`
pub async fn index(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    id: web::Path<String>,
    params: Params,
) -> Result<HttpResponse> {
    let (uuid, window) = (named(&id)?, params.window());
    let read = app.db.read(move |conn| Ok(Delivery::of_own(conn, viewer.id, uuid, window)?));
    let (total, found) = read.await?;
    let list = List { total, data: found.iter().map(present::webhook::delivery).collect() };
    api::answer(&request, Caches::Personal, &list)
}

/// `POST /api/v1/webhooks/{id}/deliveries`: tells it that it is being tried out.
pub async fn create(app: App, MayWrite(viewer): MayWrite, id: web::Path<String>) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (uuid, now) = (named(&id)?, app.now());
    app.limit(Action::TryWebhook, &viewer.id.to_string())?;
    let told = app.db.write(move |conn| Delivery::test_own(conn, viewer.id, uuid, now)).await?;
    app.wake_workers();
    api::made(&present::webhook::delivery(&told))
}

/// `POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay`
pub async fn replay(
    app: App,
    MayWrite(viewer): MayWrite,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (webhook, delivery, now) = (named(&path.0)?, named(&path.1)?, app.now());
    app.limit(Action::TryWebhook, &viewer.id.to_string())?;
    let told =
        app.db.write(move |conn| Delivery::replay_own(conn, viewer.id, webhook, delivery, now)).await?;
    app.wake_workers();
    api::made(&present::webhook::delivery(&told))
}
