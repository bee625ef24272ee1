//! Somebody's own webhooks, and what they were told.

use crate::models::webhook::{Delivery, Webhook, WebhookSecret};
use crate::views::api::webhook as view;

pub fn webhook(webhook: &Webhook) -> view::Webhook {
    view::Webhook {
        uuid: webhook.uuid.to_string(),
        url: webhook.address.clone(),
        events: webhook.events.each().map(|event| event.to_string()).collect(),
        state: webhook.state.to_string(),
        failing_since: webhook.failing_since.map(|since| since.rfc3339()),
        created_at: webhook.created_at.rfc3339(),
        updated_at: webhook.updated_at.rfc3339(),
    }
}

pub fn new_webhook(made: &Webhook, secret: &WebhookSecret) -> view::NewWebhook {
    view::NewWebhook { webhook: webhook(made), secret: secret.expose().to_owned() }
}

pub fn delivery(delivery: &Delivery) -> view::WebhookDelivery {
    view::WebhookDelivery {
        uuid: delivery.uuid.to_string(),
        message_id: delivery.message_id(),
        event: delivery.event.to_string(),
        state: delivery.state.to_string(),
        attempts: i64::from(delivery.attempts),
        status: delivery.status.map(i64::from),
        answer: delivery.answer.clone(),
        error: delivery.error.clone(),
        duration_ms: delivery.duration_ms,
        body: delivery.body.clone(),
        created_at: delivery.created_at.rfc3339(),
        attempted_at: delivery.attempted_at.map(|at| at.rfc3339()),
        next_attempt_at: delivery.next_attempt_at.map(|at| at.rfc3339()),
    }
}
