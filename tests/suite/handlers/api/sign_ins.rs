//! Programs sign in, stay signed in, and are signed out.

use serde_json::Value;

use crate::support::{Bearer, PASSWORD, TestApp};

fn text<'a>(pair: &'a Value, name: &str) -> &'a str {
    pair[name].as_str().unwrap()
}

async fn is_let_in(program: &Bearer, access: &str) -> bool {
    program.with(access).get("/api/v1/users/me").await.status == 200
}

#[actix_web::test]
async fn a_password_gives_two_tokens_that_open_ones_own() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |draft| draft.privacy = kinora::db::types::Privacy::Private).await;
    let program = app.program();
    let answer = program.sign_in("Ann", PASSWORD).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"));
    let pair = answer.json();
    assert_eq!((text(&pair, "token_type"), pair["expires_in"].as_i64()), ("Bearer", Some(86_400)));
    assert_eq!(pair["refresh_token_expires_in"], 1_209_600);
    let signed_in = program.with(text(&pair, "access_token"));
    let me = signed_in.told("/api/v1/users/me").await;
    assert_eq!((me["username"].as_str(), me["email"].as_str()), (Some("ann"), Some("ann@example.org")));
    assert_eq!(me["role"], serde_json::json!({ "id": 2, "label": "User" }));
    assert_eq!((me["account"]["name"].as_str(), me["account"]["id"].is_i64()), (Some("ann"), true));
    assert_eq!(me["videoChannels"][0]["name"], "ann_channel");
    assert!(me["videoQuota"].is_i64());
    let path = format!("/api/v1/videos/{}", private.uuid);
    let answer = signed_in.get(&path).await;
    assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "private, no-cache"));
    assert_eq!(answer.header("access-control-allow-origin"), "", "other sites read only what needs no token");
    program.get(&path).await.refused(404);
    app.signed_in_program("ben").await.get(&path).await.refused(404);
    let other_kind = program.with(text(&pair, "refresh_token")).get("/api/v1/users/me").await;
    assert_eq!(other_kind.refused(401)["code"], "invalid_token");
}

#[actix_web::test]
async fn what_opens_nothing_is_refused_and_named() {
    let app = TestApp::start().await;
    let program = app.program();
    let answer = program.get("/api/v1/users/me").await;
    assert!(answer.refused(401)["code"].is_null());
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    let token = app.bearer("ann", &["read"]).await.token.unwrap();
    let unknown =
        kinora::models::api_token::TokenSecret::random(kinora::db::types::TokenKind::Access).unwrap();
    for wrong in ["x", "", &token[1..], unknown.expose()] {
        for path in ["/api/v1/users/me", "/api/v1/videos"] {
            let answer = program.with(wrong).get(path).await;
            assert_eq!(answer.refused(401)["code"], "invalid_token", "{wrong} {path}");
            assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        }
    }
    // IN-06: an address is no place for a secret.
    program.get(&format!("/api/v1/users/me?access_token={token}&token={token}")).await.refused(401);
    let page = app.visitor();
    let request = page.request(reqwest::Method::GET, "/settings").bearer_auth(&token);
    assert!(page.send(request).await.see_other().starts_with("/sign-in"), "and a page knows no token");
}

#[actix_web::test]
async fn au_06_an_unknown_name_is_answered_as_a_wrong_password_is() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let program = app.program();
    let (wrong, unknown) = (program.sign_in("ann", "nothing").await, program.sign_in("eve", "nothing").await);
    let told = wrong.refused(400);
    assert_eq!((text(&told, "error"), text(&told, "code")), ("invalid_grant", "invalid_grant"));
    assert_eq!(told["error_description"], told["detail"]);
    assert_eq!(wrong.bytes, unknown.bytes);
    assert_eq!(wrong.status, unknown.status);
}

#[actix_web::test]
async fn au_10_guessing_is_slowed_down_as_on_the_page() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let program = app.program();
    for _ in 0..5 {
        program.sign_in("ann", "guess").await.refused(400);
    }
    let answer = program.sign_in("ann", PASSWORD).await;
    assert_eq!(answer.refused(429)["code"], "too_many_attempts");
    assert!(!answer.header("retry-after").is_empty());
    let page = app.visitor().post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, 429, "failures count together, wherever they happen");
}

#[actix_web::test]
async fn a_client_that_is_not_ours_and_a_grant_that_is_none_are_refused() {
    let app = TestApp::start().await;
    let program = app.program();
    let body = serde_json::json!({ "client_id": "x", "client_secret": "y", "grant_type": "password" });
    assert_eq!(program.post("/api/v1/users/token", body).await.refused(400)["code"], "invalid_client");
    let (id, secret) = program.oauth_client().await;
    let body = serde_json::json!({ "client_id": id, "client_secret": secret, "grant_type": "implicit" });
    let answer = program.post("/api/v1/users/token", body).await;
    assert_eq!(answer.refused(400)["error"], "unsupported_grant_type");
    assert_eq!(program.oauth_client().await, (id, secret), "the same each time");
}

#[actix_web::test]
async fn refreshing_gives_new_tokens_and_an_old_one_ends_them_all() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let program = app.program();
    let first = program.sign_in("ann", PASSWORD).await.json();
    let stays = program.sign_in("ann", PASSWORD).await.json();
    app.advance_seconds(86_401);
    assert!(!is_let_in(&program, text(&first, "access_token")).await, "a day is over");
    // Many programs bring the dead one along.
    let carrying = program.with(text(&first, "access_token"));
    let second = carrying.refresh(text(&first, "refresh_token")).await.json();
    assert!(is_let_in(&program, text(&second, "access_token")).await);
    let third = program.refresh(text(&second, "refresh_token")).await.json();
    assert!(is_let_in(&program, text(&third, "access_token")).await);
    assert!(
        !is_let_in(&program, text(&second, "access_token")).await,
        "its time was over with the refreshing"
    );
    assert_eq!(program.refresh(text(&first, "refresh_token")).await.refused(400)["code"], "invalid_grant");
    assert!(!is_let_in(&program, text(&third, "access_token")).await, "somebody has a copy");
    program.refresh(text(&third, "refresh_token")).await.refused(400);
    let other = program.refresh(text(&stays, "refresh_token")).await.json();
    assert!(is_let_in(&program, text(&other, "access_token")).await, "another sign-in is another one");
    app.advance_seconds(14 * 86_400 + 1);
    program.refresh(text(&other, "refresh_token")).await.refused(400);
    program.refresh("nonsense").await.refused(400);
}

#[actix_web::test]
async fn signing_out_ends_the_sign_in() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let program = app.program();
    let pair = program.sign_in("ann", PASSWORD).await.json();
    let other = program.sign_in("ann", PASSWORD).await.json();
    let signed_in = program.with(text(&pair, "access_token"));
    assert_eq!(signed_in.post("/api/v1/users/revoke-token", serde_json::json!({})).await.status, 200);
    assert!(!is_let_in(&program, text(&pair, "access_token")).await);
    program.refresh(text(&pair, "refresh_token")).await.refused(400);
    assert!(is_let_in(&program, text(&other, "access_token")).await);
    program.post("/api/v1/users/revoke-token", serde_json::json!({})).await.refused(401);
}

#[actix_web::test]
async fn au_04_ac_13_tokens_die_with_the_account_and_sign_ins_with_the_password() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let program = app.program();
    let pair = program.sign_in("ann", PASSWORD).await.json();
    let made = app.bearer("ann", &["read"]).await;
    let hash = app.app.hasher.hash_now("violet engines hum at noon").unwrap();
    app.write(move |conn| Ok(kinora::models::user::User::change_password(conn, ann.id, &hash)?)).await;
    assert!(!is_let_in(&program, text(&pair, "access_token")).await);
    program.refresh(text(&pair, "refresh_token")).await.refused(400);
    made.told("/api/v1/users/me").await;
    let pair = program.sign_in("ann", "violet engines hum at noon").await.json();
    app.administrator("ada").await;
    let ada = app.sign_in("ada").await;
    for action in ["disable", "enable"] {
        let fields = [("ids", ann.uuid.as_str()), ("action", action)];
        ada.post("/admin/users", &fields).await.see_other();
        assert_eq!(made.get("/api/v1/users/me").await.refused(401)["code"], "invalid_token");
        assert!(!is_let_in(&program, text(&pair, "access_token")).await, "{action}");
        program.refresh(text(&pair, "refresh_token")).await.refused(400);
    }
}
