//! `/settings/webhooks` and below: one's own webhooks, a new one, changing and deleting one. What they told is in `deliveries`.
//!
//! The secret of a new one is shown once, on the page that follows; afterwards nobody is told it again.

pub mod deliveries;
mod present;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::app::App;
use crate::config::Switch;
use crate::db::ids::{UserId, Uuid};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Fields, Query, as_typed};
use crate::http::viewer::SignedIn;
use crate::http::{pages, render, webhook_secret};
use crate::models::page_number::PageNumber;
use crate::models::webhook::{Delivery, PURPOSE, Webhook, WebhookDetails, WebhookSecret};
use crate::paths;
use crate::views::webhook::{EditPage, IndexPage};
use crate::views::{FormView, Layout};

const PER_PAGE: i64 = 20;

#[derive(Debug, Default, Deserialize)]
pub struct PageQuery {
    page: Option<String>,
}

/// `GET /settings/webhooks`
pub async fn index(app: App, viewer: SignedIn, layout: Layout) -> Result<HttpResponse> {
    render::private(&list(&app, &viewer, layout, as_typed([("url", "")], Invalid::default()), &[]).await?)
}

/// `POST /settings/webhooks`
pub async fn create(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    form: Fields,
) -> Result<HttpResponse> {
    require_enabled(&app)?;
    match made(&app, &viewer, &form).await {
        Ok((webhook, secret)) => {
            let mut answer = flash.redirect(paths::webhooks::edit(&webhook.uuid), Done::WebhookCreated)?;
            let cookie = webhook_secret::cookie(&app, &webhook.uuid, &secret);
            answer.add_cookie(&cookie).map_err(|error| anyhow::anyhow!(error))?;
            Ok(answer)
        }
        Err(Error::Invalid(invalid)) => {
            let ticked: Vec<&str> = form.values("events").collect();
            let typed = as_typed([("url", form.value("url"))], invalid);
            render::refused(&list(&app, &viewer, layout, typed, &ticked).await?)
        }
        Err(error) => Err(error),
    }
}

/// `GET /settings/webhooks/{uuid}?page=`
pub async fn edit(
    app: App,
    request: HttpRequest,
    viewer: SignedIn,
    layout: Layout,
    uuid: web::Path<String>,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    let page = PageNumber::parse(query.page.as_deref(), PER_PAGE);
    let mut page = load(&app, &viewer, layout, uuid, page, None).await?;
    page.fresh_secret = webhook_secret::brought(&app, &request);
    let mut answer = render::private(&page)?;
    if page.fresh_secret.is_some() {
        let removal = webhook_secret::removal(&app, &uuid);
        answer.add_cookie(&removal).map_err(|error| anyhow::anyhow!(error))?;
    }
    Ok(answer)
}

/// `POST /settings/webhooks/{uuid}`
pub async fn update(
    app: App,
    viewer: SignedIn,
    layout: Layout,
    flash: Flash,
    uuid: web::Path<String>,
    form: Fields,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    match changed(&app, &viewer, uuid, &form).await {
        Ok(()) => flash.redirect(paths::webhooks::edit(&uuid), Done::WebhookSaved),
        Err(Error::Invalid(invalid)) => {
            let ticked: Vec<String> = form.values("events").map(str::to_owned).collect();
            let values = [("url", form.value("url")), ("enabled", form.value("enabled"))];
            let typed = (as_typed(values, invalid), ticked);
            let page = PageNumber::first(PER_PAGE);
            render::refused(&load(&app, &viewer, layout, uuid, page, Some(typed)).await?)
        }
        Err(error) => Err(error),
    }
}

/// `POST /settings/webhooks/{uuid}/delete`
pub async fn delete(
    app: App,
    viewer: SignedIn,
    flash: Flash,
    uuid: web::Path<String>,
) -> Result<HttpResponse> {
    let uuid = named(&uuid)?;
    app.db.write(move |conn| Ok(Webhook::delete_own(conn, viewer.id, uuid)?)).await?;
    flash.redirect(paths::webhooks::index(), Done::WebhookDeleted)
}

async fn made(app: &App, viewer: &SignedIn, form: &Fields) -> Result<(Webhook, WebhookSecret)> {
    let (url, events) = (form.value("url"), form.values("events"));
    make(app, viewer.id, WebhookDetails::parse(url, events, true, viewer.role, &app.webhooks)?).await
}

/// A new one of this person's, and the secret that nobody is told again.
pub async fn make(app: &App, owner: UserId, details: WebhookDetails) -> Result<(Webhook, WebhookSecret)> {
    let secret = WebhookSecret::random()?;
    let sealed = secret.seal(&app.keys.sealer(PURPOSE), Uuid::random())?;
    let (at_most, now) = (app.config.webhooks.per_user, app.now());
    let create = move |conn: &mut _| Webhook::create(conn, owner, &details, &sealed, at_most, now);
    Ok((app.db.write(create).await?, secret))
}

async fn changed(app: &App, viewer: &SignedIn, uuid: Uuid, form: &Fields) -> Result<()> {
    let (owner, now) = (viewer.id, app.now());
    // Whose it is comes before what is wrong with the form.
    app.db.read(move |conn| Ok(Webhook::find_own(conn, owner, uuid)?)).await?;
    let (url, events, is_enabled) =
        (form.value("url"), form.values("events"), form.value("enabled") == "true");
    let details = WebhookDetails::parse(url, events, is_enabled, viewer.role, &app.webhooks)?;
    app.db.write(move |conn| Webhook::update_own(conn, owner, uuid, &details, now)).await?;
    Ok(())
}

async fn list(
    app: &App,
    viewer: &SignedIn,
    layout: Layout,
    form: FormView,
    ticked: &[&str],
) -> Result<IndexPage> {
    let owner = viewer.id;
    let own = app.db.read(move |conn| Ok(Webhook::of_user(conn, owner)?)).await?;
    Ok(IndexPage {
        layout: framed(layout),
        form,
        events: present::choices(viewer.role, |event| ticked.contains(&event)),
        webhooks: own.iter().map(|webhook| present::card(webhook, app.now())).collect(),
        is_off: app.config.webhooks.enabled == Switch::Off,
    })
}

/// As it is, or as it was typed: the form and the ticked events.
async fn load(
    app: &App,
    viewer: &SignedIn,
    layout: Layout,
    uuid: Uuid,
    page: PageNumber,
    typed: Option<(FormView, Vec<String>)>,
) -> Result<EditPage> {
    let (owner, now) = (viewer.id, app.now());
    let read = app.db.read(move |conn| {
        Ok((Webhook::find_own(conn, owner, uuid)?, Delivery::of_own(conn, owner, uuid, page.window())?))
    });
    let (webhook, (total, told)) = read.await?;
    let more = page.offset() + page.size() < total;
    let is_on = webhook.is_on() && app.config.webhooks.enabled == Switch::On;
    let (form, ticked) = typed.unwrap_or_else(|| {
        let enabled = if webhook.is_on() { "true" } else { "" };
        let form = as_typed([("url", &webhook.address), ("enabled", enabled)], Invalid::default());
        (form, webhook.events.each().map(|event| event.to_string()).collect())
    });
    Ok(EditPage {
        layout: framed(layout),
        action: paths::webhooks::edit(&uuid),
        delete_url: paths::webhooks::delete(&uuid),
        test_url: paths::webhooks::deliveries(&uuid),
        form,
        events: present::choices(viewer.role, |event| ticked.iter().any(|ticked| ticked == event)),
        webhook: present::card(&webhook, now),
        is_on,
        fresh_secret: None,
        pagination: pages::pagination(page, told.len(), pages::following(more), |number| {
            paths::webhooks::page(&uuid, number)
        }),
        deliveries: told.iter().map(|delivery| present::delivery(&uuid, delivery, now)).collect(),
    })
}

fn framed(layout: Layout) -> Layout {
    Layout { current: "settings", ..layout }
}

fn require_enabled(app: &App) -> Result<()> {
    match app.config.webhooks.enabled {
        Switch::On => Ok(()),
        Switch::Off => Err(Error::NotFound),
    }
}

pub fn named(uuid: &str) -> Result<Uuid> {
    Uuid::parse(uuid).ok_or(Error::NotFound)
}
