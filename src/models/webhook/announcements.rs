//! What happened, told to the webhooks that listen for it: called by the verbs that make it happen, in their transaction.
//!
//! Whoever has no webhook costs one small query.

use diesel::prelude::*;
use serde::Serialize;

use super::Webhook;
use super::delivery::Delivery;
use super::told::{
    AboutAccount, AboutComment, AboutReport, AboutSubscription, AboutVideo, Told, ToldAccount, ToldChannel,
    ToldComment, ToldReport, ToldVideo,
};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::schema::{users, webhooks};
use crate::db::types::{ReportReason, Role, WebhookEvent, WebhookState};
use crate::error::Result;
use crate::models::channel::Channel;
use crate::models::comment::Comment;
use crate::models::report::Reportable;
use crate::models::user::User;
use crate::models::video::Video;
use crate::models::viewer::SignedIn;

/// Something happened to a video, which is as it is now, or was.
pub fn video(conn: &mut Conn, event: WebhookEvent, video: &Video, now: Timestamp) -> Result<()> {
    let channel = Channel::find(conn, video.channel_id)?;
    let listening = of_owner(conn, channel.user_id, event)?;
    let about = AboutVideo { video: ToldVideo::of(video, &channel) };
    tell(conn, &listening, event, about, now)
}

pub fn comment(
    conn: &mut Conn,
    comment: &Comment,
    video: &Video,
    author: &SignedIn,
    now: Timestamp,
) -> Result<()> {
    let channel = Channel::find(conn, video.channel_id)?;
    let event = WebhookEvent::CommentCreated;
    let listening = of_owner(conn, channel.user_id, event)?;
    let comment = ToldComment::of(comment, author);
    tell(conn, &listening, event, AboutComment { comment, video: ToldVideo::of(video, &channel) }, now)
}

pub fn subscription(conn: &mut Conn, channel: &Channel, now: Timestamp) -> Result<()> {
    let event = WebhookEvent::SubscriptionCreated;
    let listening = of_owner(conn, channel.user_id, event)?;
    tell(conn, &listening, event, AboutSubscription { channel: ToldChannel::of(channel) }, now)
}

pub fn account(conn: &mut Conn, user: &User, now: Timestamp) -> Result<()> {
    let event = WebhookEvent::AccountCreated;
    let listening = of_administrators(conn, event)?;
    tell(conn, &listening, event, AboutAccount { account: ToldAccount::of(user) }, now)
}

pub fn report(
    conn: &mut Conn,
    uuid: Uuid,
    reason: ReportReason,
    subject: &Reportable,
    now: Timestamp,
) -> Result<()> {
    let event = WebhookEvent::ReportCreated;
    let listening = of_administrators(conn, event)?;
    let (kind, video) = match subject {
        Reportable::Video(video) => ("video", video),
        Reportable::Comment(_, video) => ("comment", video),
    };
    let report = ToldReport::new(uuid.to_string(), reason, kind, video);
    tell(conn, &listening, event, AboutReport { report }, now)
}

fn tell<T: Serialize>(
    conn: &mut Conn,
    listening: &[Webhook],
    event: WebhookEvent,
    about: T,
    now: Timestamp,
) -> Result<()> {
    if listening.is_empty() {
        return Ok(());
    }
    let body = Told::written(event, about, now)?;
    for webhook in listening {
        Delivery::enqueue(conn, webhook.id, event, &body, now)?;
    }
    Ok(())
}

/// Those of some people that are on and want to hear of this. A macro, for each condition has a type of its own.
macro_rules! listening {
    ($conn:expr, $whose:expr, $event:expr) => {{
        let on: Vec<Webhook> = webhooks::table
            .inner_join(users::table)
            .filter($whose)
            .filter(webhooks::state.eq(WebhookState::On))
            .filter(users::disabled_at.is_null())
            .order(webhooks::id)
            .select(Webhook::as_select())
            .load($conn)?;
        Ok(on.into_iter().filter(|webhook| webhook.events.has($event)).collect())
    }};
}

fn of_owner(conn: &mut Conn, owner: UserId, event: WebhookEvent) -> QueryResult<Vec<Webhook>> {
    listening!(conn, webhooks::user_id.eq(owner), event)
}

fn of_administrators(conn: &mut Conn, event: WebhookEvent) -> QueryResult<Vec<Webhook>> {
    listening!(conn, users::role.eq(Role::Administrator), event)
}
