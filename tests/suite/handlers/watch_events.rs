//! `POST /w/{id}/watch`.

use diesel::prelude::*;
use kinora::app::{DeliveredFile, Recipient};
use kinora::db::ids::Uuid;
use kinora::db::schema::{co_watches, history, impressions, transitions, watch_events};
use kinora::db::types::{Privacy, WatchSource};
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{Answer, TestApp, Visitor};

const HOURS: i64 = 3600;

async fn sources(app: &TestApp) -> Vec<(WatchSource, Option<i32>, Option<String>)> {
    app.read(|conn| {
        Ok(watch_events::table
            .order(watch_events::id)
            .select((watch_events::source, watch_events::rank, watch_events::impression_uuid))
            .load(conn)?)
    })
    .await
}

async fn report_as(visitor: &Visitor, video: &Video, headers: &[(&str, &str)]) -> Answer {
    let path = paths::videos::watch_reports(&video.uuid);
    let mut request = visitor.request(reqwest::Method::POST, &path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = format!("session={}&position_ms=30000&watched_ms=30000", Uuid::random());
    visitor.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

#[actix_web::test]
async fn rl_02_a_view_counts_once_for_a_viewer_and_reloading_adds_none() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let bob = app.sign_in("bob").await;
    for _ in 0..20 {
        bob.watch(&video).await;
    }
    assert_eq!(app.views_of(&video).await, 1);
    let stranger = app.visitor();
    for _ in 0..20 {
        stranger.watch(&video).await;
    }
    assert_eq!(app.views_of(&video).await, 2);
    app.advance_seconds(6 * HOURS);
    bob.watch(&video).await;
    stranger.watch(&video).await;
    assert_eq!(app.views_of(&video).await, 4);
}

#[actix_web::test]
async fn rl_02_fresh_identities_from_one_address_do_not_wind_up_a_counter() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    for _ in 0..30 {
        app.visitor().watch(&video).await;
    }
    assert_eq!(app.views_of(&video).await, 10);
}

#[actix_web::test]
async fn a_glance_is_no_view_and_half_of_a_short_clip_is() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (film, clip) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |video| video.duration_ms = 6_000).await);
    let bob = app.sign_in("bob").await;
    let session = Uuid::random();
    bob.report_watch(&film, &session, 10_000).await;
    bob.report_watch(&clip, &Uuid::random(), 2_000).await;
    assert_eq!((app.views_of(&film).await, app.views_of(&clip).await), (0, 0));
    app.advance_seconds(20);
    bob.report_watch(&film, &session, 30_000).await;
    bob.report_watch(&clip, &Uuid::random(), 3_000).await;
    assert_eq!((app.views_of(&film).await, app.views_of(&clip).await), (1, 1));
}

#[actix_web::test]
async fn a_view_is_not_counted_again_after_a_restart() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&video).await;
    let viewer = app.user("bob").await.id;
    app.app.feed.forget(viewer);
    bob.watch(&video).await;
    assert_eq!(app.views_of(&video).await, 1);
}

#[actix_web::test]
async fn strangers_are_named_by_watching_alone_and_never_become_rows() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let videos = [app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await];
    let stranger = app.visitor();
    assert!(stranger.get("/").await.headers.get("set-cookie").is_none());
    assert!(stranger.get("/search?q=harbour").await.headers.get("set-cookie").is_none());
    let answer = stranger.report_watch(&videos[0], &Uuid::random(), 30_000).await;
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("kinora-viewer="), "{cookie}");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    app.advance_seconds(60);
    let answer = stranger.report_watch(&videos[1], &Uuid::random(), 30_000).await;
    assert!(answer.headers.get("set-cookie").is_none());
    assert_eq!(stranger.get("/").await.header("cache-control"), "private, no-cache");
    actix_web::web::block({
        let app = app.app.clone();
        move || app.load_feed()
    })
    .await
    .unwrap()
    .unwrap();
    app.advance_seconds(60);
    app.visitor().watch(&videos[0]).await;
    stranger.watch(&app.video(&ann, |_| {}).await).await;
    app.flush_feed().await;
    let rows: [i64; 5] = app
        .read(|conn| {
            Ok([
                watch_events::table.count().get_result(conn)?,
                history::table.count().get_result(conn)?,
                impressions::table.count().get_result(conn)?,
                transitions::table.count().get_result(conn)?,
                co_watches::table.count().get_result(conn)?,
            ])
        })
        .await;
    assert_eq!(rows[..3], [0, 0, 0]);
    assert!(rows[3] > 0, "aggregates remain: {rows:?}");
}

#[actix_web::test]
async fn a_forged_or_outdated_name_is_no_name() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let first = app.visitor().report_watch(&video, &Uuid::random(), 30_000).await;
    let value = first.header("set-cookie").split(';').next().unwrap().to_owned();
    let mut forged = value.clone();
    forged.replace_range(14..16, if &value[14..16] == "00" { "11" } else { "00" });
    let headers = |cookie: &str| {
        [("sec-fetch-site".to_owned(), "same-origin".to_owned()), ("cookie".to_owned(), cookie.to_owned())]
    };
    for (cookie, days, gets_a_new_one) in [(&value, 0, false), (&forged, 0, true), (&value, 1, true)] {
        app.advance_seconds(days * 24 * HOURS);
        let headers = headers(cookie);
        let headers: Vec<(&str, &str)> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = report_as(&app.visitor(), &video, &headers).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.headers.contains_key("set-cookie"), gets_a_new_one, "{cookie}");
    }
}

#[actix_web::test]
async fn programs_are_no_viewers() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let ours = ("sec-fetch-site", "same-origin");
    for headers in [
        vec![ours, ("user-agent", "Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.org/bot.html)")],
        vec![ours, ("sec-purpose", "prefetch")],
        vec![("user-agent", "something that says nothing")],
    ] {
        let answer = report_as(&app.visitor(), &video, &headers).await;
        assert_eq!(answer.status, 204);
        assert!(answer.headers.get("set-cookie").is_none());
    }
    assert_eq!(app.views_of(&video).await, 0);
    report_as(&app.visitor(), &video, &[("origin", app.url("").as_str())]).await;
    assert_eq!(app.views_of(&video).await, 1);
}

#[actix_web::test]
async fn ac_02_reporting_on_what_one_may_not_see_is_reporting_on_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |video| video.privacy = Privacy::Private).await;
    let session = Uuid::random();
    for visitor in [app.visitor(), app.sign_in("bob").await] {
        let refused = visitor.report_watch(&private, &session, 1_000).await;
        assert_eq!(refused.status, 404);
        assert!(refused.headers.get("set-cookie").is_none());
        let nothing = visitor
            .post(
                "/w/1111111111111111111112/watch",
                &[("session", session.as_str()), ("position_ms", "0"), ("watched_ms", "1")],
            )
            .await;
        assert_eq!(nothing.status, 404);
    }
    assert_eq!(app.sign_in("ann").await.report_watch(&private, &session, 1_000).await.status, 204);
}

#[actix_web::test]
async fn odd_reports_are_refused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let path = paths::videos::watch_reports(&video.uuid);
    let visitor = app.visitor();
    let uuid = Uuid::random();
    for (session, watched) in [("", "1"), (uuid.as_str(), "-1"), (uuid.as_str(), "NaN"), ("x' OR 1=1", "1")] {
        let answer =
            visitor.post(&path, &[("session", session), ("position_ms", "0"), ("watched_ms", watched)]).await;
        assert_eq!(answer.status, 422);
    }
    assert_eq!(visitor.post(&path, &[]).await.status, 422);
    let foreign = report_as(&visitor, &video, &[("origin", "https://evil.example")]).await;
    assert_eq!(foreign.status, 403);
}

#[actix_web::test]
async fn rl_02_reports_are_limited() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let bob = app.sign_in("bob").await;
    for _ in 0..app.app.config.limits.watch_reports_per_minute {
        bob.watch(&video).await;
    }
    assert_eq!(bob.report_watch(&video, &Uuid::random(), 1_000).await.status, 429);
}

#[actix_web::test]
async fn a_watch_remembers_the_list_it_came_from() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let other = app.video(&ann, |_| {}).await;
    let bob = app.sign_in("bob").await;
    bob.watch(&video).await;
    bob.get("/").await.ok();
    bob.watch(&other).await;
    app.flush_feed().await;
    let sources = sources(&app).await;
    assert_eq!(sources[0], (WatchSource::Direct, None, None));
    assert_eq!(sources[1].0, WatchSource::Home);
    assert!(sources[1].1.is_some_and(|rank| (1..=2).contains(&rank)));
    let shown: Vec<String> =
        app.read(|conn| Ok(impressions::table.select(impressions::uuid).load(conn)?)).await;
    assert_eq!(shown, [sources[1].2.clone().unwrap()]);
}

fn played(video: &Video) -> DeliveredFile {
    DeliveredFile { video: video.id, size: 1_000, duration_ms: video.duration_ms }
}

async fn count_deliveries(app: &TestApp) {
    let shared = app.app.clone();
    actix_web::web::block(move || shared.count_deliveries()).await.unwrap().unwrap();
}

#[actix_web::test]
async fn without_javascript_what_was_received_is_what_was_watched() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let bob = app.user("bob").await;
    let video = app.video(&ann, |_| {}).await;
    let hidden = app.video(&ann, |video| video.privacy = Privacy::Private).await;
    let stranger = Recipient::Visitor { key: [7; 16], address: [192, 0, 2, 7].into() };
    let other = Recipient::Visitor { key: [8; 16], address: [192, 0, 2, 8].into() };
    for (recipient, video) in [(&stranger, &video), (&Recipient::User(bob.id), &video), (&other, &hidden)] {
        app.app.deliveries.add(recipient, played(video), 0..700, app.app.now());
    }
    app.advance_seconds(61);
    count_deliveries(&app).await;
    assert_eq!((app.views_of(&video).await, app.views_of(&hidden).await), (2, 0));
    let rows: Vec<(i64, i64)> = app
        .read(|conn| Ok(history::table.select((history::watched_ms, history::position_ms)).load(conn)?))
        .await;
    assert_eq!(rows, [(42_000, 0)]);
}

#[actix_web::test]
async fn a_reported_watch_is_not_estimated_as_well() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let bob = app.sign_in("bob").await;
    let recipient = Recipient::User(app.user("bob").await.id);
    app.app.deliveries.add(&recipient, played(&video), 0..1_000, app.app.now());
    bob.report_watch(&video, &Uuid::random(), 2_000).await;
    app.app.deliveries.add(&recipient, played(&video), 0..1_000, app.app.now());
    app.advance_seconds(61);
    count_deliveries(&app).await;
    assert_eq!(app.views_of(&video).await, 0);
}
