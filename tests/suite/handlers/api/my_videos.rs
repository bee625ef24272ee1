//! One's own videos, for programs: listed, changed, deleted.

use kinora::db::types::{Privacy, VideoState};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use super::{names, problem, told};
use crate::support::TestApp;

const PATH: &str = "/api/v1/users/me/videos";

#[actix_web::test]
async fn a_program_lists_its_owners_videos_in_whatever_state() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |draft| draft.title = "Alps".to_owned()).await;
    app.advance_seconds(1);
    app.video_in(&ann, Privacy::Private, VideoState::Processing, false).await;
    app.advance_seconds(1);
    app.video_in(&ann, Privacy::Public, VideoState::Published, true).await;
    app.video(&app.user("ben").await, |draft| draft.title = "Bens alps".to_owned()).await;
    let program = app.bearer("ann", &["read"]).await;
    let list = program.told(PATH).await;
    assert_eq!((list["total"].as_i64(), list["data"].as_array().unwrap().len()), (Some(3), 3));
    let standing = |place: usize| {
        let video = &list["data"][place];
        (video["privacy"]["id"].as_i64(), video["state"]["id"].as_i64(), video["blacklisted"].as_bool())
    };
    assert_eq!(standing(0), (Some(1), Some(1), Some(true)));
    assert_eq!(standing(1), (Some(3), Some(2), Some(false)));
    assert_eq!(standing(2), (Some(1), Some(1), Some(false)));
    assert_eq!(names(&program.told(&format!("{PATH}?search=ALP")).await), ["Alps"]);
    assert_eq!(program.told(&format!("{PATH}?search=%25zqx")).await["total"], 0);
    let first = program.told(&format!("{PATH}?sort=createdAt&count=1")).await;
    assert_eq!((names(&first), first["total"].as_i64()), (vec!["Alps"], Some(3)));
    assert_eq!(program.get(PATH).await.header("cache-control"), "private, no-cache");
    let used = program.told("/api/v1/users/me/video-quota-used").await;
    assert!(used["videoQuotaUsed"].is_i64() && used["videoQuotaUsedDaily"] == 0, "{used}");
}

#[actix_web::test]
async fn a_program_changes_what_it_says_and_the_rest_stays() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app
        .video(&ann, |draft| {
            draft.title = "Harbor".to_owned();
            draft.description = "A *quiet* place.".to_owned();
            draft.tags = vec!["boats".to_owned()];
        })
        .await;
    let program = app.bearer("ann", &["read", "upload"]).await;
    let path = format!("/api/v1/videos/{}", video.uuid);
    let change =
        json!({ "name": "A harbour", "category": 2, "licence": 1, "waitTranscoding": true, "nsfw": true });
    assert_eq!(program.put(&path, change).await.status, 204);
    let now = told(&app, &path).await;
    assert_eq!((&now["name"], &now["description"]), (&json!("A harbour"), &json!("A *quiet* place.")));
    assert_eq!(
        (&now["tags"], &now["privacy"]["id"], &now["nsfw"]),
        (&json!(["boats"]), &json!(1), &json!(true))
    );
    assert_eq!((&now["commentsEnabled"], &now["downloadEnabled"]), (&json!(true), &json!(true)));
    let change = json!({ "tags": ["Sea", "ships"], "commentsPolicy": 2, "downloadEnabled": false });
    assert_eq!(program.put(&path, change).await.status, 204);
    let now = told(&app, &path).await;
    assert_eq!((&now["tags"], &now["nsfw"]), (&json!(["sea", "ships"]), &json!(true)));
    assert_eq!((&now["commentsEnabled"], &now["downloadEnabled"]), (&json!(false), &json!(false)));
    assert_eq!(program.put(&path, json!({ "tags": [], "privacy": 3 })).await.status, 204);
    problem(&app, &path, 404).await;
    let now = program.told(&path).await;
    assert_eq!((&now["tags"], &now["privacy"]["id"]), (&json!([]), &json!(3)));
}

#[actix_web::test]
async fn a_program_changes_a_video_by_a_form_as_well() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let channels = app.bearer("ann", &["upload"]).await;
    let made =
        channels.post("/api/v1/video-channels", json!({ "name": "ann_two", "displayName": "Two" })).await;
    let program = app.bearer("ann", &["upload"]).await;
    let path = format!("/api/v1/videos/{}", video.id);
    let form = Form::new()
        .text("name", "By a form")
        .text("tags[0]", "sea")
        .text("tags[1]", "ships")
        .text("channelId", made.json()["videoChannel"]["id"].to_string())
        .text("commentsEnabled", "false")
        .part("thumbnailfile", Part::bytes(vec![1, 2, 3]).file_name("x.jpg"));
    let answer = program.send_form(Method::PUT, &path, form).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let now = told(&app, &path).await;
    assert_eq!((&now["name"], &now["tags"]), (&json!("By a form"), &json!(["sea", "ships"])));
    assert_eq!((&now["channel"]["name"], &now["commentsEnabled"]), (&json!("ann_two"), &json!(false)));
    let form = Form::new().part("videofile", Part::bytes(vec![1, 2, 3]).file_name("x.mp4"));
    program.send_form(Method::PUT, &path, form).await.refused(422);
    program.send_form(Method::PUT, &path, Form::new().text("privacy", "x")).await.refused(400);
}

#[actix_web::test]
async fn in_05_what_makes_no_video_is_refused_by_its_field_and_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |draft| draft.title = "Harbour".to_owned()).await;
    let program = app.bearer("ann", &["upload"]).await;
    let path = format!("/api/v1/videos/{}", video.uuid);
    let wrong = json!({ "name": " ", "privacy": 4, "tags": ["x".repeat(31)], "commentsPolicy": 3 });
    let refused = program.put(&path, wrong).await.refused(422);
    let fields: Vec<&String> = refused["invalid-params"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["commentsPolicy", "name", "privacy", "tags"]);
    for body in [json!({ "name": 5 }), json!({ "tags": "sea" }), json!([]), json!({ "privacy": "public" })] {
        program.put(&path, body).await.refused(400);
    }
    let claims =
        json!({ "views": 999, "likes": 5, "state": 7, "uuid": "x", "blacklisted": true, "name": "Harbour" });
    assert_eq!(program.put(&path, claims).await.status, 204);
    let now = told(&app, &path).await;
    assert_eq!((&now["views"], &now["likes"], &now["state"]["id"]), (&json!(0), &json!(0), &json!(1)));
    assert_eq!(now["uuid"], video.uuid.as_str());
}

#[actix_web::test]
async fn a_program_deletes_a_video_and_in_time_its_files() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let program = app.bearer("ann", &["upload"]).await;
    let path = format!("/api/v1/videos/{}", video.id);
    assert_eq!(program.delete(&path).await.status, 204);
    program.delete(&path).await.refused(404);
    problem(&app, &path, 404).await;
    app.run_tasks().await;
}

#[actix_web::test]
async fn ac_01_ac_11_a_video_is_its_owners_to_change() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |draft| draft.title = "Harbour".to_owned()).await;
    app.moderator("mia").await;
    let path = format!("/api/v1/videos/{}", video.uuid);
    let change = json!({ "name": "Eve was here" });
    for name in ["eve", "mia"] {
        let program = app.bearer(name, &["read", "write", "upload"]).await;
        program.put(&path, change.clone()).await.refused(404);
        program.delete(&path).await.refused(404);
        assert_eq!(program.told(PATH).await["total"], 0);
    }
    // Nor is one's own put into somebody else's channel.
    let eve = app.user("eve").await;
    let own = app.video(&eve, |_| {}).await;
    let theirs = app.channel_of(&ann).await;
    let program = app.bearer("eve", &["upload"]).await;
    for channel in [json!({ "channelId": theirs.id.0 }), json!({ "channel": "ann_channel" })] {
        program.put(&format!("/api/v1/videos/{}", own.uuid), channel).await.refused(404);
    }
    for (program, status) in [(app.program(), 401), (app.bearer("ann", &["read", "write"]).await, 403)] {
        program.put(&path, change.clone()).await.refused(status);
        program.delete(&path).await.refused(status);
    }
    app.program().get(PATH).await.refused(401);
    app.program().get("/api/v1/users/me/video-quota-used").await.refused(401);
    app.bearer("ann", &["upload"]).await.get(PATH).await.refused(403);
    assert_eq!(told(&app, &path).await["name"], "Harbour");
}
