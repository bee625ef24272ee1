//! Another file for a video that is there, another picture, another channel.

use kinora::db::types::VideoState;
use kinora::models::channel::{Channel, ChannelDetails};
use kinora::models::video::MediaFile;
use kinora::paths;
use reqwest::multipart::{Form, Part};

use crate::support::TestApp;
use crate::support::uploads::{clip, large_clip};

fn file(bytes: Vec<u8>) -> Form {
    Form::new().part("file", Part::bytes(bytes).file_name("new.mp4"))
}

#[actix_web::test]
async fn the_old_file_plays_until_the_new_one_takes_its_place() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let old = app.uploaded(&ann, "Second cut", "public").await;
    let watch = paths::videos::watch(&old.uuid);
    let comment = app.sign_in("ben").await.post(format!("{watch}/comments"), &[("body", "Nice.")]).await;
    comment.see_other();
    let source = app.get(&watch).await.attribute("video source", "src");

    let edit = paths::videos::edit(&old.uuid);
    let answer = ann.post_multipart(&paths::videos::replacement(&old.uuid), file(large_clip())).await;
    assert_eq!(answer.see_other(), edit);
    let page = ann.get(&edit).await.ok();
    page.must_say("The new file is waiting to be prepared.");
    assert_eq!(page.count("input[name=file]"), 0);
    ann.get("/my/videos").await.ok().must_say("The new file is waiting to be prepared.");
    let again = ann.post_multipart(&paths::videos::replacement(&old.uuid), file(clip())).await;
    again.unprocessable().must_say("Another file is being prepared already.");
    assert_eq!(app.get(&watch).await.attribute("video source", "src"), source);
    assert_eq!(app.visitor().get(&source).await.status, 200);

    app.run_tasks().await;
    let new = app.video_row(old.uuid).await;
    assert_eq!((new.width, new.height, new.state), (640, 360, VideoState::Published));
    assert_eq!((new.id, new.comments, new.published_at), (old.id, 1, old.published_at));
    let page = app.get(&watch).await;
    page.must_say("Nice.");
    let now_playing = page.attribute("video source", "src");
    assert_ne!(now_playing, source);
    assert_eq!(app.visitor().get(&now_playing).await.status, 200);
    assert_eq!(page.texts("select[name=quality] option"), ["Auto", "360p", "240p"]);
    app.visitor().get(&source).await.not_found();
    let (old_version, id) = (old.media_version.unwrap(), old.id);
    let files = app.files_in(&["media", "incoming", "tmp"]);
    assert!(files.iter().all(|path| !path.contains(&old_version)), "{files:?}");
    assert!(app.read(move |conn| Ok(MediaFile::of_version(conn, id, &old_version)?)).await.is_empty());
    assert!(ann.get(&edit).await.ok().says("Replace the file"));
}

#[actix_web::test]
async fn a_refused_new_file_leaves_the_old_one_and_says_why() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Kept", "public").await;
    let (watch, edit) = (paths::videos::watch(&video.uuid), paths::videos::edit(&video.uuid));
    let source = app.get(&watch).await.attribute("video source", "src");
    ann.post_multipart(&paths::videos::replacement(&video.uuid), file(b"only words".to_vec()))
        .await
        .see_other();
    app.run_tasks().await;
    let why = "The new file was not used, and the old one stays: This is not a video or audio file.";
    ann.get(&edit).await.ok().must_say(why);
    ann.get("/my/videos").await.ok().must_say(why);
    assert_eq!(app.get(&watch).await.attribute("video source", "src"), source);
    assert_eq!(app.visitor().get(&source).await.status, 200);
    assert!(app.files_in(&["incoming", "tmp"]).is_empty());
    assert_eq!(app.video_row(video.uuid).await.media_version, video.media_version);

    // The next one is tried as if nothing had been.
    ann.post_multipart(&paths::videos::replacement(&video.uuid), file(large_clip())).await.see_other();
    app.run_tasks().await;
    assert!(!ann.get(&edit).await.ok().says("was not used"));
    assert_eq!(app.video_row(video.uuid).await.width, 640);
}

#[actix_web::test]
async fn up_11_a_new_file_needs_room_beside_the_old_one() {
    let quota = (clip().len() + large_clip().len() / 2).to_string();
    let app = TestApp::start_with(&[("KINORA_QUOTA_BYTES", &quota)]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Small", "public").await;
    let send = |form| {
        let (ann, path) = (ann.clone(), paths::videos::replacement(&video.uuid));
        async move { ann.post_multipart(&path, form).await.unprocessable() }
    };
    let page = send(file(large_clip())).await;
    assert!(page.field_error("file").contains("does not fit"), "{}", page.text());
    assert_eq!(page.field_value("title"), "Small");
    assert_eq!(send(Form::new().text("x", "y")).await.field_error("file"), "Choose a file.");
    assert_eq!(send(file(Vec::new())).await.field_error("file"), "Choose a file.");
    assert!(app.files_in(&["incoming"]).is_empty());
}

#[actix_web::test]
async fn a_picture_of_ones_own_stays_with_the_video_and_goes_when_another_is_chosen() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Pictured", "public").await;
    let edit = paths::videos::edit(&video.uuid);
    let form = || {
        let words = Form::new().text("title", "Pictured").text("description", "").text("tags", "");
        words.text("privacy", "public")
    };
    let with_picture =
        || form().part("thumbnail", Part::bytes(super::my_videos::picture()).file_name("p.png"));
    let own_files = || app.files_in(&["media"]).into_iter().filter(|path| path.contains("-own")).count();
    ann.post_multipart(&edit, with_picture()).await.see_other();
    let first = app.video_row(video.uuid).await.poster.unwrap();
    ann.post_multipart(&edit, with_picture()).await.see_other();
    app.run_tasks().await;
    let second = app.video_row(video.uuid).await.poster.unwrap();
    assert_ne!(first, second);
    assert_eq!(own_files(), 2, "the one before is gone, in both sizes");

    ann.post_multipart(&paths::videos::replacement(&video.uuid), file(large_clip())).await.see_other();
    app.run_tasks().await;
    assert_eq!(app.video_row(video.uuid).await.poster.as_deref(), Some(second.as_str()));
    let poster = app.get(&paths::videos::watch(&video.uuid)).await.attribute("video", "poster");
    assert!(poster.contains(&second), "{poster}");
    assert_eq!(app.visitor().get(&poster).await.status, 200);
    assert_eq!(own_files(), 2);

    ann.post_multipart(&edit, form().text("poster", "2")).await.see_other();
    app.run_tasks().await;
    assert_eq!(own_files(), 0);
    assert_eq!(ann.get(&edit).await.ok().texts(".poster__name"), ["Picture 1", "Picture 2", "Picture 3"]);
}

#[actix_web::test]
async fn a_video_moves_to_another_of_ones_channels() {
    let app = TestApp::start().await;
    let (ann, owner) = (app.sign_in("ann").await, app.user("ann").await);
    app.user("ben").await;
    let video = app.uploaded(&ann, "Moving", "public").await;
    let edit = paths::videos::edit(&video.uuid);
    assert_eq!(ann.get(&edit).await.ok().count("select[name=channel]"), 0, "there is nothing to choose");
    let (id, now) = (owner.id, app.app.now());
    let details = ChannelDetails::parse("second_stage", "Second stage", "").unwrap();
    app.write(move |conn| Channel::create(conn, id, &details, now)).await;
    let page = ann.get(&edit).await.ok();
    assert_eq!(page.attributes("select[name=channel] option[selected]", "value"), ["ann_channel"]);

    let form = |channel: &str| {
        let words = Form::new().text("title", "Moving").text("description", "").text("tags", "");
        words.text("privacy", "public").text("channel", channel.to_owned())
    };
    let refused = ann.post_multipart(&edit, form("ben_channel")).await.unprocessable();
    assert_eq!(refused.field_error("channel"), "Choose one of your channels.");
    ann.post_multipart(&edit, form("second_stage")).await.see_other();
    app.get("/c/second_stage").await.must_say("Moving");
    assert!(!app.get("/c/ann_channel").await.says("Moving"));
    app.get(&paths::videos::watch(&video.uuid)).await.must_say("Second stage");
}
