//! Programs that may not, and what they say that is not theirs to say.

use kinora::db::types::VideoState;
use reqwest::multipart::Form;
use serde_json::json;

use super::{channel_of, file, uploaded};
use crate::support::TestApp;
use crate::support::uploads::clip;

#[actix_web::test]
async fn in_06_only_a_token_that_may_upload_uploads() {
    let app = TestApp::start().await;
    let form = || Form::new().part("videofile", file(clip()));
    let program = app.bearer("ann", &["read", "write"]).await;
    for answer in [
        program.upload(form()).await,
        program.begin(10, json!({})).await,
        program.put("/api/v1/videos/1/chapters", json!({ "chapters": [] })).await,
        program.delete("/api/v1/videos/1/captions/en").await,
    ] {
        answer.refused(403);
    }
    app.program().upload(form()).await.refused(401);
    app.program().with("kin_nothing").upload(form()).await.refused(401);
    assert!(app.files_in(&["incoming"]).is_empty());
}

#[actix_web::test]
async fn in_05_fields_that_are_not_ours_reach_nothing() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let form = Form::new()
        .text("name", "Mine")
        .text("views", "1000000")
        .text("likes", "9")
        .text("state", "1")
        .text("uuid", "0b1c9c9d-0000-4000-8000-000000000001")
        .text("createdAt", "2001-01-01T00:00:00Z")
        .text("account", "ben")
        .part("videofile", file(clip()));
    let one = uploaded(&app, &program.upload(form).await).await;
    let said = json!({ "name": "Mine", "views": 1_000_000, "state": 1, "user_id": 7, "publishedAt": "2001", "blocked": false });
    let location = program.begin(clip().len() as u64, said).await.header("location").to_owned();
    let two = uploaded(&app, &program.piece(&location, 0, &clip(), clip().len()).await).await;
    for video in [one, two] {
        assert_eq!((video.views, video.likes, video.state), (0, 0, VideoState::Processing));
        assert_eq!((video.created_at, video.published_at), (app.app.now(), None));
        assert_ne!(video.uuid.as_str(), "0b1c9c9d-0000-4000-8000-000000000001");
    }
    for wrong in
        [json!({ "privacy": "public" }), json!({ "tags": [1] }), json!({ "channelId": 1.5 }), json!([])]
    {
        program.begin(10, wrong).await.refused(400);
    }
    app.run_tasks().await;
}

#[actix_web::test]
async fn ac_09_nobody_uploads_to_a_channel_of_somebody_else() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let channel = channel_of(&app, &app.user("ben").await).await;
    let id = channel.id.0.to_string();
    let before = Form::new().text("channelId", id.clone()).part("videofile", file(clip()));
    let after = Form::new().part("videofile", file(clip())).text("channelId", id);
    let handle = Form::new().text("channel", "ben_channel").part("videofile", file(clip()));
    let nobody = Form::new().text("channelId", "999999").part("videofile", file(clip()));
    for form in [before, after, handle, nobody] {
        program.upload(form).await.refused(404);
    }
    program.begin(10, json!({ "channelId": channel.id.0 })).await.refused(404);
    program.begin(10, json!({ "channel": "ben_channel" })).await.refused(404);
    assert!(app.files_in(&["incoming"]).is_empty());
}

#[actix_web::test]
async fn ac_09_up_10_an_upload_is_its_owners_alone() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["upload"]).await;
    let ben = app.bearer("ben", &["upload"]).await;
    let location = ann.begin(10, json!({})).await.header("location").to_owned();
    ben.piece(&location, 0, &[7; 5], 10).await.refused(404);
    ben.state_of(&location).await.refused(404);
    ben.delete(&location).await.refused(404);
    ann.piece(&location.replace("upload_id=", "upload_id=x"), 0, &[7; 5], 10).await.refused(404);
    ann.state_of("/api/v1/videos/upload-resumable").await.refused(404);
    assert_eq!(ann.state_of(&location).await.status, 308);
    assert!(app.files_in(&["incoming"]).is_empty());
}
