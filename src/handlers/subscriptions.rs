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
use crate::http::viewer::Viewer;
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
    app.limit(Action::Rate, &user.id.to_string())?;
    let wanted = Subscription::parse(&form.subscribed)
        .ok_or_else(|| Invalid::field("subscribed", "Say whether to subscribe: true or false."))?;
    let (user, now) = (user.clone(), app.now());
    let subscriber = user.id;
    let channel = app.db.write(move |conn| wanted.set(conn, &user, &handle, now)).await?;
    if wanted == Subscription::Subscribed {
        app.feed.subscribed(subscriber, channel.id, now);
    }
    if frame.is(&frame_id(&channel)) {
        return render::private(&button(&viewer, &channel, wanted, &back));
    }
    let done = match wanted {
        Subscription::Subscribed => Done::Subscribed,
        Subscription::Unsubscribed => Done::Unsubscribed,
    };
    flash.redirect(back, done)
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
