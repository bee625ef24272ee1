//! The operator's own scanner: asked before anything else reads a received file.

use kinora::db::types::{TaskState, VideoState};
use kinora::models::task::Task;
use kinora::paths;
use reqwest::multipart::{Form, Part};
use tempfile::TempDir;

use crate::support::TestApp;
use crate::support::script::script;
use crate::support::uploads::{clip, form, large_clip, upload_of};

/// A site whose scanner is this shell script; `$OUT` is a folder of the test's.
async fn site(folder: &TempDir, body: &str, settings: &[(&str, &str)]) -> TestApp {
    let scanner = script(folder, body);
    let mut variables = vec![("KINORA_SCAN", scanner.to_str().unwrap())];
    variables.extend(settings);
    TestApp::start_with(&variables).await
}

#[actix_web::test]
async fn a_clean_file_is_published_and_the_scanner_saw_just_that_file() {
    let folder = tempfile::tempdir().unwrap();
    let look = "cp \"$1\" $OUT/seen; echo $# >$OUT/count; env >$OUT/environment";
    let app = site(&folder, look, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Clean", "public").await;
    assert_eq!(video.state, VideoState::Published);
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("seen"), clip());
    assert_eq!(read("count"), b"1\n");
    assert!(!String::from_utf8(read("environment")).unwrap().contains("KINORA"));
}

#[actix_web::test]
async fn a_file_that_the_scanner_refuses_is_not_kept_and_its_creator_reads_why() {
    let folder = tempfile::tempdir().unwrap();
    let app = site(&folder, "echo \"$1: Eicar FOUND\"; exit 1", &[]).await;
    let ann = app.sign_in("ann").await;
    let uuid = upload_of(&ann.post_multipart("/upload", form("Infected", "public", clip())).await);
    app.run_tasks().await;
    let video = app.video_row(uuid).await;
    assert_eq!(video.state, VideoState::Failed);
    let page = ann.get(&format!("/uploads/{uuid}")).await.ok();
    page.must_say("This site's virus scanner refused the file.");
    assert!(!page.text().contains("Eicar"));
    assert!(app.files_in(&["media", "incoming", "tmp"]).is_empty());
    app.visitor().get(&paths::videos::watch(&uuid)).await.not_found();
}

#[actix_web::test]
async fn a_replacement_that_the_scanner_refuses_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let refuse_the_second = "test ! -e $OUT/called || exit 1; touch $OUT/called";
    let app = site(&folder, refuse_the_second, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Old", "public").await;
    let other = Form::new().part("file", Part::bytes(large_clip()).file_name("other.mp4"));
    ann.post_multipart(&paths::videos::replacement(&video.uuid), other).await.see_other();
    app.run_tasks().await;
    assert_eq!(app.video_row(video.uuid).await.media_version, video.media_version);
    let page = ann.get(&paths::videos::edit(&video.uuid)).await.ok();
    page.must_say("This site's virus scanner refused the file.");
}

#[actix_web::test]
async fn a_scanner_that_cannot_tell_is_asked_again_and_nothing_is_published_without_it() {
    for (body, settings, complaint) in [
        (
            "echo the database is too old >&2; exit 2",
            [("KINORA_SCAN_SECONDS", "60")],
            "the database is too old",
        ),
        ("sleep 600", [("KINORA_SCAN_SECONDS", "1")], "took longer than 1 s"),
        ("kill -9 $$", [("KINORA_SCAN_SECONDS", "60")], "signal: 9"),
        ("cat /dev/zero", [("KINORA_SCAN_SECONDS", "60")], "wrote more than anyone would read"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let app = site(&folder, body, &settings).await;
        let ann = app.sign_in("ann").await;
        let uuid = upload_of(&ann.post_multipart("/upload", form("Unsure", "public", clip())).await);
        app.run_tasks().await;
        let id = app.video_row(uuid).await.id;
        let task = app.read(move |conn| Ok(Task::ProcessVideo { video: id }.latest(conn)?.unwrap())).await;
        assert_eq!((task.state, task.attempts), (TaskState::Queued, 1), "{body}");
        assert!(task.error.as_ref().unwrap().contains(complaint), "{:?}", task.error);
        app.advance_seconds(10);
        app.run_tasks().await;
        assert_eq!(app.video_row(uuid).await.state, VideoState::Failed);
        assert!(app.files_in(&["media", "tmp"]).is_empty());
    }
}
