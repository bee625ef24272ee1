//! Playbacks as rows: they grow, and no faster than time.

use diesel::prelude::*;
use kinora::db::ids::Uuid;
use kinora::db::schema::watch_events;
use kinora::error::Error;
use kinora::models::history::History;
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::models::watch_event::{self, Arrival, Playable, WatchReport};

use crate::support::TestApp;

async fn report(
    app: &TestApp,
    user: &User,
    video: &Video,
    session: Uuid,
    watched_ms: i64,
    position_ms: i64,
) -> i64 {
    let (user, now) = (user.id, app.app.now());
    let playable = Playable { id: video.id, duration_ms: video.duration_ms };
    let report = WatchReport { session, position_ms, watched_ms };
    app.write(move |conn| watch_event::record(conn, user, playable, &report, Arrival::unknown(), now)).await
}

async fn history(app: &TestApp, user: &User, video: &Video) -> History {
    let (user, video) = (user.id, video.id);
    app.read(move |conn| Ok(History::find(conn, user, video)?.unwrap())).await
}

#[actix_web::test]
async fn a_playback_is_one_row_that_only_grows() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.duration_ms = 300_000).await;
    let session = Uuid::random();
    assert_eq!(report(&app, &ann, &video, session, 10_000, 10_000).await, 10_000);
    app.advance_seconds(20);
    assert_eq!(report(&app, &ann, &video, session, 30_000, 200_000).await, 30_000);
    assert_eq!(report(&app, &ann, &video, session, 10_000, 10_000).await, 30_000, "a late report");
    let rows: Vec<i64> =
        app.read(|conn| Ok(watch_events::table.select(watch_events::watched_ms).load(conn)?)).await;
    assert_eq!(rows, [30_000]);
    let kept = history(&app, &ann, &video).await;
    assert_eq!((kept.watched_ms, kept.position_ms, kept.finished), (30_000, 10_000, false));
}

#[actix_web::test]
async fn rl_02_a_report_claims_no_more_than_time_and_the_video_allow() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.duration_ms = 3_600_000).await;
    let session = Uuid::random();
    assert_eq!(report(&app, &ann, &video, session, i64::MAX, i64::MAX).await, 60_000);
    app.advance_seconds(30);
    assert_eq!(report(&app, &ann, &video, session, i64::MAX, 0).await, 120_000);
    app.advance_seconds(86_400);
    assert_eq!(report(&app, &ann, &video, session, i64::MAX, 0).await, 3_600_000);
}

#[actix_web::test]
async fn where_somebody_stopped_is_kept_until_they_saw_the_end() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.duration_ms = 100_000).await;
    report(&app, &ann, &video, Uuid::random(), 40_000, 40_000).await;
    assert_eq!(history(&app, &ann, &video).await.resume_ms(), 40_000);
    report(&app, &ann, &video, Uuid::random(), 50_000, 97_000).await;
    let kept = history(&app, &ann, &video).await;
    assert_eq!((kept.resume_ms(), kept.watched_ms, kept.finished), (0, 90_000, true));
}

#[actix_web::test]
async fn a_session_belongs_to_one_person_and_one_video() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (video, other) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    let session = Uuid::random();
    report(&app, &ann, &video, session, 10_000, 0).await;
    for (user, video) in [(&bob, &video), (&ann, &other)] {
        let (user, playable) = (user.id, Playable { id: video.id, duration_ms: 0 });
        let (report, now) = (WatchReport { session, position_ms: 0, watched_ms: 1 }, app.app.now());
        let refused = app
            .app
            .db
            .write(move |conn| watch_event::record(conn, user, playable, &report, Arrival::unknown(), now));
        assert!(matches!(refused.await, Err(Error::Conflict(_))));
    }
}
