//! One's own videos: the list, changing one, deleting one.

use kinora::db::types::Privacy;
use kinora::paths;
use reqwest::multipart::{Form, Part};

use crate::support::TestApp;

fn edited(title: &str, tags: &str, privacy: &str) -> Form {
    Form::new()
        .text("title", title.to_owned())
        .text("description", "New *words*")
        .text("tags", tags.to_owned())
        .text("privacy", privacy.to_owned())
}

/// A picture as a phone might send it: with the place where it was taken.
pub fn picture() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.png");
    let made = std::process::Command::new("ffmpeg")
        .args("-hide_banner -loglevel error -f lavfi -i color=red:size=800x600 -frames:v 1".split(' '))
        .arg(&path)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

#[actix_web::test]
async fn ones_own_videos_are_listed_in_every_state() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    ann.get("/my/videos").await.ok().must_say("You have not uploaded anything yet");
    app.uploaded(&ann, "Ready", "private").await;
    let broken = crate::support::uploads::form("Broken", "public", b"words".to_vec());
    ann.post_multipart("/upload", broken).await.see_other();
    app.run_tasks().await;
    let waiting = crate::support::uploads::form("Waiting", "public", crate::support::uploads::clip());
    ann.post_multipart("/upload", waiting).await.see_other();
    let page = ann.get("/my/videos").await.ok();
    assert_eq!(page.texts(".my-video__title"), ["Waiting", "Broken", "Ready"]);
    page.must_say("It is next in line.");
    page.must_say("This is not a video or audio file.");
    page.must_say("Private");
    app.forget_tasks().await;
    assert!(app.visitor().get("/my/videos").await.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_video_is_changed_and_found_under_its_new_words() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Old name", "public").await;
    let path = paths::videos::edit(&video.uuid);
    let page = ann.get(&path).await.ok();
    assert_eq!(page.field_value("title"), "Old name");
    assert_eq!(page.field_value("tags"), "colours, test");
    assert_eq!(page.count("[name=poster]"), 3);
    assert_eq!(page.attributes("[name=poster][checked]", "value"), ["1"]);

    let form = edited("Zebra crossing", "stripes", "public").text("poster", "3");
    let page = ann.follow(ann.post_multipart(&path, form).await).await;
    page.must_say("The video is saved.");
    assert_eq!(page.field_value("title"), "Zebra crossing");
    assert_eq!(page.attributes("[name=poster][checked]", "value"), ["3"]);
    let watch = app.get(&paths::videos::watch(&video.uuid)).await;
    assert!(watch.attribute("video", "poster").ends_with("-poster-3.jpg"));
    assert_eq!(watch.texts(".description em"), ["words"]);
    app.get("/search?q=zebra").await.must_say("Zebra crossing");
    app.get("/search?q=colours").await.must_say("Nothing found");
}

#[actix_web::test]
async fn up_13_a_picture_of_ones_own_is_drawn_anew() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Pictured", "public").await;
    let path = paths::videos::edit(&video.uuid);
    let with = |file: Vec<u8>, name: &'static str| {
        edited("Pictured", "", "public").part("thumbnail", Part::bytes(file).file_name(name))
    };
    ann.post_multipart(&path, with(picture(), "mine.png")).await.see_other();
    let watch = app.get(&paths::videos::watch(&video.uuid)).await;
    let poster = watch.attribute("video", "poster");
    assert!(poster.contains("-poster-own"), "{poster}");
    let drawn = app.visitor().get(&poster).await;
    assert_eq!(drawn.header("content-type"), "image/jpeg");
    assert!(drawn.bytes.starts_with(&[0xff, 0xd8]));
    let page = ann.get(&path).await.ok();
    page.must_say("Your own");

    // UP-04: only pictures, whatever their name.
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let page = ann.post_multipart(&path, with(svg, "x.png")).await.unprocessable();
    assert_eq!(page.field_error("thumbnail"), "Please choose a picture: PNG, JPEG or WebP.");
    let page = ann.post_multipart(&path, with(vec![0; 9 << 20], "x.png")).await.unprocessable();
    assert_eq!(page.field_error("thumbnail"), "A picture may have at most 8 MB.");
    assert_eq!(page.field_value("title"), "Pictured");
    assert!(app.files_in(&["tmp"]).is_empty());
}

#[actix_web::test]
async fn a_refused_change_changes_nothing_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "public").await;
    let path = paths::videos::edit(&video.uuid);
    let page = ann.post_multipart(&path, edited(" ", "new", "private")).await.unprocessable();
    assert_eq!(page.field_error("title"), "Give the video a title.");
    assert_eq!(page.field_value("tags"), "new");
    let form = edited("T", "", "public").text("poster", "9");
    ann.post_multipart(&path, form).await.unprocessable().must_say("Choose one of the pictures.");
    let row = app.video_row(video.uuid).await;
    assert_eq!((row.title.as_str(), row.privacy), ("Mine", Privacy::Public));
}

#[actix_web::test]
async fn a_deleted_video_is_gone_with_its_files() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Short-lived", "public").await;
    let page = ann.get(&paths::videos::delete(&video.uuid)).await.ok();
    page.must_say("0 comments and 0 likes go with it.");
    let answer = ann.post(paths::videos::delete(&video.uuid), &[]).await;
    ann.follow(answer).await.must_say("The video is deleted.");
    app.visitor().get(&paths::videos::watch(&video.uuid)).await.not_found();
    app.run_tasks().await;
    assert!(app.files_in(&["media", "incoming", "tmp"]).is_empty());
    assert!(!app.get("/search?q=short-lived").await.says("ago"));
}

#[actix_web::test]
async fn ac_09_nobody_changes_or_deletes_what_is_anothers() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "public").await;
    let (edit, delete) = (paths::videos::edit(&video.uuid), paths::videos::delete(&video.uuid));
    app.moderator("mod").await;
    for name in ["eve", "mod"] {
        let visitor = app.sign_in(name).await;
        visitor.get(&edit).await.not_found();
        visitor.get(&delete).await.not_found();
        visitor.post(&delete, &[]).await.not_found();
        visitor.post_multipart(&edit, edited("Taken over", "", "public")).await.not_found();
    }
    assert_eq!(app.video_row(video.uuid).await.title, "Mine");
    assert!(app.visitor().post(&delete, &[]).await.see_other().starts_with("/sign-in"));
}

#[actix_web::test]
async fn a_creator_says_what_is_shown_beside_a_video_and_at_its_end() {
    let app = TestApp::start().await;
    let (owner, cid) = (app.user("ann").await, app.user("cid").await);
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Anns first", "public").await;
    app.video(&owner, |draft| draft.title = "Anns second".to_owned()).await;
    app.video(&cid, |draft| draft.title = "Cids".to_owned()).await;
    let (edit, watch) = (paths::videos::edit(&video.uuid), paths::videos::watch(&video.uuid));
    let chosen =
        || async { ann.get(&edit).await.ok().attribute("#recommendation_policy option[selected]", "value") };
    assert_eq!(chosen().await, "any");
    assert_eq!(app.get(&watch).await.listed().len(), 2);
    for policy in ["own_channel", "own_account"] {
        let form = edited("Anns first", "", "public").text("recommendation_policy", policy);
        ann.post_multipart(&edit, form).await.see_other();
        assert_eq!(chosen().await, policy);
        let page = app.get(&watch).await;
        assert_eq!(page.listed(), ["Anns second"]);
        assert_eq!(page.texts("[data-part=next-panel] .player__panel-title"), ["Anns second"]);
        assert_eq!(app.get("/").await.listed().len(), 3, "home is for its viewer");
    }
    // A form that does not ask leaves it as it is.
    ann.post_multipart(&edit, edited("Anns first", "", "public")).await.see_other();
    assert_eq!(chosen().await, "own_account");
    let form = edited(" ", "", "public").text("recommendation_policy", "whatever");
    let page = ann.post_multipart(&edit, form).await.unprocessable();
    assert_eq!(page.field_error("recommendation_policy"), "Choose what is shown beside it.");
    assert_eq!(page.field_error("title"), "Give the video a title.");
    app.forget_tasks().await;
}
