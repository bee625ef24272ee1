//! Schemas in words.

use serde_json::Value;
use utoipa::openapi::schema::{AdditionalProperties, ArrayItems, Object, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

use crate::paths;
use crate::text::markdown;
use crate::views::api_reference::{FieldView, KindView, ShapeLink, ShapeView};

/// What the description says of something, as HTML.
pub fn about_html(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| markdown::to_html(text).into_string())
}

/// The fragment at which a shape is told of.
fn shape_id(name: &str) -> String {
    format!("shape-{name}")
}

/// The name at the end of a reference.
pub fn name_in(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

pub fn shape(name: &str, schema: &RefOr<Schema>) -> ShapeView {
    let (mut extends, mut fields) = (Vec::new(), Vec::new());
    let parts: Vec<&RefOr<Schema>> = match schema {
        RefOr::T(Schema::AllOf(all)) => all.items.iter().collect(),
        other => vec![other],
    };
    for part in parts {
        match part {
            RefOr::T(Schema::Object(object)) => fields.extend(fields_of(object).chain(value_of(object))),
            other => extends.push(kind(other)),
        }
    }
    ShapeView {
        id: shape_id(name),
        name: name.to_owned(),
        about_html: about_html(description(schema)),
        extends,
        fields,
    }
}

/// Of an object whose fields are named by what they are about, what each of them is.
fn value_of(object: &Object) -> Option<FieldView> {
    let Some(AdditionalProperties::RefOr(value)) = object.additional_properties.as_deref() else {
        return None;
    };
    Some(FieldView {
        name: "…".to_owned(),
        kind: kind(value),
        notes: Vec::new(),
        choices: Vec::new(),
        about_html: String::new(),
    })
}

fn fields_of(object: &Object) -> impl Iterator<Item = FieldView> {
    object.properties.iter().map(|(name, schema)| FieldView {
        name: name.clone(),
        kind: kind(schema),
        notes: if object.required.contains(name) { Vec::new() } else { vec!["may be absent".to_owned()] },
        choices: choices(schema),
        about_html: about_html(description(schema)),
    })
}

/// The kind of a value, with a link where that is a shape.
pub fn kind(schema: &RefOr<Schema>) -> KindView {
    match schema {
        RefOr::Ref(reference) => {
            let name = name_in(&reference.ref_location).to_owned();
            let link = ShapeLink { url: format!("{}#{}", paths::api_shapes(), shape_id(&name)), name };
            KindView { shape: Some(link), ..KindView::default() }
        }
        RefOr::T(Schema::Array(array)) => match &array.items {
            ArrayItems::RefOrSchema(items) => {
                let items = kind(items);
                let many = if items.shape.is_none() { "s" } else { "" };
                KindView { before: format!("list of {}{many}", items.before), ..items }
            }
            ArrayItems::False => words("list"),
        },
        RefOr::T(Schema::Object(object)) => words(&words_of(object)),
        RefOr::T(Schema::OneOf(one)) => either(&one.items),
        RefOr::T(Schema::AnyOf(any)) => either(&any.items),
        RefOr::T(Schema::AllOf(all)) => all.items.first().map_or_else(KindView::default, kind),
        RefOr::T(_) => words("any"),
    }
}

/// What a schema says of itself; one that refers to another may say it about this use of it.
fn description(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(reference) => Some(reference.description.as_str()).filter(|text| !text.is_empty()),
        RefOr::T(Schema::Object(object)) => object.description.as_deref(),
        RefOr::T(Schema::Array(array)) => array.description.as_deref(),
        RefOr::T(Schema::OneOf(one)) => one.description.as_deref(),
        RefOr::T(Schema::AllOf(all)) => all.description.as_deref(),
        RefOr::T(_) => None,
    }
}

/// The only values, where there are only some.
pub fn choices(schema: &RefOr<Schema>) -> Vec<String> {
    let RefOr::T(Schema::Object(object)) = schema else { return Vec::new() };
    object.enum_values.iter().flatten().map(plain).collect()
}

/// A value as one would say it.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn words(text: &str) -> KindView {
    KindView { before: text.to_owned(), ..KindView::default() }
}

/// One of a few; of these, one is usually null.
fn either(items: &[RefOr<Schema>]) -> KindView {
    let is_null = |schema: &&RefOr<Schema>| match schema {
        RefOr::T(Schema::Object(object)) => matches!(object.schema_type, SchemaType::Type(Type::Null)),
        _ => false,
    };
    let mut kinds = items.iter().filter(|schema| !is_null(schema)).map(kind);
    let mut either = kinds.next().unwrap_or_default();
    for other in kinds.filter(|other| other.shape.is_none()) {
        either.after.push_str(&format!(" or {}{}", other.before, other.after));
    }
    if items.iter().any(|schema| is_null(&schema)) {
        either.after.push_str(" or null");
    }
    either
}

fn words_of(object: &Object) -> String {
    if !object.properties.is_empty() {
        return inline(object);
    }
    let format = match &object.format {
        Some(SchemaFormat::Custom(format)) => Some(format.as_str()),
        // How wide a number is says nothing in JSON.
        _ => None,
    };
    let mut kinds: Vec<&str> = match &object.schema_type {
        SchemaType::Type(kind) => vec![type_word(kind)],
        SchemaType::Array(kinds) => kinds.iter().map(type_word).collect(),
        SchemaType::AnyValue => vec!["any value"],
    };
    if let (Some(first), Some(format)) = (kinds.first_mut(), format) {
        *first = format;
    }
    kinds.join(" or ")
}

/// A small object that has no name of its own.
fn inline(object: &Object) -> String {
    let fields: Vec<String> = object
        .properties
        .iter()
        .map(|(name, schema)| {
            let choices = choices(schema);
            match choices.is_empty() {
                true => format!("{name}: {}", kind(schema).before),
                false => format!("{name}: {}", choices.join(" | ")),
            }
        })
        .collect();
    format!("{{ {} }}", fields.join(", "))
}

fn type_word(kind: &Type) -> &'static str {
    match kind {
        Type::Object => "object",
        Type::String => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Array => "list",
        Type::Null => "null",
    }
}
