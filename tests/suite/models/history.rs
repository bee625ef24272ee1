//! Histories: what is on them, what forgetting takes along, and what pausing keeps away.

use diesel::prelude::*;
use kinora::clock::Timestamp;
use kinora::db::ids::{UserId, Uuid, VideoId};
use kinora::db::schema::{history, impressions, watch_events};
use kinora::db::types::{ImpressionPage, Privacy, Rating};
use kinora::error::Error;
use kinora::models::feedback::Opinion;
use kinora::models::history::{Export, History, HistoryEntry, Recording, Stretch};
use kinora::models::impression::NewImpression;
use kinora::models::rating::rate_video;
use kinora::models::user::User;
use kinora::models::video::{Video, VideoDetails, VideoRef};
use kinora::models::watch_event::{self, Arrival, Playable};
use kinora::models::window::Window;

use crate::support::TestApp;
use crate::support::builders::signed_in;

async fn watch(app: &TestApp, user: &User, video: &Video) {
    let (user, now) = (user.id, app.app.now());
    let playable = Playable { id: video.id, duration_ms: video.duration_ms };
    app.write(move |conn| {
        watch_event::estimate(conn, user, playable, 30_000, Arrival::unknown(), now)?;
        beside(user, Some(playable.id), now).create(conn)
    })
    .await;
}

/// A list that was shown beside a video.
fn beside(user: UserId, video: Option<VideoId>, at: Timestamp) -> NewImpression {
    NewImpression {
        uuid: Uuid::random(),
        user,
        page: if video.is_some() { ImpressionPage::UpNext } else { ImpressionPage::Home },
        video,
        at,
        items: Vec::new(),
        model_version: "test".to_owned(),
        features: None,
    }
}

async fn titles(app: &TestApp, user: &User) -> Vec<String> {
    let viewer = signed_in(user);
    let entries = app.read(move |conn| Ok(HistoryEntry::of(conn, &viewer, Window::new(0, 100, 100))?)).await;
    entries.into_iter().map(|entry| entry.card.title).collect()
}

/// The rows of this person in each of the tables: history, playbacks, shown lists.
async fn rows(app: &TestApp, user: &User) -> (i64, i64, i64) {
    let user = user.id;
    app.read(move |conn| {
        Ok((
            history::table.filter(history::user_id.eq(user)).count().get_result(conn)?,
            watch_events::table.filter(watch_events::user_id.eq(user)).count().get_result(conn)?,
            impressions::table.filter(impressions::user_id.eq(user)).count().get_result(conn)?,
        ))
    })
    .await
}

#[actix_web::test]
async fn a_history_lists_the_latest_first_and_only_what_its_owner_may_see() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let mut videos = Vec::new();
    for title in ["First", "Second", "Third"] {
        let video = app.video(&ann, |video| video.title = title.to_owned()).await;
        app.advance_seconds(60);
        watch(&app, &bob, &video).await;
        videos.push(video);
    }
    assert_eq!(titles(&app, &bob).await, ["Third", "Second", "First"]);
    app.advance_seconds(60);
    watch(&app, &bob, &videos[0]).await;
    assert_eq!(titles(&app, &bob).await, ["First", "Third", "Second"], "watched again");
    let (owner, uuid, now) = (ann.id, videos[2].uuid, app.app.now());
    app.write(move |conn| {
        let details = VideoDetails::parse("Third", "", "", Privacy::Private.as_str())?;
        Video::update_own(conn, owner, uuid, &details, None, now)
    })
    .await;
    assert_eq!(titles(&app, &bob).await, ["First", "Second"]);
    let viewer = signed_in(&bob);
    let (count, stretch) = app
        .read(move |conn| {
            Ok((HistoryEntry::count(conn, &viewer)?, HistoryEntry::of(conn, &viewer, Window::new(1, 1, 1))?))
        })
        .await;
    assert_eq!((count, stretch[0].card.title.as_str(), stretch.len()), (2, "Second", 1));
}

#[actix_web::test]
async fn ac_11_only_ones_own_history_is_forgotten() {
    let app = TestApp::start().await;
    let (ann, bob, eve) = (app.user("ann").await, app.user("bob").await, app.user("eve").await);
    let (one, other) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    for user in [&bob, &eve] {
        watch(&app, user, &one).await;
    }
    watch(&app, &bob, &other).await;
    let (eve_id, now, missing) = (eve.id, app.app.now(), VideoRef::Uuid(other.uuid));
    let refused = app.app.db.write(move |conn| Ok(History::forget(conn, eve_id, missing, now)?)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let (video, now) = (VideoRef::Uuid(one.uuid), app.app.now());
    app.write(move |conn| Ok(History::forget(conn, eve_id, video, now)?)).await;
    assert_eq!((rows(&app, &eve).await, rows(&app, &bob).await), ((0, 0, 0), (2, 2, 2)));
    app.write(move |conn| Ok(History::forget_all(conn, eve_id, Stretch::All, now)?)).await;
    assert_eq!(rows(&app, &bob).await, (2, 2, 2));
}

#[actix_web::test]
async fn forgetting_takes_the_playbacks_and_the_lists_beside_them_along() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (one, other) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    watch(&app, &bob, &one).await;
    watch(&app, &bob, &one).await;
    watch(&app, &bob, &other).await;
    assert_eq!(rows(&app, &bob).await, (2, 3, 3));
    let (user, video, now) = (bob.id, VideoRef::Uuid(one.uuid), app.app.now());
    app.write(move |conn| Ok(History::forget(conn, user, video, now)?)).await;
    assert_eq!(rows(&app, &bob).await, (1, 1, 1));
    let told = app.read(move |conn| Ok(History::forgotten_since(conn, now)?)).await;
    assert_eq!(told, [bob.id]);
    // A list of before that was still waiting to be written does not come back.
    app.write(move |conn| beside(user, None, now.plus_seconds(-1)).create(conn)).await;
    assert_eq!(rows(&app, &bob).await.2, 1);
    app.write(move |conn| Ok(History::forget_all(conn, user, Stretch::All, now)?)).await;
    assert_eq!(rows(&app, &bob).await, (0, 0, 0));
    app.write(move |conn| beside(user, None, now.plus_seconds(1)).create(conn)).await;
    assert_eq!(rows(&app, &bob).await.2, 1, "what comes after is kept again");
}

#[actix_web::test]
async fn a_history_can_be_forgotten_up_to_a_moment() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (old, new) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    watch(&app, &bob, &old).await;
    app.advance_seconds(3600);
    let moment = app.app.now();
    watch(&app, &bob, &new).await;
    let (user, now) = (bob.id, app.app.now());
    app.write(move |conn| Ok(History::forget_all(conn, user, Stretch::Before(moment), now)?)).await;
    assert_eq!(rows(&app, &bob).await, (1, 1, 1));
}

#[actix_web::test]
async fn a_paused_history_keeps_no_list_that_was_shown() {
    let app = TestApp::start().await;
    let bob = app.user("bob").await;
    let (user, now) = (bob.id, app.app.now());
    let recording = || app.read(move |conn| Ok(Recording::of(conn, user)?));
    assert_eq!(recording().await, Recording::On);
    app.write(move |conn| {
        Recording::Paused.set(conn, user, now)?;
        beside(user, None, now).create(conn)
    })
    .await;
    assert_eq!((recording().await, rows(&app, &bob).await.2), (Recording::Paused, 0));
    app.write(move |conn| {
        Recording::On.set(conn, user, now)?;
        beside(user, None, now).create(conn)
    })
    .await;
    assert_eq!((recording().await, rows(&app, &bob).await.2), (Recording::On, 1));
}

#[actix_web::test]
async fn ac_11_an_export_is_of_one_person_and_names_nothing_hidden() {
    let app = TestApp::start().await;
    let (ann, bob, eve) = (app.user("ann").await, app.user("bob").await, app.user("eve").await);
    let open = app.video(&ann, |video| video.title = "Open".to_owned()).await;
    let hidden = app.video(&ann, |video| video.title = "Hidden".to_owned()).await;
    for user in [&bob, &eve] {
        watch(&app, user, &open).await;
    }
    watch(&app, &bob, &hidden).await;
    let (fan, rated, user, now) = (signed_in(&bob), open.uuid, bob.id, app.app.now());
    let (refused, channel) = (open.id, open.channel_id);
    let (owner, closed) = (ann.id, hidden.uuid);
    app.write(move |conn| {
        rate_video(conn, &fan, rated, Some(Rating::Like), now)?;
        Opinion::NotInterested(refused).note(conn, user, now)?;
        Opinion::LessOf(channel).note(conn, user, now)?;
        let details = VideoDetails::parse("Hidden", "", "", Privacy::Private.as_str())?;
        Video::update_own(conn, owner, closed, &details, None, now)
    })
    .await;
    let viewer = signed_in(&bob);
    let export = app.read(move |conn| Ok(Export::of(conn, &viewer)?)).await;
    let named: Vec<_> = export.history.iter().map(|watched| watched.title.as_deref()).collect();
    assert_eq!(named, [None, Some("Open")], "the hidden one is told of without its title");
    assert_eq!((export.playbacks.len(), export.ratings.len()), (2, 1));
    assert_eq!(export.ratings[0].title.as_deref(), Some("Open"));
    assert_eq!((export.not_interested.len(), export.less_of.len(), export.subscriptions.len()), (1, 1, 0));
    let viewer = signed_in(&eve);
    let export = app.read(move |conn| Ok(Export::of(conn, &viewer)?)).await;
    assert_eq!((export.history.len(), export.playbacks.len(), export.ratings.len()), (1, 1, 0));
    assert_eq!((export.not_interested.len(), export.less_of.len()), (0, 0));
}
