//! The page on which people make tokens for programs, and revoke them.

use kinora::models::api_token::TokenSecret;

use crate::support::{PASSWORD, Page, TestApp, Visitor};

const PATH: &str = "/settings/tokens";

fn wish(name: &str) -> Vec<(&str, &str)> {
    vec![
        ("name", name),
        ("read", "true"),
        ("write", "true"),
        ("expires", "month"),
        ("address_range", ""),
        ("current_password", PASSWORD),
    ]
}

/// Makes a token, and answers its secret with the page that shows it.
async fn made(person: &Visitor, name: &str) -> (String, Page) {
    let answer = person.post(PATH, &wish(name)).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.ok();
    (page.attribute("#fresh-token", "value"), page)
}

fn revoking(page: &Page) -> String {
    page.attribute(".session-row form", "action")
}

#[actix_web::test]
async fn in_06_a_token_is_shown_once_and_opens_what_was_ticked() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    ann.get("/settings").await.ok().must_say("Tokens");
    let (secret, page) = made(&ann, "Backup at home").await;
    page.must_say("Backup at home is ready");
    assert!(TokenSecret::parse(&secret).is_some());
    let page = ann.get(PATH).await.ok();
    assert!(!page.source.contains(&secret), "it is shown once");
    page.must_say(&format!("Backup at home {}…", &secret[..8]));
    page.must_say("May read and write");
    page.must_say("never used");
    let program = app.program().with(&secret);
    program.told("/api/v1/users/me").await;
    program.post("/api/v1/videos/upload-resumable", serde_json::json!({})).await.refused(403);
    let kept: Vec<String> = app
        .read(|conn| {
            use diesel::prelude::*;
            use kinora::db::schema::api_tokens::dsl::{api_tokens, token_hash};
            Ok(api_tokens.select(token_hash).load(conn)?)
        })
        .await;
    assert!(!kept.contains(&secret));
}

#[actix_web::test]
async fn a_refused_token_comes_back_as_typed_without_the_password() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let wrong = [
        ("name", " "),
        ("upload", "true"),
        ("expires", "month"),
        ("address_range", "10.0.0.1/8"),
        ("current_password", PASSWORD),
    ];
    let page = ann.post(PATH, &wrong).await.unprocessable();
    assert!(page.field_error("name").starts_with("Give it a name"));
    assert!(page.field_error("address_range").contains("192.0.2.0/24"));
    assert_eq!((page.field_value("address_range"), page.count("#upload[checked]")), ("10.0.0.1/8".into(), 1));
    assert!(!page.source.contains(PASSWORD));
    let nothing = [("name", "Idle"), ("expires", "month"), ("current_password", PASSWORD)];
    ann.post(PATH, &nothing).await.unprocessable().must_say("Choose what it may do");
    ann.get(PATH).await.ok().must_say("There are none.");
}

#[actix_web::test]
async fn au_10_a_token_takes_the_password_which_nobody_can_guess_there() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let mut guess = wish("Not hers");
    guess.pop();
    guess.push(("current_password", "a guess"));
    for _ in 0..5 {
        let page = ann.post(PATH, &guess).await.unprocessable();
        assert_eq!(page.field_error("current_password"), "This is not your present password.");
    }
    assert_eq!(ann.post(PATH, &wish("Not hers")).await.status, 429);
}

#[actix_web::test]
async fn a_revoked_token_opens_nothing_and_only_its_owner_revokes_it() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let (secret, page) = made(&ann, "Backup").await;
    let (action, program) = (revoking(&page), app.program().with(&secret));
    let eve = app.sign_in("eve").await;
    eve.post(&action, &[]).await.not_found();
    eve.post("/settings/tokens/delete", &[]).await.see_other();
    program.told("/api/v1/users/me").await;
    let answer = ann.post(&action, &[]).await;
    let page = ann.follow(answer).await;
    page.must_say("That token no longer works.");
    page.must_say("There are none.");
    program.get("/api/v1/users/me").await.refused(401);
    ann.post(&action, &[]).await.not_found();
    let anybody = app.visitor();
    assert!(anybody.get(PATH).await.see_other().starts_with("/sign-in"));
    assert!(anybody.post(PATH, &wish("x")).await.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn all_of_them_are_revoked_at_once_with_the_programs_that_signed_in() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let (secret, _) = made(&ann, "Backup").await;
    let (made, signed_in) = (app.program().with(&secret), app.signed_in_program("ann").await);
    ann.get(PATH).await.ok().must_say("Programs that know your password");
    let answer = ann.post("/settings/tokens/delete", &[]).await;
    let page = ann.follow(answer).await;
    page.must_say("No program acts for you any more.");
    assert!(!page.says("Programs that know your password") && !page.says("Revoke all"));
    for program in [made, signed_in] {
        program.get("/api/v1/users/me").await.refused(401);
    }
}

#[actix_web::test]
async fn au_04_a_new_password_ends_tokens_where_that_is_asked_for() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let program = app.program().with(&made(&ann, "Backup").await.0);
    let (first, second) = ("violet engines hum at noon", "seven quiet kettles sing");
    let change = [("current_password", PASSWORD), ("new_password", first)];
    ann.post("/settings/password", &change).await.see_other();
    program.told("/api/v1/users/me").await;
    let refused = [("current_password", "wrong"), ("new_password", second), ("end_tokens", "true")];
    let page = ann.post("/settings/password", &refused).await.unprocessable();
    assert_eq!(page.count("#end_tokens[checked]"), 1);
    program.told("/api/v1/users/me").await;
    let change = [("current_password", first), ("new_password", second), ("end_tokens", "true")];
    ann.post("/settings/password", &change).await.see_other();
    program.get("/api/v1/users/me").await.refused(401);
}

#[actix_web::test]
async fn there_is_an_end_to_how_many_tokens_live() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for _ in 0..50 {
        app.bearer("ann", &["read"]).await;
    }
    ann.post(PATH, &wish("One more")).await.unprocessable().must_say("Revoke one that is no longer needed.");
}
