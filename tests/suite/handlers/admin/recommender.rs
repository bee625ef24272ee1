//! The recommender's versions: seen, rolled back, compared, trained; for administrators alone.

use diesel::prelude::*;
use kinora::db::schema::{impressions, recommender_models, tasks};
use kinora::db::types::{AuditAction, AuditSubject};
use kinora::models::recommender_comparison::Comparison;
use kinora::models::recommender_model::RecommenderModel;
use kinora::models::task::Task;

use super::{administrator, audited, moderator};
use crate::jobs::train_recommender::{look, train_now};
use crate::support::{Answer, TestApp, Visitor};

const PAGE: &str = "/admin/recommender";

#[actix_web::test]
async fn a_site_that_has_learned_nothing_says_so_and_trains_when_it_is_told_to() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let page = ada.get(PAGE).await.ok();
    page.must_say("No version is in use: lists are made of live counters.");
    page.must_say("Nothing was learned yet");
    page.must_say("What it never keeps");
    app.watched_site(60).await;
    let ada = app.sign_in("ada").await;

    let answer = order(&ada, "train", None).await;

    ada.follow(answer).await.must_say("A training is queued.");
    app.run_tasks().await;
    look(&app.app).await;
    let page = ada.get(PAGE).await.ok();
    page.must_say("Version 1 has a part in all lists since just now.");
    page.must_say("180 watches by 60 people with an account");
    let lines = audited(&app).await;
    assert_eq!((lines[0].0, lines[0].1), (AuditAction::Train, AuditSubject::Task));
}

#[actix_web::test]
async fn a_rollback_runs_the_version_before_everywhere_and_holds_what_is_trained_later() {
    let app = TestApp::start().await;
    app.watched_site(60).await;
    let ada = administrator(&app).await;
    train_now(&app).await;
    train_now(&app).await;
    assert_eq!(app.app.installed_version(), Some(2));
    ada.get(PAGE).await.ok().must_say("Roll back to version 1");

    let answer = order(&ada, "roll_back", Some(2)).await;

    ada.follow(answer).await.must_say("Every server runs that version within seconds.");
    look(&app.app).await;
    assert_eq!(app.app.installed_version(), Some(1));
    let third = train_now(&app).await;
    assert_eq!(third.refused.as_deref(), Some("Not published: version 1 was chosen by hand."));
    let page = ada.get(PAGE).await.ok();
    page.must_say("In use, chosen");
    page.must_say("Roll back to live counters alone");
    order(&ada, "unpin", None).await.see_other();
    assert!(train_now(&app).await.refused.is_none());
    assert_eq!(app.app.installed_version(), Some(4));
    let deeds: Vec<_> = audited(&app)
        .await
        .into_iter()
        .map(|(deed, kind, name, before, after)| {
            assert_eq!(kind, AuditSubject::Model);
            (deed, name, before, after)
        })
        .collect();
    let words = |deed, name: &str, before: &str, after: &str| {
        (deed, name.to_owned(), before.to_owned(), after.to_owned())
    };
    assert_eq!(
        deeds,
        [
            words(AuditAction::RollBack, "2", "version 2", "version 1"),
            words(AuditAction::Unpin, "1", "pinned", "not pinned"),
        ]
    );
    ada.get("/admin/audit").await.ok().must_say("Rolled back a model");
}

#[actix_web::test]
async fn before_the_first_version_there_are_the_live_counters() {
    let app = TestApp::start().await;
    app.watched_site(60).await;
    let ada = administrator(&app).await;
    train_now(&app).await;
    order(&ada, "roll_back", Some(1)).await.see_other();
    look(&app.app).await;
    assert_eq!(app.app.installed_version(), None);
    ada.get(PAGE).await.ok().must_say("No version is in use");
    order(&ada, "run", Some(1)).await.see_other();
    look(&app.app).await;
    assert_eq!(app.app.installed_version(), Some(1));
}

#[actix_web::test]
async fn what_was_decided_on_an_old_page_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    app.watched_site(60).await;
    let ada = administrator(&app).await;
    train_now(&app).await;
    train_now(&app).await;
    let page = order(&ada, "roll_back", Some(1)).await.unprocessable();
    page.must_say("Another version is in use meanwhile.");
    app.write(|conn| {
        let first = diesel::update(recommender_models::table.find(1_i64));
        Ok(first.set(recommender_models::file.eq(None::<String>)).execute(conn)?)
    })
    .await;
    for action in ["run", "compare"] {
        let page = order(&ada, action, Some(1)).await.unprocessable();
        page.must_say("The file of that version is no longer kept.");
    }
    order(&ada, "compare", Some(2)).await.unprocessable().must_say("Two different versions can be compared");
    for action in ["run", "compare"] {
        order(&ada, action, Some(77)).await.not_found();
        order(&ada, action, None).await.not_found();
    }
    assert_eq!(order(&ada, "explode", Some(1)).await.status, 400);
    let answer = order(&ada, "stop_comparing", None).await;
    ada.follow(answer).await.must_say("Nothing had to be changed.");
    let running = app.read(|conn| Ok(RecommenderModel::running(conn)?.unwrap())).await;
    assert_eq!((running.version, running.pinned_at), (2, None));
    assert!(audited(&app).await.is_empty());
}

#[actix_web::test]
async fn two_versions_side_by_side_are_credited_with_what_is_watched_of_each() {
    let app = TestApp::start().await;
    let site = app.watched_site(60).await;
    let ada = administrator(&app).await;
    train_now(&app).await;
    train_now(&app).await;
    order(&ada, "compare", Some(1)).await.see_other();
    look(&app.app).await;
    ada.get(PAGE).await.ok().must_say("Nothing was clicked yet.");
    // Somebody with an account, and somebody without who has watched something already.
    let stranger = app.visitor();
    stranger.watch(&site.videos[0]).await;
    let viewer = app.sign_in("zoe").await;
    for person in [&stranger, &viewer] {
        let page = person.get("/").await.ok();
        assert!(page.listed().len() >= 11);
        for video in &site.videos[4..7] {
            person.watch(video).await;
            // What is watched twice is one click.
            person.watch(video).await;
        }
    }
    let shared = app.app.clone();
    actix_web::web::block(move || shared.flush_credits()).await.unwrap().unwrap();
    let open = app.read(|conn| Ok(Comparison::open(conn)?.unwrap())).await;
    assert_eq!((open.version, open.other_version, open.lists), (2, Some(1), 2));
    assert_eq!(open.clicks + open.other_clicks, 6, "{open:?}");
    assert_eq!(open.watched_ms + open.other_watched_ms, 180_000);
    assert_eq!(
        train_now(&app).await.refused.as_deref(),
        Some("Not published while two versions are compared.")
    );
    let page = ada.get(PAGE).await.ok();
    page.must_say("Version 2 beside version 1");
    page.must_say("No difference is certain");

    order(&ada, "stop_comparing", None).await.see_other();

    ada.get(PAGE).await.ok().must_say("Earlier comparisons");
    look(&app.app).await;
    viewer.get("/").await.ok();
    actix_web::web::block({
        let shared = app.app.clone();
        move || shared.flush_credits()
    })
    .await
    .unwrap()
    .unwrap();
    let past = app.read(|conn| Ok(Comparison::list(conn, 1)?.remove(0))).await;
    assert_eq!(past.lists, 2, "nothing is credited after the end");
}

#[actix_web::test]
async fn what_people_made_of_the_lists_is_told_by_source() {
    let app = TestApp::start().await;
    let site = app.watched_site(0).await;
    let ada = administrator(&app).await;
    let zoe = app.sign_in("zoe").await;
    zoe.get("/").await.ok();
    zoe.watch(&site.videos[2]).await;
    app.flush_feed().await;
    let page = ada.get(PAGE).await.ok();
    page.must_say("1 list, shown to viewers with an account.");
    page.must_say("30.0 s");
    let lists: i64 = app.read(|conn| Ok(impressions::table.count().get_result(conn)?)).await;
    assert_eq!(lists, 1);
    app.advance_seconds(8 * 86_400);
    // A session opens the admin pages for twelve hours.
    let page = app.sign_in("ada").await.get(PAGE).await.ok();
    page.must_say("No list was shown to anybody with an account.");
    page.must_say("1 list, shown to viewers with an account.");
}

#[actix_web::test]
async fn in_07_moderators_do_not_meet_the_recommender() {
    let app = TestApp::start().await;
    app.watched_site(60).await;
    let mia = moderator(&app).await;
    train_now(&app).await;
    mia.get(PAGE).await.not_found();
    for action in ["roll_back", "run", "train", "compare", "unpin", "stop_comparing"] {
        order(&mia, action, Some(1)).await.not_found();
    }
    assert!(!mia.get("/admin").await.ok().source.contains(PAGE));
    assert!(app.visitor().get(PAGE).await.header("location").starts_with("/sign-in"));
    assert!(app.read(|conn| Ok(RecommenderModel::running(conn)?)).await.is_some());
    let waiting: i64 = app
        .read(|conn| {
            let queued = tasks::state.eq(kinora::db::types::TaskState::Queued);
            Ok(tasks::table.filter(queued).count().get_result(conn)?)
        })
        .await;
    assert_eq!(waiting, 0);
    assert!(app.read(|conn| Ok(Task::unfinished_training(conn)?)).await.is_none());
}

async fn order(visitor: &Visitor, action: &str, version: Option<i64>) -> Answer {
    let version = version.map(|version| version.to_string());
    let about = version.as_deref().map(|version| ("version", version));
    let fields: Vec<(&str, &str)> = [("action", action)].into_iter().chain(about).collect();
    visitor.post(PAGE, &fields).await
}
