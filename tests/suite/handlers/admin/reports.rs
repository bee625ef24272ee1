//! Reports: taken up, turned down, opened again.

use diesel::prelude::*;
use kinora::db::types::{AuditAction, ReportState};
use kinora::models::report::Report;
use kinora::paths;

use super::comments::{say, stage};
use super::{audited, moderator};
use crate::support::{TestApp, Visitor};

const LIST: &str = "/admin/reports";

#[actix_web::test]
async fn taking_a_video_down_ends_every_report_about_it() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let cat = app.sign_in("cat").await;
    let short = paths::videos::short(&video.uuid);
    report(&ben, &[("video", &short), ("reason", "illegal"), ("text", "<script>alert(1)</script>")]).await;
    report(&cat, &[("video", &short), ("reason", "spam")]).await;
    mia.get("/admin").await.ok().must_say("2 open reports");
    let page = mia.get(&format!("{LIST}?state=open")).await.ok();
    page.must_say("<script>alert(1)</script>");
    assert_eq!(page.texts("tbody .table__main"), ["A quiet harbour", "A quiet harbour"]);
    let id = reports(&app).await[0].uuid.to_string();

    mia.order(LIST, "remove", &[&id]).await.see_other();

    app.visitor().get(&paths::videos::watch(&video.uuid)).await.not_found();
    let states: Vec<ReportState> = reports(&app).await.iter().map(|report| report.state).collect();
    assert_eq!(states, [ReportState::Accepted, ReportState::Accepted]);
    let actions: Vec<AuditAction> = audited(&app).await.into_iter().map(|line| line.0).collect();
    assert_eq!(actions, [AuditAction::Block, AuditAction::Accept, AuditAction::Accept]);
}

#[actix_web::test]
async fn a_reported_comment_is_hidden_and_a_report_is_dismissed_and_reopened() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let comment = say(&ben, &video, "Buy my watches!").await;
    let cat = app.sign_in("cat").await;
    report(&cat, &[("comment", &comment), ("reason", "spam")]).await;
    let id = reports(&app).await[0].uuid.to_string();

    mia.order(LIST, "dismiss", &[&id]).await.see_other();
    assert_eq!(reports(&app).await[0].state, ReportState::Rejected);
    mia.order(LIST, "reopen", &[&id]).await.see_other();
    assert_eq!(reports(&app).await[0].state, ReportState::Open);
    mia.order(LIST, "remove", &[&id]).await.see_other();
    assert_eq!(reports(&app).await[0].state, ReportState::Accepted);
    assert!(!app.get(&paths::comments::of_video(&video.uuid)).await.says("watches"));
    mia.get(&format!("{LIST}?state=accepted")).await.ok().must_say("Buy my watches!");
    mia.get(&format!("{LIST}?state=open")).await.ok().must_say("No report fits");
    let told: Vec<(AuditAction, String, String)> =
        audited(&app).await.into_iter().map(|line| (line.0, line.3, line.4)).collect();
    let told: Vec<(AuditAction, &str, &str)> =
        told.iter().map(|(action, before, after)| (*action, before.as_str(), after.as_str())).collect();
    assert_eq!(
        told,
        [
            (AuditAction::Dismiss, "open", "rejected"),
            (AuditAction::Reopen, "rejected", "open"),
            (AuditAction::Hide, "shown", "hidden"),
            (AuditAction::Accept, "open", "accepted"),
        ]
    );
}

#[actix_web::test]
async fn ac_10_one_unknown_report_leaves_all_as_they_were() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let short = paths::videos::short(&video.uuid);
    report(&ben, &[("video", &short), ("reason", "spam")]).await;
    let id = reports(&app).await[0].uuid.to_string();
    for action in ["remove", "dismiss", "reopen"] {
        mia.order(LIST, action, &[&id, "00000000-0000-4000-8000-000000000000"]).await.not_found();
    }
    assert_eq!(reports(&app).await[0].state, ReportState::Open);
    app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(audited(&app).await, []);
}

async fn report(visitor: &Visitor, fields: &[(&str, &str)]) {
    visitor.post("/reports/new", fields).await.see_other();
}

async fn reports(app: &TestApp) -> Vec<Report> {
    app.read(|conn| Ok(Report::query().order(kinora::db::schema::reports::id).load(conn)?)).await
}
