//! The words of deliveries, each an object of JSON with what happened, when, and to what. They are what receivers are written against.

use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::Timestamp;
use crate::db::types::{ReportReason, WebhookEvent};
use crate::error::Result;
use crate::models::channel::Channel;
use crate::models::comment::Comment;
use crate::models::user::User;
use crate::models::video::{Video, watch_path};
use crate::models::viewer::SignedIn;
use crate::text::short_id;

/// Everything that is sent has this form.
#[derive(Debug, Clone, Serialize)]
pub struct Told<T> {
    #[serde(rename = "type")]
    pub event: &'static str,
    pub timestamp: String,
    pub data: T,
}

impl<T: Serialize> Told<T> {
    /// The very words that are sent.
    pub(super) fn written(event: WebhookEvent, data: T, now: Timestamp) -> Result<String> {
        let told = Self { event: event.as_str(), timestamp: now.rfc3339(), data };
        Ok(serde_json::to_string(&told).map_err(anyhow::Error::from)?)
    }
}

/// Of `video.published`, `video.failed` and `video.deleted`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutVideo {
    pub video: ToldVideo,
}

/// Of `comment.created`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutComment {
    pub comment: ToldComment,
    pub video: ToldVideo,
}

/// Of `subscription.created`. Who subscribed is theirs to tell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutSubscription {
    pub channel: ToldChannel,
}

/// Of `account.created`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutAccount {
    pub account: ToldAccount,
}

/// Of `report.created`. What was said is read on the site.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutReport {
    pub report: ToldReport,
}

/// Of `webhook.tested`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AboutTest {
    pub webhook: ToldWebhook,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldVideo {
    pub id: i64,
    #[schema(format = "uuid")]
    pub uuid: String,
    #[serde(rename = "shortUUID")]
    pub short_uuid: String,
    pub name: String,
    /// Of its page; it begins at the site's origin.
    #[schema(format = "uri-reference")]
    pub path: String,
    /// `public`, `unlisted` or `private`.
    pub privacy: String,
    pub channel: ToldChannel,
    /// What its creator is told: why it failed, or what was odd about the file.
    #[schema(required)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldChannel {
    pub id: i64,
    pub name: String,
    pub display_name: String,
    #[schema(minimum = 0)]
    pub followers_count: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldComment {
    pub id: i64,
    /// As it was written, in Markdown.
    pub text: String,
    /// The comment that began the conversation: itself, or another.
    pub thread_id: i64,
    #[schema(required)]
    pub in_reply_to_comment_id: Option<i64>,
    #[schema(format = "date-time")]
    pub created_at: String,
    pub account: ToldAccount,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldAccount {
    pub id: i64,
    pub name: String,
    pub display_name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ToldReport {
    #[schema(format = "uuid")]
    pub uuid: String,
    pub reason: String,
    /// `video` or `comment`.
    pub subject: String,
    /// Of the video, or of the one that the comment is about.
    #[schema(format = "uuid")]
    pub video_uuid: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ToldWebhook {
    #[schema(format = "uuid")]
    pub uuid: String,
}

impl ToldVideo {
    pub(super) fn of(video: &Video, channel: &Channel) -> Self {
        Self {
            id: video.id.0,
            uuid: video.uuid.to_string(),
            short_uuid: short_id::of_text(video.uuid.as_str()).unwrap_or_default(),
            name: video.title.clone(),
            path: watch_path(&video.uuid),
            privacy: video.privacy.to_string(),
            channel: ToldChannel::of(channel),
            note: video.note.clone(),
        }
    }
}

impl ToldChannel {
    pub(super) fn of(channel: &Channel) -> Self {
        Self {
            id: channel.id.0,
            name: channel.handle.clone(),
            display_name: channel.display_name.clone(),
            followers_count: channel.subscribers,
        }
    }
}

impl ToldComment {
    pub(super) fn of(comment: &Comment, author: &SignedIn) -> Self {
        Self {
            id: comment.id.0,
            text: comment.body.clone(),
            thread_id: comment.thread_id.unwrap_or(comment.id).0,
            in_reply_to_comment_id: comment.parent_id.map(|parent| parent.0),
            created_at: comment.created_at.rfc3339(),
            account: ToldAccount {
                id: author.id.0,
                name: author.handle.clone(),
                display_name: author.display_name.clone(),
            },
        }
    }
}

impl ToldAccount {
    pub(super) fn of(user: &User) -> Self {
        Self { id: user.id.0, name: user.handle.clone(), display_name: user.display_name.clone() }
    }
}

impl ToldReport {
    pub(super) fn new(uuid: String, reason: ReportReason, subject: &'static str, video: &Video) -> Self {
        Self {
            uuid,
            reason: reason.to_string(),
            subject: subject.to_owned(),
            video_uuid: video.uuid.to_string(),
        }
    }
}
