//! Tries a webhook out, and tells it something again.

use actix_web::{HttpResponse, web};

use super::{named, require_enabled};
use crate::app::{Action, App};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::error::Result;
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
    let uuid = named(&uuid)?;
    test(&app, viewer.id, uuid).await?;
    flash.redirect(paths::webhooks::edit(&uuid), Done::WebhookTold)
}

/// `POST /settings/webhooks/{uuid}/deliveries/{delivery}/replay`
pub async fn replay(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    let (uuid, delivery) = (named(&path.0)?, named(&path.1)?);
    tell_again(&app, viewer.id, uuid, delivery).await?;
    flash.redirect(paths::webhooks::edit(&uuid), Done::WebhookTold)
}

/// Tells a webhook that it is being tried out, if this person may do so again.
pub async fn test(app: &App, owner: UserId, webhook: Uuid) -> Result<Delivery> {
    told(app, owner, move |conn, now| Delivery::test_own(conn, owner, webhook, now)).await
}

/// Tells it once more what it was told, on the same terms.
pub async fn tell_again(app: &App, owner: UserId, webhook: Uuid, delivery: Uuid) -> Result<Delivery> {
    told(app, owner, move |conn, now| Delivery::replay_own(conn, owner, webhook, delivery, now)).await
}

async fn told(
    app: &App,
    owner: UserId,
    enqueue: impl Fn(&mut Conn, Timestamp) -> Result<Delivery> + Send + 'static,
) -> Result<Delivery> {
    app.limit(Action::TryWebhook, &owner.to_string())?;
    let now = app.now();
    let delivery = app.db.write(move |conn| enqueue(conn, now)).await?;
    app.wake_workers();
    Ok(delivery)
}
