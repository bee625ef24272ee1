//! The site at a glance.

use super::{administrator, moderator};
use crate::support::TestApp;

#[actix_web::test]
async fn the_dashboard_counts_and_draws() {
    let app = TestApp::start().await;
    let ada = administrator(&app).await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |video| video.views = 1234).await;
    app.sign_in("ben").await.watch(&video).await;
    app.advance_seconds(3 * 86_400);
    app.user("late").await;
    let ada_again = app.sign_in("ada").await;
    drop(ada);

    let page = ada_again.get("/admin").await.ok();

    assert_eq!(page.heading(), "Dashboard");
    let tiles = page.texts(".stat");
    assert_eq!(tiles[0], "Users4+4 this week");
    assert_eq!(tiles[1], "Videos1+1 this week");
    assert!(tiles[2].starts_with("Views1.2K"), "{tiles:?}");
    assert!(tiles.iter().any(|tile| tile.starts_with("Storage used") && tile.ends_with("free")), "{tiles:?}");
    assert_eq!(page.count(".chart svg"), 4);
    assert_eq!(page.count(".chart:first-child rect"), 30);
    let numbers = page.texts(".chart:first-child tbody td.table__number");
    assert_eq!(&numbers[26..], ["3", "0", "0", "1"]);
    page.must_say("4 sign-ups in 30 days, most on 10 January 2026 (3)");
    page.must_say("1 video watched in 30 days");
    assert_eq!(page.count("[style], script:not([src])"), 0);
}

#[actix_web::test]
async fn nobody_else_meets_the_admin_pages() {
    let app = TestApp::start().await;
    let ben = app.sign_in("ben").await;
    for path in ["", "/users", "/videos", "/comments", "/tasks", "/reports", "/audit"] {
        let path = format!("/admin{path}");
        ben.get(&path).await.not_found();
        assert_eq!(app.visitor().get(&path).await.see_other(), kinora::paths::sign_in(&path));
    }
}

#[actix_web::test]
async fn in_07_after_half_a_day_one_signs_in_again() {
    let app = TestApp::start().await;
    let mia = moderator(&app).await;
    mia.get("/admin").await.ok();
    app.advance_seconds(13 * 3600);
    assert!(mia.get("/admin").await.see_other().starts_with("/sign-in"));
    mia.get("/settings").await.ok();
}
