//! What programs say of a webhook, as the parse of the pages takes it.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::db::types::Role;
use crate::error::{Invalid, Result};
use crate::models::webhook::{Webhook, WebhookDetails};

/// What is left out stays as it is; a new one wants an address and events, and is on unless it is said not to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookFields {
    /// `https://` or `http://`, and an address of the public internet.
    #[schema(max_length = 2047, examples("https://example.org/hook"))]
    url: Option<String>,
    /// `video.published`, `video.failed`, `video.deleted`, `comment.created` and `subscription.created` of what is one's own;
    /// administrators also `account.created` and `report.created` of the site.
    #[schema(examples(json!(["video.published", "comment.created"])))]
    events: Option<Vec<String>>,
    enabled: Option<bool>,
}

impl WebhookFields {
    pub fn parse(&self, app: &App, role: Role) -> Result<WebhookDetails, Invalid> {
        self.details(app, role, "", &[], true)
    }

    pub fn parse_change(&self, app: &App, role: Role, own: &Webhook) -> Result<WebhookDetails, Invalid> {
        let events: Vec<String> = own.events.each().map(|event| event.to_string()).collect();
        self.details(app, role, &own.address, &events, own.is_on())
    }

    fn details(
        &self,
        app: &App,
        role: Role,
        url: &str,
        events: &[String],
        is_enabled: bool,
    ) -> Result<WebhookDetails, Invalid> {
        let url = self.url.as_deref().unwrap_or(url);
        let events = self.events.as_deref().unwrap_or(events).iter().map(String::as_str);
        WebhookDetails::parse(url, events, self.enabled.unwrap_or(is_enabled), role, &app.webhooks)
    }
}
