//! Reports as visitors make them.

use diesel::prelude::*;
use kinora::db::types::ReportReason;
use kinora::models::report::Report;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{TestApp, Visitor};

#[actix_web::test]
async fn a_video_is_reported_once_however_often() {
    let app = TestApp::start().await;
    let (ben, video) = stage(&app).await;
    let page = ben.get(&paths::videos::report(&video.uuid)).await.ok();
    assert_eq!(page.heading(), "Report this video");
    page.must_say("A quiet harbour");
    let short = paths::videos::short(&video.uuid);
    let fields = [("video", short.as_str()), ("reason", "rights"), ("text", "The boats are *mine*.")];
    for _ in 0..2 {
        let answer = ben.post("/reports/new", &fields).await;
        assert_eq!(answer.see_other(), paths::videos::watch(&video.uuid));
        assert!(answer.bytes.is_empty(), "the answer holds nothing of the subject");
    }
    let reports = reports(&app).await;
    assert_eq!(reports.len(), 1);
    assert_eq!((reports[0].video_id, reports[0].reason), (Some(video.id), ReportReason::Rights));
    assert_eq!(reports[0].text, "The boats are *mine*.");
}

#[actix_web::test]
async fn a_comment_is_reported_and_the_form_leads_back_to_it() {
    let app = TestApp::start().await;
    let (ben, video) = stage(&app).await;
    let ann = app.sign_in("ann").await;
    let answer =
        ann.post(paths::comments::of_video(&video.uuid), &[("body", "Buy <b>my</b> watches!")]).await;
    let id = answer.see_other().rsplit_once("#comment-").unwrap().1.to_owned();
    let page = ben.get(&format!("/reports/new?comment={id}")).await.ok();
    page.must_say("Buy <b>my</b> watches!");
    let answer = ben.post("/reports/new", &[("comment", id.as_str()), ("reason", "spam")]).await;
    let page = ben.follow(answer).await;
    page.must_say("A moderator will look at it.");
    page.must_say("watches!");
    let reports = reports(&app).await;
    assert_eq!((reports.len(), reports[0].video_id), (1, None));
}

#[actix_web::test]
async fn a_report_without_a_reason_comes_back_as_typed() {
    let app = TestApp::start().await;
    let (ben, video) = stage(&app).await;
    let short = paths::videos::short(&video.uuid);
    let page = ben
        .post("/reports/new", &[("video", short.as_str()), ("text", "The boats are sad.")])
        .await
        .unprocessable();
    page.must_say("Choose what is wrong.");
    assert_eq!(page.field_value("text"), "The boats are sad.");
    let long = "x".repeat(2001);
    let fields = [("video", short.as_str()), ("reason", "spam"), ("text", &long)];
    let page = ben.post("/reports/new", &fields).await.unprocessable();
    assert_eq!(page.field_error("text"), "Keep it to 2,000 characters.");
    assert_eq!(page.count("input[type=radio][checked][value=spam]"), 1);
    assert_eq!(reports(&app).await.len(), 0);
}

#[actix_web::test]
async fn what_is_not_there_cannot_be_reported() {
    let app = TestApp::start().await;
    let (ben, video) = stage(&app).await;
    let short = paths::videos::short(&video.uuid);
    for query in ["", "?video=", "?video=nonsense", "?comment=1", "?video=kkGMgK9ZtnKfYAgnEtQxbv"] {
        ben.get(&format!("/reports/new{query}")).await.not_found();
    }
    let both = [("video", short.as_str()), ("comment", short.as_str()), ("reason", "spam")];
    ben.post("/reports/new", &both).await.not_found();
}

#[actix_web::test]
async fn xs_01_a_report_says_polyglots_back_as_text() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let title = "\"><script>alert(1)</script>";
    let video = app.video(&ann, |video| video.title = title.to_owned()).await;
    let ben = app.sign_in("ben").await;
    let short = paths::videos::short(&video.uuid);
    let fields =
        [("video", short.as_str()), ("reason", title), ("text", "</textarea><script>alert(1)</script>")];
    let page = ben.post("/reports/new", &fields).await.unprocessable();
    assert_eq!(page.count("script:not([src])"), 0);
    page.must_say(title);
    assert_eq!(page.field_value("text"), "</textarea><script>alert(1)</script>");
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    let (_, video) = stage(&app).await;
    let path = paths::videos::report(&video.uuid);
    assert_eq!(app.visitor().get(&path).await.see_other(), paths::sign_in(&path));
    let answer = app.visitor().post("/reports/new", &[("video", "x"), ("reason", "spam")]).await;
    assert!(answer.see_other().starts_with("/sign-in"));
    assert_eq!(reports(&app).await.len(), 0);
}

#[actix_web::test]
async fn rl_02_reports_are_limited() {
    let app = TestApp::start().await;
    let (ben, video) = stage(&app).await;
    let short = paths::videos::short(&video.uuid);
    let fields = [("video", short.as_str()), ("reason", "spam")];
    for _ in 0..20 {
        ben.post("/reports/new", &fields).await.see_other();
    }
    assert_eq!(ben.post("/reports/new", &fields).await.status, 429);
}

/// Ben, signed in, and a public video of Ann's.
async fn stage(app: &TestApp) -> (Visitor, Video) {
    let ann = app.user("ann").await;
    (app.sign_in("ben").await, app.video(&ann, |_| {}).await)
}

async fn reports(app: &TestApp) -> Vec<Report> {
    app.read(|conn| Ok(Report::query().load(conn)?)).await
}
