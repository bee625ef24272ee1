//! Webhooks, and what they were told.

use serde::Serialize;
use utoipa::ToSchema;

/// An address that the site tells what happens.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    #[schema(format = "uuid")]
    pub uuid: String,
    #[schema(format = "uri", examples("https://example.org/hook"))]
    pub url: String,
    /// What it is told of.
    #[schema(examples(json!(["video.published", "comment.created"])))]
    pub events: Vec<String>,
    /// `on`, `off`, or `given_up`: nobody took anything for days, so it was turned off.
    #[schema(examples("on"))]
    pub state: String,
    /// Since when nothing has arrived, though it was tried.
    #[schema(required, format = "date-time")]
    pub failing_since: Option<String>,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(format = "date-time")]
    pub updated_at: String,
}

/// A webhook that was just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewWebhook {
    pub webhook: Webhook,
    /// With which its deliveries are signed. It is told this once.
    #[schema(pattern = "^whsec_[A-Za-z0-9+/]{43}=$")]
    pub secret: String,
}

/// Something that a webhook was told, or is still to be, with what came of the last attempt.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDelivery {
    #[schema(format = "uuid")]
    pub uuid: String,
    /// What its receiver sees as `webhook-id`.
    pub message_id: String,
    #[schema(examples("comment.created"))]
    pub event: String,
    /// `waiting`, `delivered` or `failed`.
    #[schema(examples("delivered"))]
    pub state: String,
    #[schema(minimum = 0)]
    pub attempts: i64,
    /// What the receiver answered.
    #[schema(required, examples(204))]
    pub status: Option<i64>,
    /// How its answer begins.
    #[schema(required)]
    pub answer: Option<String>,
    /// Why there was no answer.
    #[schema(required)]
    pub error: Option<String>,
    #[schema(required, minimum = 0)]
    pub duration_ms: Option<i64>,
    /// The very words that are sent.
    pub body: String,
    #[schema(format = "date-time")]
    pub created_at: String,
    #[schema(required, format = "date-time")]
    pub attempted_at: Option<String>,
    #[schema(required, format = "date-time")]
    pub next_attempt_at: Option<String>,
}
