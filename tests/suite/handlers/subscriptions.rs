//! Following channels as visitors do it.

use kinora::models::channel::Channel;

use crate::support::TestApp;

const PATH: &str = "/c/ann_channel/subscription";

#[actix_web::test]
async fn subscribing_and_no_longer() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ben = app.sign_in("ben").await;
    let answer = ben.post(PATH, &[("subscribed", "true")]).await;
    assert_eq!(answer.see_other(), "/c/ann_channel");
    ben.post(PATH, &[("subscribed", "true")]).await.see_other();
    assert_eq!(subscribers(&app).await, 1);
    let frame = "subscription-ann_channel";
    let fragment = ben.post_in_frame(PATH, &[("subscribed", "false")], frame).await.ok();
    assert_eq!(fragment.texts("button"), ["Subscribe to ann"]);
    assert_eq!(subscribers(&app).await, 0);
    let fragment = ben.post_in_frame(PATH, &[("subscribed", "true")], frame).await.ok();
    assert!(fragment.texts("button")[0].starts_with("Subscribed to ann"));
}

#[actix_web::test]
async fn it_leads_back_to_where_the_button_stood() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ben = app.sign_in("ben").await;
    let (here, elsewhere) = (app.url("/w/kkGMgK9ZtnKfYAgnEtQxbv"), "https://evil.example/w/x".to_owned());
    let answer = ben.post_with(PATH, &[("subscribed", "true")], &[("referer", &here)]).await;
    assert_eq!(answer.see_other(), "/w/kkGMgK9ZtnKfYAgnEtQxbv");
    let answer = ben.post_with(PATH, &[("subscribed", "true")], &[("referer", &elsewhere)]).await;
    assert_eq!(answer.see_other(), "/c/ann_channel");
}

#[actix_web::test]
async fn what_is_neither_true_nor_false_is_refused_and_so_is_ones_own_channel() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("ann").await, app.sign_in("ben").await);
    ben.post(PATH, &[("subscribed", "maybe")]).await.unprocessable();
    ann.post(PATH, &[("subscribed", "true")]).await.unprocessable().must_say("your own channel");
    for path in ["/c/nobody_here/subscription", "/c/ann%25/subscription", "/c/ann/subscription"] {
        ben.post(path, &[("subscribed", "true")]).await.not_found();
    }
    assert_eq!(subscribers(&app).await, 0);
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let answer = app.visitor().post(PATH, &[("subscribed", "true")]).await;
    assert_eq!(answer.see_other(), "/sign-in?return_to=%2Fc%2Fann_channel");
    assert_eq!(subscribers(&app).await, 0);
}

async fn subscribers(app: &TestApp) -> i64 {
    app.read(|conn| Ok(Channel::find_by_handle(conn, "ann_channel")?.subscribers)).await
}
