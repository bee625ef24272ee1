//! Captions and chapters that programs write.

use kinora::db::types::Privacy;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::support::captions::WEBVTT;
use crate::support::{Answer, Bearer, TestApp};

async fn put(program: &Bearer, path: &str, text: &str) -> Answer {
    let form = Form::new().part("captionfile", Part::text(text.to_owned()).file_name("a.vtt"));
    program.send_form(Method::PUT, path, form).await
}

#[actix_web::test]
async fn a_program_puts_captions_replaces_them_and_takes_them_away() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    // By each of its names, for it is hers.
    let path = format!("/api/v1/videos/{}/captions/en", video.id.0);
    assert_eq!(put(&program, &path, WEBVTT).await.status, 204);
    let path = format!("/api/v1/videos/{}/captions/en", video.uuid);
    let again = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nSaid anew\n";
    assert_eq!(put(&program, &path, again).await.status, 204);
    let told = program.told(&format!("/api/v1/videos/{}/captions", video.uuid)).await;
    assert_eq!((&told["total"], &told["data"][0]["language"]["id"]), (&json!(1), &json!("en")));
    let sign_in = app.sign_in("ann").await;
    let webvtt =
        sign_in.get(&format!("/w/{}/captions/en.vtt", kinora::paths::videos::short(&video.uuid))).await;
    assert!(webvtt.text().contains("Said anew"), "{}", webvtt.text());
    assert_eq!(program.delete(&path).await.status, 204);
    program.delete(&path).await.refused(404);
}

#[actix_web::test]
async fn captions_that_cannot_be_read_are_refused_by_their_field() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let program = app.bearer("ann", &["upload"]).await;
    let path = format!("/api/v1/videos/{}/captions", video.uuid);
    let told = put(&program, &format!("{path}/en"), "nothing").await.refused(422);
    assert!(told["invalid-params"]["captionfile"].is_object(), "{told}");
    let told = put(&program, &format!("{path}/nolanguageatall"), WEBVTT).await.refused(422);
    assert!(told["invalid-params"]["language"].is_object(), "{told}");
    program.send_form(Method::PUT, &format!("{path}/en"), Form::new()).await.refused(422);
}

#[actix_web::test]
async fn a_program_writes_the_chapters() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    let path = format!("/api/v1/videos/{}/chapters", video.uuid);
    let chapters = json!([{ "timecode": 0, "title": "One" }, { "timecode": 5, "title": "0:07 Two\nof two" }]);
    assert_eq!(program.put(&path, json!({ "chapters": chapters })).await.status, 204);
    let told = program.told(&path).await;
    assert_eq!(told["chapters"][1], json!({ "timecode": 5, "title": "0:07 Two of two" }));
    for (wrong, status) in [
        (json!({ "chapters": [{ "timecode": 5, "title": "a" }, { "timecode": 5, "title": "b" }] }), 422),
        (json!({ "chapters": [{ "timecode": 0, "title": " " }] }), 422),
        (json!({ "chapters": [{ "timecode": 4_000_000_000_u32, "title": "a" }] }), 422),
        (json!({ "chapters": [{ "timecode": -1, "title": "a" }] }), 400),
        (json!({ "chapters": [{ "timecode": 1.5, "title": "a" }] }), 400),
        (json!({}), 400),
    ] {
        program.put(&path, wrong).await.refused(status);
    }
    assert_eq!(program.told(&path).await, told);
    assert_eq!(program.put(&path, json!({ "chapters": [] })).await.status, 204);
    assert_eq!(program.told(&path).await["chapters"], json!([]));
}

#[actix_web::test]
async fn ac_09_captions_and_chapters_of_somebody_elses_video_are_not_found() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ann = app.bearer("ann", &["upload", "read"]).await;
    let captions = format!("/api/v1/videos/{}/captions/en", video.uuid);
    put(&ann, &captions, WEBVTT).await;
    app.moderator("mia").await;
    for name in ["ben", "mia"] {
        let other = app.bearer(name, &["upload"]).await;
        for id in [video.uuid.to_string(), video.id.0.to_string()] {
            put(&other, &format!("/api/v1/videos/{id}/captions/en"), "WEBVTT\n").await.refused(404);
            other.delete(&format!("/api/v1/videos/{id}/captions/en")).await.refused(404);
            let path = format!("/api/v1/videos/{id}/chapters");
            other.put(&path, json!({ "chapters": [{ "timecode": 0, "title": "Mine" }] })).await.refused(404);
        }
    }
    assert_eq!(ann.told(&format!("/api/v1/videos/{}/captions", video.uuid)).await["total"], 1);
}
