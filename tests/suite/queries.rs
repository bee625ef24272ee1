//! How many queries a page costs: the same number however much is on it.

use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::builders::signed_in;
use crate::support::{TestApp, Visitor};

/// The page and the most queries it may take, signed in; one of them loads the session.
const BUDGETS: &[(&str, u64)] = &[
    ("/", 9),
    ("/?tab=newest", 9),
    ("/search?q=harbour", 9),
    ("/c/ann_channel", 9),
    ("/my/videos", 9),
    ("/settings", 6),
    ("/settings/tokens", 4),
    ("/settings/webhooks", 4),
];
const WATCH_BUDGET: u64 = 18;

#[actix_web::test]
async fn a_page_takes_the_same_queries_however_much_is_on_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let browser = app.sign_in("ann").await;
    let video = grow(&app, &ann, 3).await;
    let mut pages: Vec<(String, u64)> =
        BUDGETS.iter().map(|(page, budget)| ((*page).to_owned(), *budget)).collect();
    pages.push((paths::videos::watch(&video.uuid), WATCH_BUDGET));
    let mut few = Vec::new();
    for (page, budget) in &pages {
        let count = cost(&app, &browser, page).await;
        assert!((1..=*budget).contains(&count), "{page} took {count} queries, its budget is {budget}");
        few.push(count);
    }
    for _ in 0..3 {
        grow(&app, &ann, 6).await;
    }
    talk(&app, &ann, &video, 15).await;
    for ((page, _), few) in pages.iter().zip(few) {
        let many = cost(&app, &browser, page).await;
        assert!(many <= few + 1, "{page} took {few} queries with little on it and {many} with much");
    }
}

/// Of the second visit: the first one may fill what is kept in memory.
async fn cost(app: &TestApp, browser: &Visitor, page: &str) -> u64 {
    browser.get(page).await.ok();
    let before = app.app.db.queries_run();
    browser.get(page).await.ok();
    app.app.db.queries_run() - before
}

async fn grow(app: &TestApp, owner: &User, videos: usize) -> Video {
    let mut last = None;
    for number in 0..videos {
        let video = app.video(owner, |draft| draft.title = format!("A harbour at dawn, part {number}")).await;
        app.app.catalogue_changed(video.id);
        talk(app, owner, &video, 1).await;
        last = Some(video);
    }
    last.unwrap()
}

async fn talk(app: &TestApp, author: &User, video: &Video, comments: usize) {
    let (author, video, now) = (signed_in(author), video.uuid, app.app.now());
    app.write(move |conn| {
        for number in 0..comments {
            let details = CommentDetails::parse(&format!("Word number {number}"), "/w/x")?;
            let root = Comment::create(conn, &author, video, None, &details, now)?;
            Comment::create(conn, &author, video, Some(root.uuid), &details, now)?;
        }
        Ok(())
    })
    .await;
}
