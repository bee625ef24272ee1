//! Failed tasks: seen, tried again, deleted; for administrators alone.

use diesel::prelude::*;
use kinora::db::ids::TaskId;
use kinora::db::schema::tasks;
use kinora::db::types::{AuditAction, TaskState, VideoState};
use kinora::models::task::{Task, TaskRow};
use kinora::models::video::Video;

use super::{administrator, audited, moderator};
use crate::support::TestApp;

const LIST: &str = "/admin/tasks";

#[actix_web::test]
async fn a_failed_task_is_shown_with_its_error_and_tried_again() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let id = failed(&app).await;
    let number = id.to_string();
    ada.get("/admin").await.ok().must_say("1 failed task");
    let page = ada.get(&format!("{LIST}?state=failed")).await.ok();
    page.must_say("Sweep");
    page.must_say("the disk was <full>");

    let answer = ada.order(LIST, "retry", &[&number]).await;

    ada.follow(answer).await.must_say("Waiting");
    assert_eq!(app.run_tasks().await, 1);
    assert_eq!(task(&app, id).await.unwrap().state, TaskState::Done);
    // What is done is not done again.
    let answer = ada.order(LIST, "retry", &[&number]).await;
    ada.follow(answer).await.must_say("Nothing had to be changed.");
    let lines = audited(&app).await;
    assert_eq!(lines.len(), 1);
    assert_eq!((lines[0].0, lines[0].2.as_str()), (AuditAction::Retry, number.as_str()));
}

#[actix_web::test]
async fn deleting_a_task_asks_first_and_tells_the_creator_of_the_video() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.state = VideoState::Processing).await;
    let (id, now) = (video.id, app.app.now());
    let task_id = app.write(move |conn| Task::ProcessVideo { video: id }.enqueue(conn, 1, now)).await;
    let number = task_id.to_string();
    let page = ada.get(&format!("{LIST}?state=waiting")).await.ok();
    page.must_say("A quiet harbour");

    ada.order(LIST, "delete", &[&number]).await.unprocessable().must_say("Process video");
    assert!(task(&app, task_id).await.is_some());
    ada.order_with(LIST, "delete", &[&number], &[("confirm", "yes")]).await.see_other();

    assert!(task(&app, task_id).await.is_none());
    let video = app.read(move |conn| Ok(Video::find(conn, id)?)).await;
    assert_eq!(video.state, VideoState::Failed);
    assert!(video.note.unwrap().contains("administrator"));
}

#[actix_web::test]
async fn in_07_moderators_do_not_meet_the_tasks() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let id = failed(&app).await;
    mia.get(LIST).await.not_found();
    mia.order_with(LIST, "retry", &[&id.to_string()], &[]).await.not_found();
    let page = mia.get("/admin").await.ok();
    assert!(!page.source.contains(LIST));
    assert_eq!(task(&app, id).await.unwrap().state, TaskState::Failed);
}

#[actix_web::test]
async fn ac_10_one_unknown_task_leaves_all_as_they_were() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let id = failed(&app).await;
    for stranger in ["999999", "-1", "x", "99999999999999999999"] {
        ada.order(LIST, "retry", &[&id.to_string(), stranger]).await.not_found();
    }
    assert_eq!(task(&app, id).await.unwrap().state, TaskState::Failed);
}

async fn failed(app: &TestApp) -> TaskId {
    let now = app.app.now();
    app.write(move |conn| {
        let id = Task::Sweep.enqueue(conn, 1, now)?;
        diesel::update(tasks::table.find(id))
            .set((tasks::state.eq(TaskState::Failed), tasks::error.eq("the disk was <full>")))
            .execute(conn)?;
        Ok(id)
    })
    .await
}

async fn task(app: &TestApp, id: TaskId) -> Option<TaskRow> {
    app.read(move |conn| Ok(TaskRow::query().filter(tasks::id.eq(id)).first(conn).optional()?)).await
}
