//! What an answer may look like: JSON made up from its schema, with the examples that stand there.

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::openapi::schema::{Array, ArrayItems, Object, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, RefOr, Response, Schema};

use super::kinds::name_in;
use super::sections;

const JSON: &str = "application/json";
/// A conversation goes on for ever; what is deeper than this is left out.
const DEPTH: usize = 5;

/// Absent where the answer is nothing, or an object of which nothing is said.
pub fn of(document: &OpenApi, told: &RefOr<Response>) -> Option<String> {
    of_json(document, sections::resolved(document, told)?.content.get(JSON)?)
}

/// The same for what is sent.
pub fn of_content(document: &OpenApi, content: &BTreeMap<String, RefOr<Content>>) -> Option<String> {
    of_json(document, content.get(JSON)?)
}

fn of_json(document: &OpenApi, content: &RefOr<Content>) -> Option<String> {
    let RefOr::T(content) = content else { return None };
    let mut text = String::new();
    Writer { document, text: &mut text }.value(content.schema.as_ref()?, 0);
    Some(text)
}

struct Writer<'a> {
    document: &'a OpenApi,
    text: &'a mut String,
}

impl Writer<'_> {
    fn value(&mut self, schema: &RefOr<Schema>, depth: usize) {
        let Some(schema) = self.resolved(schema) else { return self.text.push_str("null") };
        let fields = self.fields(&schema);
        match &schema {
            _ if !fields.is_empty() => self.object(&fields, depth),
            Schema::Array(array) => self.list(array, depth),
            Schema::Object(object) => self.text.push_str(&single(object)),
            Schema::OneOf(one) => match one.items.iter().find(|item| matches!(item, RefOr::Ref(_))) {
                Some(item) if depth < DEPTH => self.value(item, depth),
                _ => self.text.push_str("null"),
            },
            _ => self.text.push_str("null"),
        }
    }

    fn object(&mut self, fields: &[(String, RefOr<Schema>)], depth: usize) {
        self.text.push('{');
        for (index, (name, schema)) in fields.iter().enumerate() {
            self.next_line(index, depth + 1);
            self.text.push_str(&format!("\"{name}\": "));
            self.value(schema, depth + 1);
        }
        self.close('}', depth);
    }

    fn list(&mut self, array: &Array, depth: usize) {
        let ArrayItems::RefOrSchema(items) = &array.items else { return self.text.push_str("[]") };
        if let RefOr::T(Schema::Object(Object { examples, .. })) = &**items
            && let Some(example) = examples.first()
        {
            return self.text.push_str(&format!("[{example}]"));
        }
        // An object within objects within objects says nothing new.
        if depth >= DEPTH || !matches!(**items, RefOr::Ref(_)) {
            return self.text.push_str("[]");
        }
        self.text.push('[');
        self.next_line(0, depth + 1);
        self.value(items, depth + 1);
        self.close(']', depth);
    }

    fn next_line(&mut self, index: usize, depth: usize) {
        self.text.push_str(if index == 0 { "\n" } else { ",\n" });
        self.text.push_str(&"  ".repeat(depth));
    }

    fn close(&mut self, bracket: char, depth: usize) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(depth));
        self.text.push(bracket);
    }

    /// Those of an object, and those that it has from others.
    fn fields(&self, schema: &Schema) -> Vec<(String, RefOr<Schema>)> {
        match schema {
            Schema::Object(object) => {
                object.properties.iter().map(|(name, schema)| (name.clone(), schema.clone())).collect()
            }
            Schema::AllOf(all) => {
                let parts = all.items.iter().filter_map(|item| self.resolved(item));
                parts.flat_map(|part| self.fields(&part)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn resolved(&self, schema: &RefOr<Schema>) -> Option<Schema> {
        match schema {
            RefOr::T(schema) => Some(schema.clone()),
            RefOr::Ref(reference) => {
                match self.document.components.as_ref()?.schemas.get(name_in(&reference.ref_location))? {
                    RefOr::T(schema) => Some(schema.clone()),
                    RefOr::Ref(_) => None,
                }
            }
        }
    }
}

/// A number, a text, a truth.
fn single(object: &Object) -> String {
    if let Some(example) = object.examples.first() {
        return example.to_string();
    }
    if let Some(first) = object.enum_values.iter().flatten().next() {
        return first.to_string();
    }
    let kind = match &object.schema_type {
        SchemaType::Type(kind) => kind,
        SchemaType::Array(kinds) => match kinds.first() {
            Some(kind) => kind,
            None => return "null".to_owned(),
        },
        SchemaType::AnyValue => return "null".to_owned(),
    };
    match kind {
        Type::String => Value::from(text_as(object.format.as_ref())).to_string(),
        Type::Integer | Type::Number => "1".to_owned(),
        Type::Boolean => "false".to_owned(),
        Type::Object => "{}".to_owned(),
        Type::Array => "[]".to_owned(),
        _ => "null".to_owned(),
    }
}

fn text_as(format: Option<&SchemaFormat>) -> &'static str {
    let Some(SchemaFormat::Custom(format)) = format else { return "…" };
    match format.as_str() {
        "date-time" => "2026-01-10T12:00:00Z",
        "uuid" => "9d3c1f0a-6c4e-4b0e-9a53-2f5a7c0d8e11",
        "uri" => "https://video.example/…",
        "uri-reference" => "/…",
        _ => "…",
    }
}
