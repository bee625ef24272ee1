//! What every answer has, whatever the page.

use crate::support::TestApp;

#[actix_web::test]
async fn an_unknown_address_gets_a_page_of_the_site() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/no/such/page").await;
    let page = answer.not_found();
    page.must_say("There is nothing here");
    assert!(!answer.header("x-request-id").is_empty());
}

#[actix_web::test]
async fn xs_05_a_strange_address_is_not_echoed() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!answer.text().contains("<script>alert"));
}

#[actix_web::test]
async fn xs_07_every_page_carries_the_strict_policy() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/no/such/page").await;
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "script-src 'self';",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
}

#[actix_web::test]
async fn au_13_another_host_name_is_misdirected() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let answer =
        visitor.send(visitor.request(reqwest::Method::GET, "/").header("host", "evil.example")).await;
    assert_eq!(answer.status, 421);
    let port = app.address.port();
    for name in ["localhost", "127.0.0.1", "[::1]"] {
        let request =
            visitor.request(reqwest::Method::GET, "/no/such").header("host", format!("{name}:{port}"));
        assert_eq!(visitor.send(request).await.status, 404);
    }
}

#[actix_web::test]
async fn in_13_a_method_that_an_address_does_not_have_is_405() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let request = visitor.request(reqwest::Method::DELETE, "/healthz");
    assert_eq!(visitor.send(request).await.status, 405);
}

#[actix_web::test]
async fn an_asset_is_packed_for_those_who_take_it_and_kept_for_good() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let css = app.get("/").await.attribute("link[href$='/app.css']", "href");
    let plain = visitor.get(&css).await;
    let packed =
        visitor.send(visitor.request(reqwest::Method::GET, &css).header("accept-encoding", "br, gzip")).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.bytes.len() < plain.bytes.len() / 2);
    for answer in [plain, packed] {
        assert!(answer.header("cache-control").contains("immutable"));
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    }
}
