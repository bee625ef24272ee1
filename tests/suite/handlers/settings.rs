//! One's own settings.

use crate::support::{PASSWORD, TestApp};

const NEW: &str = "violet engines hum at noon";

#[actix_web::test]
async fn a_profile_is_saved_and_shown() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let answer = ann.post("/settings", &[("display_name", "Ann <b>Lee</b>"), ("about", "I paint.")]).await;
    let page = ann.follow(answer).await;
    page.must_say("Your profile is saved.");
    assert_eq!(page.field_value("display_name"), "Ann <b>Lee</b>");
    assert!(!page.source.contains("<b>Lee"));
}

#[actix_web::test]
async fn an_empty_name_comes_back_as_typed() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let page = ann.post("/settings", &[("display_name", " "), ("about", "I paint.")]).await.unprocessable();
    assert_eq!(page.field_error("display_name"), "Give a name.");
    assert_eq!(page.field_value("about"), "I paint.");
}

#[actix_web::test]
async fn au_04_a_new_password_signs_out_everywhere_else() {
    let app = TestApp::start().await;
    let (here, there) = (app.sign_in("ann").await, app.sign_in("ann").await);
    let wrong = [("current_password", "not my password"), ("new_password", NEW)];
    let page = here.post("/settings/password", &wrong).await.unprocessable();
    assert_eq!(page.field_error("current_password"), "This is not your present password.");
    here.post("/settings/password", &[("current_password", PASSWORD), ("new_password", "password1234567")])
        .await
        .unprocessable();
    here.post("/settings/password", &[("current_password", PASSWORD), ("new_password", NEW)])
        .await
        .see_other();
    here.get("/settings").await.ok();
    assert!(there.get("/settings").await.see_other().starts_with("/sign-in"));
    app.visitor().post("/sign-in", &[("username", "ann"), ("password", PASSWORD)]).await.unprocessable();
    app.visitor().post("/sign-in", &[("username", "ann"), ("password", NEW)]).await.see_other();
}

#[actix_web::test]
async fn another_device_can_be_signed_out_and_a_strangers_cannot() {
    let app = TestApp::start().await;
    let (here, there) = (app.sign_in("ann").await, app.sign_in("ann").await);
    let page = here.get("/settings").await.ok();
    let action = page.attribute("form[action*='/settings/sessions/']", "action");
    let eve = app.sign_in("eve").await;
    eve.post(&action, &[]).await.not_found();
    there.get("/settings").await.ok();
    here.post(&action, &[]).await.see_other();
    assert!(there.get("/settings").await.see_other().starts_with("/sign-in"));
    here.get("/settings").await.ok();
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    assert!(app.visitor().get("/settings").await.see_other().starts_with("/sign-in"));
    assert!(
        app.visitor().post("/settings", &[("display_name", "x")]).await.see_other().starts_with("/sign-in")
    );
}
