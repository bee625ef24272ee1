//! The site itself: what it is called, how large it is, which software it is, and this document.

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::Section;
use super::endpoint::Endpoint;
use crate::views::api::instance::{About, Config, NodeInfo, NodeInfoLinks, Stats};

pub fn section() -> Section {
    Section {
        name: "Site",
        about: "The site itself.",
        endpoints: vec![
            Endpoint::read::<Config>("/api/v1/config", "getConfig", "Say what the site can do"),
            Endpoint::read::<About>("/api/v1/config/about", "getAbout", "Say what the site is about"),
            Endpoint::read::<Stats>("/api/v1/server/stats", "getStats", "Say how large the site is")
                .about("Only what everybody may find is counted.")
                .may_be_busy(),
            Endpoint::read::<Document>("/api/v1/openapi.json", "getOpenApi", "Show this document"),
            Endpoint::read::<NodeInfoLinks>("/.well-known/nodeinfo", "listNodeInfo", "Say where NodeInfo is"),
            Endpoint::read::<NodeInfo>("/nodeinfo/2.1.json", "getNodeInfo", "Say which software this is")
                .about(
                    "The truth, whatever API it answers: see [NodeInfo](https://nodeinfo.diaspora.software).",
                ),
        ],
    }
}

/// What a description is itself, as far as we say.
struct Document;

impl PartialSchema for Document {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .description(Some("An [OpenAPI](https://spec.openapis.org/oas/v3.1.0) document."))
            .property("openapi", ObjectBuilder::new().schema_type(Type::String))
            .required("openapi")
            .into()
    }
}

impl ToSchema for Document {}
