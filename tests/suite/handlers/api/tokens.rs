//! Tokens that people make for programs: what each opens, from where, and for how long.

use crate::support::TestApp;

#[actix_web::test]
async fn in_06_a_token_opens_what_it_was_made_for() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |draft| draft.privacy = kinora::db::types::Privacy::Private).await;
    let path = format!("/api/v1/videos/{}", private.uuid);
    let reads = app.bearer("ann", &["read"]).await;
    reads.told("/api/v1/users/me").await;
    reads.told(&path).await;
    let writes = app.bearer("ann", &["write", "upload"]).await;
    let told = writes.get("/api/v1/users/me").await.refused(403);
    assert!(told["detail"].as_str().unwrap().contains("may not read"), "{told}");
    writes.get(&path).await.refused(404);
    writes.told("/api/v1/videos").await;
}

#[actix_web::test]
async fn a_token_lives_as_long_as_was_said() {
    let app = TestApp::start().await;
    let week = app.bearer_from("ann", &["read"], "week", "").await;
    let unlimited = app.bearer("ann", &["read"]).await;
    app.advance_seconds(7 * 86_400 - 1);
    week.told("/api/v1/users/me").await;
    app.advance_seconds(1);
    week.get("/api/v1/users/me").await.refused(401);
    app.advance_seconds(400 * 86_400);
    unlimited.told("/api/v1/users/me").await;
}

#[actix_web::test]
async fn a_token_is_good_only_from_where_its_owner_said() {
    let app = TestApp::start_with(&[("KINORA_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let office = app.bearer_from("ann", &["read"], "unlimited", "198.51.100.0/24").await;
    let from = async |address: &str| {
        let headers = [("x-forwarded-for", address)];
        office.send_with("GET", "/api/v1/users/me", None, &headers).await.status.as_u16()
    };
    assert_eq!(from("198.51.100.7").await, 200);
    assert_eq!(from("198.51.101.7").await, 401);
    assert_eq!(from("2001:db8::1").await, 401);
    assert_eq!(office.get("/api/v1/users/me").await.status, 401);
}
