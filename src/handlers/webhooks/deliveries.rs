//! Tries a webhook out, and tells it something again.

use actix_web::{HttpResponse, web};

use super::{named, require_enabled};
use crate::app::{Action, App};
use crate::error::{Error, Result};
use crate::http::flash::{Done, Flash};
use crate::http::viewer::SignedIn;
use crate::models::webhook::Delivery;
use crate::paths;

/// `POST /settings/webhooks/{uuid}/deliveries`
pub async fn create(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (uuid, now) = (named(&uuid)?, app.now());
    app.limit(Action::TryWebhook, &viewer.id.to_string())?;
    let told = app.db.write(move |conn| Delivery::test_own(conn, viewer.id, uuid, now)).await;
    sent(&app, &flash, told.map(|_| paths::webhooks::edit(&uuid)))
}

/// `POST /settings/webhooks/{uuid}/deliveries/{delivery}/replay`
pub async fn replay(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (uuid, delivery, now) = (named(&path.0)?, named(&path.1)?, app.now());
    app.limit(Action::TryWebhook, &viewer.id.to_string())?;
    let told = app.db.write(move |conn| Delivery::replay_own(conn, viewer.id, uuid, delivery, now)).await;
    sent(&app, &flash, told.map(|_| paths::webhooks::edit(&uuid)))
}

fn sent(app: &App, flash: &Flash, back: Result<String, Error>) -> Result<HttpResponse> {
    let back = back?;
    app.wake_workers();
    flash.redirect(back, Done::WebhookTold)
}
