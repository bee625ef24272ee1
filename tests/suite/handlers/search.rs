//! `/search`.

use kinora::db::types::Privacy;
use kinora::paths;

use crate::support::TestApp;

#[actix_web::test]
async fn a_search_finds_videos_and_channels() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |video| video.title = "Gears & wheels".to_owned()).await;
    app.video(&ann, |_| {}).await;
    let page = app.get("/search?q=gears").await;
    assert_eq!(page.listed(), ["Gears & wheels"]);
    page.must_say("1 video for “gears”");
    assert_eq!(page.field_value("q"), "gears");
    let page = app.get("/search?q=ann").await;
    assert_eq!(page.texts(".channel-card__name"), ["ann"]);
    assert_eq!(page.listed().len(), 2, "a channel's videos are found by its name");
}

#[actix_web::test]
async fn pages_of_results_have_neighbours() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..21 {
        app.video(&ann, |_| {}).await;
    }
    let first = app.get("/search?q=harbour&sort=newest").await;
    assert_eq!(first.listed().len(), 20);
    let next = first.attribute(".pagination a[rel=next]", "href");
    assert_eq!(next, "/search?q=harbour&sort=newest&page=2");
    assert_eq!(app.get(&next).await.listed().len(), 1);
}

#[actix_web::test]
async fn an_empty_search_says_what_to_type_and_a_vain_one_what_is_new() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |_| {}).await;
    app.get("/search").await.must_say("What are you looking for?");
    let page = app.get("/search?q=zebra").await;
    page.must_say("Nothing found for “zebra”");
    assert_eq!(page.listed(), ["A quiet harbour"]);
}

#[actix_web::test]
async fn ac_06_nobody_finds_what_is_not_public_not_even_by_its_exact_title() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.moderator("mod").await;
    app.video(&ann, |video| {
        video.title = "Xylophone".to_owned();
        video.privacy = Privacy::Private;
    })
    .await;
    app.video(&ann, |video| {
        video.title = "Xylophone".to_owned();
        video.privacy = Privacy::Unlisted;
    })
    .await;
    for visitor in [app.visitor(), app.sign_in("ann").await, app.sign_in("mod").await] {
        let page = visitor.get("/search?q=xylophone").await.ok();
        page.must_say("Nothing found");
        assert_eq!(page.count(".pagination"), 0);
        assert!(page.listed().is_empty());
    }
}

#[actix_web::test]
async fn in_02_no_query_is_an_error_or_a_language() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |video| video.description = "secret topmost".to_owned()).await;
    let long = "x".repeat(50_000);
    let quotes = "\"".repeat(10_000);
    for query in [
        "\"",
        "\"\"\"",
        "OR x",
        "x AND",
        "NEAR(",
        "*",
        "a-b",
        "secret:top*",
        "{title}:x",
        "",
        "(",
        ")",
        "!",
        "&",
        "|",
        ":*",
        "'",
        "''",
        "\\",
        "x:*",
        "a<->b",
        "<script>alert(1)</script>",
        "\u{0}",
        "\u{202E}",
        "𝕏",
        "é",
        "%",
        "_",
        "-x",
        "' OR 1=1 --",
        &long,
        &quotes,
    ] {
        let answer = app.visitor().get(&format!("/search?q={}", paths::query_value(query))).await;
        let page = answer.ok();
        assert!(!page.source.contains("<script>alert"), "{query:?}");
    }
    app.get("/search?q=description:secret").await.must_say("Nothing found");
    assert_eq!(app.get("/search?q=%22secret%22+topmost").await.listed().len(), 1);
}

#[actix_web::test]
async fn rl_08_odd_pages_and_huge_queries_are_answered() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |_| {}).await;
    for page in ["0", "-1", "NaN", "1e9", "99999999999999999999", "1000000000", "%00", ""] {
        app.get(&format!("/search?q=harbour&page={page}")).await;
        app.get(&format!("/?page={page}")).await;
        app.get(&format!("/?tab=newest&page={page}")).await;
    }
    app.get(&format!("/search?q={}", "harbour+".repeat(1_250))).await;
    app.get("/search?q=a&q=b").await;
}

#[actix_web::test]
async fn rl_02_searches_are_limited() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for _ in 0..app.app.config.limits.searches_per_minute {
        visitor.get("/search?q=x").await.ok();
    }
    let refused = visitor.get("/search?q=x").await;
    assert_eq!(refused.status, 429);
    assert!(!refused.header("retry-after").is_empty());
    visitor.get("/search").await.ok();
    app.advance_seconds(60);
    visitor.get("/search?q=x").await.ok();
}
