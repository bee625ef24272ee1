//! Uploading straight into the bucket, as the form's script does it.

use kinora::db::types::VideoState;
use kinora::models::task::Task;
use kinora::models::video::DirectUpload;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::delivery::site;
use crate::support::object_store::ObjectStore;
use crate::support::uploads::clip;
use crate::support::{Answer, TestApp, Visitor};

async fn post(visitor: &Visitor, path: &str, body: Value) -> Answer {
    let request = visitor.request(Method::POST, path).header("sec-fetch-site", "same-origin");
    visitor.send(request.header("content-type", "application/json").body(body.to_string())).await
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.text()))
}

fn fields(size: usize) -> Value {
    json!({
        "size": size, "file_name": "sea_and_sand.mp4", "title": "", "description": "Far away",
        "tags": "sea", "privacy": "public", "channel": "",
    })
}

async fn begin(visitor: &Visitor, size: usize) -> Value {
    let answer = post(visitor, "/uploads/direct", fields(size)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    json_of(&answer)
}

/// Puts every part where it belongs; answers their tags.
async fn put_parts(visitor: &Visitor, begun: &Value, bytes: &[u8]) -> Vec<String> {
    let count = begun["parts"].as_u64().unwrap();
    let which = json!({ "first": 1, "count": count });
    let path = format!("/uploads/direct/{}/parts", begun["uuid"].as_str().unwrap());
    let urls = json_of(&post(visitor, &path, which).await);
    let stranger = Visitor::new(String::new());
    let size = usize::try_from(begun["part_bytes"].as_u64().unwrap()).unwrap();
    let mut tags = Vec::new();
    for (url, part) in urls["urls"].as_array().unwrap().iter().zip(bytes.chunks(size)) {
        let put = stranger.request(Method::PUT, url.as_str().unwrap()).body(part.to_vec());
        let answer = stranger.send(put).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        tags.push(answer.header("etag").to_owned());
    }
    assert_eq!(tags.len() as u64, count);
    tags
}

async fn finish(visitor: &Visitor, begun: &Value, tags: Vec<String>) -> Answer {
    let path = format!("/uploads/direct/{}", begun["uuid"].as_str().unwrap());
    post(visitor, &path, json!({ "etags": tags })).await
}

/// A clip with so much behind it that it takes two parts; players do not mind.
fn large_clip() -> Vec<u8> {
    let mut bytes = clip();
    let padding = 12_000_000_u32;
    bytes.extend((padding + 8).to_be_bytes());
    bytes.extend(b"free");
    bytes.resize(bytes.len() + padding as usize, 0);
    bytes
}

#[actix_web::test]
async fn a_file_goes_into_the_bucket_in_parts_and_becomes_a_video() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    assert_eq!(
        ann.get("/upload").await.ok().attribute("upload-form form", "data-direct-upload"),
        "/uploads/direct"
    );
    let bytes = large_clip();
    let begun = begin(&ann, bytes.len()).await;
    assert_eq!((begun["parts"].as_u64(), begun["part_bytes"].as_u64()), (Some(2), Some(8 << 20)));
    let tags = put_parts(&ann, &begun, &bytes).await;
    let finished = finish(&ann, &begun, tags.clone()).await;
    assert_eq!(finished.status, 201, "{}", finished.text());
    let uuid = begun["uuid"].as_str().unwrap();
    assert_eq!(json_of(&finished)["url"], format!("/uploads/{uuid}"));
    finish(&ann, &begun, tags).await.not_found();
    assert_eq!(store.keys(), [format!("incoming/{uuid}")]);
    ann.get(&format!("/uploads/{uuid}")).await.ok().must_say("sea and sand");

    app.run_tasks().await;
    let video = app.video_row(kinora::db::ids::Uuid::parse(uuid).unwrap()).await;
    assert_eq!((video.state, video.title.as_str()), (VideoState::Published, "sea and sand"));
    assert!(store.keys().iter().all(|key| key.starts_with("media/")), "{:?}", store.keys());
    assert_eq!(app.files_in(&["incoming", "tmp", "media"]), [""; 0]);
}

#[actix_web::test]
async fn what_the_form_would_refuse_is_refused_here_before_the_file_is_sent() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[("KINORA_UPLOAD_BYTES", "50000000"), ("KINORA_QUOTA_BYTES", "60000000")]).await;
    let ann = app.sign_in("ann").await;
    let refused = async |change: (&str, Value), field: &str| {
        let mut body = fields(1000);
        body[change.0] = change.1;
        let answer = post(&ann, "/uploads/direct", body).await;
        assert_eq!(answer.status, 422, "{field}: {}", answer.text());
        assert!(json_of(&answer)["errors"][field].is_string(), "{}", answer.text());
    };
    refused(("privacy", json!("nobody")), "privacy").await;
    refused(("title", json!("x".repeat(121))), "title").await;
    refused(("size", json!(0)), "file").await;
    refused(("size", json!(50_000_001)), "file").await;
    // UP-06: what is promised counts.
    begin(&ann, 40_000_000).await;
    refused(("size", json!(30_000_000)), "file").await;
    for body in [json!(null), json!({ "size": -1 }), json!([])] {
        assert_eq!(post(&ann, "/uploads/direct", body).await.status, 400);
    }
    assert_eq!(app.visitor().post("/uploads/direct", &[]).await.see_other(), "/sign-in?return_to=%2F");
}

#[actix_web::test]
async fn ac_04_nobody_else_takes_part_in_an_upload() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let (ann, bob) = (app.sign_in("ann").await, app.sign_in("bob").await);
    let begun = begin(&ann, 1000).await;
    let path = format!("/uploads/direct/{}", begun["uuid"].as_str().unwrap());
    post(&bob, &format!("{path}/parts"), json!({ "first": 1, "count": 1 })).await.not_found();
    finish(&bob, &begun, vec!["\"x\"".to_owned()]).await.not_found();
    post(&bob, &format!("{path}/delete"), json!({})).await.not_found();
    for (first, count) in [(0, 1), (1, 2), (2, 1), (1, 0), (u32::MAX, u32::MAX)] {
        let asked = post(&ann, &format!("{path}/parts"), json!({ "first": first, "count": count })).await;
        assert_eq!(asked.status, 400, "{first} {count}");
    }
    let urls = json_of(&post(&ann, &format!("{path}/parts"), json!({ "first": 1, "count": 1 })).await);
    let url = urls["urls"][0].as_str().unwrap();
    let stranger = Visitor::new(String::new());
    // The address is for this part of this file alone, and for putting.
    assert!(stranger.get(url).await.status.is_client_error());
    for forged in [
        url.replace("partNumber=1", "partNumber=2"),
        url.replace("/incoming/", "/media/"),
        url.replace("X-Amz-Expires=900", "X-Amz-Expires=90000"),
    ] {
        let put = stranger.send(stranger.request(Method::PUT, &forged).body("x")).await;
        assert!(put.status.is_client_error(), "{forged}");
    }
    assert_eq!(post(&ann, &format!("{path}/delete"), json!({})).await.status, StatusCode::NO_CONTENT);
    post(&ann, &format!("{path}/delete"), json!({})).await.not_found();
}

#[actix_web::test]
async fn another_size_than_announced_is_refused_and_leaves_nothing() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let begun = begin(&ann, 1000).await;
    let tags = put_parts(&ann, &begun, &[7; 2000]).await;
    let answer = finish(&ann, &begun, tags).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(store.keys(), [""; 0]);
    assert_eq!(promised(&app).await, 0);
}

#[actix_web::test]
async fn abandoned_uploads_are_given_up_after_a_day() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let begun = begin(&ann, 1000).await;
    let tags = put_parts(&ann, &begun, &[7; 1000]).await;
    sweep(&app).await;
    assert_eq!(promised(&app).await, 1000, "it may still be under way");
    app.advance_seconds(25 * 3600);
    sweep(&app).await;
    assert_eq!(promised(&app).await, 0);
    // Its address leads nowhere now, and neither do its parts.
    let ann = app.sign_in("ann").await;
    finish(&ann, &begun, tags).await.not_found();
    assert_eq!(store.keys(), [""; 0]);
}

#[actix_web::test]
async fn where_files_are_in_the_data_folder_nothing_of_it_is_offered() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    assert!(ann.get("/upload").await.ok().attributes("upload-form form", "data-direct-upload").is_empty());
    post(&ann, "/uploads/direct", fields(1000)).await.not_found();
}

async fn sweep(app: &TestApp) {
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
}

async fn promised(app: &TestApp) -> i64 {
    let ann = app.user("ann").await.id;
    app.read(move |conn| Ok(DirectUpload::bytes_of_user(conn, ann)?)).await
}
