//! A file that arrives in pieces, until it is a video.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kinora::db::types::VideoState;
use kinora::models::task::Task;
use reqwest::Method;
use sha2::{Digest, Sha256};

use crate::support::TestApp;
use crate::support::tus::{metadata, uuid_of};
use crate::support::uploads::clip;

#[actix_web::test]
async fn a_file_that_arrives_in_pieces_becomes_a_video() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let clip = clip();
    let location = ann.begin_upload(clip.len() as u64, "In three").await;
    let uuid = uuid_of(&location);
    let told = ann.send(ann.tus(Method::HEAD, &location)).await;
    assert_eq!((told.header("upload-offset"), told.header("upload-length")), ("0", &*clip.len().to_string()));
    let said = metadata(&[("filename", "clip.mp4"), ("title", "In three"), ("privacy", "public")]);
    assert_eq!(told.header("upload-metadata"), said, "as it was said");
    let page = ann.get("/my/videos").await.ok();
    assert_eq!(page.texts(".my-video__title"), ["In three"]);
    page.must_say("Uploading");
    page.must_say("0 % of");

    let (one, two) = (clip.len() / 3, clip.len() / 2);
    let answer = ann.send_piece(&location, 0, &clip[..one]).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, one.to_string().as_str()));
    assert_eq!(answer.header("upload-expires"), "Sun, 11 Jan 2026 12:00:00 GMT");
    ann.get("/my/videos").await.ok().must_say("33 % of");
    ann.get(&format!("/uploads/{uuid}")).await.ok().must_say("Its file is arriving");
    assert_eq!(ann.send_piece(&location, one, &clip[one..two]).await.status, 204);
    assert_eq!(ann.offset_of(&location).await, two as u64);

    // A task for it that came from nowhere does nothing.
    let (video, now) = (app.video_row(uuid).await, app.app.now());
    app.write(move |conn| Task::ProcessVideo { video: video.id }.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
    assert_eq!(app.video_row(uuid).await.state, VideoState::Uploading);

    let answer = ann.send_piece(&location, two, &clip[two..]).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-expires")), (204, ""));
    assert_eq!(std::fs::read(&app.files_in(&["incoming"])[0]).unwrap(), clip);
    assert_eq!(app.video_row(uuid).await.state, VideoState::Processing);
    app.run_tasks().await;
    assert_eq!(app.video_row(uuid).await.state, VideoState::Published);
    app.get(&kinora::paths::videos::watch(&uuid)).await.must_say("In three");
    assert!(app.files_in(&["incoming", "tmp"]).is_empty(), "nothing is left over");
    // Who did not hear the last answer asks again, and is told that nothing is missing.
    assert_eq!(ann.offset_of(&location).await, clip.len() as u64);
}

#[actix_web::test]
async fn a_file_may_come_with_the_request_that_announces_it() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let clip = clip();
    for first in [clip.len(), clip.len() / 2] {
        let request = ann
            .tus(Method::POST, "/uploads/tus")
            .header("upload-length", clip.len())
            .header("upload-metadata", metadata(&[("filename", "My_clip.mp4"), ("privacy", "unlisted")]))
            .header("content-type", "application/offset+octet-stream");
        let answer = ann.send(request.body(clip[..first].to_vec())).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.header("upload-offset"), first.to_string());
        let location = answer.header("location").to_owned();
        assert_eq!(app.video_row(uuid_of(&location)).await.title, "My clip");
        if first < clip.len() {
            assert_eq!(ann.send_piece(&location, first, &clip[first..]).await.status, 204);
        }
        app.run_tasks().await;
        assert_eq!(app.video_row(uuid_of(&location)).await.state, VideoState::Published);
    }
}

#[actix_web::test]
async fn a_piece_with_a_checksum_counts_only_if_it_is_right() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let clip = clip();
    let location = ann.begin_upload(clip.len() as u64, "Checked").await;
    let (first, second) = clip.split_at(clip.len() / 2);
    let sum = |bytes: &[u8]| format!("sha256 {}", STANDARD.encode(Sha256::digest(bytes)));
    let send = |offset: usize, bytes: &[u8], sum: String| {
        ann.send(ann.piece(&location, offset, bytes.to_vec()).header("upload-checksum", sum))
    };
    assert_eq!(send(0, first, sum(first)).await.status, 204);
    let answer = send(first.len(), second, sum(b"something else")).await;
    assert_eq!(answer.status.as_u16(), 460);
    assert!(answer.text().contains("discarded"), "{}", answer.text());
    assert_eq!(ann.offset_of(&location).await, first.len() as u64);
    for unknown in ["md5 AAAA", "sha256", "sha256 !!", "sha256 AAAA", ""] {
        assert_eq!(send(first.len(), second, unknown.to_owned()).await.status, 400, "{unknown}");
    }
    assert_eq!(app.files_in(&["incoming"]).len(), 1);
    assert_eq!(send(first.len(), second, sum(second)).await.status, 204);
    assert_eq!(std::fs::read(&app.files_in(&["incoming"])[0]).unwrap(), clip);
    app.run_tasks().await;
    assert_eq!(app.video_row(uuid_of(&location)).await.state, VideoState::Published);
}

#[actix_web::test]
async fn the_protocol_says_to_anybody_what_it_can() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/uploads/tus", "/uploads/tus/0b1c9c9d-0000-4000-8000-000000000001"] {
        let answer = visitor.send(visitor.request(Method::OPTIONS, path)).await;
        assert_eq!(answer.status, 204);
        assert_eq!((answer.header("tus-resumable"), answer.header("tus-version")), ("1.0.0", "1.0.0"));
        let extensions = "creation,creation-with-upload,expiration,checksum,termination";
        assert_eq!(answer.header("tus-extension"), extensions);
        assert_eq!(answer.header("tus-checksum-algorithm"), "sha256");
        assert_eq!(answer.header("tus-max-size"), (8_u64 << 30).to_string());
    }
}
