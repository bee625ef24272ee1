//! The site trains a model of its own: published through a gate, shared by the storage, refused, kept, removed.

use std::collections::HashSet;
use std::io::Read;
use std::sync::Arc;

use diesel::prelude::*;
use kinora::app::App;
use kinora::clock::{Clock, Timestamp};
use kinora::db::ids::UserId;
use kinora::db::schema::{recommender_models, users, watch_events};
use kinora::db::types::{TaskState, TrainingEffort};
use kinora::jobs::schedule;
use kinora::jobs::train_recommender::{Steps, train};
use kinora::models::feed;
use kinora::models::recommender_model::RecommenderModel;
use kinora::models::task::{Task, TaskRow};
use kinora::recommender::training::site::{SiteHistory, judge};
use kinora::recommender::{Learned, VideoId as Ranked};
use kinora::storage::{Storage, StorageKey};

use crate::support::object_store::ObjectStore;
use crate::support::{TestApp, WatchedSite};

#[actix_web::test]
async fn a_site_trains_publishes_and_runs_what_was_watched_on_it() {
    let app = TestApp::start().await;
    app.watched_site(80).await;
    assert!(train_now(&app).await.refused.is_none());
    let running = running(&app).await.unwrap();
    let metrics = running.metrics();
    assert_eq!((running.version, metrics.viewers, metrics.watches), (1, 80, 240));
    assert_eq!(metrics.videos, 12);
    assert!(metrics.held_out > 0 && metrics.coverage.is_some() && metrics.gain.is_some(), "{metrics:?}");
    assert_eq!(app.app.installed_version(), Some(1));
    assert_eq!(stored(&app), HashSet::from([folder(&running)]));
    let page = app.get("/").await;
    assert!(!page.listed().is_empty());
}

#[actix_web::test]
async fn what_is_worse_than_what_runs_is_kept_and_not_used() {
    let app = TestApp::start().await;
    let site = app.watched_site(300).await;
    train_now(&app).await;
    // Everybody whom models learn from now goes from subject to subject; those whom they are judged by keep to theirs.
    for (number, person) in learners(&app, &site).await.into_iter().enumerate() {
        let of = |part: usize| site.videos[(number + part) % 4 * 3 + part].id;
        let at = forget(&app, person).await;
        app.watched(person, &[of(0), of(1), of(2)], at).await;
    }
    let second = train_now(&app).await;
    let reason = second.refused.clone().expect("it is worse");
    assert!(reason.starts_with("Worse than version 1 for ") && reason.contains("NDCG@10 -"), "{reason}");
    assert_eq!(second.metrics().compared_with, Some(1));
    assert_eq!(running(&app).await.unwrap().version, 1);
    assert_eq!(app.app.installed_version(), Some(1));
}

#[actix_web::test]
async fn every_process_runs_what_is_published_within_its_next_look() {
    let app = TestApp::start().await;
    app.watched_site(40).await;
    let now = app.app.now();
    let other = App::build(app.app.config.clone(), Clock::frozen_at(now)).unwrap();
    look(&other).await;
    assert_eq!(other.installed_version(), None);
    train_now(&app).await;
    look(&other).await;
    assert_eq!(other.installed_version(), Some(1));
}

#[actix_web::test]
async fn of_people_without_an_account_there_is_no_row_and_yet_a_model() {
    let app = TestApp::start().await;
    let site = app.watched_site(0).await;
    let shared = app.app.clone();
    actix_web::web::block(move || shared.load_feed()).await.unwrap().unwrap();
    // Ten from one address in six hours is what counts.
    for _ in 0..4 {
        for _ in 0..10 {
            let stranger = app.visitor();
            for video in &site.videos[..3] {
                stranger.watch(video).await;
                app.advance_seconds(60);
            }
        }
        app.advance_seconds(6 * 3600);
    }
    app.flush_feed().await;
    train_now(&app).await;
    let model = running(&app).await.unwrap();
    let learned = read(&app, &model).await;
    let known: Vec<Ranked> = site.videos[..3].iter().map(|video| Ranked(video.id.0)).collect();
    assert!(known.iter().all(|video| learned.position_of(*video).is_some()), "{:?}", learned.videos);
    assert!(learned.together.is_some() && learned.next.is_some());
    assert_eq!((model.metrics().viewers, model.metrics().watches), (0, 0));
    let rows: i64 = app.read(|conn| Ok(watch_events::table.count().get_result(conn)?)).await;
    assert_eq!(rows, 0);
}

#[actix_web::test]
async fn the_watches_of_a_deleted_account_are_gone_from_the_next_training() {
    let app = TestApp::start().await;
    let site = app.watched_site(60).await;
    train_now(&app).await;
    let before = running(&app).await.unwrap().metrics();
    let gone = site.people[..20].to_vec();
    app.write(move |conn| {
        Ok(diesel::delete(users::table.filter(users::id.eq_any(gone.clone()))).execute(conn)?)
    })
    .await;
    train_now(&app).await;
    let after = latest(&app).await.metrics();
    assert_eq!((before.viewers, before.watches), (60, 180));
    assert_eq!((after.viewers, after.watches), (40, 120));
}

#[actix_web::test]
async fn videos_that_not_everybody_may_find_are_in_no_model() {
    let app = TestApp::start().await;
    let site = app.watched_site(60).await;
    let hidden = site.videos[1].id;
    app.write(move |conn| {
        use kinora::db::schema::videos;
        let private = videos::privacy.eq(kinora::db::types::Privacy::Private);
        Ok(diesel::update(videos::table.find(hidden)).set(private).execute(conn)?)
    })
    .await;
    train_now(&app).await;
    let learned = read(&app, &running(&app).await.unwrap()).await;
    assert!(learned.position_of(Ranked(hidden.0)).is_none());
    assert!(learned.position_of(Ranked(site.videos[0].id.0)).is_some());
}

/// F22: whatever is wrong with the file, lists are made without it, and nothing but a log line comes of it.
#[actix_web::test]
async fn f22_a_model_that_cannot_be_used_leaves_the_lists_to_the_live_counters() {
    f22(TestApp::start().await).await;
}

#[actix_web::test]
async fn f22_the_same_with_the_file_in_a_bucket() {
    let Some(store) = ObjectStore::start() else { return };
    let endpoint = store.endpoint();
    f22(TestApp::start_with(&ObjectStore::variables(&endpoint)).await).await;
}

async fn f22(app: TestApp) {
    app.watched_site(80).await;
    train_now(&app).await;
    let model = running(&app).await.unwrap();
    let whole = bytes_of(&app, &model).await;
    let mut other_version = Learned::decode(&whole).unwrap();
    other_version.version = "99".to_owned();
    let half = whole[..whole.len() / 2].to_vec();
    let foreign = b"a text that somebody put there".to_vec();
    for (what, bytes, signed) in [
        ("truncated", half.clone(), false),
        ("truncated, as the row says", half, true),
        ("foreign", foreign, true),
        ("not a number", with_no_numbers(&whole), true),
        ("another version", other_version.encode(), true),
    ] {
        put(&app, &model, &bytes, signed).await;
        let other = App::build(app.app.config.clone(), Clock::frozen_at(app.app.now())).unwrap();
        look(&other).await;
        assert_eq!(other.installed_version(), None, "{what}");
        assert!(other.model_problem().unwrap().starts_with("This server cannot use version 1: "), "{what}");
        // The damaged file is not read again, also when it is mended: who mends it publishes it.
        put(&app, &model, &whole, true).await;
        other.clock.advance_millis(24 * 3_600_000);
        look(&other).await;
        assert_eq!(other.installed_version(), None, "{what}");
    }
    // A missing file may come back: it is looked for again, less and less often.
    let file = key(&model);
    on_storage(&app, move |storage| storage.delete_prefix(&file)).await;
    let other = App::build(app.app.config.clone(), Clock::frozen_at(app.app.now())).unwrap();
    look(&other).await;
    assert!(other.model_problem().is_some() && other.installed_version().is_none());
    let file = key(&model);
    on_storage(&app, move |storage| storage.put_bytes(&file, &whole)).await;
    look(&other).await;
    assert_eq!(other.installed_version(), None, "not at once");
    other.clock.advance_millis(31_000);
    look(&other).await;
    assert_eq!((other.installed_version(), other.model_problem()), (Some(1), None));
}

#[actix_web::test]
async fn f22_visitors_get_a_list_while_the_model_is_damaged() {
    let app = TestApp::start().await;
    app.watched_site(80).await;
    train_now(&app).await;
    let model = running(&app).await.unwrap();
    put(&app, &model, b"nothing of ours", true).await;
    // As if the server began again: what it holds is another version.
    app.write(|conn| {
        let all = diesel::update(recommender_models::table);
        Ok(all.set(recommender_models::version.eq(2_i64)).execute(conn)?)
    })
    .await;
    look(&app.app).await;
    assert_eq!(app.app.installed_version(), None);
    assert_eq!(app.get("/").await.listed().len(), 12);
}

#[actix_web::test]
async fn a_training_that_is_told_to_stop_leaves_nothing_behind() {
    struct Stop;
    impl Steps for Stop {
        fn is_cancelled(&self) -> bool {
            true
        }
        fn reached(&self, _: u8) {}
    }
    let app = TestApp::start().await;
    app.watched_site(300).await;
    let shared = app.app.clone();
    let outcome = actix_web::web::block(move || {
        train(&shared, TrainingEffort::Thorough, &Stop).map(|model| model.map(|model| model.version))
    });
    // It may be quicker than the wish to stop.
    let outcome = outcome.await.unwrap();
    if outcome.is_err() {
        assert!(stored(&app).is_empty());
    }
    assert!(running(&app).await.is_none());
}

#[actix_web::test]
async fn five_files_are_kept_and_what_no_row_names_is_swept() {
    let app = TestApp::start().await;
    app.watched_site(30).await;
    for _ in 0..7 {
        train_now(&app).await;
    }
    let kept: Vec<i64> = app
        .read(|conn| Ok(RecommenderModel::list(conn, 20)?))
        .await
        .iter()
        .filter(|model| model.file.is_some())
        .map(|model| model.version)
        .collect();
    assert_eq!(kept, [7, 6, 5, 4, 3]);
    assert_eq!(stored(&app).len(), 5);
    let orphan = StorageKey::parse("models/v9-nobodys/model").unwrap();
    app.app.storage.put_bytes(&orphan, b"left by a training that died").unwrap();
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now).map(drop)).await;
    app.run_tasks().await;
    // The file is younger than the clock of the test believes.
    let is_there = app.app.storage.exists(&orphan).unwrap();
    app.app.clock.advance_millis(i64::from(u32::MAX) * 400);
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now).map(drop)).await;
    app.run_tasks().await;
    assert!(is_there && !app.app.storage.exists(&orphan).unwrap());
    assert_eq!(stored(&app).len(), 5);
}

#[actix_web::test]
async fn a_training_is_due_when_there_is_something_new_and_once_in_the_night() {
    let app = TestApp::start().await;
    let due = || async {
        let shared = app.app.clone();
        actix_web::web::block(move || schedule::enqueue_due(&shared)).await.unwrap().unwrap();
        let queued = app.read(|conn| Ok(Task::unfinished_training(conn)?)).await;
        app.run_tasks().await;
        queued.and_then(|row| row.task())
    };
    let quick = Some(Task::TrainRecommender { effort: TrainingEffort::Quick });
    let thorough = Some(Task::TrainRecommender { effort: TrainingEffort::Thorough });
    assert_eq!(due().await, None, "nothing was watched yet");
    // It is noon.
    let site = app.watched_site(60).await;
    assert_eq!(due().await, quick);
    assert_eq!(due().await, None, "nothing is new");
    let (seen, now) = ([site.videos[0].id], app.app.now());
    for person in &site.people[..25] {
        app.watched(*person, &seen, now).await;
    }
    assert_eq!(due().await, None, "not within the hour");
    app.advance_seconds(3601);
    assert_eq!(due().await, thorough, "the first long one waits for no night");
    for person in &site.people[25..50] {
        app.watched(*person, &seen, now).await;
    }
    app.advance_seconds(3601);
    assert_eq!(due().await, quick);
    for person in &site.people[..30] {
        app.watched(*person, &[site.videos[5].id], now).await;
    }
    // To three in the morning, fourteen hours after the long one; then a night later.
    app.advance_seconds(13 * 3600);
    assert_eq!(due().await, quick);
    for person in &site.people[..30] {
        app.watched(*person, &[site.videos[7].id], now).await;
    }
    app.advance_seconds(24 * 3600);
    assert_eq!(due().await, thorough);
}

#[actix_web::test]
async fn a_site_that_is_told_not_to_train_does_not() {
    let app = TestApp::start_with(&[("KINORA_RECOMMENDER_TRAIN", "off")]).await;
    app.watched_site(60).await;
    let shared = app.app.clone();
    actix_web::web::block(move || schedule::enqueue_due(&shared)).await.unwrap().unwrap();
    assert!(app.read(|conn| Ok(Task::unfinished_training(conn)?)).await.is_none());
    let now = app.app.now();
    app.write(move |conn| Task::enqueue_training(conn, TrainingEffort::Quick, now).map(drop)).await;
    app.run_tasks().await;
    assert!(running(&app).await.is_none());
}

/// A training as the worker does it, and what became of it.
pub async fn train_now(app: &TestApp) -> RecommenderModel {
    let now = app.app.now();
    app.write(move |conn| Task::enqueue_training(conn, TrainingEffort::Quick, now).map(drop)).await;
    app.run_tasks().await;
    let task: TaskRow = app
        .read(|conn| {
            let training = Task::TrainRecommender { effort: TrainingEffort::Quick };
            Ok(training.latest(conn)?.unwrap())
        })
        .await;
    assert_eq!((task.state, task.error), (TaskState::Done, None));
    look(&app.app).await;
    latest(app).await
}

/// What the feed's keeper does every two seconds.
pub async fn look(app: &App) {
    let app = app.clone();
    actix_web::web::block(move || app.follow_models()).await.unwrap().unwrap();
}

async fn running(app: &TestApp) -> Option<RecommenderModel> {
    app.read(|conn| Ok(RecommenderModel::running(conn)?)).await
}

async fn latest(app: &TestApp) -> RecommenderModel {
    app.read(|conn| Ok(RecommenderModel::latest(conn)?.unwrap())).await
}

fn key(model: &RecommenderModel) -> StorageKey {
    StorageKey::parse(model.file.as_deref().unwrap()).unwrap()
}

fn folder(model: &RecommenderModel) -> String {
    model.file.as_deref().unwrap().rsplit_once('/').unwrap().0.to_owned()
}

/// The folders of models in the storage.
fn stored(app: &TestApp) -> HashSet<String> {
    let models = StorageKey::parse("models").unwrap();
    app.app.storage.list_prefixes(&models).unwrap().iter().map(|found| found.key.to_string()).collect()
}

/// A bucket is waited for by threads that may wait.
async fn on_storage<T: Send + 'static>(
    app: &TestApp,
    work: impl FnOnce(&Storage) -> std::io::Result<T> + Send + 'static,
) -> T {
    let app = app.app.clone();
    actix_web::web::block(move || work(&app.storage)).await.unwrap().unwrap()
}

async fn bytes_of(app: &TestApp, model: &RecommenderModel) -> Vec<u8> {
    let key = key(model);
    let read = move |storage: &Storage| {
        let mut bytes = Vec::new();
        storage.read(&key)?.bytes.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    on_storage(app, read).await
}

async fn read(app: &TestApp, model: &RecommenderModel) -> Learned {
    Learned::decode(&bytes_of(app, model).await).unwrap()
}

/// Bits that are no number, of whatever width, among the vectors; everything around them is as it should be.
fn with_no_numbers(whole: &[u8]) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    let mut bytes = whole.to_vec();
    let vectors = bytes.windows(4).position(|name| name == b"FACT").unwrap();
    bytes[vectors + 100..vectors + 164].fill(0xFF);
    let end = bytes.len() - 32;
    let checksum = Sha256::digest(&bytes[..end]);
    bytes[end..].copy_from_slice(&checksum);
    let refused = Learned::decode(&bytes).unwrap_err().to_string();
    assert!(!refused.contains("checksum"), "{refused}");
    bytes
}

/// Puts other bytes in the place of the file; `signed`: the row agrees with them.
async fn put(app: &TestApp, model: &RecommenderModel, bytes: &[u8], signed: bool) {
    use sha2::{Digest, Sha256};
    let (file, written) = (key(model), bytes.to_vec());
    on_storage(app, move |storage| storage.put_bytes(&file, &written)).await;
    if signed {
        let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let (version, size) = (model.version, bytes.len() as i64);
        app.write(move |conn| {
            let row = diesel::update(recommender_models::table.find(version));
            let says = (recommender_models::checksum.eq(&checksum), recommender_models::bytes.eq(size));
            Ok(row.set(says).execute(conn)?)
        })
        .await;
    }
}

/// The people whom models learn from: by the watches of anybody else they can be judged.
async fn learners(app: &TestApp, site: &WatchedSite) -> Vec<UserId> {
    let mut learners = Vec::new();
    let nothing = Arc::new(Learned::default());
    for person in site.people.clone() {
        let watches = app.read(move |conn| Ok(feed::counted_watches_of(conn, person)?)).await;
        let history = SiteHistory { watches, ..SiteHistory::default() };
        if judge(&history, &nothing, None).people == 0 {
            learners.push(person);
        }
    }
    learners
}

/// Answers when they watched last.
async fn forget(app: &TestApp, person: UserId) -> Timestamp {
    app.write(move |conn| {
        let theirs = watch_events::table.filter(watch_events::user_id.eq(person));
        let last: Option<Timestamp> =
            theirs.select(diesel::dsl::max(watch_events::created_at)).first(conn)?;
        diesel::delete(theirs).execute(conn)?;
        Ok(last.unwrap())
    })
    .await
}
