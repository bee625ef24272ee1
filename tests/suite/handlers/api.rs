//! The API as the programs read it that people already have: the fields of each client, by the client's name.

mod clients;
mod comments;
mod document;
mod feedback;
mod history;
mod idempotency;
mod limits;
mod lists;
mod my_channels;
mod my_videos;
mod openapi;
mod playlists;
mod ratings;
mod sign_ins;
mod subscriptions;
mod talk;
mod tokens;
mod uploads;
mod video_events;
mod views;
mod words;

use serde_json::Value;

use crate::support::TestApp;

/// The answer to a program without cookies, which must be a success.
async fn told(app: &TestApp, path: &str) -> Value {
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.header("content-type").starts_with("application/json"), "{path}");
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    serde_json::from_slice(&answer.bytes).unwrap()
}

/// The problem that a refused request is told of.
async fn problem(app: &TestApp, path: &str, status: u16) -> Value {
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.status, status, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    let problem: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(problem["status"], status, "{path}");
    assert!(problem["error"].as_str().is_some_and(|sentence| sentence.ends_with('.')), "{problem}");
    assert_eq!(problem["error"], problem["detail"], "{path}");
    problem
}

fn names(list: &Value) -> Vec<&str> {
    list["data"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[actix_web::test]
async fn what_is_not_there_is_a_problem_in_words() {
    let app = TestApp::start().await;
    for path in [
        "/api/v1/videos/nothing",
        "/api/v1/videos/999",
        "/api/v1/videos/00000000-0000-4000-8000-000000000000/captions",
        "/api/v1/video-channels/nobody",
        "/api/v1/accounts/nobody@example.org",
        "/api/v1/no-such-thing",
        "/api/v2",
    ] {
        problem(&app, path, 404).await;
    }
}

#[actix_web::test]
async fn what_an_address_does_not_do_is_refused_with_what_it_does() {
    let app = TestApp::start().await;
    for (method, path, known) in [
        (reqwest::Method::DELETE, "/api/v1/videos", "GET"),
        (reqwest::Method::PATCH, "/uploads/direct", "POST"),
        (reqwest::Method::PUT, "/sign-in", "GET, POST"),
    ] {
        let request = app.visitor().request(method, path).header("sec-fetch-site", "same-origin");
        let answer = app.visitor().send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, known), "{path}");
    }
}

#[actix_web::test]
async fn rl_02_a_programs_searches_are_limited() {
    let app = TestApp::start().await;
    for _ in 0..app.app.config.limits.searches_per_minute {
        told(&app, "/api/v1/search/videos?search=x&count=1").await;
    }
    problem(&app, "/api/v1/search/videos?search=x", 429).await;
    let refused = app.visitor().get("/api/v1/search/video-channels?search=x").await;
    assert!(!refused.header("retry-after").is_empty());
}

#[actix_web::test]
async fn rl_09_an_answer_knows_no_cookie_and_is_sent_once() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let owner = app.user("ann").await;
    let private = app.video(&owner, |draft| draft.privacy = kinora::db::types::Privacy::Private).await;
    let answer = ann.get(&format!("/api/v1/videos/{}", private.uuid)).await;
    assert_eq!(answer.status, 404, "a session opens nothing here");
    for path in ["/api/v1/users/me", "/api/v1/users/revoke-token"] {
        let method = if path.ends_with("me") { reqwest::Method::GET } else { reqwest::Method::POST };
        let request = ann.request(method, path).header("sec-fetch-site", "same-origin");
        assert_eq!(ann.send(request).await.status, 401, "{path}: nor does it speak for anybody");
    }
    let answer = ann.get("/api/v1/videos").await;
    assert_eq!(answer.header("cache-control"), "public, no-cache");
    assert!(answer.header("set-cookie").is_empty());
    let tag = answer.header("etag").to_owned();
    let again = app.visitor().request(reqwest::Method::GET, "/api/v1/videos").header("if-none-match", tag);
    let again = app.visitor().send(again).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
}

#[actix_web::test]
async fn the_site_says_what_it_is_and_how_large() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    app.video(&owner, |draft| draft.views = 7).await;
    app.video(&owner, |draft| draft.privacy = kinora::db::types::Privacy::Private).await;
    let config = told(&app, "/api/v1/config").await;
    assert_eq!(config["instance"]["name"], "Kinora");
    assert!(config["serverVersion"].as_str().unwrap().starts_with("8.1.0+kinora."));
    assert_eq!(config["signup"]["allowedForCurrentIP"], true);
    assert!(told(&app, "/api/v1/config/about").await["instance"]["description"].is_string());
    let stats = told(&app, "/api/v1/server/stats").await;
    assert_eq!(
        (stats["totalLocalVideos"].as_i64(), stats["totalLocalVideoViews"].as_i64()),
        (Some(1), Some(7))
    );
    let links = told(&app, "/.well-known/nodeinfo").await;
    let info = links["links"][0]["href"].as_str().unwrap().strip_prefix(&app.url("")).unwrap().to_owned();
    let info = told(&app, &info).await;
    assert_eq!((info["version"].as_str(), info["software"]["name"].as_str()), (Some("2.1"), Some("kinora")));
    assert_eq!(info["usage"]["localPosts"], 1);
}
