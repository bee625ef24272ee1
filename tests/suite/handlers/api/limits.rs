//! How often programs may ask, and what pages of other sites may.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, PASSWORD, TestApp};

const VIDEOS: &str = "/api/v1/videos";

#[actix_web::test]
async fn rl_02_a_network_that_asks_too_often_is_told_when_to_come_back() {
    let app = TestApp::start_with(&[("KINORA_API_REQUESTS_PER_TEN_SECONDS", "3")]).await;
    let program = app.program();
    let first = program.get(VIDEOS).await;
    assert_eq!(first.header("ratelimit-policy"), "\"api\";q=3;w=10");
    assert_eq!(first.header("ratelimit"), "\"api\";r=2;t=10");
    app.advance_seconds(4);
    // Whatever is answered counts, and tells.
    let unknown = program.get("/api/v1/videos/1/captions").await;
    unknown.refused(404);
    assert_eq!(unknown.header("ratelimit"), "\"api\";r=1;t=6");
    app.program().with("x").get(VIDEOS).await.refused(401);
    let answer = program.get(VIDEOS).await;
    assert_eq!(answer.refused(429)["code"], "too_many_requests");
    assert_eq!((answer.header("retry-after"), answer.header("ratelimit")), ("6", "\"api\";r=0;t=6"));
    assert_eq!(app.bearer("ann", &["read"]).await.get("/api/v1/users/me").await.status, 429);
    app.get("/").await;
    assert_eq!(app.visitor().get("/").await.header("ratelimit"), "", "a page is not counted");
    app.advance_seconds(6);
    assert_eq!(program.get(VIDEOS).await.header("ratelimit"), "\"api\";r=2;t=10");
}

#[actix_web::test]
async fn rl_02_a_site_may_leave_the_api_unlimited() {
    let app = TestApp::start_with(&[("KINORA_API_REQUESTS_PER_TEN_SECONDS", "0")]).await;
    let answer = app.program().get(VIDEOS).await;
    assert_eq!((answer.status.as_u16(), answer.header("ratelimit")), (200, ""));
}

async fn from_elsewhere(app: &TestApp, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers = [&[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")], headers].concat();
    app.program().send_with(method, path, None, &headers).await
}

#[actix_web::test]
async fn cs_07_pages_of_other_sites_read_what_strangers_read_and_write_nothing() {
    let app = TestApp::start().await;
    let read = from_elsewhere(&app, "GET", VIDEOS, &[]).await;
    assert_eq!((read.status.as_u16(), read.header("access-control-allow-origin")), (200, "*"));
    assert!(read.header("access-control-expose-headers").contains("ETag"));
    let asked =
        [("access-control-request-method", "GET"), ("access-control-request-headers", "if-none-match")];
    let answer = from_elsewhere(&app, "OPTIONS", VIDEOS, &asked).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (204, "*"));
    assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD");
    assert!(answer.header("access-control-allow-headers").contains("if-none-match"));
    for asked in ["POST", "PUT", "DELETE"] {
        let asked =
            [("access-control-request-method", asked), ("access-control-request-headers", "authorization")];
        let answer = from_elsewhere(&app, "OPTIONS", "/api/v1/video-playlists", &asked).await;
        assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD");
        assert!(!answer.header("access-control-allow-headers").contains("authorization"));
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
    // A question that only looks like one is none, and no other address answers it.
    from_elsewhere(&app, "OPTIONS", VIDEOS, &[]).await.refused(405);
    assert_eq!(
        from_elsewhere(&app, "OPTIONS", "/settings", &asked).await.header("access-control-allow-origin"),
        ""
    );
}

#[actix_web::test]
async fn cs_07_what_a_token_opens_is_for_no_page_of_another_site() {
    let app = TestApp::start().await;
    let token = app.bearer("ann", &["read", "write"]).await.token.unwrap();
    let bearer = format!("Bearer {token}");
    let read = from_elsewhere(&app, "GET", "/api/v1/users/me", &[("authorization", &bearer)]).await;
    assert_eq!((read.status.as_u16(), read.header("access-control-allow-origin")), (200, ""));
    // A form that a browser sends without asking beforehand.
    let form = app.visitor().request(Method::POST, "/api/v1/users/token");
    let form = form.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    let body = format!("grant_type=password&username=ann&password={}", kinora::paths::query_value(PASSWORD));
    assert_eq!(app.visitor().send(form.body(body)).await.status, 403);
    let cookie = app.sign_in("ann").await;
    let playlist = json!({ "displayName": "Boats" }).to_string();
    let written = cookie.request(Method::POST, "/api/v1/video-playlists");
    let written = written.header("sec-fetch-site", "same-origin").header("content-type", "application/json");
    assert_eq!(cookie.send(written.body(playlist)).await.status, 401, "a cookie speaks for nobody");
}
