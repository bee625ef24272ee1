//! Hiding, showing and deleting comments.

use kinora::db::types::AuditAction;
use kinora::models::video::Video;
use kinora::paths;

use super::{audited, moderator};
use crate::support::{TestApp, Visitor};

const LIST: &str = "/admin/comments";

#[actix_web::test]
async fn a_hidden_comment_is_read_by_its_author_and_moderators_alone() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let id = say(&ben, &video, "Buy **my** watches!").await;
    let page = paths::comments::of_video(&video.uuid);
    app.get(&page).await.must_say("Buy my watches!");

    mia.order(LIST, "hide", &[&id]).await.see_other();

    assert!(!app.get(&page).await.says("watches"));
    ben.get(&page).await.ok().must_say("Buy my watches!");
    let list = mia.get(&format!("{LIST}?state=hidden")).await.ok();
    assert_eq!(list.texts("tbody .table__main"), ["Buy my watches!"]);
    mia.get(&format!("{LIST}?state=shown")).await.ok().must_say("No comment fits");
    mia.order(LIST, "show", &[&id]).await.see_other();
    app.get(&page).await.must_say("Buy my watches!");
    let actions: Vec<AuditAction> = audited(&app).await.into_iter().map(|line| line.0).collect();
    assert_eq!(actions, [AuditAction::Hide, AuditAction::Show]);
}

#[actix_web::test]
async fn deleting_asks_first_and_the_log_keeps_no_words() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let id = say(&ben, &video, "Something terrible").await;

    let question = mia.order(LIST, "delete", &[&id]).await.unprocessable();
    assert_eq!(question.heading(), "Delete 1 comment?");
    question.must_say("Something terrible");
    mia.order_with(LIST, "delete", &[&id], &[("confirm", "yes")]).await.see_other();

    assert!(!app.get(&paths::comments::of_video(&video.uuid)).await.says("terrible"));
    for page in [LIST, "/admin/audit"] {
        assert!(!mia.get(page).await.ok().source.contains("terrible"), "{page}");
    }
    assert_eq!(audited(&app).await[0].0, AuditAction::Delete);
    // A second time, and hiding what is gone: nothing to do.
    for action in ["delete", "hide", "show"] {
        mia.order_with(LIST, action, &[&id], &[("confirm", "yes")]).await.see_other();
    }
    assert_eq!(audited(&app).await.len(), 1);
}

#[actix_web::test]
async fn ac_10_one_unknown_comment_leaves_all_as_they_were() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let (ben, video) = stage(&app).await;
    let id = say(&ben, &video, "Hello").await;
    for action in ["hide", "delete"] {
        let ids = [id.as_str(), "00000000-0000-4000-8000-000000000000"];
        mia.order_with(LIST, action, &ids, &[("confirm", "yes")]).await.not_found();
    }
    app.get(&paths::comments::of_video(&video.uuid)).await.must_say("Hello");
    assert_eq!(audited(&app).await, []);
}

pub async fn stage(app: &TestApp) -> (Visitor, Video) {
    let ann = app.user("ann").await;
    (app.sign_in("ben").await, app.video(&ann, |_| {}).await)
}

/// Answers the comment's public name.
pub async fn say(visitor: &Visitor, video: &Video, words: &str) -> String {
    let answer = visitor.post(paths::comments::of_video(&video.uuid), &[("body", words)]).await;
    answer.see_other().rsplit_once("#comment-").unwrap().1.to_owned()
}
