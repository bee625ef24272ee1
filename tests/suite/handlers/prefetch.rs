//! Pages that a browser fetches before anybody asks for them.

use diesel::prelude::*;
use kinora::db::schema::{history, impressions, watch_events};
use kinora::db::types::{Privacy, WatchSource};
use kinora::models::share_link::{ShareLink, ShareLinkDetails, ShareToken};
use kinora::paths;
use reqwest::Method;
use serde_json::Value;

use crate::support::builders::signed_in;
use crate::support::{TestApp, Visitor};

const AHEAD: &[&str] = &["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"];

/// Impressions, videos in histories, reports of watching.
async fn traces(app: &TestApp) -> (i64, i64, i64) {
    app.read(|conn| {
        Ok((
            impressions::table.count().get_result(conn)?,
            history::table.count().get_result(conn)?,
            watch_events::table.count().get_result(conn)?,
        ))
    })
    .await
}

async fn fetch_ahead(visitor: &Visitor, path: &str, purpose: &str) {
    let request = visitor.request(Method::GET, path).header("sec-purpose", purpose);
    visitor.send(request).await.ok();
}

#[actix_web::test]
async fn only_public_pages_name_links_to_follow_ahead() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let ann = app.sign_in("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let watch = paths::videos::watch(&video.uuid);
    for path in ["/", watch.as_str(), "/c/ann_channel", "/search?q=x"] {
        assert_eq!(ann.get(path).await.header("speculation-rules"), "\"/speculation-rules.json\"", "{path}");
    }
    for path in ["/settings", "/my/videos", "/upload", "/sign-in", "/no/such/page"] {
        assert_eq!(ann.get(path).await.header("speculation-rules"), "", "{path}");
    }
    let answer = app.visitor().get("/speculation-rules.json").await;
    assert_eq!(answer.header("content-type"), "application/speculationrules+json");
    let rules: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(rules["prefetch"][0]["eagerness"], "moderate");
    assert!(rules.get("prerender").is_none(), "a page that nobody sees runs no script and plays nothing");
}

#[actix_web::test]
async fn a_page_that_is_fetched_ahead_counts_for_nothing() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    for _ in 0..3 {
        app.video(&owner, |_| {}).await;
    }
    let ben = app.sign_in("ben").await;
    let watch = paths::videos::watch(&video.uuid);
    for purpose in AHEAD {
        for path in ["/", watch.as_str(), "/c/ann_channel"] {
            fetch_ahead(&ben, path, purpose).await;
        }
    }
    assert_eq!(app.views_of(&video).await, 0);
    app.flush_feed().await;
    assert_eq!(traces(&app).await, (0, 0, 0));
    // What somebody looks at does count, or the above would prove nothing.
    ben.get(&watch).await.ok();
    ben.watch(&video).await;
    app.flush_feed().await;
    assert_eq!(traces(&app).await, (1, 1, 1));
    assert_eq!(app.views_of(&video).await, 1);
}

#[actix_web::test]
async fn a_page_that_was_fetched_ahead_counts_when_somebody_looks_at_it() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    for _ in 0..3 {
        app.video(&owner, |_| {}).await;
    }
    let ben = app.sign_in("ben").await;
    let watch = paths::videos::watch(&video.uuid);
    fetch_ahead(&ben, &watch, "prefetch").await;
    let from = app.url("/c/ann_channel");
    let visits = format!("{watch}/visits");
    assert_eq!(ben.post(&visits, &[("from", from.as_str())]).await.status, 204);
    ben.watch(&video).await;
    app.flush_feed().await;
    assert_eq!(traces(&app).await, (1, 1, 1));
    let sources: Vec<WatchSource> =
        app.read(|conn| Ok(watch_events::table.select(watch_events::source).load(conn)?)).await;
    assert_eq!(sources, [WatchSource::Channel]);

    let private = app.video(&owner, |draft| draft.privacy = Privacy::Private).await;
    ben.post(format!("{}/visits", paths::videos::watch(&private.uuid)), &[]).await.not_found();
    // What says nothing of where it comes from is a program, and looks at nothing.
    let program = app.visitor().request(Method::POST, &visits);
    let program = program.header("content-type", "application/x-www-form-urlencoded").body("from=");
    assert_eq!(app.visitor().send(program).await.status, 204);
    app.flush_feed().await;
    assert_eq!(traces(&app).await.0, 1);
}

#[actix_web::test]
async fn a_share_link_that_is_fetched_ahead_is_not_used() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |draft| draft.privacy = Privacy::Private).await;
    let (author, token, now) = (signed_in(&owner), ShareToken::random().unwrap(), app.app.now());
    let (uuid, shared) = (video.uuid, token.clone());
    app.write(move |conn| {
        let details = ShareLinkDetails::parse("Aunt", "week")?;
        ShareLink::create(conn, author.id, uuid, &details, &shared, now)
    })
    .await;
    let address = paths::videos::shared(&video.uuid, token.expose());
    for purpose in AHEAD {
        fetch_ahead(&app.visitor(), &address, purpose).await;
    }
    let author = signed_in(&owner);
    let uses =
        app.read(move |conn| Ok(ShareLink::of_own(conn, author.id, uuid, now)?.1.remove(0).uses)).await;
    assert_eq!(uses, 0);
}
