//! `/api/v1/openapi.json`: what the API answers, told to programs (OpenAPI 3.1).
//!
//! The shapes are derived from the structs that are answered (`views/api`); a file here for each noun says by which addresses they are
//! had. `docs/openapi.json` is the same document, and a test compares the two, as it compares the addresses with `routes`.

mod accounts;
mod answers;
mod api_tokens;
mod comment_threads;
mod endpoint;
mod history;
mod me;
mod parameters;
mod ratings;
mod search;
mod security;
mod sign_ins;
mod site;
mod subscriptions;
mod uploads;
mod video_channels;
mod video_playlists;
mod videos;
mod webhooks;

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use utoipa::openapi::schema::Components;
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{InfoBuilder, LicenseBuilder, OpenApi, Paths, ServerBuilder};

use self::endpoint::Endpoint;
use crate::error::Result;
use crate::http::api::{self, ROOT};
use crate::http::render::Caches;

/// Of the document and of the contract that it tells, not of the program.
const VERSION: &str = "1.0.0";
const ABOUT: &str = "\
What a Kinora site answers to programs. Where PeerTube has an address for something, it is here too and answers in the same shape, so \
that the clients people already have work unchanged; what PeerTube does not have is in the same style.

Whoever brings no token is answered as a stranger, whatever cookies come along, and what strangers may read may be read by pages of other \
sites. A list comes in \
stretches, by `start` and `count`. An answer carries a validator as its `ETag`; sent back as `If-None-Match`, it is answered 304 where \
nothing has changed. Parameters that are not known, and values that cannot be read, are as if they were not there. What went wrong is \
told as a problem document.

A network may ask so often as the site allows: `RateLimit-Policy` and `RateLimit` of every answer say where it stands. A `POST` with a token and a body in JSON or a simple form may carry an `Idempotency-Key` (1 to 255 printable characters): sent again within a day, it is done once, and answered as the first time with `Idempotency-Replayed: true`; the key of another request is refused with 422, of one that is under way with 409.";

/// The endpoints about one thing.
struct Section {
    name: &'static str,
    about: &'static str,
    endpoints: Vec<Endpoint>,
}

/// `GET /api/v1/openapi.json`
pub async fn show(request: HttpRequest) -> Result<HttpResponse> {
    api::answer(&request, Caches::Shared, document())
}

/// The same for every site: its addresses begin at whichever site serves it.
pub fn document() -> &'static OpenApi {
    static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| written(sections()));
    &DOCUMENT
}

/// In the order in which people read them.
fn sections() -> Vec<Section> {
    vec![
        videos::section(),
        ratings::section(),
        comment_threads::section(),
        video_channels::section(),
        accounts::section(),
        video_playlists::section(),
        search::section(),
        subscriptions::section(),
        history::section(),
        me::section(),
        sign_ins::section(),
        api_tokens::section(),
        uploads::section(),
        webhooks::section(),
        site::section(),
    ]
}

fn written(sections: Vec<Section>) -> OpenApi {
    let (mut paths, mut components, mut tags) = (Paths::new(), Components::new(), Vec::new());
    components.responses.extend(answers::shared());
    components.schemas.extend(answers::schemas());
    for (name, scheme) in security::schemes() {
        components.add_security_scheme(name, scheme);
    }
    for section in sections {
        tags.push(TagBuilder::new().name(section.name).description(Some(section.about)).build());
        for endpoint in section.endpoints {
            let endpoint = if endpoint.path.starts_with(ROOT) { endpoint.limited() } else { endpoint };
            let Endpoint { method, path, mut operation, schemas } = endpoint.may_have_key();
            operation.tags = Some(vec![section.name.to_owned()]);
            paths.add_path_operation(path, vec![method], operation);
            components.schemas.extend(schemas);
        }
    }
    let (told, schemas) = webhooks::told();
    components.schemas.extend(schemas);
    let license = LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0"));
    let info = InfoBuilder::new()
        .title("Kinora")
        .version(VERSION)
        .description(Some(ABOUT))
        .license(Some(license.build()));
    let mut document = OpenApi::new(info.build(), paths);
    document.servers = Some(vec![ServerBuilder::new().url("/").build()]);
    document.components = Some(components);
    document.tags = Some(tags);
    document.webhooks = Some(told);
    document
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{answers, sections};

    #[test]
    fn no_two_shapes_share_a_name() {
        let endpoints = sections().into_iter().flat_map(|section| section.endpoints);
        let all = endpoints.flat_map(|endpoint| endpoint.schemas).chain(answers::schemas());
        let mut told = BTreeMap::new();
        for (name, schema) in all {
            let schema = serde_json::to_value(&schema).unwrap();
            if let Some(earlier) = told.insert(name.clone(), schema.clone()) {
                assert_eq!(earlier, schema, "{name} is the name of two shapes");
            }
        }
    }
}
