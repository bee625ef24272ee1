//! What endpoints answer: what was asked for, or a problem. Problems are told of once and referred to by name.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, Header, Ref, RefOr, Response, ResponseBuilder, Schema};

use super::endpoint::{Named, refer};
use crate::http::problem::{self, Problem};
use crate::views::api::labels;

pub const NOT_MODIFIED: &str = "NotModified";
pub const NOT_FOUND: &str = "NotFound";
pub const TOO_MANY: &str = "TooManyRequests";
pub const BUSY: &str = "ServiceUnavailable";

/// Whether a problem says when to ask again.
enum Wait {
    Told,
    Untold,
}

/// The answer that was hoped for.
pub fn told(shape: RefOr<Schema>) -> Response {
    ResponseBuilder::new()
        .description("As asked for")
        .header("ETag", validator())
        .content("application/json", ContentBuilder::new().schema(Some(shape)).build())
        .build()
}

/// An answer that several endpoints share.
pub fn named(name: &str) -> RefOr<Response> {
    RefOr::Ref(Ref::from_response_name(name))
}

pub fn shared() -> Vec<(String, RefOr<Response>)> {
    let not_modified = ResponseBuilder::new()
        .description("Nothing has changed since the answer with this validator")
        .header("ETag", validator())
        .build();
    let answers = [
        (NOT_MODIFIED, not_modified),
        (NOT_FOUND, problem("There is no such thing, or not everybody may see it", Wait::Untold)),
        (TOO_MANY, problem("Asked for too often", Wait::Told)),
        (BUSY, problem("The site is busy for a moment", Wait::Told)),
    ];
    answers.into_iter().map(|(name, answer)| (name.to_owned(), RefOr::T(answer))).collect()
}

/// What is referred to by name alone.
pub fn schemas() -> Vec<Named> {
    let mut schemas = Vec::new();
    refer::<Problem>(&mut schemas);
    schemas.extend(labels::schemas());
    schemas
}

fn problem(description: &str, wait: Wait) -> Response {
    let shape = refer::<Problem>(&mut Vec::new());
    let answer = ResponseBuilder::new()
        .description(description)
        .content(problem::TYPE, ContentBuilder::new().schema(Some(shape)).build());
    match wait {
        Wait::Told => answer.header("Retry-After", seconds()).build(),
        Wait::Untold => answer.build(),
    }
}

fn validator() -> Header {
    let text = ObjectBuilder::new().schema_type(Type::String);
    HeaderBuilder::new().schema(Some(text)).description(Some("The validator of this answer")).build()
}

fn seconds() -> Header {
    let number = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
        .minimum(Some(1));
    HeaderBuilder::new()
        .schema(Some(number))
        .description(Some("In how many seconds it may be asked for again"))
        .build()
}
