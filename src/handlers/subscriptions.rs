//! `POST /c/{handle}/subscription`: following a channel, and no longer.

use actix_web::HttpResponse;
use actix_web::web::Path;
use serde::Deserialize;

use crate::app::{Action, App};
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash, see_other};
use crate::http::form::Form;
use crate::http::render;
use crate::http::submission::Submission;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::channel::Channel;
use crate::models::subscription::Subscription;
use crate::paths;
use crate::text::handle::Handle;
use crate::views::channel::SubscriptionButton;

#[derive(Debug, Deserialize)]
pub struct SubscriptionForm {
    #[serde(default)]
    subscribed: String,
}

pub async fn update(
    app: App,
    submission: Submission,
    flash: Flash,
    handle: Path<String>,
    Form(form): Form<SubscriptionForm>,
) -> Result<HttpResponse> {
    let handle = Handle::parse_any(&handle).map_err(|_| Error::NotFound)?.into_string();
    let Submission { viewer, frame, page } = submission;
    let back = page.map_or_else(|| paths::channel(&handle), |path| path.to_string());
    let Viewer::SignedIn(user) = &viewer else { return see_other(paths::sign_in(&back)) };
    let wanted = Subscription::parse(&form.subscribed)
        .ok_or_else(|| Invalid::field("subscribed", "Say whether to subscribe: true or false."))?;
    let channel = set(&app, user, handle, wanted).await?;
    if frame.is(&frame_id(&channel)) {
        return render::private(&button(&viewer, &channel, wanted, &back));
    }
    let done = match wanted {
        Subscription::Subscribed => Done::Subscribed,
        Subscription::Unsubscribed => Done::Unsubscribed,
    };
    flash.redirect(back, done)
}

/// Makes it so, if this person may change more, and has the recommender hear of it.
pub async fn set(app: &App, user: &SignedIn, handle: String, wanted: Subscription) -> Result<Channel> {
    app.limit(Action::Rate, &user.id.to_string())?;
    let (subscriber, now) = (user.clone(), app.now());
    let channel = app.db.write(move |conn| wanted.set(conn, &subscriber, &handle, now)).await?;
    if wanted == Subscription::Subscribed {
        app.feed.subscribed(user.id, channel.id, now);
    }
    Ok(channel)
}

/// The button beside a channel's name; `back` is where signing in leads.
pub fn button(
    viewer: &Viewer,
    channel: &Channel,
    subscription: Subscription,
    back: &str,
) -> SubscriptionButton {
    SubscriptionButton {
        frame_id: frame_id(channel),
        action: format!("{}/subscription", paths::channel(&channel.handle)),
        channel_name: channel.display_name.clone(),
        subscribed: subscription == Subscription::Subscribed,
        sign_in_url: viewer.user().is_none().then(|| paths::sign_in(back)),
        is_own: viewer.id() == Some(channel.user_id),
    }
}

fn frame_id(channel: &Channel) -> String {
    format!("subscription-{}", channel.handle)
}
