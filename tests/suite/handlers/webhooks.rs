//! The pages of webhooks: making, changing, trying out, deleting.

use crate::support::TestApp;
use crate::support::receiver::Receiver;

const INDEX: &str = "/settings/webhooks";

async fn site() -> TestApp {
    TestApp::start_with(&[("KINORA_WEBHOOKS_PRIVATE_NETWORKS", "on")]).await
}

#[actix_web::test]
async fn a_webhook_is_made_its_secret_is_shown_once_and_it_is_tried_out() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.sign_in("ann").await);
    assert_eq!(ann.get("/settings").await.ok().count("main a[href='/settings/webhooks']"), 1);
    ann.get(INDEX).await.ok().must_say("There are none yet.");
    let fields = [("url", receiver.url.as_str()), ("events", "comment.created"), ("events", "video.failed")];
    let made = ann.post(INDEX, &fields).await;
    let address = made.see_other().to_owned();
    let page = ann.follow(made).await;
    page.must_say("shown only once");
    let secret = page.attribute("#fresh-secret", "value");
    assert!(secret.starts_with("whsec_"));
    assert_eq!(page.attributes("input[name=events][checked]", "value"), ["video.failed", "comment.created"]);
    let page = ann.get(&address).await.ok();
    assert_eq!(page.count("#fresh-secret"), 0);

    let told = ann.post(format!("{address}/deliveries"), &[]).await;
    ann.follow(told).await.must_say("It is being told.");
    app.run_tasks().await;
    assert!(receiver.one().is_signed_with(&secret));
    let page = ann.get(&address).await.ok();
    page.must_say("webhook.tested Delivered");
    page.must_say("1 attempt, answered 204");
    let replay = page.attribute("form[action$='/replay']", "action");
    ann.post(replay, &[]).await.see_other();
    app.run_tasks().await;
    receiver.one();

    let saved = ann.post(&address, &[("url", receiver.url.as_str()), ("events", "video.deleted")]).await;
    let page = ann.follow(saved).await;
    assert_eq!(page.texts(".page-heading .badge"), ["Off"]);
    assert_eq!(page.count("form[action$='/deliveries'], form[action$='/replay']"), 0);
    ann.get(INDEX).await.ok().must_say("1 event");
    let deleted = ann.post(format!("{address}/delete"), &[]).await;
    ann.follow(deleted).await.must_say("The webhook is deleted.");
    ann.get(&address).await.not_found();
}

#[actix_web::test]
async fn in_09_a_refused_webhook_comes_back_as_it_was_typed() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let fields = [("url", "http://169.254.169.254/"), ("events", "video.failed")];
    let page = ann.post(INDEX, &fields).await.unprocessable();
    assert_eq!(page.field_value("url"), "http://169.254.169.254/");
    assert_eq!(page.field_error("url"), "The address does not lead to the public internet.");
    assert_eq!(page.attributes("input[name=events][checked]", "value"), ["video.failed"]);
    assert_eq!(page.count("input[name=events][value='report.created']"), 0, "that is for administrators");

    let fields = [("url", "https://example.org/hook"), ("events", "video.failed")];
    let address = ann.post(INDEX, &fields).await.see_other().to_owned();
    let page = ann.post(&address, &[("url", "example.org"), ("enabled", "true")]).await.unprocessable();
    assert_eq!(page.field_value("url"), "example.org");
    page.must_say("Choose what the webhook is to tell.");
    assert_eq!(page.count("#enabled[checked]"), 1);
}

#[actix_web::test]
async fn webhooks_of_others_are_not_found() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("ann").await, app.sign_in("ben").await);
    let fields = [("url", "https://example.org/hook"), ("events", "video.failed")];
    let address = ann.post(INDEX, &fields).await.see_other().to_owned();
    ben.get(&address).await.not_found();
    ben.post(&address, &[]).await.not_found();
    for below in ["delete", "deliveries", "deliveries/00000000-0000-4000-8000-000000000000/replay"] {
        ben.post(format!("{address}/{below}"), &[]).await.not_found();
    }
    ben.get(INDEX).await.ok().must_say("There are none yet.");
    assert!(app.visitor().get(INDEX).await.see_other().starts_with("/sign-in"));
}
