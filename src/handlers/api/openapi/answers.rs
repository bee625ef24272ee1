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
pub const DONE: &str = "Done";
pub const DONE_IN_SILENCE: &str = "NoContent";
pub const MALFORMED: &str = "BadRequest";
pub const UNKNOWN_TOKEN: &str = "Unauthorized";
pub const NOT_FOR_THIS: &str = "Forbidden";
pub const TOO_LARGE: &str = "PayloadTooLarge";
pub const REFUSED: &str = "UnprocessableContent";
pub const CREATED: &str = "Created";
pub const INCOMPLETE: &str = "ResumeIncomplete";
pub const CONFLICT: &str = "Conflict";
pub const GONE: &str = "Gone";
pub const LOCKED: &str = "Locked";
pub const TOO_SLOW: &str = "RequestTimeout";
pub const FULL: &str = "InsufficientStorage";

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

/// The same to somebody who has done something, which is kept by nobody.
pub fn made(shape: RefOr<Schema>) -> Response {
    ResponseBuilder::new()
        .description("Done")
        .content("application/json", ContentBuilder::new().schema(Some(shape)).build())
        .build()
}

/// An answer that goes on: the schema is of each of its events, as who reads streams of events understands it.
pub fn events() -> Response {
    let text = |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let event = ObjectBuilder::new()
        .property("event", text("What happened"))
        .property("id", text("Of a comment: its number, for `Last-Event-ID`"))
        .property("data", text("An object of JSON"))
        .required("event")
        .required("data");
    ResponseBuilder::new()
        .description("What happens, as it happens")
        .content("text/event-stream", ContentBuilder::new().schema(Some(event)).build())
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
        (DONE, made(ObjectBuilder::new().into())),
        (DONE_IN_SILENCE, ResponseBuilder::new().description("Done").build()),
        (MALFORMED, problem("What was sent could not be read", Wait::Untold)),
        (
            UNKNOWN_TOKEN,
            problem("A token is wanted, or the one that was brought opens nothing", Wait::Untold),
        ),
        (NOT_FOR_THIS, problem("The token is not good for this", Wait::Untold)),
        (TOO_LARGE, problem("That is more than is taken", Wait::Untold)),
        (REFUSED, problem("Some fields were refused", Wait::Untold)),
        (NOT_FOUND, problem("There is no such thing, or not everybody may see it", Wait::Untold)),
        (CREATED, with_text("Made", "Location", "Where it is continued")),
        (
            INCOMPLETE,
            with_text("It arrived, and more is missing", "Range", "The bytes that there are; absent of none"),
        ),
        (
            CONFLICT,
            problem(
                "It is not where this request believes it, or at its end; or the same request is under way",
                Wait::Untold,
            ),
        ),
        (GONE, problem("It waited too long and is over", Wait::Untold)),
        (LOCKED, problem("Another request is writing it", Wait::Untold)),
        (TOO_SLOW, problem("The body did not arrive in time", Wait::Untold)),
        (FULL, problem("There is no room left on the site", Wait::Untold)),
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

fn with_text(description: &str, header: &str, about: &str) -> Response {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let header_told = HeaderBuilder::new().schema(Some(text)).description(Some(about)).build();
    ResponseBuilder::new().description(description).header(header, header_told).build()
}

/// Anything at all.
pub fn bytes() -> RefOr<Schema> {
    let bytes = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
    bytes.into()
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
