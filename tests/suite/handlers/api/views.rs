//! `/api/v1/videos/{id}/views`: watching as programs report it.

use diesel::prelude::*;
use kinora::db::schema::{history, watch_events};
use kinora::db::types::{Privacy, WatchSource};
use kinora::models::video::Video;
use serde_json::json;

use crate::support::{Bearer, TestApp};

fn views(video: &Video) -> String {
    format!("/api/v1/videos/{}/views", video.uuid)
}

/// Every five seconds, as Grayjay does it.
async fn play(app: &TestApp, program: &Bearer, video: &Video, from: i64, seconds: i64) {
    for step in 0..=seconds / 5 {
        let body = json!({ "currentTime": from + step * 5, "viewEvent": null, "client": "Player", "device": "phone" });
        let answer = program.post(&views(video), body).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
        assert!(answer.header("set-cookie").is_empty());
        app.advance_seconds(5);
    }
}

#[actix_web::test]
async fn what_a_program_plays_is_a_view_and_in_its_owners_history() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    play(&app, &ben, &video, 0, 25).await;
    assert_eq!(app.views_of(&video).await, 0, "a glance");
    play(&app, &ben, &video, 30, 30).await;
    assert_eq!(app.views_of(&video).await, 1);
    // On and on, and once more: a view counts once in six hours.
    play(&app, &ben, &video, 0, 40).await;
    assert_eq!(app.views_of(&video).await, 1);
    let told = ben.told("/api/v1/users/me/history/videos").await;
    assert_eq!(told["data"][0]["userHistory"]["currentTime"], 40);
    let rows: Vec<(WatchSource, i64)> = app
        .read(|conn| {
            Ok(watch_events::table.select((watch_events::source, watch_events::watched_ms)).load(conn)?)
        })
        .await;
    assert_eq!(rows.len(), 1, "one playback");
    assert_eq!(rows[0].0, WatchSource::Api);
    assert_eq!(rows[0].1, 60_000, "which is all of it");
    app.advance_seconds(6 * 3600);
    play(&app, &ben, &video, 0, 40).await;
    assert_eq!(app.views_of(&video).await, 2);
}

#[actix_web::test]
async fn rl_02_jumping_about_is_not_watching() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    for position in [0, 500, 3, 590, 7, 300] {
        app.advance_seconds(5);
        assert_eq!(ben.post(&views(&video), json!({ "currentTime": position })).await.status, 204);
    }
    for step in 1..20 {
        app.advance_seconds(5);
        let jump = json!({ "currentTime": 300 + step * 6, "viewEvent": "seek" });
        assert_eq!(ben.post(&views(&video), jump).await.status, 204);
    }
    assert_eq!(app.views_of(&video).await, 0);
}

#[actix_web::test]
async fn rl_02_strangers_with_programs_count_once_and_leave_no_row() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    for _ in 0..3 {
        play(&app, &app.program(), &video, 0, 40).await;
    }
    assert_eq!(app.views_of(&video).await, 1);
    let rows: (i64, i64) = app
        .read(|conn| {
            Ok((watch_events::table.count().get_result(conn)?, history::table.count().get_result(conn)?))
        })
        .await;
    assert_eq!(rows, (0, 0));
    let crawler = [("user-agent", "Mozilla/5.0 (compatible; Examplebot/2.1; +http://example.org/bot.html)")];
    for step in 0..10 {
        app.advance_seconds(5);
        let body = Some(json!({ "currentTime": step * 5 }));
        assert_eq!(app.program().send_with("POST", &views(&video), body, &crawler).await.status, 204);
    }
    assert_eq!(app.views_of(&video).await, 1);
}

#[actix_web::test]
async fn whoever_paused_their_history_keeps_none() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    app.sign_in("ben").await.post("/my/history/recording", &[("recording", "paused")]).await.see_other();
    let ben = app.bearer("ben", &["read", "write"]).await;
    play(&app, &ben, &video, 0, 40).await;
    assert_eq!(app.views_of(&video).await, 1);
    assert_eq!(ben.told("/api/v1/users/me/history/videos").await["total"], 0);
}

#[actix_web::test]
async fn ac_02_reports_of_what_one_may_not_see_are_of_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let unlisted = app.video(&ann, |draft| draft.privacy = Privacy::Unlisted).await;
    let body = json!({ "currentTime": 5 });
    for program in [app.program(), app.bearer("ben", &["write"]).await] {
        program.post(&views(&private), body.clone()).await.refused(404);
        program.post(&format!("/api/v1/videos/{}/views", unlisted.id), body.clone()).await.refused(404);
        assert_eq!(program.post(&views(&unlisted), body.clone()).await.status, 204);
    }
    assert_eq!(app.bearer("ann", &["write"]).await.post(&views(&private), body.clone()).await.status, 204);
    // AC-11: a token that may only read keeps no history, and one that has died is told so.
    app.bearer("ben", &["read"]).await.post(&views(&unlisted), body.clone()).await.refused(403);
    app.program().with("kinora_pat_nothing").post(&views(&unlisted), body).await.refused(401);
}

#[actix_web::test]
async fn in_05_odd_places_are_refused() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let program = app.program();
    for place in [json!(-1), json!(1e300), json!(9_999_999_999_i64)] {
        program.post(&views(&video), json!({ "currentTime": place })).await.refused(422);
    }
    for body in [json!({}), json!({ "currentTime": "x" }), json!({ "currentTime": null }), json!([5])] {
        program.post(&views(&video), body).await.refused(400);
    }
    assert_eq!(program.post(&views(&video), json!({ "currentTime": 12.75 })).await.status, 204);
}

#[actix_web::test]
async fn rl_02_programs_report_no_more_often_than_pages() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    for _ in 0..app.app.config.limits.watch_reports_per_minute {
        assert_eq!(ben.post(&views(&video), json!({ "currentTime": 1 })).await.status, 204);
    }
    let refused = ben.post(&views(&video), json!({ "currentTime": 1 })).await;
    refused.refused(429);
    assert!(!refused.header("retry-after").is_empty());
}
