//! Webhooks: what they are told, by whom signed, and what becomes of what nobody takes.

use diesel::prelude::*;
use kinora::db::schema::{users, webhook_deliveries, webhooks};
use kinora::db::types::{DeliveryState, Role, VideoState, WebhookState};
use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::report::{Report, ReportDetails, ReportSubject};
use kinora::models::subscription::Subscription;
use kinora::models::video::{ReceivedFile, Video, VideoRef};
use kinora::models::webhook::{Delivery, WebhookSecret};
use serde_json::{Value, json};

use crate::support::builders::signed_in;
use crate::support::receiver::Receiver;
use crate::support::{Bearer, TestApp};

const ALL: &str = "/api/v1/webhooks";
const OWN: [&str; 5] =
    ["video.published", "video.failed", "video.deleted", "comment.created", "subscription.created"];

/// A site whose webhooks may lead to this machine.
async fn site() -> TestApp {
    TestApp::start_with(&[("KINORA_WEBHOOKS_PRIVATE_NETWORKS", "on")]).await
}

/// Makes a webhook and answers its address in the API and its secret.
async fn webhook(program: &Bearer, receiver: &Receiver, events: &[&str]) -> (String, String) {
    let made = program.post(ALL, json!({ "url": receiver.url, "events": events })).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let told = made.json();
    let uuid = told["webhook"]["uuid"].as_str().unwrap();
    (format!("{ALL}/{uuid}"), told["secret"].as_str().unwrap().to_owned())
}

async fn comment(app: &TestApp, author: &str, video: &Video, words: &str) -> Comment {
    let (author, uuid, now) = (signed_in(&app.user(author).await), video.uuid, app.app.now());
    let details = CommentDetails::parse(words, "/w/x").unwrap();
    app.write(move |conn| Comment::create(conn, &author, uuid, None, &details, now)).await
}

async fn purge(app: &TestApp) -> usize {
    let now = app.app.now();
    app.write(move |conn| Ok(Delivery::purge(conn, now)?)).await
}

async fn deliveries(program: &Bearer, webhook: &str) -> Vec<Value> {
    let told = program.told(&format!("{webhook}/deliveries")).await;
    assert_eq!(told["total"], told["data"].as_array().unwrap().len());
    told["data"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn what_happens_is_told_once_signed_and_in_the_words_that_the_api_shows() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, secret) = webhook(&ann, &receiver, &["comment.created"]).await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| ()).await;
    let said = comment(&app, "ben", &video, "Look at the *boats*").await;
    app.run_tasks().await;

    let received = receiver.one();
    assert!(received.is_signed_with(&secret), "{received:#?}");
    assert!(!received.is_signed_with("whsec_AAAA"));
    assert_eq!(received.header("content-type"), "application/json");
    assert_eq!(received.header("webhook-timestamp"), app.app.now().seconds().to_string());
    assert!(received.header("cookie").is_empty() && received.header("authorization").is_empty());
    let told = received.json();
    assert_eq!(told["type"], "comment.created");
    assert_eq!(told["data"]["comment"]["id"], said.id.0);
    assert_eq!(told["data"]["comment"]["text"], "Look at the *boats*");
    assert_eq!(told["data"]["comment"]["account"]["name"], "ben");
    assert_eq!(told["data"]["video"]["uuid"], video.uuid.to_string());

    let log = deliveries(&ann, &hook).await;
    assert_eq!(log.len(), 1);
    assert_eq!((log[0]["state"].as_str(), log[0]["status"].as_i64()), (Some("delivered"), Some(204)));
    assert_eq!(log[0]["messageId"], received.header("webhook-id"));
    assert_eq!(log[0]["body"], received.body);
    assert!(log[0]["durationMs"].as_i64().is_some_and(|ms| ms >= 0));
    // The secret is told nowhere again.
    assert!(!ann.get(&hook).await.text().contains("whsec_") && !ann.get(ALL).await.text().contains("whsec_"));
}

#[actix_web::test]
async fn each_event_is_told_to_whom_it_belongs() {
    let app = site().await;
    let (to_ann, to_ben, to_ada) = (Receiver::start(), Receiver::start(), Receiver::start());
    let (ann, ben) =
        (app.bearer("ann", &["read", "write"]).await, app.bearer("ben", &["read", "write"]).await);
    app.administrator("ada").await;
    let ada = app.bearer("ada", &["read", "write"]).await;
    webhook(&ann, &to_ann, &OWN).await;
    webhook(&ben, &to_ben, &OWN).await;
    webhook(&ada, &to_ada, &["account.created", "report.created"]).await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |video| video.title = "Boats".to_owned()).await;
    let failing = app.video(&owner, |video| video.state = VideoState::Processing).await;
    let channel = app.channel_of(&owner).await;
    let (ben_in, now) = (signed_in(&app.user("ben").await), app.app.now());
    let (uuid, id, deleted) = (video.uuid, failing.id, video.id);
    let handle = channel.handle.clone();
    app.write(move |conn| {
        Subscription::Subscribed.set(conn, &ben_in, &handle, now)?;
        Subscription::Subscribed.set(conn, &ben_in, &handle, now)?;
        let details = ReportDetails::parse("spam", "The *secret* reason")?;
        Report::create(conn, &ben_in, ReportSubject::Video(VideoRef::Uuid(uuid)), &details, now)?;
        Video::fail(conn, id, "This is no video.", ReceivedFile::Kept, now)?;
        Video::delete(conn, deleted, now)
    })
    .await;
    app.user("cleo").await;
    app.run_tasks().await;

    let told: Vec<Value> = to_ann.take().iter().map(crate::support::receiver::Received::json).collect();
    let kinds: Vec<&str> = told.iter().map(|told| told["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["subscription.created", "video.failed", "video.deleted"]);
    assert_eq!(told[0]["data"]["channel"]["followersCount"], 1);
    assert!(!told[0].to_string().contains("ben"), "who subscribed is theirs to tell: {}", told[0]);
    assert_eq!(told[1]["data"]["video"]["note"], "This is no video.");
    assert_eq!(told[2]["data"]["video"]["name"], "Boats");
    assert!(to_ben.take().is_empty());
    let told: Vec<Value> = to_ada.take().iter().map(crate::support::receiver::Received::json).collect();
    let kinds: Vec<&str> = told.iter().map(|told| told["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["report.created", "account.created"]);
    assert_eq!(told[0]["data"]["report"]["videoUuid"], video.uuid.to_string());
    assert!(!told[0].to_string().contains("secret"), "{}", told[0]);
    assert_eq!(told[1]["data"]["account"]["name"], "cleo");
    app.forget_tasks().await;
}

#[actix_web::test]
async fn a_video_is_told_of_when_it_can_be_watched() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    webhook(&ann, &receiver, &["video.published"]).await;
    let browser = app.sign_in("ann").await;
    let video = app.uploaded(&browser, "Boats", "private").await;
    let told = receiver.one().json();
    assert_eq!(told["data"]["video"]["uuid"], video.uuid.to_string());
    assert_eq!(told["data"]["video"]["privacy"], "private");
    assert_eq!(told["data"]["video"]["path"], kinora::paths::videos::watch(&video.uuid));
}

#[actix_web::test]
async fn what_nobody_takes_is_told_again_and_at_last_given_up() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, secret) = webhook(&ann, &receiver, &["comment.created"]).await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    comment(&app, "ben", &video, "Hello").await;
    receiver.answer(500, "out of \u{202E}order");
    app.run_tasks().await;
    let first = receiver.one();
    let log = deliveries(&ann, &hook).await;
    assert_eq!((log[0]["state"].as_str(), log[0]["status"].as_i64()), (Some("waiting"), Some(500)));
    assert_eq!(log[0]["answer"], "out of order");
    assert!(ann.told(&hook).await["failingSince"].is_string());

    // Too early, then in time; a redirect is no taking, and is not followed.
    app.run_tasks().await;
    assert!(receiver.take().is_empty());
    app.advance_seconds(5);
    receiver.answer(302, "");
    app.run_tasks().await;
    let second = receiver.one();
    assert_eq!((first.header("webhook-id"), &first.body), (second.header("webhook-id"), &second.body));
    assert!(
        second.is_signed_with(&secret)
            && first.header("webhook-timestamp") != second.header("webhook-timestamp")
    );
    app.advance_seconds(300);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1);
    let log = deliveries(&ann, &hook).await;
    assert_eq!((log[0]["state"].as_str(), log[0]["attempts"].as_i64()), (Some("delivered"), Some(3)));
    assert!(ann.told(&hook).await["failingSince"].is_null(), "one that arrives makes up for it");

    comment(&app, "ben", &video, "Hello again").await;
    let mut attempts = 0;
    let began = app.app.now();
    while deliveries(&ann, &hook).await[0]["state"] == "waiting" {
        receiver.answer(503, "");
        app.run_tasks().await;
        attempts += receiver.take().len();
        app.advance_seconds(300);
    }
    assert_eq!(attempts, 9);
    let hours = (app.app.now().seconds() - began.seconds()) / 3600;
    assert!((24..28).contains(&hours), "{hours}");
    assert_eq!(deliveries(&ann, &hook).await[0]["state"], "failed");
    assert_eq!(ann.told(&hook).await["state"], "on", "a day is no reason to give up");

    app.advance_seconds(4 * 86_400);
    comment(&app, "ben", &video, "Is anybody there?").await;
    receiver.answer(503, "");
    app.run_tasks().await;
    assert_eq!(ann.told(&hook).await["state"], "given_up");
    comment(&app, "ben", &video, "Hello?").await;
    app.advance_seconds(5);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1, "what waited is ended, and nothing new begins");
    assert_eq!(deliveries(&ann, &hook).await[0]["state"], "failed");

    let on = ann.put(&hook, json!({ "enabled": true })).await.json();
    assert_eq!((on["state"].as_str(), on["failingSince"].is_null()), (Some("on"), true));
}

#[actix_web::test]
async fn a_receiver_that_asks_to_be_left_alone_is_but_not_for_ever() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    receiver.ask_to_wait(429, 60);
    assert_eq!(ann.post(&format!("{hook}/deliveries"), json!({})).await.status, 200);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1);
    app.advance_seconds(59);
    app.run_tasks().await;
    assert!(receiver.take().is_empty(), "five seconds would have been its turn");
    app.advance_seconds(1);
    receiver.ask_to_wait(503, u32::MAX);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1);
    app.advance_seconds(6 * 3600);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1);
    assert_eq!(deliveries(&ann, &hook).await[0]["state"], "delivered");
}

#[actix_web::test]
async fn a_receiver_that_is_gone_for_good_is_told_nothing_more() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    receiver.answer(410, "");
    assert_eq!(ann.post(&format!("{hook}/deliveries"), json!({})).await.status, 200);
    app.run_tasks().await;
    assert_eq!(ann.told(&hook).await["state"], "given_up");
    assert_eq!(deliveries(&ann, &hook).await[0]["state"], "failed");
    let refused = ann.post(&format!("{hook}/deliveries"), json!({})).await;
    refused.refused(409);
}

#[actix_web::test]
async fn a_delivery_is_replayed_by_the_same_id_and_a_test_is_sent() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, secret) = webhook(&ann, &receiver, &["comment.created"]).await;
    let tested = ann.post(&format!("{hook}/deliveries"), json!({})).await.json();
    assert_eq!(
        (tested["event"].as_str(), tested["state"].as_str()),
        (Some("webhook.tested"), Some("waiting"))
    );
    app.run_tasks().await;
    let first = receiver.one();
    assert!(first.is_signed_with(&secret));
    let replay = format!("{hook}/deliveries/{}/replay", tested["uuid"].as_str().unwrap());
    assert_eq!(ann.post(&replay, json!({})).await.json()["state"], "waiting");
    assert_eq!(ann.post(&replay, json!({})).await.json()["state"], "waiting", "said twice, it is told once");
    app.run_tasks().await;
    assert_eq!(receiver.one().header("webhook-id"), first.header("webhook-id"));
    assert_eq!(deliveries(&ann, &hook).await.len(), 1);
    for _ in 0..7 {
        ann.post(&replay, json!({})).await;
    }
    assert_eq!(ann.post(&replay, json!({})).await.refused(429)["status"], 429);
    app.run_tasks().await;
}

#[actix_web::test]
async fn in_09_a_webhook_reaches_the_public_internet_alone() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["read", "write"]).await;
    for url in [
        "http://127.0.0.1:8080/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fc00::1]/",
        "http://localhost/",
        "gopher://example.org/",
        "file:///etc/passwd",
        "https://ann:secret@example.org/",
        "http://example.org:22/",
        "example.org",
    ] {
        let problem = ann.post(ALL, json!({ "url": url, "events": ["comment.created"] })).await.refused(422);
        assert!(problem["invalid-params"]["url"].is_object(), "{url}: {problem}");
    }
    // A name that turned to the inside after it was accepted is refused when it is dialled.
    let receiver = Receiver::start();
    let hook =
        ann.post(ALL, json!({ "url": "https://example.org/", "events": ["comment.created"] })).await.json();
    let hook = format!("{ALL}/{}", hook["webhook"]["uuid"].as_str().unwrap());
    let inside = receiver.url.clone();
    app.write(move |conn| {
        diesel::update(webhooks::table).set(webhooks::address.eq(&inside)).execute(conn)?;
        Ok(())
    })
    .await;
    ann.post(&format!("{hook}/deliveries"), json!({})).await;
    app.run_tasks().await;
    assert!(receiver.take().is_empty());
    let log = deliveries(&ann, &hook).await;
    assert_eq!(log[0]["error"], "The address does not lead to the public internet.");
    app.forget_tasks().await;
}

#[actix_web::test]
async fn webhooks_are_their_owners_alone() {
    let app = site().await;
    let receiver = Receiver::start();
    let (ann, ben) =
        (app.bearer("ann", &["read", "write"]).await, app.bearer("ben", &["read", "write"]).await);
    let (hook, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    let tested = ann.post(&format!("{hook}/deliveries"), json!({})).await.json();
    let replay = format!("{hook}/deliveries/{}/replay", tested["uuid"].as_str().unwrap());
    app.run_tasks().await;
    assert_eq!(ben.told(ALL).await["total"], 0);
    for path in [&hook, &format!("{hook}/deliveries"), &format!("{ALL}/nothing")] {
        ben.get(path).await.refused(404);
    }
    ben.put(&hook, json!({ "enabled": false })).await.refused(404);
    ben.delete(&hook).await.refused(404);
    ben.post(&format!("{hook}/deliveries"), json!({})).await.refused(404);
    ben.post(&replay, json!({})).await.refused(404);
    // Nor does a delivery belong to another webhook of the same person.
    let (other, _) = webhook(&ann, &receiver, &["video.failed"]).await;
    let crossed = format!("{other}/deliveries/{}/replay", tested["uuid"].as_str().unwrap());
    ann.post(&crossed, json!({})).await.refused(404);
    app.program().get(ALL).await.refused(401);
}

#[actix_web::test]
async fn in_06_who_is_told_must_be_allowed_to_read() {
    let app = site().await;
    let body = json!({ "url": "https://example.org/", "events": ["comment.created"] });
    app.bearer("ann", &["write"]).await.post(ALL, body.clone()).await.refused(403);
    app.bearer("ann", &["read"]).await.post(ALL, body.clone()).await.refused(403);
    assert_eq!(app.bearer("ann", &["read", "write"]).await.post(ALL, body).await.status, 200);
    app.bearer("ann", &["write"]).await.get(ALL).await.refused(403);
    app.bearer("ann", &["read"]).await.told(ALL).await;
}

#[actix_web::test]
async fn in_05_what_is_sent_is_parsed_and_bounded() {
    let app = TestApp::start_with(&[("KINORA_WEBHOOKS_PER_USER", "2")]).await;
    let ann = app.bearer("ann", &["read", "write"]).await;
    let url = "https://example.org/";
    for (body, status) in [
        (json!({}), 422),
        (json!({ "url": url }), 422),
        (json!({ "url": url, "events": [] }), 422),
        (json!({ "url": url, "events": ["report.created"] }), 422),
        (json!({ "url": url, "events": ["webhook.tested"] }), 422),
        (json!({ "url": url, "events": "comment.created" }), 400),
        (json!({ "url": url, "events": ["comment.created"], "secret": "mine" }), 400),
        (json!({ "url": format!("{url}{}", "x".repeat(2048)), "events": ["comment.created"] }), 422),
    ] {
        ann.post(ALL, body).await.refused(status);
    }
    let good = json!({ "url": url, "events": ["comment.created", "comment.created"] });
    assert_eq!(ann.post(ALL, good.clone()).await.json()["webhook"]["events"], json!(["comment.created"]));
    assert_eq!(ann.post(ALL, good.clone()).await.status, 200);
    ann.post(ALL, good).await.refused(422);
    let hook = format!("{ALL}/{}", ann.told(ALL).await["data"][0]["uuid"].as_str().unwrap());
    let changed = ann.put(&hook, json!({ "enabled": false })).await.json();
    assert_eq!((changed["state"].as_str(), changed["url"].as_str()), (Some("off"), Some(url)));
    assert_eq!(ann.delete(&hook).await.status, 204);
    ann.get(&hook).await.refused(404);
}

#[actix_web::test]
async fn who_may_no_longer_be_told_is_not() {
    let app = site().await;
    let (to_ann, to_ada) = (Receiver::start(), Receiver::start());
    app.administrator("ada").await;
    let (ann, ada) =
        (app.bearer("ann", &["read", "write"]).await, app.bearer("ada", &["read", "write"]).await);
    webhook(&ann, &to_ann, &OWN).await;
    let (site_wide, _) = webhook(&ada, &to_ada, &["account.created"]).await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    // It happens while they may, and is told when they may no longer.
    app.user("cleo").await;
    comment(&app, "ben", &video, "Hello").await;
    let now = app.app.now();
    app.write(move |conn| {
        diesel::update(users::table.filter(users::handle.eq("ada")))
            .set(users::role.eq(Role::User))
            .execute(conn)?;
        diesel::update(users::table.filter(users::handle.eq("ann")))
            .set(users::disabled_at.eq(now))
            .execute(conn)?;
        Ok(())
    })
    .await;
    app.run_tasks().await;
    assert!(to_ann.take().is_empty() && to_ada.take().is_empty());
    assert_eq!(deliveries(&ada, &site_wide).await[0]["state"], "failed");
    app.user("dora").await;
    comment(&app, "ben", &video, "Hello again").await;
    assert_eq!(app.run_tasks().await, 0, "and nothing more is enqueued");
    // What is the site's can be chosen no longer either, though the rest can be changed.
    ada.put(&site_wide, json!({ "enabled": false })).await.refused(422);
    assert_eq!(ada.put(&site_wide, json!({ "events": ["comment.created"] })).await.status, 200);
}

#[actix_web::test]
async fn nothing_is_told_of_what_did_not_come_about() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    webhook(&ann, &receiver, &["comment.created"]).await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    let (author, uuid, now) = (signed_in(&app.user("ben").await), video.uuid, app.app.now());
    let undone = app.app.db.write(move |conn| {
        let details = CommentDetails::parse("Hello", "/w/x")?;
        Comment::create(conn, &author, uuid, None, &details, now)?;
        Err::<(), _>(kinora::error::Error::Forbidden("on second thought"))
    });
    assert!(undone.await.is_err());
    assert_eq!(app.run_tasks().await, 0);
    assert!(receiver.take().is_empty());
}

#[actix_web::test]
async fn with_an_account_or_a_webhook_goes_all_that_it_was_told() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    let (kept, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    ann.post(&format!("{hook}/deliveries"), json!({})).await;
    ann.post(&format!("{kept}/deliveries"), json!({})).await;
    assert_eq!(ann.delete(&hook).await.status, 204);
    app.run_tasks().await;
    assert_eq!(receiver.take().len(), 1, "a deleted webhook is told nothing");
    let rows = app
        .write(|conn| {
            diesel::delete(users::table.filter(users::handle.eq("ann"))).execute(conn)?;
            let hooks: i64 = webhooks::table.count().get_result(conn)?;
            let told: i64 = webhook_deliveries::table.count().get_result(conn)?;
            Ok((hooks, told))
        })
        .await;
    assert_eq!(rows, (0, 0));
}

#[actix_web::test]
async fn the_log_is_forgotten_after_a_fortnight() {
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, _) = webhook(&ann, &receiver, &["comment.created"]).await;
    ann.post(&format!("{hook}/deliveries"), json!({})).await;
    app.run_tasks().await;
    assert_eq!(purge(&app).await, 0);
    app.advance_seconds(15 * 86_400);
    assert_eq!(purge(&app).await, 1);
    let left: Vec<(DeliveryState, WebhookState)> = app
        .read(|conn| {
            Ok(webhook_deliveries::table
                .inner_join(webhooks::table)
                .select((webhook_deliveries::state, webhooks::state))
                .load(conn)?)
        })
        .await;
    assert!(left.is_empty());
}

/// The code that people copy from docs/webhooks.md is run.
#[actix_web::test]
async fn the_example_of_the_document_knows_our_signatures_from_others() {
    let document = include_str!("../../docs/webhooks.md");
    let example = document.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let app = site().await;
    let (receiver, ann) = (Receiver::start(), app.bearer("ann", &["read", "write"]).await);
    let (hook, secret) = webhook(&ann, &receiver, &["comment.created"]).await;
    ann.post(&format!("{hook}/deliveries"), json!({})).await;
    app.run_tasks().await;
    let received = receiver.one();
    let headers = serde_json::to_string(&received.headers).unwrap();
    let seconds = app.app.now().seconds();
    let said = |secret: &str, body: &str, seconds: i64| {
        let script = format!(
            "{example}\nimport json, sys\ntime.time = lambda: {seconds}\n\
             print(is_ours(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode()))"
        );
        let arguments = ["-c", &script, secret, &headers, body];
        let output = std::process::Command::new("python3").args(arguments).output();
        output.ok().map(|output| String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
    };
    if said(&secret, "", 0).is_none() {
        eprintln!("skipped: there is no python3");
        return;
    }
    assert_eq!(said(&secret, &received.body, seconds).unwrap(), "True\n");
    assert_eq!(said(&secret, &received.body, seconds + 301).unwrap(), "False\n");
    assert_eq!(said(&secret, &received.body.replace("webhook", "webhoot"), seconds).unwrap(), "False\n");
    let other = WebhookSecret::random().unwrap();
    assert_eq!(said(other.expose(), &received.body, seconds).unwrap(), "False\n");
}

#[actix_web::test]
async fn a_site_may_have_no_webhooks() {
    let app = TestApp::start_with(&[("KINORA_WEBHOOKS_ENABLED", "off")]).await;
    let ann = app.bearer("ann", &["read", "write"]).await;
    ann.post(ALL, json!({ "url": "https://example.org/", "events": ["comment.created"] })).await.refused(403);
    assert_eq!(ann.told(ALL).await["total"], 0);
    let browser = app.sign_in("ann").await;
    let page = browser.get("/settings/webhooks").await.ok();
    page.must_say("turned off on this site");
    assert_eq!(page.count("main form"), 0);
}
