//! What a webhook was told: the list, a test, and the same told again.

use actix_web::{HttpRequest, HttpResponse, web};

use super::require_enabled;
use crate::app::App;
use crate::error::Result;
use crate::handlers::api::present;
use crate::handlers::webhooks::deliveries::{tell_again, test};
use crate::handlers::webhooks::named;
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
    let told = test(&app, viewer.id, named(&id)?).await?;
    api::made(&present::webhook::delivery(&told))
}

/// `POST /api/v1/webhooks/{id}/deliveries/{delivery}/replay`
pub async fn replay(
    app: App,
    MayWrite(viewer): MayWrite,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let told = tell_again(&app, viewer.id, named(&path.0)?, named(&path.1)?).await?;
    api::made(&present::webhook::delivery(&told))
}
