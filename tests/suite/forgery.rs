//! Requests that another site's page makes in a visitor's browser.

use reqwest::{Method, StatusCode};

use crate::support::TestApp;

/// What a POST with these header fields is answered; 403 comes before any route is looked at.
async fn answer(app: &TestApp, fields: &[(&str, &str)]) -> StatusCode {
    let visitor = app.visitor();
    let request = fields.iter().fold(visitor.request(Method::POST, "/anything"), |request, (name, value)| {
        request.header(*name, *value)
    });
    visitor.send(request).await.status
}

#[actix_web::test]
async fn cs_01_to_03_only_our_own_pages_or_nobodys_cookie_may_post() {
    let app = TestApp::start().await;
    let ours = app.url("");
    let session = ("cookie", "kinora-session=x");
    let refused: &[&[(&str, &str)]] = &[
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", ours.as_str())],
        &[("origin", "https://evil.example")],
        &[("origin", "null"), session],
        &[session],
    ];
    for fields in refused {
        assert_eq!(answer(&app, fields).await, StatusCode::FORBIDDEN, "{fields:?}");
    }
    let passed: &[&[(&str, &str)]] =
        &[&[("sec-fetch-site", "same-origin"), session], &[("origin", ours.as_str()), session], &[]];
    for fields in passed {
        assert_eq!(answer(&app, fields).await, StatusCode::NOT_FOUND, "{fields:?}");
    }
}

#[actix_web::test]
async fn cs_01_a_refusal_is_a_page_that_says_why() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let request = visitor.request(Method::POST, "/sign-out").header("sec-fetch-site", "cross-site");
    let answer = visitor.send(request).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("did not come from a page of this site"));
}
