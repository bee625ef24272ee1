//! `/my/history`, and being forgotten without an account.

use diesel::prelude::*;
use kinora::app::{DeliveredFile, Recipient};
use kinora::db::ids::Uuid;
use kinora::db::schema::{history, impressions, videos, watch_events};
use kinora::db::types::Privacy;
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{TestApp, Visitor};

/// Two subjects of two videos each, and two of none.
async fn subjects(app: &TestApp, owner: &User) -> Vec<Video> {
    let titles = [
        "Gear wheels one",
        "Sourdough bread one",
        "Gear wheels two",
        "Sourdough bread two",
        "Tides",
        "Comets",
    ];
    let mut made = Vec::new();
    for title in titles {
        app.advance_seconds(60);
        let video = app.video(owner, |video| {
            video.title = title.to_owned();
            video.description = String::new();
        });
        made.push(video.await);
    }
    made
}

async fn kept_rows(app: &TestApp) -> [i64; 3] {
    app.flush_feed().await;
    app.read(|conn| {
        Ok([
            history::table.count().get_result(conn)?,
            watch_events::table.count().get_result(conn)?,
            impressions::table.count().get_result(conn)?,
        ])
    })
    .await
}

async fn pause(visitor: &Visitor, recording: &str) {
    let answer = visitor.post("/my/history/recording", &[("recording", recording)]).await;
    visitor.follow(answer).await;
}

#[actix_web::test]
async fn what_was_watched_is_listed_with_how_far() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.get("/my/history").await.ok().must_say("Nothing here yet");
    bob.report_watch(&videos[0], &Uuid::random(), 15_000).await;
    app.advance_seconds(60);
    bob.report_watch(&videos[1], &Uuid::random(), 60_000).await;
    let page = bob.get("/my/history").await.ok();
    assert_eq!(page.listed(), ["Sourdough bread one", "Gear wheels one"]);
    assert_eq!(page.attributes("progress.thumbnail__watched", "value"), ["100", "25"]);
    page.must_say("Watched to the end");
    page.must_say("Stopped at 0:15");
    assert!(bob.get("/settings").await.ok().attributes("a", "href").contains(&"/my/history".to_owned()));
    assert_eq!(bob.get("/my/history").await.header("cache-control"), "no-store");
}

#[actix_web::test]
async fn one_is_removed_and_the_recommender_forgets_it_at_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    let because = "Because you watched Gear wheels one";
    assert_eq!(bob.get("/").await.ok().reason_of("Gear wheels two"), because);
    let page = bob.get("/my/history").await.ok();
    let remove = page.attribute(".kept form", "action");
    assert_eq!(bob.post(&remove, &[("page", "2")]).await.see_other(), "/my/history?page=2");
    assert!(!bob.get("/").await.ok().says(because));
    bob.get("/my/history").await.ok().must_say("Nothing here yet");
    bob.post(&remove, &[]).await.not_found();
    // Forgetting is no way to be counted twice.
    bob.watch(&videos[0]).await;
    assert_eq!(app.views_of(&videos[0]).await, 1);
}

#[actix_web::test]
async fn all_is_cleared_after_being_asked_once_more() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    bob.watch(&videos[1]).await;
    bob.get("/").await.ok();
    assert_eq!(kept_rows(&app).await[..2], [2, 2]);
    let page = bob.get("/my/history").await.ok();
    let clear = page.attribute("a[href='/my/history/delete']", "href");
    let question = bob.get(&clear).await.ok();
    assert_eq!(question.heading(), "Clear your history?");
    assert_eq!(kept_rows(&app).await[..2], [2, 2], "asking clears nothing");
    let answer = bob.post(&clear, &[]).await;
    bob.follow(answer).await.must_say("Your history is cleared");
    assert_eq!(kept_rows(&app).await, [0, 0, 0]);
    assert!(!bob.get("/").await.ok().says("Because you watched"));
}

#[actix_web::test]
async fn other_servers_forget_what_was_cleared_here() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    // As if another process had done it: only the rows are gone.
    let (user, now) = (app.user("bob").await.id, app.app.now());
    app.write(move |conn| {
        use kinora::models::history::{History, Stretch};
        Ok(History::forget_all(conn, user, Stretch::All, now)?)
    })
    .await;
    assert!(bob.get("/").await.ok().says("Because you watched"));
    let shared = app.app.clone();
    actix_web::web::block(move || shared.notice_changes_since(now)).await.unwrap().unwrap();
    assert!(!bob.get("/").await.ok().says("Because you watched"));
}

#[actix_web::test]
async fn while_it_is_paused_nothing_is_kept_and_views_still_count() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.get("/my/history").await.ok().must_say("What you watch is kept");
    pause(&bob, "paused").await;
    bob.get("/my/history").await.ok().must_say("Nothing you watch now is kept");
    let session = Uuid::random();
    for _ in 0..3 {
        assert_eq!(bob.report_watch(&videos[0], &session, 30_000).await.status, 204);
        bob.watch(&videos[0]).await;
    }
    bob.get(&paths::videos::watch(&videos[0].uuid)).await.ok();
    assert!(!bob.get("/").await.ok().says("Because you watched"), "no list goes by it");
    assert_eq!(kept_rows(&app).await, [0, 0, 0]);
    assert_eq!(app.views_of(&videos[0]).await, 1, "one view, however often");
    pause(&bob, "on").await;
    bob.watch(&videos[2]).await;
    assert_eq!(kept_rows(&app).await[..2], [1, 1]);
    assert!(bob.get("/").await.ok().says("Because you watched Gear wheels two"));
}

#[actix_web::test]
async fn what_is_only_estimated_is_not_kept_while_it_is_paused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    pause(&bob, "paused").await;
    let recipient = Recipient::User(app.user("bob").await.id);
    let file = DeliveredFile { video: videos[0].id, size: 1_000, duration_ms: videos[0].duration_ms };
    app.app.deliveries.add(&recipient, file, 0..1_000, app.app.now());
    app.advance_seconds(61);
    let shared = app.app.clone();
    actix_web::web::block(move || shared.count_deliveries()).await.unwrap().unwrap();
    assert_eq!(app.views_of(&videos[0]).await, 1);
    assert_eq!(kept_rows(&app).await, [0, 0, 0]);
}

#[actix_web::test]
async fn everything_the_lists_go_by_can_be_taken_away() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    bob.post(paths::videos::rating(&videos[0].uuid), &[("rating", "like")]).await;
    bob.post(paths::videos::feedback(&videos[1].uuid), &[("kind", "not_interested")]).await.ok();
    bob.post(paths::videos::feedback(&videos[1].uuid), &[("kind", "less")]).await.ok();
    let answer = bob.get("/my/history/export").await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"history-of-bob.json\"");
    assert_eq!(answer.header("cache-control"), "no-store");
    let told: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(told["account"], "bob");
    assert_eq!(told["recording"], "on");
    assert_eq!(told["history"][0]["title"], "Gear wheels one");
    let address = app.url(&paths::videos::watch(&videos[0].uuid));
    assert!(told["history"][0]["video"].as_str().unwrap().ends_with(address.rsplit('/').next().unwrap()));
    assert_eq!(told["playbacks"][0]["watched_ms"], 30_000);
    assert_eq!(told["ratings"][0]["rating"], "like");
    assert_eq!(told["not_interested"][0]["title"], "Sourdough bread one");
    assert_eq!(told["less_of_channels"][0]["name"], "ann");
}

#[actix_web::test]
async fn ac_11_nobody_reads_or_clears_the_history_of_another() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let (bob, eve) = (app.sign_in("bob").await, app.sign_in("eve").await);
    bob.watch(&videos[0]).await;
    bob.post(paths::videos::feedback(&videos[1].uuid), &[("kind", "not_interested")]).await.ok();
    app.administrator("ada").await;
    for other in [eve.clone(), app.sign_in("ann").await, app.sign_in("ada").await] {
        other.get("/my/history").await.ok().must_say("Nothing here yet");
        other.get("/my/feedback").await.ok().must_say("You have turned nothing down");
        assert!(!other.get("/my/history/export").await.text().contains("Gear wheels"));
        other.post(paths::history::delete_entry(&videos[0].uuid), &[]).await.not_found();
        other.post(paths::history::withdraw_of_video(&videos[1].uuid), &[]).await.not_found();
        other.post("/my/history/delete", &[]).await.see_other();
    }
    assert_eq!(bob.get("/my/history").await.ok().listed(), ["Gear wheels one"]);
    assert_eq!(bob.get("/my/feedback").await.ok().listed(), ["Sourdough bread one"]);
    let stranger = app.visitor();
    for path in ["/my/history", "/my/history/delete", "/my/history/export", "/my/feedback"] {
        assert!(stranger.get(path).await.see_other().starts_with("/sign-in"), "{path}");
    }
    for path in ["/my/history/delete", "/my/history/recording"] {
        assert!(stranger.post(path, &[]).await.see_other().starts_with("/sign-in"), "{path}");
    }
}

#[actix_web::test]
async fn ac_07_what_became_private_leaves_the_history_of_others() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&videos[0]).await;
    bob.post(paths::videos::feedback(&videos[0].uuid), &[("kind", "not_interested")]).await.ok();
    let id = videos[0].id;
    app.write(move |conn| {
        diesel::update(videos::table.find(id)).set(videos::privacy.eq(Privacy::Private)).execute(conn)?;
        Ok(())
    })
    .await;
    for path in ["/my/history", "/my/feedback", "/my/history/export"] {
        assert!(!bob.get(path).await.text().contains("Gear wheels"), "{path}");
    }
    // It is still theirs to forget.
    bob.post(paths::history::delete_entry(&videos[0].uuid), &[]).await.see_other();
    assert_eq!(kept_rows(&app).await[..2], [0, 0]);
}

#[actix_web::test]
async fn nonsense_is_refused() {
    let app = TestApp::start().await;
    let bob = app.sign_in("bob").await;
    assert_eq!(bob.post("/my/history/recording", &[("recording", "never")]).await.status, 422);
    bob.post("/my/history/nonsense/delete", &[]).await.not_found();
    assert!(bob.get("/my/history?page=x").await.ok().says("Nothing here yet"));
}

#[actix_web::test]
async fn a_stranger_asks_to_be_forgotten_and_is_one_again() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let stranger = app.visitor();
    assert_eq!(stranger.get("/").await.ok().count("form[action='/viewer/delete']"), 0, "nothing is known");
    stranger.watch(&videos[0]).await;
    let home = stranger.get("/").await.ok();
    assert_eq!(home.reason_of("Gear wheels two"), "Because you watched Gear wheels one");
    let forget = home.attribute("form[action='/viewer/delete']", "action");
    let other = app.visitor();
    other.watch(&videos[1]).await;
    let answer = stranger.post(&forget, &[]).await;
    let home = stranger.follow(answer).await;
    home.must_say("Forgotten.");
    assert!(!home.says("Because you watched"));
    assert!(!stranger.cookies().contains("kinora-viewer"), "{}", stranger.cookies());
    assert!(other.get("/").await.ok().says("Because you watched Sourdough bread one"), "others stay known");
    assert_eq!(app.sign_in("bob").await.get("/").await.ok().count("form[action='/viewer/delete']"), 0);
}

#[actix_web::test]
async fn a_key_that_was_forgotten_knows_nothing_even_when_it_is_kept() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = subjects(&app, &ann).await;
    let stranger = app.visitor();
    stranger.watch(&videos[0]).await;
    let cookies = stranger.cookies();
    stranger.post("/viewer/delete", &[]).await.see_other();
    let again = app.visitor();
    let home = again.send(again.request(reqwest::Method::GET, "/").header("cookie", cookies)).await.ok();
    assert!(!home.says("Because you watched"));
}
