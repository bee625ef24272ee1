//! `POST /w/{id}/feedback`.

use kinora::db::types::Privacy;
use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn what_does_not_interest_is_not_shown_until_it_is_taken_back() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let unwanted = app.video(&ann, |video| video.title = "Unwanted".to_owned()).await;
    app.video(&ann, |video| video.title = "Wanted".to_owned()).await;
    let path = paths::videos::feedback(&unwanted.uuid);
    for visitor in [app.visitor(), app.sign_in("bob").await] {
        let noted =
            visitor.post(&path, &[("kind", "not_interested"), ("return_to", "/?tab=newest")]).await.ok();
        noted.must_say("will not be recommended");
        assert!(noted.attributes("a", "href").contains(&"/?tab=newest".to_owned()));
        assert_eq!(visitor.get("/").await.ok().listed(), ["Wanted"]);
        let undo = noted.attribute("button[name=kind]", "value");
        visitor.post(&path, &[("kind", undo.as_str())]).await.ok().must_say("Taken back");
        assert_eq!(visitor.get("/").await.ok().listed().len(), 2);
    }
}

#[actix_web::test]
async fn it_is_remembered_after_a_restart() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let unwanted = app.video(&ann, |video| video.title = "Unwanted".to_owned()).await;
    app.video(&ann, |video| video.title = "Wanted".to_owned()).await;
    let bob = app.sign_in("bob").await;
    let path = paths::videos::feedback(&unwanted.uuid);
    for _ in 0..2 {
        bob.post(&path, &[("kind", "not_interested")]).await.ok();
    }
    app.app.feed.forget(app.user("bob").await.id);
    assert_eq!(bob.get("/").await.ok().listed(), ["Wanted"]);
    bob.post(&path, &[("kind", "interested")]).await.ok();
    app.app.feed.forget(app.user("bob").await.id);
    assert_eq!(bob.get("/").await.ok().listed().len(), 2);
}

#[actix_web::test]
async fn less_of_a_channel_comes_after_the_others() {
    let app = TestApp::start().await;
    let (ann, cid) = (app.user("ann").await, app.user("cid").await);
    let disliked = app.video(&ann, |video| video.title = "Anns tides".to_owned()).await;
    app.video(&cid, |video| video.title = "Cids comets".to_owned()).await;
    app.advance_seconds(60);
    app.video(&ann, |video| video.title = "Anns violin".to_owned()).await;
    let bob = app.sign_in("bob").await;
    bob.post(paths::videos::feedback(&disliked.uuid), &[("kind", "less")])
        .await
        .ok()
        .must_say("less of this channel");
    assert_eq!(bob.get("/").await.ok().listed()[0], "Cids comets");
}

#[actix_web::test]
async fn nonsense_is_refused_and_strangers_learn_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let private = app.video(&ann, |video| video.privacy = Privacy::Private).await;
    let visitor = app.visitor();
    assert_eq!(visitor.post(paths::videos::feedback(&video.uuid), &[("kind", "hate")]).await.status, 422);
    assert_eq!(visitor.post(paths::videos::feedback(&private.uuid), &[("kind", "less")]).await.status, 404);
    let bob = app.sign_in("bob").await;
    assert_eq!(bob.post(paths::videos::feedback(&private.uuid), &[("kind", "less")]).await.status, 404);
    let away = [("kind", "less"), ("return_to", "https://evil.example/")];
    let page = visitor.post(paths::videos::feedback(&video.uuid), &away).await.ok();
    assert!(!page.source.contains("evil.example"));
}
