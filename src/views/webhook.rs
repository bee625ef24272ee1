//! Webhooks, and what they were told.

use askama::Template;

use super::{FormView, Layout, PaginationView, StateView, TimeView};

/// `/settings/webhooks`. Fields: `url`, `events`.
#[derive(Template)]
#[template(path = "webhooks/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub form: FormView,
    pub events: Vec<EventChoiceView>,
    pub webhooks: Vec<WebhookCardView>,
    /// The site has none: those that there are tell nothing.
    pub is_off: bool,
}

/// `/settings/webhooks/{uuid}`. Fields: `url`, `events`, `enabled`.
#[derive(Template)]
#[template(path = "webhooks/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub action: String,
    pub delete_url: String,
    pub test_url: String,
    pub form: FormView,
    pub events: Vec<EventChoiceView>,
    pub webhook: WebhookCardView,
    pub is_on: bool,
    /// The secret of one that was just made; it is never shown again.
    pub fresh_secret: Option<String>,
    pub deliveries: Vec<DeliveryView>,
    pub pagination: Option<PaginationView>,
}

/// An event that may be chosen.
#[derive(Clone)]
pub struct EventChoiceView {
    pub value: &'static str,
    pub label: &'static str,
    pub is_ticked: bool,
}

#[derive(Clone)]
pub struct WebhookCardView {
    pub host: String,
    pub url: String,
    pub state: StateView,
    /// "Nothing has arrived since 3 January 2026, 12:00."
    pub trouble: Option<String>,
    /// "3 events".
    pub events: String,
    pub created: TimeView,
    pub edit_url: String,
}

#[derive(Clone)]
pub struct DeliveryView {
    pub event: String,
    pub state: StateView,
    pub created: TimeView,
    /// "Answered 204 after 12 ms, at the second attempt."
    pub outcome: String,
    pub answer: Option<String>,
    pub body: String,
    /// The POST address; absent where it waits still.
    pub replay_url: Option<String>,
}
