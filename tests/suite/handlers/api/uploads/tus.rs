//! Programs that speak tus bring a token to the address where browsers bring their session.

use kinora::db::types::VideoState;
use reqwest::Method;

use crate::support::tus::{metadata, uuid_of};
use crate::support::uploads::clip;
use crate::support::{Answer, Bearer, TestApp};

async fn begin(program: &Bearer, length: usize) -> Answer {
    let (length, said) = (length.to_string(), metadata(&[("title", "By tus"), ("privacy", "private")]));
    let headers =
        [("tus-resumable", "1.0.0"), ("upload-length", length.as_str()), ("upload-metadata", said.as_str())];
    program.send_bytes(Method::POST, "/uploads/tus", Vec::new(), &headers).await
}

#[actix_web::test]
async fn a_token_that_may_upload_is_enough_for_tus() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let clip = clip();
    let begun = begin(&program, clip.len()).await;
    assert_eq!(begun.status, 201, "{}", begun.text());
    let location = begun.header("location").to_owned();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("upload-offset", "0"),
        ("content-type", "application/offset+octet-stream"),
    ];
    let answer = program.send_bytes(Method::PATCH, &location, clip.clone(), &headers).await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, &*clip.len().to_string()));
    app.run_tasks().await;
    let video = app.video_row(uuid_of(&location)).await;
    assert_eq!((video.title.as_str(), video.state), ("By tus", VideoState::Published));
}

#[actix_web::test]
async fn in_06_a_token_that_may_not_upload_is_not_helped_by_a_session() {
    let app = TestApp::start().await;
    begin(&app.bearer("ann", &["read", "write"]).await, 10).await.refused(403);
    begin(&app.program().with("kin_nothing"), 10).await.refused(401);
    let ann = app.sign_in("ann").await;
    let reads = app.bearer("ann", &["read"]).await;
    let request = ann.tus(Method::POST, "/uploads/tus").header("upload-length", 10);
    let request = request.header("upload-metadata", metadata(&[("privacy", "private")]));
    ann.send(request.bearer_auth(reads.token.unwrap())).await.refused(403);
}

#[actix_web::test]
async fn ac_09_somebody_elses_upload_is_not_found() {
    let app = TestApp::start().await;
    let location = begin(&app.bearer("ann", &["upload"]).await, 10).await.header("location").to_owned();
    let ben = app.bearer("ben", &["upload"]).await;
    ben.send_bytes(Method::DELETE, &location, Vec::new(), &[("tus-resumable", "1.0.0")]).await.refused(404);
}
