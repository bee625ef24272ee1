//! `/api/v1/webhooks`, and what webhooks are told.

use utoipa::openapi::path::HttpMethod::{Delete, Post, Put};
use utoipa::openapi::path::{HttpMethod, OperationBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, PathItem, Paths, RefOr, Required, ResponseBuilder, Schema};

use super::endpoint::{Endpoint, Named, Needs, refer};
use super::{Section, parameters};
use crate::db::types::{Scope, WebhookEvent};
use crate::handlers::api::webhooks::changes::WebhookFields;
use crate::models::webhook::told::{
    AboutAccount, AboutComment, AboutReport, AboutSubscription, AboutTest, AboutVideo,
};
use crate::views::api::webhook::{NewWebhook, Webhook, WebhookDelivery};

const ALL: &str = "/api/v1/webhooks";
const ONE: &str = "/api/v1/webhooks/{id}";
const DELIVERIES: &str = "/api/v1/webhooks/{id}/deliveries";
const REPLAY: &str = "/api/v1/webhooks/{id}/deliveries/{delivery}/replay";

pub fn section() -> Section {
    Section {
        name: "Webhooks",
        about: "Addresses that the site tells what happens, signed as Standard Webhooks has it. docs/webhooks.md is the contract; what is \
                sent is under `webhooks` in this document. A token that makes or changes one has to be good for reading, too.",
        endpoints: reading().into_iter().chain(changing()).collect(),
    }
}

fn reading() -> [Endpoint; 3] {
    let own = |endpoint: Endpoint| endpoint.needs(Needs::Scope(Scope::Read)).may_be_busy();
    [
        own(Endpoint::list::<Webhook>(ALL, "listWebhooks", "List one's webhooks")
            .given(parameters::stretch())),
        own(Endpoint::read::<Webhook>(ONE, "getWebhook", "Show a webhook").of(parameters::webhook_id())),
        own(Endpoint::list::<WebhookDelivery>(
            DELIVERIES,
            "listWebhookDeliveries",
            "List what a webhook was told",
        )
        .about("The latest first. They are kept for 14 days, and the latest thousand.")
        .of(parameters::webhook_id())
        .given(parameters::stretch())),
    ]
}

fn changing() -> [Endpoint; 5] {
    let change = |method, path, id, summary| {
        Endpoint::act(method, path, id, summary).needs(Needs::Scope(Scope::Write)).may_be_busy()
    };
    [
        change(Post, ALL, "createWebhook", "Make a webhook")
            .about("The answer has its secret, which is told nowhere else.")
            .takes::<WebhookFields>()
            .refuses()
            .tells::<NewWebhook>(),
        change(Put, ONE, "updateWebhook", "Change a webhook, or turn it on or off")
            .of(parameters::webhook_id())
            .takes::<WebhookFields>()
            .refuses()
            .tells::<Webhook>(),
        change(Delete, ONE, "deleteWebhook", "Delete a webhook").of(parameters::webhook_id()).tells_nothing(),
        change(Post, DELIVERIES, "testWebhook", "Try a webhook out")
            .about("Tells it `webhook.tested`.")
            .of(parameters::webhook_id())
            .limited()
            .may_conflict()
            .tells::<WebhookDelivery>(),
        change(Post, REPLAY, "replayWebhookDelivery", "Tell it again")
            .about("By the same `webhook-id`, from the first attempt. What still waits is left to its turn.")
            .of(parameters::webhook_id())
            .of(parameters::delivery_id())
            .limited()
            .may_conflict()
            .tells::<WebhookDelivery>(),
    ]
}

/// What is sent, by the event.
pub fn told() -> (Paths, Vec<Named>) {
    let mut schemas = Vec::new();
    let mut paths = Paths::new();
    for event in WebhookEvent::ALL {
        let data = data(*event, &mut schemas);
        let body = ObjectBuilder::new()
            .property(
                "type",
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([event.as_str()])),
            )
            .property("timestamp", timestamp())
            .property("data", data)
            .required("type")
            .required("timestamp")
            .required("data");
        let content = ContentBuilder::new().schema(Some(body)).build();
        let operation = OperationBuilder::new()
            .summary(Some(event.words()))
            .tag("Webhooks")
            .request_body(Some(
                RequestBodyBuilder::new()
                    .required(Some(Required::True))
                    .content("application/json", content)
                    .build(),
            ))
            .response("2XX", ResponseBuilder::new().description("It is taken.").build())
            .build();
        paths.paths.insert(event.as_str().to_owned(), PathItem::new(HttpMethod::Post, operation));
    }
    (paths, schemas)
}

fn data(event: WebhookEvent, schemas: &mut Vec<Named>) -> RefOr<Schema> {
    match event {
        WebhookEvent::VideoPublished | WebhookEvent::VideoFailed | WebhookEvent::VideoDeleted => {
            refer::<AboutVideo>(schemas)
        }
        WebhookEvent::CommentCreated => refer::<AboutComment>(schemas),
        WebhookEvent::SubscriptionCreated => refer::<AboutSubscription>(schemas),
        WebhookEvent::AccountCreated => refer::<AboutAccount>(schemas),
        WebhookEvent::ReportCreated => refer::<AboutReport>(schemas),
        WebhookEvent::WebhookTested => refer::<AboutTest>(schemas),
    }
}

fn timestamp() -> ObjectBuilder {
    use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
}
