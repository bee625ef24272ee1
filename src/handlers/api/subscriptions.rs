//! `/api/v1/users/me/subscriptions`: the channels that the token's owner follows, and what is new there.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{directed, found, handle_of, present};
use crate::app::App;
use crate::error::{Invalid, Result};
use crate::handlers::subscriptions::set;
use crate::http::api::{self, Params};
use crate::http::bearer::{MayRead, MayWrite};
use crate::http::json::JsonOrForm;
use crate::http::render::Caches;
use crate::models::subscription::{Subscription, SubscriptionSort};
use crate::models::video::{Direction, VideoFilter};
use crate::views::api::List;
use crate::views::api::subscription::Followed;

const AT_ONCE: usize = 100;

/// A channel to follow.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewSubscription {
    /// Its handle, alone or with the name of this site behind an `@`.
    #[schema(examples("mila_channel"))]
    uri: String,
}

/// `GET /api/v1/users/me/subscriptions?search=&sort=`
pub async fn index(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let (order, window) = (order(params.value("sort")), params.window());
    let words = params.value("search").unwrap_or_default().to_owned();
    let read = app.db.read(move |conn| Ok(Subscription::followed(conn, viewer.id, &words, order, window)?));
    let (total, channels) = read.await?;
    let data = channels
        .iter()
        .map(|(channel, owner)| present::channel::channel(&app, channel, Some(owner)))
        .collect();
    api::answer(&request, Caches::Personal, &List { total, data })
}

/// `POST /api/v1/users/me/subscriptions`
pub async fn create(
    app: App,
    MayWrite(viewer): MayWrite,
    JsonOrForm(form): JsonOrForm<NewSubscription>,
) -> Result<HttpResponse> {
    set(&app, &viewer, handle_of(&app, &form.uri)?, Subscription::Subscribed).await?;
    Ok(api::done())
}

/// `GET /api/v1/users/me/subscriptions/{handle}`
pub async fn show(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    handle: web::Path<String>,
) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    let read = app.db.read(move |conn| Ok(Subscription::find_followed(conn, viewer.id, &handle)?));
    let (channel, owner) = read.await?;
    api::answer(&request, Caches::Personal, &present::channel::channel(&app, &channel, Some(&owner)))
}

/// `DELETE /api/v1/users/me/subscriptions/{handle}`
pub async fn delete(app: App, MayWrite(viewer): MayWrite, handle: web::Path<String>) -> Result<HttpResponse> {
    let handle = handle_of(&app, &handle)?;
    let (user, asked) = (viewer.id, handle.clone());
    app.db.read(move |conn| Ok(Subscription::find_followed(conn, user, &asked)?)).await?;
    set(&app, &viewer, handle, Subscription::Unsubscribed).await?;
    Ok(api::done())
}

/// `GET /api/v1/users/me/subscriptions/exist?uris=`: which of these channels are followed.
pub async fn followed(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let asked = params.values("uris");
    let asked: Vec<&str> =
        asked.iter().flat_map(|uris| uris.split(',')).filter(|uri| !uri.is_empty()).collect();
    if asked.len() > AT_ONCE {
        return Err(Invalid::field("uris", "Name at most 100 channels.").into());
    }
    // What can be no channel's name is followed by nobody.
    let handles: BTreeMap<&str, Option<String>> =
        asked.into_iter().map(|uri| (uri, handle_of(&app, uri).ok())).collect();
    let known = handles.values().flatten().cloned().collect();
    let read = app.db.read(move |conn| Ok(Subscription::followed_among(conn, viewer.id, known)?));
    let own = read.await?;
    let told = handles
        .into_iter()
        .map(|(uri, handle)| (uri.to_owned(), handle.is_some_and(|handle| own.contains(&handle))));
    api::answer(&request, Caches::Personal, &Followed(told.collect()))
}

/// `GET /api/v1/users/me/subscriptions/videos`: what everybody may find on the channels that are followed.
pub async fn videos(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let list = found(&app, &params, "-publishedAt", move |_, filter| {
        Ok(VideoFilter { follower: Some(viewer.id), ..filter })
    });
    api::answer(&request, Caches::Personal, &list.await?)
}

/// `-createdAt` and the like; what is not known is what was followed last.
fn order(text: Option<&str>) -> (SubscriptionSort, Direction) {
    let (name, direction) = directed(text.unwrap_or("-createdAt"));
    match name {
        "createdAt" | "id" => (SubscriptionSort::Created, direction),
        "displayName" | "name" => (SubscriptionSort::Name, direction),
        _ => (SubscriptionSort::Created, Direction::Descending),
    }
}
