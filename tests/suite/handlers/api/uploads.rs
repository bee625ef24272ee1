//! Programs upload: in one form, in pieces by PeerTube's protocol, and by tus.

mod attacks;
mod document;
mod in_pieces;
mod tus;

use kinora::db::types::{Privacy, VideoState};
use kinora::models::channel::Channel;
use kinora::models::user::User;
use kinora::models::video::Video;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::support::uploads::clip;
use crate::support::{Answer, Bearer, TestApp};

const PATH: &str = "/api/v1/videos/upload";

fn file(bytes: Vec<u8>) -> Part {
    Part::bytes(bytes).file_name("A_clip.mp4")
}

impl Bearer {
    async fn upload(&self, form: Form) -> Answer {
        self.send_form(Method::POST, PATH, form).await
    }
}

/// The video that an upload has become.
async fn uploaded(app: &TestApp, answer: &Answer) -> Video {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told = answer.json()["video"].clone();
    let uuid = kinora::db::ids::Uuid::parse(told["uuid"].as_str().unwrap()).unwrap();
    let video = app.video_row(uuid).await;
    assert_eq!(told["id"], Value::from(video.id.0));
    assert_eq!(told["shortUUID"], Value::from(kinora::paths::videos::short(&uuid)));
    assert_eq!(told.as_object().unwrap().len(), 3);
    video
}

async fn channel_of(app: &TestApp, user: &User) -> Channel {
    let id = user.id;
    app.read(move |conn| Ok(Channel::of_user(conn, id)?.remove(0))).await
}

#[actix_web::test]
async fn a_program_uploads_a_file_with_what_it_says_of_it() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload", "read"]).await;
    let channel = channel_of(&app, &app.user("ann").await).await;
    // The file first, as curl's users write it.
    let form = Form::new()
        .part("videofile", file(clip()))
        .text("channelId", channel.id.0.to_string())
        .text("name", "From afar")
        .text("privacy", "3")
        .text("description", "At 0:01 it turns *blue*.")
        .text("tags[]", "Colours")
        .text("tags[]", "test")
        .text("nsfw", "true")
        .text("commentsPolicy", "2")
        .text("downloadEnabled", "false")
        .text("waitTranscoding", "true")
        .text("category", "1")
        .text("support", "ignored")
        .part("previewfile", Part::bytes(vec![1, 2, 3]).file_name("a.jpg"));
    let video = uploaded(&app, &program.upload(form).await).await;
    assert_eq!((video.title.as_str(), video.privacy), ("From afar", Privacy::Private));
    assert_eq!((video.comments_enabled, video.downloads_enabled), (false, false));
    assert_eq!((video.channel_id, video.state), (channel.id, VideoState::Processing));
    app.run_tasks().await;
    let path = format!("/api/v1/videos/{}", video.uuid);
    let told = program.told(&path).await;
    assert_eq!(told["tags"], serde_json::json!(["colours", "test"]));
    assert_eq!((&told["nsfw"], &told["state"]["id"]), (&Value::from(true), &Value::from(1)));
    app.program().get(&path).await.refused(404);
    assert!(app.files_in(&["incoming", "tmp"]).is_empty(), "nothing is left over");
}

#[actix_web::test]
async fn what_is_not_said_is_as_usual() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let form = Form::new().text("tags", "a, b").part("videofile", file(clip()));
    let video = uploaded(&app, &program.upload(form).await).await;
    assert_eq!((video.title.as_str(), video.privacy), ("A clip", Privacy::Public));
    assert!(video.comments_enabled && video.downloads_enabled);
    let by_handle = Form::new().text("channel", "ann_channel").part("videofile", file(clip()));
    uploaded(&app, &program.upload(by_handle).await).await;
    app.run_tasks().await;
}

#[actix_web::test]
async fn what_is_wrong_names_the_field_as_the_program_does() {
    let app = TestApp::start_with(&[("KINORA_QUOTA_BYTES", "20000")]).await;
    let program = app.bearer("ann", &["upload"]).await;
    let with = |name: &'static str, value: String| {
        Form::new().text(name, value).part("videofile", file(vec![7; 100]))
    };
    let wrong = async |form: Form, status: u16, field: &str| {
        let told = program.upload(form).await.refused(status);
        assert!(told["invalid-params"][field]["msg"].is_string(), "{field}: {told}");
    };
    wrong(with("name", "x".repeat(121)), 422, "name").await;
    wrong(with("privacy", "5".to_owned()), 422, "privacy").await;
    wrong(with("privacy", "private".to_owned()), 400, "privacy").await;
    wrong(with("nsfw", "perhaps".to_owned()), 400, "nsfw").await;
    wrong(with("commentsPolicy", "3".to_owned()), 422, "commentsPolicy").await;
    wrong(Form::new().text("name", "x"), 422, "videofile").await;
    wrong(Form::new().part("videofile", file(Vec::new())), 422, "videofile").await;
    wrong(Form::new().part("file", file(vec![1])), 422, "videofile").await;
    // More than there is room for.
    wrong(Form::new().part("videofile", file(vec![7; 30_000])), 422, "videofile").await;
    let late = Form::new().part("videofile", file(vec![7; 100])).text("name", "x".repeat(121));
    wrong(late, 422, "name").await;
    assert!(app.files_in(&["incoming"]).is_empty());
    assert_eq!(app.visitor().get("/api/v1/videos").await.json()["total"], 0);
}
