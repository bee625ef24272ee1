//! Endpoints, in the order of the description.

use serde_json::{Map, Value};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::schema::Object;
use utoipa::openapi::{OpenApi, RefOr, Response, Schema, Tag};

use super::example::Example;
use super::kinds::{about_html, choices, kind, name_in, plain};
use super::sample;
use crate::paths;
use crate::views::api_reference::{
    AnswerView, BodyView, ContentsView, EndpointLink, EndpointView, FieldView, SectionView,
};

pub fn contents(document: &OpenApi) -> Vec<ContentsView> {
    let contents = |tag: &Tag| {
        let url = paths::api_section(&id(tag));
        let link = |(.., operation): (_, _, &Operation)| EndpointLink {
            url: format!("{url}#{}", operation.operation_id.as_deref().unwrap_or_default()),
            summary: operation.summary.clone().unwrap_or_default(),
        };
        ContentsView {
            name: tag.name.clone(),
            endpoints: operations(document, tag).map(link).collect(),
            url: url.clone(),
        }
    };
    document.tags.iter().flatten().map(contents).collect()
}

/// The section that has this name in addresses.
pub fn find<'a>(document: &'a OpenApi, name: &str) -> Option<&'a Tag> {
    document.tags.iter().flatten().find(|tag| id(tag) == name)
}

pub fn section(document: &OpenApi, tag: &Tag, origin: &str, example: &Example) -> SectionView {
    SectionView {
        name: tag.name.clone(),
        about_html: about_html(tag.description.as_deref()),
        endpoints: operations(document, tag)
            .map(|(method, path, operation)| endpoint(document, origin, example, method, path, operation))
            .collect(),
    }
}

fn id(tag: &Tag) -> String {
    tag.name.to_lowercase().replace(' ', "-")
}

fn operations<'a>(
    document: &'a OpenApi,
    tag: &'a Tag,
) -> impl Iterator<Item = (&'static str, &'a str, &'a Operation)> {
    let all = document.paths.paths.iter().flat_map(|(path, item)| {
        by_method(item)
            .into_iter()
            .filter_map(move |(method, operation)| Some((method, path.as_str(), operation?)))
    });
    all.filter(|(.., operation)| operation.tags.iter().flatten().any(|name| *name == tag.name))
}

fn by_method(item: &PathItem) -> [(&'static str, Option<&Operation>); 5] {
    [
        ("GET", item.get.as_ref()),
        ("POST", item.post.as_ref()),
        ("PUT", item.put.as_ref()),
        ("PATCH", item.patch.as_ref()),
        ("DELETE", item.delete.as_ref()),
    ]
}

fn endpoint(
    document: &OpenApi,
    origin: &str,
    example: &Example,
    method: &'static str,
    path: &str,
    operation: &Operation,
) -> EndpointView {
    let answers = operation.responses.responses.iter();
    EndpointView {
        id: operation.operation_id.clone().unwrap_or_default(),
        method,
        path: path.to_owned(),
        summary: operation.summary.clone().unwrap_or_default(),
        about_html: about_html(operation.description.as_deref()),
        permission: permission(operation),
        parameters: operation.parameters.iter().flatten().filter_map(parameter).collect(),
        bodies: bodies(operation),
        answers: answers.filter_map(|(status, told)| answer(document, status, told)).collect(),
        command: command(document, method, &format!("{origin}{}", example.fill(path)), operation),
        sample: operation.responses.responses.get("200").and_then(|told| sample::of(document, told)),
    }
}

fn parameter(parameter: &RefOr<Parameter>) -> Option<FieldView> {
    let RefOr::T(parameter) = parameter else { return None };
    let schema = parameter.schema.as_ref()?;
    let place = match parameter.parameter_in {
        ParameterIn::Path => "in the path",
        ParameterIn::Header => "header",
        _ => "",
    };
    let mut notes: Vec<String> =
        [place].into_iter().filter(|note| !note.is_empty()).map(str::to_owned).collect();
    if let RefOr::T(Schema::Object(object)) = schema {
        notes.extend(bounds(object));
        notes.extend(object.default.iter().map(|usual| format!("usually {}", plain(usual))));
    }
    Some(FieldView {
        name: parameter.name.clone(),
        kind: kind(schema),
        notes,
        choices: choices(schema),
        about_html: about_html(parameter.description.as_deref()),
    })
}

fn bounds(object: &Object) -> Option<String> {
    let words = |number: &utoipa::Number| match number {
        utoipa::Number::Int(number) => number.to_string(),
        utoipa::Number::UInt(number) => number.to_string(),
        utoipa::Number::Float(number) => number.to_string(),
    };
    let (least, most) = (object.minimum.as_ref()?, object.maximum.as_ref()?);
    Some(format!("{} to {}", words(least), words(most)))
}

/// Which token is wanted, where one is.
fn permission(operation: &Operation) -> Option<String> {
    let wanted = wanted(operation);
    let first = wanted.first().filter(|_| !wanted.contains(&Value::Object(Map::new())))?.as_object()?;
    let (scheme, scopes) = first.iter().next()?;
    Some(match scopes.as_array().and_then(|scopes| scopes.first()?.as_str()) {
        Some(scope) => format!("Needs a token that is good for “{scope}”."),
        None if scheme == "password" => "Needs a token that was got for a password.".to_owned(),
        None => "Needs a token.".to_owned(),
    })
}

/// What the description says in a form that it does not let others read.
fn wanted(operation: &Operation) -> Vec<Value> {
    let wanted = operation.security.iter().flatten();
    wanted.filter_map(|wanted| serde_json::to_value(wanted).ok()).collect()
}

fn command(document: &OpenApi, method: &str, url: &str, operation: &Operation) -> String {
    let mut lines = vec![match method {
        "GET" => format!("curl '{url}'"),
        _ => format!("curl -X {method} '{url}'"),
    }];
    if permission(operation).is_some() {
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
    }
    if let Some(RefOr::T(body)) = &operation.request_body
        && let Some(body) = sample::of_content(document, &body.content)
    {
        lines.push("-H 'Content-Type: application/json'".to_owned());
        lines.push(format!("-d '{body}'"));
    }
    lines.join(" \\\n  ")
}

fn bodies(operation: &Operation) -> Vec<BodyView> {
    let Some(RefOr::T(body)) = &operation.request_body else { return Vec::new() };
    let told = body.content.iter().filter_map(|(content_type, content)| match content {
        RefOr::T(content) => {
            Some(BodyView { content_type: content_type.clone(), kind: kind(content.schema.as_ref()?) })
        }
        RefOr::Ref(_) => None,
    });
    told.collect()
}

fn answer(document: &OpenApi, status: &str, told: &RefOr<Response>) -> Option<AnswerView> {
    let told = resolved(document, told)?;
    let content = told.content.values().find_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    Some(AnswerView {
        status: status.to_owned(),
        about_html: about_html(Some(&told.description)),
        kind: content.map(kind),
    })
}

/// The answer itself, where it is told of elsewhere.
pub fn resolved<'a>(document: &'a OpenApi, told: &'a RefOr<Response>) -> Option<&'a Response> {
    match told {
        RefOr::T(response) => Some(response),
        RefOr::Ref(reference) => {
            match document.components.as_ref()?.responses.get(name_in(&reference.ref_location))? {
                RefOr::T(response) => Some(response),
                RefOr::Ref(_) => None,
            }
        }
    }
}
