//! The audit log as it is read.

use super::{administrator, moderator};
use crate::support::TestApp;

const LOG: &str = "/admin/audit";

#[actix_web::test]
async fn the_log_tells_who_did_what_to_what_from_where() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.title = "<b>Loud</b>".to_owned()).await;
    ada.order_with("/admin/users", "set_role", &[ann.uuid.as_str()], &[("role", "moderator")])
        .await
        .see_other();
    mia.order("/admin/videos", "block", &[video.uuid.as_str()]).await.see_other();

    let page = mia.get(LOG).await.ok();

    page.must_say("2 entries");
    let rows = page.texts("tbody tr");
    assert!(rows[0].starts_with("mod_mia Blocked a video <b>Loud</b> 127.0.0.0/24"), "{rows:?}");
    assert!(rows[1].starts_with("ada Set the role of a useruser → moderator @ann"), "{rows:?}");
    let page = mia.get(&format!("{LOG}?state=user")).await.ok();
    assert_eq!(page.count("tbody tr"), 1);
    let page = mia.get(&format!("{LOG}?q=MIA")).await.ok();
    assert_eq!(page.count("tbody tr"), 1);
    mia.get(&format!("{LOG}?q=_")).await.ok().must_say("1 entry");
}

#[actix_web::test]
async fn lines_outlive_what_they_are_about() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let ids = [video.uuid.as_str()];
    mia.order_with("/admin/videos", "delete", &ids, &[("confirm", "yes")]).await.see_other();
    app.run_tasks().await;
    let page = mia.get(LOG).await.ok();
    page.must_say("Deleted a video");
    page.must_say("A quiet harbour");
    page.must_say(video.uuid.as_str());
}
