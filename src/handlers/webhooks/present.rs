//! Webhooks and deliveries in words.

use crate::clock::Timestamp;
use crate::db::ids::Uuid;
use crate::db::types::{DeliveryState, Role, WebhookEvent, WebhookState};
use crate::models::webhook::{Delivery, Webhook};
use crate::outgoing::Address;
use crate::paths;
use crate::text::words;
use crate::views::webhook::{DeliveryView, EventChoiceView, WebhookCardView};
use crate::views::{StateKind, StateView, TimeView};

pub fn choices(role: Role, is_ticked: impl Fn(&str) -> bool) -> Vec<EventChoiceView> {
    let choice = |event: WebhookEvent| EventChoiceView {
        value: event.as_str(),
        label: event.words(),
        is_ticked: is_ticked(event.as_str()),
    };
    WebhookEvent::choices(role).into_iter().map(choice).collect()
}

pub fn card(webhook: &Webhook, now: Timestamp) -> WebhookCardView {
    let (label, kind) = match (webhook.state, webhook.failing_since) {
        (WebhookState::On, None) => ("On", StateKind::Good),
        (WebhookState::On, Some(_)) => ("Failing", StateKind::Bad),
        (WebhookState::Off, _) => ("Off", StateKind::Plain),
        (WebhookState::GivenUp, _) => ("Given up", StateKind::Bad),
    };
    let since = webhook.failing_since.map(|since| since.words());
    let trouble = since.map(|since| match webhook.state {
        WebhookState::GivenUp => {
            format!("Nothing has arrived since {since}, so it was turned off. Saved as on, it begins anew.")
        }
        _ => format!("Nothing has arrived since {since}."),
    });
    let events = i64::try_from(webhook.events.each().count()).unwrap_or(0);
    WebhookCardView {
        host: Address::parse(&webhook.address)
            .map_or_else(|_| webhook.address.clone(), |address| address.host().to_owned()),
        url: webhook.address.clone(),
        state: state(label, kind),
        trouble,
        events: words::counted_exactly(events, "event", "events"),
        created: time(webhook.created_at, now),
        edit_url: paths::webhooks::edit(&webhook.uuid),
    }
}

pub fn delivery(webhook: &Uuid, delivery: &Delivery, now: Timestamp) -> DeliveryView {
    let state = match delivery.state {
        DeliveryState::Waiting => state("Waiting", StateKind::Busy),
        DeliveryState::Delivered => state("Delivered", StateKind::Good),
        DeliveryState::Failed => state("Failed", StateKind::Bad),
    };
    let has_ended = delivery.state != DeliveryState::Waiting;
    DeliveryView {
        event: delivery.event.to_string(),
        state,
        created: time(delivery.created_at, now),
        outcome: outcome(delivery),
        answer: delivery.answer.clone().filter(|answer| !answer.is_empty()),
        body: delivery.body.clone(),
        replay_url: has_ended.then(|| paths::webhooks::replay(webhook, &delivery.uuid)),
    }
}

fn outcome(delivery: &Delivery) -> String {
    let attempts = words::counted_exactly(delivery.attempts.into(), "attempt", "attempts");
    let came = match (delivery.status, &delivery.error, delivery.duration_ms) {
        (Some(status), _, Some(ms)) => format!("{attempts}, answered {status} after {ms} ms"),
        (None, Some(error), _) if delivery.attempts == 0 => error.clone(),
        (_, Some(error), _) => format!("{attempts}. {error}"),
        _ => "Not tried yet".to_owned(),
    };
    match delivery.next_attempt_at.filter(|_| delivery.attempts > 0) {
        // What a resolver says may be a sentence.
        Some(next) => format!("{}. Next attempt: {}", came.trim_end_matches('.'), next.words()),
        None => came,
    }
}

fn state(label: &str, kind: StateKind) -> StateView {
    StateView { label: label.to_owned(), kind }
}

fn time(moment: Timestamp, now: Timestamp) -> TimeView {
    TimeView { iso: moment.rfc3339(), words: words::ago(moment.millis(), now.millis()) }
}
