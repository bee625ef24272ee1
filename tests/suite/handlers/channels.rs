//! Channels and people: what they show, and what their owner may change.

use kinora::db::types::{Privacy, VideoState};
use reqwest::multipart::{Form, Part};

use crate::support::TestApp;
use crate::support::uploads::picture;

#[actix_web::test]
async fn a_channel_shows_what_everybody_may_find() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let channel = app.channel_of(&owner).await;
    let ann = app.sign_in("ann").await;
    app.get(&format!("/c/{}", channel.handle)).await.must_say("No videos yet");
    app.video(&owner, |draft| draft.title = "Seen".to_owned()).await;
    app.video(&owner, |draft| {
        draft.title = "Much seen".to_owned();
        draft.views = 9;
    })
    .await;
    for (title, change) in [("Hers alone", Privacy::Private), ("By link", Privacy::Unlisted)] {
        app.video(&owner, |draft| {
            draft.title = title.to_owned();
            draft.privacy = change;
        })
        .await;
    }
    app.video(&owner, |draft| {
        draft.title = "Not yet".to_owned();
        draft.state = VideoState::Processing;
    })
    .await;
    let path = format!("/c/{}", channel.handle);
    for page in [app.get(&path).await, ann.get(&path).await.ok()] {
        assert_eq!(page.texts(".video-card__title"), ["Much seen", "Seen"]);
        page.must_say("2 videos");
    }
    let by_views = app.get(&format!("{path}?sort=views")).await;
    assert_eq!(by_views.texts(".video-card__title")[0], "Much seen");
    let person = app.get("/a/ann").await;
    person.must_say("2 videos · 0 subscribers");
    person.must_say("Joined in January 2026");
    assert_eq!(person.texts(".video-card__title").len(), 2);
    assert!(ann.get(&path).await.ok().says("Edit channel"));
    assert!(!app.get(&path).await.says("Edit channel"));
    for nobody in ["/c/nobody", "/a/nobody", "/c/ann", "/a/%00"] {
        app.visitor().get(nobody).await.not_found();
    }
}

#[actix_web::test]
async fn a_second_channel_can_be_made_and_chosen_for_an_upload() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let taken = [("handle", "ann"), ("display_name", "Clouds"), ("about", "")];
    let page = ann.post("/my/channels/new", &taken).await.unprocessable();
    assert_eq!(
        page.field_error("handle"),
        "This name, or one that looks like it, is taken. Choose another one."
    );
    assert_eq!(page.field_value("display_name"), "Clouds");
    let fields = [("handle", "clouds"), ("display_name", "Clouds"), ("about", "Only *clouds*.")];
    let page = ann.follow(ann.post("/my/channels/new", &fields).await).await;
    assert_eq!(page.heading(), "Clouds");
    page.must_say("Your channel is ready.");
    ann.get("/my/channels").await.ok().must_say("@clouds");

    let form = crate::support::uploads::form("Cirrus", "public", crate::support::uploads::clip());
    ann.post_multipart("/upload", form.text("channel", "clouds")).await.see_other();
    app.run_tasks().await;
    app.get("/c/clouds").await.must_say("Cirrus");
    app.user("eve").await;
    let foreign = crate::support::uploads::form("X", "public", crate::support::uploads::clip());
    let page = ann.post_multipart("/upload", foreign.text("channel", "eve_channel")).await.unprocessable();
    page.must_say("Choose one of your channels.");
}

#[actix_web::test]
async fn a_channel_is_changed_by_its_owner_alone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let channel = app.channel_of(&app.user("ann").await).await;
    let path = format!("/my/channels/{}", channel.handle);
    let form = |name: &str| Form::new().text("display_name", name.to_owned()).text("about", "New");
    let page = ann.follow(ann.post_multipart(&path, form("Ann's films")).await).await;
    page.must_say("The channel is saved.");
    assert_eq!(app.get(&format!("/c/{}", channel.handle)).await.heading(), "Ann's films");
    let page = ann.post_multipart(&path, form(" ")).await.unprocessable();
    assert_eq!(page.field_error("display_name"), "Give a name.");

    let eve = app.sign_in("eve").await;
    eve.get(&path).await.not_found();
    eve.post_multipart(&path, form("Eve's now")).await.not_found();
    assert!(app.visitor().get(&path).await.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_channels_pictures_are_for_everyone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let channel = app.channel_of(&app.user("ann").await).await;
    let png = picture();
    let form = Form::new()
        .text("display_name", "Ann")
        .text("about", "")
        .part("avatar", Part::bytes(png.clone()).file_name("a.png"))
        .part("banner", Part::bytes(png).file_name("b.png"));
    ann.post_multipart(&format!("/my/channels/{}", channel.handle), form).await.see_other();
    let page = app.get(&format!("/c/{}", channel.handle)).await;
    for picture in [page.attribute("img.banner", "src"), page.attribute(".profile .avatar img", "src")] {
        let answer = app.visitor().get(&picture).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/jpeg"), "{picture}");
    }
}
