//! Tokens that people make for programs: what each opens, from where, and for how long.

use serde_json::{Value, json};

use crate::support::{PASSWORD, TestApp};

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

const TOKENS: &str = "/api/v1/users/me/tokens";

fn wish(password: &str) -> Value {
    json!({ "name": "Backup", "scopes": ["read", "upload"], "expires": "week", "currentPassword": password })
}

#[actix_web::test]
async fn in_06_a_program_with_the_password_makes_a_token_and_revokes_it() {
    let app = TestApp::start().await;
    let program = app.signed_in_program("ann").await;
    let answer = program.post(TOKENS, wish(PASSWORD)).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
    let told = answer.json();
    let made = program.with(told["token"].as_str().unwrap());
    made.told("/api/v1/users/me").await;
    assert_eq!(told["about"]["scopes"], json!(["read", "upload"]));
    assert_eq!(
        (told["about"]["kind"].as_str(), told["about"]["addressRange"].is_null()),
        (Some("personal"), true)
    );
    let list = program.told(TOKENS).await;
    assert_eq!((list["total"].as_i64(), &list["data"][0]["id"]), (Some(2), &told["about"]["id"]));
    assert_eq!(list["data"][1]["kind"], "sign-in");
    assert!(!list.to_string().contains(told["token"].as_str().unwrap()), "it is told once");
    let path = format!("{TOKENS}/{}", told["about"]["id"].as_str().unwrap());
    app.signed_in_program("eve").await.delete(&path).await.refused(404);
    assert_eq!(program.delete(&path).await.status, 204);
    made.get("/api/v1/users/me").await.refused(401);
    program.delete(&path).await.refused(404);
    program.delete(&format!("{TOKENS}/x")).await.refused(404);
}

#[actix_web::test]
async fn a_token_that_somebody_made_makes_no_other() {
    let app = TestApp::start().await;
    let made = app.bearer("ann", &["read", "write", "upload"]).await;
    made.get(TOKENS).await.refused(403);
    made.post(TOKENS, wish(PASSWORD)).await.refused(403);
    let own = app.signed_in_program("ann").await.told(TOKENS).await;
    let id = own["data"][1]["id"].as_str().unwrap().to_owned();
    made.delete(&format!("{TOKENS}/{id}")).await.refused(403);
    app.program().get(TOKENS).await.refused(401);
    app.program().post(TOKENS, wish(PASSWORD)).await.refused(401);
}

#[actix_web::test]
async fn au_10_a_sign_in_without_the_password_makes_no_token() {
    let app = TestApp::start().await;
    let program = app.signed_in_program("ann").await;
    for _ in 0..5 {
        let told = program.post(TOKENS, wish("a guess")).await.refused(422);
        assert!(told["invalid-params"]["currentPassword"]["msg"].is_string(), "{told}");
    }
    let answer = program.post(TOKENS, wish(PASSWORD)).await;
    answer.refused(429);
    assert!(!answer.header("retry-after").is_empty());
}

#[actix_web::test]
async fn a_token_that_is_not_right_is_refused_field_by_field() {
    let app = TestApp::start().await;
    let program = app.signed_in_program("ann").await;
    let wrong = json!({
        "name": "", "scopes": ["admin"], "expires": "ever", "addressRange": "x", "currentPassword": PASSWORD
    });
    let told = program.post(TOKENS, wrong).await.refused(422);
    let fields: Vec<_> = told["invalid-params"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["addressRange", "expires", "name", "scopes"]);
    let mut more = wish(PASSWORD);
    more["admin"] = json!(true);
    program.post(TOKENS, more).await.refused(400);
}
