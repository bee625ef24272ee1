//! The parameters of addresses, each told of once. What is read of them is in `handlers/api` and `http/api`.

use serde_json::{Value, json};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Required, Schema};

use crate::http::api::{MOST, USUAL};
use crate::models::window;

/// How videos may be ordered; with `-` in front of it, from the other end.
const SORTS: [&str; 12] = [
    "publishedAt",
    "originallyPublishedAt",
    "createdAt",
    "updatedAt",
    "views",
    "likes",
    "comments",
    "duration",
    "name",
    "trending",
    "hot",
    "best",
];

pub fn video_id() -> Parameter {
    in_path("id", "The number of the video, its UUID or its short id. A number finds only what is in lists.")
}

pub fn thread_id() -> Parameter {
    in_path("thread", "The number of the comment that began the conversation, or its UUID.")
}

pub fn comment_id() -> Parameter {
    in_path("comment", "The number of the comment, or its UUID.")
}

/// The same where nothing else is named.
pub fn comment_alone() -> Parameter {
    in_path(
        "id",
        "The number of the comment, or its UUID. A number finds only what is under videos in lists.",
    )
}

pub fn account_handle() -> Parameter {
    in_path("handle", "The handle of a person: `mila`, or with the name of the site, `mila@video.example`.")
}

pub fn channel_handle() -> Parameter {
    in_path("handle", "The handle of a channel: `mila_channel`, or with the name of the site behind an `@`.")
}

/// Which part of a list.
pub fn stretch() -> [Parameter; 2] {
    [
        in_query("start", "How many to leave out at the beginning.", number(0, window::LAST)),
        in_query("count", "How many at most.", number(USUAL, MOST)),
    ]
}

/// Which videos, in which order, and which part of that.
pub fn videos() -> Vec<Parameter> {
    let sort = in_query(
        "sort",
        "The order: by a name, or from the other end with `-` in front. `trending`, `hot` and `best` are what is watched most of late.",
        word(video_sorts(), "-publishedAt"),
    );
    stretch().into_iter().chain([sort]).chain(filters()).collect()
}

pub fn searched_videos() -> Vec<Parameter> {
    let words = video_sorts().chain(["-match".to_owned()]);
    let sort = in_query(
        "sort",
        "What fits best comes first, unless this is `-publishedAt`, `-createdAt` or `-views`. Without words it is the order of the list.",
        word(words, "-match"),
    );
    [search()].into_iter().chain(stretch()).chain([sort]).chain(filters()).collect()
}

pub fn search() -> Parameter {
    in_query("search", "The words to look for.", ObjectBuilder::new().schema_type(Type::String).build())
}

pub fn comment_sort() -> Parameter {
    let words = ["-createdAt", "-totalReplies", "-likes"].map(str::to_owned);
    in_query("sort", "The newest first, or those that people liked and answered.", word(words, "-createdAt"))
}

/// Which playlists, in which order.
pub fn playlists() -> impl Iterator<Item = Parameter> {
    let names = ["updatedAt", "createdAt", "publishedAt", "displayName", "name"];
    let words = names.iter().flat_map(|name| [format!("-{name}"), (*name).to_owned()]);
    let sort = in_query(
        "sort",
        "The order: by a name, or from the other end with `-` in front.",
        word(words, "-updatedAt"),
    );
    stretch().into_iter().chain([sort])
}

pub fn playlist_id() -> Parameter {
    in_path(
        "id",
        "The number of the playlist, its UUID or its short id. A number finds only what is in lists, and one's own.",
    )
}

pub fn token_uuid() -> Parameter {
    in_path("uuid", "The `id` of the token.")
}

pub fn idempotency_key() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    let about = "The same for a request that is sent again: it is done once.";
    let mut key = in_header("Idempotency-Key", about, text);
    key.required = Required::False;
    key
}

pub fn element_id() -> Parameter {
    in_path("element", "The number of a place in the playlist.")
}

pub fn video_numbers() -> Parameter {
    let numbers = ArrayBuilder::new()
        .items(ObjectBuilder::new().schema_type(Type::Integer))
        .max_items(Some(100))
        .build();
    listed_in_query("videoIds", "The numbers of the videos.", numbers)
}

/// Which of the channels that are followed, in which order.
pub fn subscriptions() -> impl Iterator<Item = Parameter> {
    let names = ["createdAt", "displayName", "name"];
    let words = names.iter().flat_map(|name| [format!("-{name}"), (*name).to_owned()]);
    let sort = in_query(
        "sort",
        "The order: since when they are followed or by their name, or from the other end with `-` in front.",
        word(words, "-createdAt"),
    );
    stretch().into_iter().chain([sort, search()])
}

pub fn feedback() -> Parameter {
    let words = ["not_interested", "less_from_channel"].map(str::to_owned);
    let word = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.map(Value::from)));
    in_query("feedback", "What is taken back; both where this is not said.", word)
}

/// Which of one's own videos, in which order.
pub fn own_videos() -> impl Iterator<Item = Parameter> {
    let sort = in_query(
        "sort",
        "The order: by a name, or from the other end with `-` in front.",
        word(video_sorts(), "-createdAt"),
    );
    stretch().into_iter().chain([sort, search()]).chain(filters())
}

pub fn channel_uris() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let list = ArrayBuilder::new().items(text).max_items(Some(100)).build();
    listed_in_query("uris", "The handles of the channels; several may be in one, with commas between.", list)
}

pub fn webhook_id() -> Parameter {
    in_path("id", "The UUID of the webhook.")
}

pub fn delivery_id() -> Parameter {
    in_path("delivery", "The UUID of the delivery.")
}

pub fn language() -> Parameter {
    in_path("language", "A language by its code: `en`, `pt-BR`.")
}

/// Which upload in pieces.
pub fn upload_id() -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let mut id = in_query("upload_id", "The upload, as the `Location` of its beginning has it.", text);
    id.required = Required::True;
    id
}

pub fn upload_length() -> Parameter {
    let bytes = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    in_header("X-Upload-Content-Length", "How many bytes the file has.", bytes)
}

pub fn content_range() -> Parameter {
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(r"^bytes ([0-9]+-[0-9]+|\*)/([0-9]+|\*)$"))
        .examples([json!("bytes 0-8388607/20000000")]);
    in_header("Content-Range", "Which bytes of the file the body has.", text)
}

fn in_header(name: &str, description: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

pub fn last_event_id() -> Parameter {
    ParameterBuilder::new()
        .name("Last-Event-ID")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The `id` of the last event that was heard; what came after it is told first."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

pub fn if_none_match() -> Parameter {
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The validator of an answer that is there already."))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn filters() -> [Parameter; 4] {
    let choices = ["true", "false", "both"].map(str::to_owned);
    [
        in_query(
            "nsfw",
            "Only what its creator marked as sensitive, only the rest, or both.",
            word(choices, "both"),
        ),
        of_many("tagsOneOf", "With at least one of these tags."),
        of_many("tagsAllOf", "With all of these tags."),
        of_many("languageOneOf", "In one of these languages, by their codes: `en`, `pt-BR`."),
    ]
}

fn video_sorts() -> impl Iterator<Item = String> {
    SORTS.iter().flat_map(|name| [format!("-{name}"), (*name).to_owned()])
}

fn in_path(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).min_length(Some(1))))
        .build()
}

fn in_query(name: &str, description: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

/// A list, by its name once for each: `name=a&name=b`.
fn of_many(name: &str, description: &str) -> Parameter {
    listed_in_query(name, description, texts())
}

fn listed_in_query(name: &str, description: &str, list: Array) -> Parameter {
    let mut parameter = in_query(name, description, list);
    parameter.style = Some(ParameterStyle::Form);
    parameter.explode = Some(true);
    parameter
}

fn texts() -> Array {
    ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String)).build()
}

fn number(usual: i64, most: i64) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(0))
        .maximum(Some(most))
        .default(Some(json!(usual)))
        .build()
}

fn word(words: impl IntoIterator<Item = String>, usual: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(words.into_iter().map(Value::from)))
        .default(Some(json!(usual)))
        .build()
}
