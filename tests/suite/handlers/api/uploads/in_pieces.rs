//! A file in pieces by PeerTube's protocol, until it is a video.

use kinora::db::types::{Privacy, VideoState};
use reqwest::Method;
use serde_json::{Value, json};

use super::uploaded;
use crate::support::uploads::clip;
use crate::support::{Answer, Bearer, TestApp};

const PATH: &str = "/api/v1/videos/upload-resumable";

impl Bearer {
    pub(super) async fn begin(&self, length: u64, said: Value) -> Answer {
        let length = length.to_string();
        let headers = [("x-upload-content-length", length.as_str()), ("x-upload-content-type", "video/mp4")];
        self.send_with("POST", PATH, Some(said), &headers).await
    }

    pub(super) async fn piece(&self, location: &str, first: usize, bytes: &[u8], length: usize) -> Answer {
        let range = format!("bytes {first}-{}/{length}", first + bytes.len() - 1);
        self.piece_called(location, &range, bytes).await
    }

    pub(super) async fn piece_called(&self, location: &str, range: &str, bytes: &[u8]) -> Answer {
        let headers = [("content-range", range), ("content-type", "application/octet-stream")];
        self.send_bytes(Method::PUT, location, bytes.to_vec(), &headers).await
    }

    pub(super) async fn state_of(&self, location: &str) -> Answer {
        self.piece_called(location, "bytes */*", b"").await
    }
}

fn range(answer: &Answer) -> &str {
    assert_eq!(answer.status, 308, "{}", answer.text());
    answer.header("range")
}

#[actix_web::test]
async fn a_file_that_arrives_in_pieces_becomes_a_video() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    let clip = clip();
    let said = json!({
        "name": "In pieces", "filename": "clip.mp4", "privacy": 2, "tags": ["one"], "nsfw": false,
        "commentsEnabled": false, "waitTranscoding": true, "support": null, "language": null,
    });
    let begun = program.begin(clip.len() as u64, said).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let location = begun.header("location").to_owned();
    assert!(location.starts_with("/api/v1/videos/upload-resumable?upload_id="), "{location}");
    assert_eq!(range(&program.state_of(&location).await), "");

    let (one, two) = (clip.len() / 3, clip.len() / 2);
    let told = program.piece(&location, 0, &clip[..one], clip.len()).await;
    assert_eq!(range(&told), format!("bytes=0-{}", one - 1));
    let told = program.piece_called(&location, &format!("bytes {one}-{}/*", two - 1), &clip[one..two]).await;
    assert_eq!(range(&told), format!("bytes=0-{}", two - 1));
    let asked = program.piece_called(&location, &format!("bytes */{}", clip.len()), b"").await;
    assert_eq!(range(&asked), format!("bytes=0-{}", two - 1));

    let last = program.piece(&location, two, &clip[two..], clip.len()).await;
    let video = uploaded(&app, &last).await;
    assert_eq!((video.title.as_str(), video.privacy), ("In pieces", Privacy::Unlisted));
    assert_eq!((video.comments_enabled, video.state), (false, VideoState::Processing));
    // Who did not hear the answer asks again, or says the end again.
    uploaded(&app, &program.state_of(&location).await).await;
    uploaded(&app, &program.piece(&location, two, &clip[two..], clip.len()).await).await;
    app.run_tasks().await;
    assert_eq!(app.video_row(video.uuid).await.state, VideoState::Published);
    assert!(app.files_in(&["incoming", "tmp"]).is_empty(), "nothing is left over");
    program.delete(&location).await.refused(409);
}

#[actix_web::test]
async fn an_upload_that_was_interrupted_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let clip = clip();
    let location = program.begin(clip.len() as u64, json!({})).await.header("location").to_owned();
    let half = clip.len() / 2;
    // The line breaks in the middle of the one large piece.
    let headers = [
        ("content-range", format!("bytes 0-{}/{}", clip.len() - 1, clip.len())),
        ("content-length", clip.len().to_string()),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sending = program.send_part_of_body(&app, "PUT", &location, &headers, &clip[..half]).await;
    while app.files_in(&["incoming"]).is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    drop(sending);
    let mut there = String::new();
    for _ in 0..200 {
        let told = program.state_of(&location).await;
        if told.status == 308 && !told.header("range").is_empty() {
            told.header("range").clone_into(&mut there);
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(there, format!("bytes=0-{}", half - 1), "what arrived before the cut is kept");
    uploaded(&app, &program.piece(&location, half, &clip[half..], clip.len()).await).await;
    assert_eq!(std::fs::read(&app.files_in(&["incoming"])[0]).unwrap(), clip);
    app.run_tasks().await;
}

#[actix_web::test]
async fn up_10_wrong_ranges_change_nothing() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let location = program.begin(100, json!({})).await.header("location").to_owned();
    assert_eq!(range(&program.piece(&location, 0, &[1; 40], 100).await), "bytes=0-39");
    for (status, range, bytes) in [
        (409, "bytes 0-9/100", 10),
        (409, "bytes 30-49/100", 20),
        (409, "bytes 50-59/100", 10),
        (400, "bytes 40-49/101", 10),
        (400, "bytes 40-49/100", 20),
        (400, "bytes 49-40/100", 10),
        (400, "bytes -1-9/100", 10),
        (400, "40-49/100", 10),
        (400, "bytes */99", 0),
        (413, "bytes 40-100/100", 61),
        (413, "bytes 40-18446744073709551615/*", 10),
    ] {
        let answer = program.piece_called(&location, range, &vec![2; bytes]).await;
        let there = answer.header("range").to_owned();
        answer.refused(status);
        assert_eq!(there, if status == 409 { "bytes=0-39" } else { "" }, "{range}");
    }
    let without = program.send_bytes(Method::PUT, &location, vec![2; 10], &[]).await;
    without.refused(400);
    assert_eq!(std::fs::read(&app.files_in(&["incoming"])[0]).unwrap(), [1; 40]);
}

#[actix_web::test]
async fn up_10_up_11_an_announcement_is_looked_at_before_anything_is_sent() {
    let variables = [("KINORA_QUOTA_BYTES", "1000"), ("KINORA_UPLOAD_BYTES", "5000")];
    let app = TestApp::start_with(&variables).await;
    let program = app.bearer("ann", &["upload"]).await;
    let told = program.begin(1001, json!({})).await.refused(422);
    assert!(told["detail"].as_str().unwrap().contains("does not fit"), "{told}");
    program.begin(5001, json!({})).await.refused(413);
    program.begin(0, json!({})).await.refused(422);
    let told = program.begin(10, json!({ "name": "x".repeat(121) })).await.refused(422);
    assert!(told["invalid-params"]["name"].is_object(), "{told}");
    program.post(PATH, json!({})).await.refused(400);
    for length in ["-1", "ten", "1.5", ""] {
        let headers = [("x-upload-content-length", length)];
        program.send_with("POST", PATH, Some(json!({})), &headers).await.refused(400);
    }
    assert_eq!(program.begin(600, json!({})).await.status, 201);
    program.begin(600, json!({})).await.refused(422);
    for _ in 1..16 {
        assert_eq!(program.begin(1, json!({})).await.status, 201);
    }
    program.begin(1, json!({})).await.refused(429);
}

#[actix_web::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let location = program.begin(100, json!({})).await.header("location").to_owned();
    program.piece(&location, 0, &[1; 40], 100).await;
    assert_eq!(program.delete(&location).await.status, 204);
    app.run_tasks().await;
    assert!(app.files_in(&["incoming"]).is_empty());
    program.state_of(&location).await.refused(404);
}

#[actix_web::test]
async fn an_upload_may_change_its_protocol() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let clip = clip();
    let location =
        program.begin(clip.len() as u64, json!({ "name": "Both" })).await.header("location").to_owned();
    let half = clip.len() / 2;
    program.piece(&location, 0, &clip[..half], clip.len()).await;
    let address = location.replace("/api/v1/videos/upload-resumable?upload_id=", "/uploads/tus/");
    let offset = half.to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-offset", offset.as_str()),
        ("content-type", "application/offset+octet-stream"),
    ];
    let answer = program.send_bytes(Method::PATCH, &address, clip[half..].to_vec(), &headers).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    assert_eq!(uploaded(&app, &program.state_of(&location).await).await.title, "Both");
    app.run_tasks().await;
}
