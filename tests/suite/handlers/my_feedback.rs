//! `/my/feedback`: what was turned down, and taking it back.

use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn what_was_turned_down_is_listed_and_taken_back() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let unwanted = app.video(&ann, |video| video.title = "Unwanted".to_owned()).await;
    app.video(&ann, |video| video.title = "Wanted".to_owned()).await;
    let bob = app.sign_in("bob").await;
    bob.get("/my/feedback").await.ok().must_say("You have turned nothing down");
    for kind in ["not_interested", "less"] {
        bob.post(paths::videos::feedback(&unwanted.uuid), &[("kind", kind)]).await.ok();
    }
    assert_eq!(bob.get("/").await.ok().listed(), ["Wanted"]);
    let page = bob.get("/my/feedback").await.ok();
    assert_eq!(
        (page.listed(), page.texts(".channel-card__name")),
        (vec!["Unwanted".to_owned()], vec!["ann".to_owned()])
    );
    let undo = page.attributes(".kept form", "action");
    assert_eq!(undo.len(), 2);
    for path in &undo {
        let answer = bob.post(path, &[]).await;
        bob.follow(answer).await.must_say("Taken back");
        bob.post(path, &[]).await.not_found();
    }
    bob.get("/my/feedback").await.ok().must_say("You have turned nothing down");
    assert_eq!(bob.get("/").await.ok().listed().len(), 2, "it may be recommended again at once");
}

#[actix_web::test]
async fn ac_11_only_ones_own_opinion_is_taken_back() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let unwanted = app.video(&ann, |video| video.title = "Unwanted".to_owned()).await;
    let (bob, eve) = (app.sign_in("bob").await, app.sign_in("eve").await);
    for kind in ["not_interested", "less"] {
        bob.post(paths::videos::feedback(&unwanted.uuid), &[("kind", kind)]).await.ok();
    }
    let undo = bob.get("/my/feedback").await.ok().attributes(".kept form", "action");
    for path in &undo {
        eve.post(path, &[]).await.not_found();
        assert!(app.visitor().post(path, &[]).await.see_other().starts_with("/sign-in"));
    }
    assert_eq!(bob.get("/my/feedback").await.ok().count(".kept form"), 2);
}
