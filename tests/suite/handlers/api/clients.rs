//! The fields that each client reads, with the types that it insists on.

use kinora::paths;
use serde_json::Value;

use super::told;
use crate::support::TestApp;

/// A path like `streamingPlaylists.files.size`; through lists, every item has it.
fn all<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    path.split('.').fold(vec![value], |found, name| {
        let items = found.into_iter().flat_map(|value| match value {
            Value::Array(items) => items.iter().collect::<Vec<_>>(),
            other => vec![other],
        });
        items.map(|item| item.get(name).unwrap_or_else(|| panic!("{path}: no {name} in {item}"))).collect()
    })
}

#[track_caller]
fn each(value: &Value, paths: &[&str], is: fn(&Value) -> bool) {
    for path in paths {
        let found = all(value, path);
        assert!(!found.is_empty(), "{path} is nowhere");
        assert!(found.iter().all(|value| is(value)), "{path}: {found:?}");
    }
}

async fn stage() -> (TestApp, kinora::models::video::Video) {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Blue & <b>bold</b>", "public").await;
    ann.add_captions(&video.uuid, "en", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n").await;
    (app, video)
}

#[actix_web::test]
async fn yt_dlp_reads_a_video() {
    let (app, video) = stage().await;
    let whole = told(&app, &format!("/api/v1/videos/{}/", paths::videos::short(&video.uuid))).await;
    assert_eq!(whole["name"], "Blue & <b>bold</b>");
    each(
        &whole,
        &["files.fileUrl", "files.resolution.label", "streamingPlaylists.playlistUrl"],
        Value::is_string,
    );
    each(
        &whole,
        &["streamingPlaylists.files.fileUrl", "streamingPlaylists.files.resolution.label"],
        Value::is_string,
    );
    each(
        &whole,
        &["files.size", "files.fps", "streamingPlaylists.files.size", "duration", "views"],
        Value::is_i64,
    );
    each(
        &whole,
        &["description", "thumbnailPath", "publishedAt", "account.displayName", "account.url"],
        Value::is_string,
    );
    each(
        &whole,
        &["channel.displayName", "channel.url", "licence.label", "category.label"],
        Value::is_string,
    );
    each(&whole, &["account.id", "channel.id", "likes", "dislikes"], Value::is_i64);
    assert_eq!(whole["tags"], serde_json::json!(["colours", "test"]));
    assert_eq!(whole["nsfw"], false);
    let origin = app.url("");
    for url in all(&whole, "files.fileUrl").into_iter().chain(all(&whole, "streamingPlaylists.playlistUrl")) {
        let path = url.as_str().unwrap().strip_prefix(&origin).unwrap();
        assert_eq!(app.visitor().get(path).await.status, 200, "{path}");
    }
    let sound = whole["streamingPlaylists"][0]["files"].as_array().unwrap().last().unwrap();
    assert_eq!(sound["resolution"]["id"], 0, "sound alone is named so");
    let captions = told(&app, &format!("/api/v1/videos/{}/captions", video.uuid)).await;
    assert_eq!(
        (captions["total"].as_i64(), captions["data"][0]["language"]["id"].as_str()),
        (Some(1), Some("en"))
    );
    let path = captions["data"][0]["captionPath"].as_str().unwrap();
    assert!(path.ends_with(".vtt") && app.visitor().get(path).await.text().contains("Hello"), "{path}");
    let description = told(&app, &format!("/api/v1/videos/{}/description", video.uuid)).await;
    assert_eq!(description["description"], "At 0:01 it turns *blue*.");
}

#[actix_web::test]
async fn newpipe_reads_a_video_and_what_goes_with_it() {
    let (app, video) = stage().await;
    let whole = told(&app, &format!("/api/v1/videos/{}", video.uuid)).await;
    // Absent or null, all files but the first would be dropped.
    each(&whole, &["files.torrentUrl", "streamingPlaylists.files.torrentUrl"], |value| value == "");
    each(
        &whole,
        &["files.resolution.id", "streamingPlaylists.files.resolution.id", "privacy.id"],
        Value::is_i64,
    );
    each(&whole, &["files.hasAudio", "streamingPlaylists.files.hasAudio", "isLive"], Value::is_boolean);
    each(&whole, &["category", "licence", "language"], |value| {
        value["label"] == "Unknown" && value["id"].is_null()
    });
    each(&whole, &["account.avatars", "channel.avatars", "thumbnails"], Value::is_array);
    for file in all(&whole, "streamingPlaylists.files.fileUrl") {
        // The player's list of each quality is looked for beside its file.
        let name = file.as_str().unwrap();
        let sibling = name.strip_prefix(&app.url("")).unwrap().replace("-fragmented.mp4", ".m3u8");
        assert!(name.ends_with("-fragmented.mp4"), "{name}");
        assert_eq!(app.visitor().get(&sibling).await.status, 200, "{sibling}");
    }
    let id = video.uuid;
    let boards = told(&app, &format!("/api/v1/videos/{id}/storyboards")).await;
    each(
        &boards,
        &["storyboards.spriteWidth", "storyboards.spriteHeight", "storyboards.totalWidth"],
        Value::is_u64,
    );
    each(&boards, &["storyboards.totalHeight"], Value::is_u64);
    let sheet = boards["storyboards"][0]["storyboardPath"].as_str().unwrap();
    assert_eq!(app.visitor().get(sheet).await.header("content-type"), "image/jpeg");
    assert!(told(&app, &format!("/api/v1/videos/{id}/chapters")).await["chapters"].is_array());
}

#[actix_web::test]
async fn what_has_no_chapters_and_no_pictures_answers_with_empty_lists() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let plain = app.video(&owner, |_| {}).await;
    let told_of = async |what: &str| told(&app, &format!("/api/v1/videos/{}/{what}", plain.uuid)).await;
    assert_eq!(told_of("chapters").await["chapters"], serde_json::json!([]));
    assert_eq!(told_of("storyboards").await["storyboards"], serde_json::json!([]));
    assert_eq!(told_of("captions").await, serde_json::json!({ "total": 0, "data": [] }));
    assert_eq!(told_of("").await["files"], serde_json::json!([]));
}

#[actix_web::test]
async fn yattee_reads_dates_without_fractions_and_numbers_that_are_numbers() {
    let (app, video) = stage().await;
    let whole = told(&app, &format!("/api/v1/videos/{}", video.uuid)).await;
    each(
        &whole,
        &["publishedAt", "createdAt", "updatedAt", "account.createdAt", "channel.updatedAt"],
        |value| {
            let text = value.as_str().unwrap();
            text.len() == 20 && text.ends_with('Z') && !text.contains('.')
        },
    );
    each(&whole, &["id", "streamingPlaylists.id", "streamingPlaylists.type", "channel.id"], Value::is_i64);
    each(&whole, &["channel.name", "channel.displayName", "channel.ownerAccount.name"], Value::is_string);
}

#[actix_web::test]
async fn grayjay_reads_lists_and_reasons() {
    let (app, video) = stage().await;
    let owner = app.user("ben").await;
    let other = app.video(&owner, |draft| draft.title = "Another".to_owned()).await;
    let list = told(&app, "/api/v1/videos?sort=-trending&count=8").await;
    each(
        &list,
        &["data.uuid", "data.shortUUID", "data.url", "data.account.host", "data.channel.name"],
        Value::is_string,
    );
    each(&list, &["data.views", "data.viewers", "data.duration"], Value::is_i64);
    each(&list, &["data.isLocal"], |value| value == true);
    let beside = told(&app, &format!("/api/v1/videos/{}/recommendations", video.uuid)).await;
    assert_eq!(beside["data"][0]["uuid"], other.uuid.to_string());
    assert!(!beside["data"][0]["reason"].as_str().unwrap().is_empty());
}

#[actix_web::test]
async fn ac_02_an_unlisted_video_is_found_by_its_name_and_by_no_number() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "For those who know", "unlisted").await;
    app.visitor().get(&format!("/api/v1/videos/{}", video.id)).await.not_found();
    let answer = app.visitor().get(&format!("/api/v1/videos/{}", video.uuid)).await;
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    let whole: Value = serde_json::from_slice(&answer.bytes).unwrap();
    let file = whole["files"][0]["fileUrl"].as_str().unwrap().strip_prefix(&app.url("")).unwrap().to_owned();
    assert_eq!(app.visitor().get(&file).await.status, 200, "its files are signed");
    let (_, unsigned) = file[3..].split_once('/').unwrap();
    app.visitor().get(&format!("/m/{unsigned}")).await.not_found();
    assert_eq!(told(&app, "/api/v1/videos").await["total"], 0);
}
