//! The ranker is learned of the site's own lists: kept with a list, joined with what came of it, published through the same gate.

use diesel::prelude::*;
use kinora::clock::Timestamp;
use kinora::db::ids::{UserId, Uuid, VideoId};
use kinora::db::schema::{impressions, recommender_models, tasks, videos, watch_events};
use kinora::db::types::{ImpressionPage, Privacy, TaskState, TrainingEffort, WatchSource};
use kinora::error::Result;
use kinora::models::feed;
use kinora::models::impression::Item;
use kinora::models::recommender_model::RecommenderModel;
use kinora::models::task::Task;
use kinora::recommender::training::site::ShownList;

use super::train_recommender::{look, train_now};
use crate::support::TestApp;

const HOUR: i64 = 3_600;

async fn lists(app: &TestApp) -> Vec<ShownList> {
    let now = app.app.now();
    app.read(move |conn| Ok(feed::lists_until(conn, now, |_| true)?)).await
}

#[actix_web::test]
async fn what_was_known_of_a_shown_list_is_kept_and_joined_with_what_came_of_it() {
    let app = TestApp::start().await;
    let site = app.watched_site(0).await;
    let zoe = app.sign_in("zoe").await;
    let listed = zoe.get("/").await.ok().listed().len();
    zoe.watch(&site.videos[2]).await;
    let path = kinora::paths::videos::feedback(&site.videos[5].uuid);
    zoe.post(&path, &[("kind", "not_interested")]).await;
    app.flush_feed().await;
    assert!(lists(&app).await.is_empty(), "more may come of it yet");
    app.advance_seconds(2 * HOUR);
    let lists = lists(&app).await;
    assert_eq!(lists.len(), 1);
    let places = &lists[0].places;
    assert_eq!(places.len(), listed);
    assert!(places.iter().enumerate().all(|(place, shown)| shown.place == place));
    let watched: Vec<f32> = places.iter().map(|shown| shown.watched_seconds).filter(|of| *of > 0.0).collect();
    assert_eq!(watched, [30.0]);
    assert_eq!(places.iter().filter(|shown| shown.rejected).count(), 1);
    let hidden = site.videos[2].id;
    let now = app.app.now();
    let without = app.read(move |conn| Ok(feed::lists_until(conn, now, |video| video != hidden)?)).await;
    assert_eq!(without[0].places.len(), listed - 1, "what not everybody may find teaches nothing");
}

#[actix_web::test]
async fn of_people_without_an_account_and_of_tilted_lists_nothing_is_kept() {
    let app = TestApp::start().await;
    let site = app.watched_site(0).await;
    let stranger = app.visitor();
    stranger.watch(&site.videos[0]).await;
    stranger.get("/").await.ok();
    app.flush_feed().await;
    app.advance_seconds(2 * HOUR);
    assert!(lists(&app).await.is_empty());
}

/// Many people were shown the videos of a list that was really shown, in other orders, and watched the same of them.
async fn shown_to_all(app: &TestApp, people: &[UserId], watched: VideoId) {
    let people = people.to_vec();
    let now = app.app.now();
    app.write(move |conn| copy(conn, &people, watched, now)).await;
}

fn copy(conn: &mut kinora::db::Conn, people: &[UserId], watched: VideoId, now: Timestamp) -> Result<()> {
    let (items, features): (String, Option<Vec<u8>>) =
        impressions::table.select((impressions::items, impressions::features)).first(conn)?;
    for (number, person) in people.iter().cycle().take(4 * people.len()).enumerate() {
        let (items, features) = turned(&items, features.as_deref().unwrap(), number);
        let (uuid, at) = (Uuid::random(), now.plus_seconds(-2 * HOUR - number as i64));
        diesel::insert_into(impressions::table)
            .values((
                impressions::uuid.eq(uuid),
                impressions::user_id.eq(person),
                impressions::page.eq(ImpressionPage::Home),
                impressions::created_at.eq(at),
                impressions::items.eq(items),
                impressions::model_version.eq("live-1"),
                impressions::features.eq(Some(features)),
            ))
            .execute(conn)?;
        diesel::insert_into(watch_events::table)
            .values((
                watch_events::uuid.eq(Uuid::random()),
                watch_events::user_id.eq(person),
                watch_events::video_id.eq(watched),
                watch_events::created_at.eq(at),
                watch_events::watched_ms.eq(300_000_i64),
                watch_events::duration_ms.eq(300_000_i64),
                watch_events::position_ms.eq(300_000_i64),
                watch_events::source.eq(WatchSource::Home),
                watch_events::impression_uuid.eq(Some(uuid)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// So many places further, the last ones first.
fn turned(items: &str, features: &[u8], by: usize) -> (String, Vec<u8>) {
    let mut items: Vec<Item> = serde_json::from_str(items).unwrap();
    let by = by % items.len();
    items.rotate_right(by);
    items.iter_mut().enumerate().for_each(|(place, item)| item.rank = place + 1);
    let mut features = features.to_vec();
    let row = (features.len() - 4) / items.len();
    features[4..].rotate_right(by * row);
    (serde_json::to_string(&items).unwrap(), features)
}

async fn train_in_the_night(app: &TestApp) -> RecommenderModel {
    let now = app.app.now();
    app.write(move |conn| Task::enqueue_training(conn, TrainingEffort::Thorough, now).map(drop)).await;
    app.run_tasks().await;
    let unfinished: i64 = app
        .read(|conn| Ok(tasks::table.filter(tasks::state.ne(TaskState::Done)).count().get_result(conn)?))
        .await;
    assert_eq!(unfinished, 0);
    look(&app.app).await;
    app.read(|conn| Ok(RecommenderModel::latest(conn)?.unwrap())).await
}

#[actix_web::test]
async fn the_night_learns_a_ranker_and_the_day_keeps_it() {
    let app = TestApp::start().await;
    let site = app.watched_site(60).await;
    let zoe = app.sign_in("zoe").await;
    let listed = zoe.get("/").await.ok().listed();
    let last = listed.last().cloned().unwrap();
    let watched = site.videos.iter().find(|video| video.title == last).unwrap().id;
    app.flush_feed().await;
    app.advance_seconds(3 * HOUR);
    shown_to_all(&app, &site.people, watched).await;

    let model = train_in_the_night(&app).await;

    let metrics = model.metrics();
    let ranker = metrics.ranker.clone().expect("lists were shown");
    assert!(ranker.places > 2_000 && ranker.watched > 200 && ranker.people > 50, "{ranker:?}");
    assert!(ranker.share.is_some() && ranker.gain.is_some_and(|gain| gain.mean > 0.0), "{ranker:?}");
    let ratio = ranker.ratio.unwrap();
    assert!((0.6..1.6).contains(&ratio), "{ratio}");
    assert_eq!(metrics.calibration.len(), 10);
    let network = metrics.network.clone().expect("the night looks whether there is enough for one");
    assert!(network.people > 0 && network.epochs == 0 && network.share.is_none(), "too few: {network:?}");
    // Within the day it is carried on, with what is known of it.
    let second = train_now(&app).await;
    assert_eq!(second.effort, TrainingEffort::Quick);
    assert_eq!(second.metrics().ranker, Some(ranker));
    assert_eq!(second.metrics().calibration, metrics.calibration);
    assert_eq!(second.metrics().network, Some(network));
    let page = app.sign_in("zoe").await.get("/").await.ok();
    assert!(!page.listed().is_empty());
}

/// AC-07: what became private since the ranker was learned is on no list, however much it is worth.
#[actix_web::test]
async fn ac_07_what_became_private_is_on_no_ranked_list() {
    let app = TestApp::start().await;
    let site = app.watched_site(60).await;
    let zoe = app.sign_in("zoe").await;
    zoe.get("/").await.ok();
    app.flush_feed().await;
    app.advance_seconds(3 * HOUR);
    let worth = &site.videos[4];
    shown_to_all(&app, &site.people, worth.id).await;
    train_in_the_night(&app).await;
    let id = worth.id;
    app.write(move |conn| {
        let private = videos::privacy.eq(Privacy::Private);
        Ok(diesel::update(videos::table.find(id)).set(private).execute(conn)?)
    })
    .await;
    let zoe = app.sign_in("zoe").await;
    assert!(!zoe.get("/").await.ok().listed().contains(&worth.title));
    let third = train_in_the_night(&app).await;
    assert!(third.metrics().ranker.is_some_and(|ranker| ranker.places > 2_000));
    let rows: i64 = app.read(|conn| Ok(recommender_models::table.count().get_result(conn)?)).await;
    assert_eq!(rows, 2);
}
