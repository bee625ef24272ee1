//! Blocking and deleting videos.

use diesel::prelude::*;
use kinora::db::schema::videos;
use kinora::db::types::{AuditAction, AuditSubject, Privacy, VideoState};
use kinora::models::video::Video;
use kinora::paths;

use super::{audited, moderator};
use crate::support::TestApp;

const LIST: &str = "/admin/videos";

#[actix_web::test]
async fn a_blocked_video_is_gone_for_everybody_but_moderators_and_comes_back() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    let owner = app.sign_in("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let path = paths::videos::watch(&video.uuid);
    assert_eq!(app.get("/").await.listed(), ["A quiet harbour"]);

    mia.order(LIST, "block", &[video.uuid.as_str()]).await.see_other();

    app.visitor().get(&path).await.not_found();
    owner.get(&path).await.not_found();
    mia.get(&path).await.ok();
    assert_eq!(app.get("/").await.listed(), Vec::<String>::new());
    assert_eq!(app.get("/search?q=harbour").await.listed(), Vec::<String>::new());
    let page = mia.get(&format!("{LIST}?state=blocked")).await.ok();
    page.must_say("1 video");
    mia.order(LIST, "unblock", &[video.uuid.as_str()]).await.see_other();
    app.get(&path).await;
    assert_eq!(app.get("/").await.listed(), ["A quiet harbour"]);
    let lines = audited(&app).await;
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (lines[0].0, lines[0].1, lines[0].2.as_str()),
        (AuditAction::Block, AuditSubject::Video, video.uuid.as_str())
    );
}

#[actix_web::test]
async fn deleting_asks_first_and_then_removes_everything() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    let (one, other) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |v| v.title = "Waves".to_owned()).await);
    let ids = [one.uuid.as_str(), other.uuid.as_str()];

    let question = mia.order(LIST, "delete", &ids).await.unprocessable();

    assert_eq!(question.heading(), "Delete 2 videos?");
    question.must_say("A quiet harbour");
    question.must_say("Waves");
    let mut repeated = question.attributes("input[name=ids]", "value");
    repeated.sort();
    let mut expected: Vec<String> = ids.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(repeated, expected);
    assert_eq!(count(&app).await, 2);
    let answer = mia.order_with(LIST, "delete", &ids, &[("confirm", "yes")]).await;
    mia.follow(answer).await.must_say("Done.");
    assert_eq!(count(&app).await, 0);
    app.visitor().get(&paths::videos::watch(&one.uuid)).await.not_found();
    let lines = audited(&app).await;
    let told: Vec<(AuditAction, &str)> = lines.iter().map(|line| (line.0, line.3.as_str())).collect();
    assert_eq!(told, [(AuditAction::Delete, "A quiet harbour"), (AuditAction::Delete, "Waves")]);
    assert_eq!(app.run_tasks().await, 2, "the files are purged");
}

#[actix_web::test]
async fn the_list_shows_what_nobody_else_may_see_and_is_filtered() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    app.video(&ann, |video| video.title = "Open".to_owned()).await;
    app.video(&ann, |video| {
        video.title = "100%".to_owned();
        video.privacy = Privacy::Private;
    })
    .await;
    app.video(&ann, |video| {
        video.title = "Broken".to_owned();
        video.state = VideoState::Failed;
    })
    .await;
    let titles = async |query: &str| {
        let page = mia.get(&format!("{LIST}{query}")).await.ok();
        page.texts("tbody .table__main")
    };
    assert_eq!(titles("").await, ["Broken", "100%", "Open"]);
    assert_eq!(titles("?state=private").await, ["100%"]);
    assert_eq!(titles("?state=failed").await, ["Broken"]);
    assert_eq!(titles("?state=published").await, ["100%", "Open"]);
    assert_eq!(titles("?q=%25").await, ["100%"]);
    assert_eq!(titles("?q=open&state=public").await, ["Open"]);
}

#[actix_web::test]
async fn ac_10_one_unknown_video_leaves_all_as_they_were() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let ids = [video.uuid.as_str(), "00000000-0000-4000-8000-000000000000"];
    for action in ["block", "unblock", "delete"] {
        mia.order_with(LIST, action, &ids, &[("confirm", "yes")]).await.not_found();
        mia.order(LIST, action, &ids).await.not_found();
    }
    let id = video.id;
    assert!(app.read(move |conn| Ok(Video::find(conn, id)?)).await.blocked_at.is_none());
    assert_eq!(audited(&app).await, []);
}

async fn count(app: &TestApp) -> i64 {
    app.read(|conn| Ok(videos::table.count().get_result(conn)?)).await
}
