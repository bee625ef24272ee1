//! What never changes anything: reading, and forms that another site sent.

use reqwest::Method;

use super::stage::{Actor, Stage};
use super::{RULES, snapshot};

#[actix_web::test]
async fn cs_05_reading_every_page_changes_nothing_but_view_counters() {
    let stage = Stage::build().await;
    for actor in [Actor::Administrator, Actor::Anybody] {
        let scene = stage.scene(actor).await;
        let before = snapshot::of(&stage.app).await;
        for rule in RULES.iter().filter(|rule| !rule.changes()) {
            for method in [Method::GET, Method::HEAD] {
                let answer = match (rule.route.starts_with("/api/"), &method) {
                    (true, &Method::GET) => scene.call(rule).await,
                    _ => scene.visitor.send(scene.visitor.request(method, &scene.address(rule))).await,
                };
                assert!(!answer.status.is_server_error(), "{} {}", rule.address, answer.status);
            }
            let after = snapshot::of(&stage.app).await;
            snapshot::assert_same(&before, &after, rule.address);
        }
    }
    stage.app.forget_tasks().await;
}

#[actix_web::test]
async fn cs_01_cs_02_forms_of_other_sites_are_refused_on_every_route() {
    let stage = Stage::build().await;
    let evil: &[&[(&str, &str)]] = &[
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        // CS-03: with a session and neither header.
        &[],
    ];
    let scene = stage.scene(Actor::Administrator).await;
    let before = snapshot::of(&stage.app).await;
    for rule in RULES.iter().filter(|rule| rule.changes()) {
        let body = scene
            .fields(rule)
            .iter()
            .map(|(name, value)| format!("{name}={}", kinora::paths::query_value(value)))
            .collect::<Vec<_>>()
            .join("&");
        for headers in evil {
            let method = Method::from_bytes(rule.method.as_bytes()).unwrap();
            let request = scene.visitor.request(method, &scene.address(rule));
            let request =
                headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            let request =
                request.header("content-type", "application/x-www-form-urlencoded").body(body.clone());
            let answer = scene.visitor.send(request).await;
            assert_eq!(answer.status, 403, "{} {headers:?}", rule.address);
        }
    }
    snapshot::assert_same(&before, &snapshot::of(&stage.app).await, "a form of another site");
    stage.app.forget_tasks().await;
}
