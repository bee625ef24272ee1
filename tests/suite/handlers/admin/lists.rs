//! What all lists share: pages, filters, orders that no page of ours would send.

use super::{administrator, audited};
use crate::support::TestApp;

const LISTS: [&str; 6] = ["users", "videos", "comments", "tasks", "reports", "audit"];

#[actix_web::test]
async fn in_01_only_known_filters_and_actions_are_understood() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    for list in LISTS {
        for state in ["x", "title%3BDROP", "(select%201)", "Open"] {
            let answer = ada.get(&format!("/admin/{list}?state={state}")).await;
            assert_eq!(answer.status, 400, "{list} {state}");
        }
        ada.get(&format!("/admin/{list}?state=&sort=title%3BDROP&q=%27%22%5C%00&page=-7")).await.ok();
        ada.get(&format!("/admin/{list}?page=99999999999999999999")).await.ok();
        if list == "audit" {
            continue;
        }
        for action in ["", "x", "DROP TABLE users"] {
            assert_eq!(ada.order(&format!("/admin/{list}"), action, &["1"]).await.status, 400, "{list}");
        }
    }
    let ada_row = app.user("ada").await;
    let role = [("role", "emperor")];
    let answer = ada.order_with("/admin/users", "set_role", &[ada_row.uuid.as_str()], &role).await;
    assert_eq!(answer.status, 400);
    assert_eq!(audited(&app).await, []);
}

#[actix_web::test]
async fn a_long_list_has_pages_that_keep_the_filter() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ann = app.user("ann").await;
    for number in 0..52 {
        app.video(&ann, |video| video.title = format!("Clip & {number}")).await;
    }
    let page = ada.get("/admin/videos?q=clip+%26&state=public").await.ok();
    page.must_say("52 videos");
    page.must_say("1–50 of 52");
    let next = page.attribute("a[rel=next]", "href");
    let page = ada.get(&next).await.ok();
    page.must_say("51–52 of 52");
    assert_eq!(page.count("tbody tr"), 2);
    assert_eq!(page.attribute(".filters #q", "value"), "clip &");
    assert_eq!(page.attribute("option[selected]", "value"), "public");
}

#[actix_web::test]
async fn an_order_leads_back_to_the_list_as_it_was_filtered_and_nowhere_else() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ben = app.user("ben").await;
    let from = async |page: &str| {
        let address = if page.starts_with('/') { app.url(page) } else { page.to_owned() };
        let fields = [("ids", ben.uuid.as_str()), ("action", "enable")];
        let answer = ada.post_with("/admin/users", &fields, &[("referer", &address)]).await;
        answer.see_other().to_owned()
    };
    assert_eq!(from("/admin/users?state=user&page=1").await, "/admin/users?state=user&page=1");
    assert_eq!(from("/admin/videos").await, "/admin/users");
    assert_eq!(from("https://evil.example/admin/users").await, "/admin/users");
}

#[actix_web::test]
async fn rl_08_more_rows_than_a_page_has_are_refused() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let names: Vec<String> = (0..101).map(|_| kinora::db::ids::Uuid::random().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert_eq!(ada.order("/admin/videos", "block", &names).await.status, 400);
}

#[actix_web::test]
async fn xs_01_polyglots_are_text_on_every_list() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let loud = "\"><script>alert(1)</script>";
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.title = loud.to_owned()).await;
    let ben = app.sign_in("ben").await;
    ben.post("/settings", &[("display_name", loud), ("about", "")]).await.see_other();
    let short = kinora::paths::videos::short(&video.uuid);
    ben.post(kinora::paths::comments::of_video(&video.uuid), &[("body", "`<img src=x onerror=alert(1)>`")])
        .await
        .see_other();
    let report = [("video", short.as_str()), ("reason", "spam"), ("text", loud)];
    ben.post("/reports/new", &report).await.see_other();
    ada.order("/admin/videos", "block", &[video.uuid.as_str()]).await.see_other();
    for list in LISTS {
        let page = ada.get(&format!("/admin/{list}")).await.ok();
        assert_eq!(page.count("script:not([src]), [onerror], img[src=x]"), 0, "{list}");
        let searched =
            ada.get(&format!("/admin/{list}?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")).await.ok();
        assert_eq!(searched.count("script:not([src])"), 0, "{list}");
        assert_eq!(searched.attribute(".filters #q", "value"), loud);
    }
}
