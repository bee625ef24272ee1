//! The description of the API: true, whole, and the one that is committed.

use std::collections::{BTreeMap, BTreeSet};

use kinora::handlers::api::openapi;
use kinora::routes::TABLE;
use serde_json::Value;

use super::told;
use crate::support::TestApp;

#[actix_web::test]
async fn the_description_is_served_and_sent_once() {
    let app = TestApp::start().await;
    let served = told(&app, "/api/v1/openapi.json").await;
    assert_eq!(served["openapi"], "3.1.0");
    assert_eq!(served, serde_json::to_value(openapi::document()).unwrap());
    let tag = app.visitor().get("/api/v1/openapi.json").await.header("etag").to_owned();
    let again = app.visitor().request(reqwest::Method::GET, "/api/v1/openapi.json");
    let again = app.visitor().send(again.header("if-none-match", tag)).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
}

#[test]
fn the_committed_description_is_the_one_that_is_served() {
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json"));
    let served = format!("{}\n", serde_json::to_string_pretty(openapi::document()).unwrap());
    let how = "cargo run -- openapi > docs/openapi.json";
    assert!(committed.unwrap_or_default() == served, "docs/openapi.json is not what is served: {how}");
}

#[test]
fn every_route_of_the_api_is_described_and_nothing_else() {
    let is_of_api = |path: &str| path.starts_with("/api/") || path.contains("nodeinfo");
    let routes: BTreeSet<(&str, &str)> = TABLE
        .iter()
        .filter(|(method, path)| is_of_api(path) && *method != "OPTIONS")
        // yt-dlp asks for a video with a slash behind it; that is the same route.
        .map(|(method, path)| (*method, path.trim_end_matches('/')))
        .collect();
    let document = serde_json::to_value(openapi::document()).unwrap();
    let operations = operations(&document);
    let described = operations.iter().map(|(method, path, _)| (method.as_str(), *path)).collect();
    let missing: Vec<_> = routes.difference(&described).collect();
    let unknown: Vec<_> = described.difference(&routes).collect();
    assert!(missing.is_empty(), "describe in handlers/api/openapi what answers {missing:?}");
    assert!(unknown.is_empty(), "described, and not in routes.rs: {unknown:?}");
}

#[test]
fn a_description_names_what_there_is_to_name() {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut ids = BTreeMap::new();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no name"));
        if let Some(other) = ids.insert(id, path) {
            panic!("{path} and {other} are both called {id}");
        }
        let named: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let given =
            parameters.filter(|of| of["in"] == "path").map(|of| of["name"].as_str().unwrap()).collect();
        assert_eq!(named, given, "{path}");
    }
    for reference in references(&document) {
        let place = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
    }
}

/// Method, path and what is said of it.
fn operations(document: &Value) -> Vec<(String, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods.map(move |(method, operation)| (method.to_uppercase(), path.as_str(), operation))
        })
        .collect()
}

fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(fields.values().flat_map(references)).collect()
        }
        _ => Vec::new(),
    }
}
