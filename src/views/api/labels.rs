//! Numbers and codes with their names, as schemas: where clients know a few only, PeerTube's.

use serde_json::Value;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Schema};

/// The shapes that the others here refer to, with their names.
pub fn schemas() -> impl Iterator<Item = (String, RefOr<Schema>)> {
    let unknown = "null, called Unknown, where nothing was chosen";
    let schemas = [
        ("LabelledNumber", labelled(kind(Type::Integer), &format!("A number with its name: {unknown}."))),
        ("LabelledCode", labelled(kind(Type::String), &format!("A code with its name: {unknown}."))),
        ("VideoPrivacy", numbered("Who may see a video.", &[(1, "Public"), (2, "Unlisted"), (3, "Private")])),
        (
            "VideoState",
            numbered(
                "How far a video is.",
                &[(1, "Published"), (2, "To transcode"), (3, "To import"), (7, "Transcoding failed")],
            ),
        ),
        ("PlaylistType", numbered("What a playlist is.", &[(1, "Regular"), (2, "Watch later")])),
        (
            "UserRole",
            numbered("What somebody may do.", &[(0, "Administrator"), (1, "Moderator"), (2, "User")]),
        ),
        ("CommentsPolicy", numbered("Whether one may comment.", &[(1, "Enabled"), (2, "Disabled")])),
    ];
    schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema.into()))
}

pub fn number() -> Ref {
    Ref::from_schema_name("LabelledNumber")
}

pub fn code() -> Ref {
    Ref::from_schema_name("LabelledCode")
}

pub fn privacy() -> Ref {
    Ref::from_schema_name("VideoPrivacy")
}

pub fn state() -> Ref {
    Ref::from_schema_name("VideoState")
}

pub fn comments_policy() -> Ref {
    Ref::from_schema_name("CommentsPolicy")
}

pub fn playlist_type() -> Ref {
    Ref::from_schema_name("PlaylistType")
}

pub fn element_type() -> Object {
    one_of(Type::Integer, [0, 3])
}

/// As one says it of something of one's own: the number alone.
pub fn privacy_number() -> Object {
    one_of(Type::Integer, [1, 2, 3])
}

pub fn role() -> Ref {
    Ref::from_schema_name("UserRole")
}

pub fn token_type() -> Object {
    one_of(Type::String, ["Bearer"])
}

pub fn grant_type() -> Object {
    one_of(Type::String, ["password", "refresh_token"])
}

pub fn token_kind() -> Object {
    one_of(Type::String, ["personal", "sign-in"])
}

pub fn token_life() -> Object {
    one_of(Type::String, ["week", "month", "quarter", "year", "unlimited"])
}

/// Any of them, but not none.
pub fn scopes() -> Array {
    ArrayBuilder::new().items(one_of(Type::String, ["read", "write", "upload"])).min_items(Some(1)).build()
}

pub fn playlist_kind() -> Object {
    one_of(Type::Integer, [1])
}

pub fn nsfw_policy() -> Object {
    one_of(Type::String, ["display", "blur", "do_not_list"])
}

fn labelled(id: Object, about: &str) -> Object {
    object(about, id, ObjectBuilder::new().schema_type(Type::String).build())
}

fn numbered(about: &str, choices: &[(i64, &str)]) -> Object {
    let (numbers, names): (Vec<i64>, Vec<&str>) = choices.iter().copied().unzip();
    object(about, one_of(Type::Integer, numbers), one_of(Type::String, names))
}

fn object(about: &str, id: Object, label: Object) -> Object {
    ObjectBuilder::new()
        .description(Some(about))
        .property("id", id)
        .required("id")
        .property("label", label)
        .required("label")
        .build()
}

fn kind(kind: Type) -> Object {
    ObjectBuilder::new().schema_type(SchemaType::Array(vec![kind, Type::Null])).build()
}

fn one_of<T: Into<Value>>(kind: Type, choices: impl IntoIterator<Item = T>) -> Object {
    let choices = choices.into_iter().map(Into::into);
    ObjectBuilder::new().schema_type(kind).enum_values(Some(choices)).build()
}
