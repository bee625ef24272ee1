//! Signing in and out, and everything that must not revive or leak a session.

use kinora::db::schema::{sessions, users};
use kinora::models::session::Session;
use kinora::models::user::User;

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn signing_in_leads_back_to_where_one_was() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ann = app.visitor();
    let page = ann.get("/settings").await;
    assert_eq!(page.see_other(), "/sign-in?return_to=%2Fsettings");
    let form = [("username", "Ann"), ("password", PASSWORD), ("return_to", "/settings")];
    let answer = ann.post("/sign-in", &form).await;
    assert_eq!(answer.see_other(), "/settings");
    ann.follow(answer).await.must_say("Where you are signed in");
}

#[actix_web::test]
async fn rl_07_signing_in_never_leads_away() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for return_to in
        ["//evil.example", "/\\evil", "https://evil.example", "javascript:alert(1)", "/x\r\nset-cookie: a=b"]
    {
        let form = [("username", "ann"), ("password", PASSWORD), ("return_to", return_to)];
        assert_eq!(app.visitor().post("/sign-in", &form).await.see_other(), "/");
    }
}

#[actix_web::test]
async fn au_06_a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let answer = |username: &'static str| {
        let visitor = app.visitor();
        async move {
            let form = [("username", username), ("password", "not the right password")];
            let page = visitor.post("/sign-in", &form).await.unprocessable();
            page.texts("[role=alert]").join(" ")
        }
    };
    let (known, unknown) = (answer("ann").await, answer("nobody_here").await);
    assert_eq!(known, unknown);
    assert!(known.contains("not right"));
}

#[actix_web::test]
async fn au_01_signing_in_changes_the_key() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let before = key_hashes(&app).await;
    let form = [("username", "ann"), ("password", PASSWORD)];
    ann.post("/sign-in", &form).await.see_other();
    let after = key_hashes(&app).await;
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before, after);
}

#[actix_web::test]
async fn au_02_a_cookie_from_before_signing_out_is_worth_nothing() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ann = app.visitor();
    let answer = ann.post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await;
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .find(|value| value.to_str().unwrap().starts_with("kinora-session="));
    let cookie = cookie.unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
    ann.post("/sign-out", &[]).await.see_other();
    let replay = app.visitor();
    let answer =
        replay.send(replay.request(reqwest::Method::GET, "/settings").header("cookie", cookie)).await;
    assert!(answer.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn au_03_writing_to_an_ended_session_does_not_revive_it() {
    let app = TestApp::start().await;
    app.sign_in("ann").await;
    let hash = key_hashes(&app).await.remove(0);
    let user = app.read(|conn| Ok(User::find_by_handle(conn, "ann")?)).await.id;
    app.write(move |conn| Ok(Session::delete_all_of_user(conn, user)?)).await;
    app.write(move |conn| Ok(Session::update(conn, &hash, "{}")?)).await;
    assert!(key_hashes(&app).await.is_empty());
}

#[actix_web::test]
async fn au_04_a_disabled_account_is_out_at_once() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    ann.get("/settings").await.ok();
    let now = app.app.now();
    app.write(move |conn| {
        use diesel::prelude::*;
        diesel::update(users::table.filter(users::handle.eq("ann")))
            .set(users::disabled_at.eq(now))
            .execute(conn)?;
        Ok(())
    })
    .await;
    assert!(ann.get("/settings").await.see_other().starts_with("/sign-in"));
    let form = [("username", "ann"), ("password", PASSWORD)];
    app.visitor().post("/sign-in", &form).await.unprocessable();
}

#[actix_web::test]
async fn au_05_cookies_are_locked_down() {
    let app = TestApp::start_with(&[("KINORA_PUBLIC_URL", "https://video.example")]).await;
    app.user("ann").await;
    let visitor = app.visitor();
    let request = visitor
        .request(reqwest::Method::POST, "/sign-in")
        .header("host", "video.example")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("username=ann&password={}", PASSWORD.replace(' ', "+")));
    let answer = visitor.send(request).await;
    answer.see_other();
    let cookies: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-kinora-session=")), "{cookies:?}");
    for cookie in cookies {
        for flag in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(cookie.contains(flag), "{cookie} lacks {flag}");
        }
        assert!(cookie.starts_with("__Host-") && !cookie.contains("Domain"), "{cookie}");
    }
}

#[actix_web::test]
async fn au_10_guessing_is_slowed_down_and_the_owner_is_not_locked_out() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let eve = app.visitor();
    for _ in 0..5 {
        eve.post("/sign-in", &[("username", "ann"), ("password", "a wrong password")]).await.unprocessable();
    }
    let answer = eve.post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("retry-after"), "2");
    // From a browser that has been here before, the right password works all the same.
    ann.post("/sign-out", &[]).await;
    ann.post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await.see_other();
    app.advance_seconds(3);
    eve.post("/sign-in", &[("username", "ann"), ("password", "a wrong password")]).await.unprocessable();
    let answer = eve.post("/sign-in", &[("username", "ann"), ("password", "a wrong password")]).await;
    assert_eq!(answer.header("retry-after"), "4");
}

#[actix_web::test]
async fn au_15_a_tampered_cookie_is_nobody() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for cookie in ["kinora-session=x", "kinora-session=AAAA%3Dbbbb", "kinora-session="] {
        let request = visitor.request(reqwest::Method::GET, "/settings").header("cookie", cookie);
        assert!(visitor.send(request).await.see_other().starts_with("/sign-in"));
    }
}

#[actix_web::test]
async fn a_session_ends_after_two_idle_weeks_and_after_ninety_days() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    const DAY: i64 = 86_400;
    for _ in 0..8 {
        app.advance_seconds(11 * DAY);
        ann.get("/settings").await.ok();
        // The last use is noted in the background.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    app.advance_seconds(3 * DAY);
    assert!(ann.get("/settings").await.see_other().starts_with("/sign-in"));
    let bob = app.sign_in("bob").await;
    app.advance_seconds(15 * DAY);
    assert!(bob.get("/settings").await.see_other().starts_with("/sign-in"));
}

async fn key_hashes(app: &TestApp) -> Vec<String> {
    app.read(|conn| {
        use diesel::prelude::*;
        Ok(sessions::table.select(sessions::key_hash).load(conn)?)
    })
    .await
}
