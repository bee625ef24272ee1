//! The player within other sites' pages.

use kinora::db::ids::Uuid;
use kinora::db::types::{Privacy, VideoState};
use kinora::models::video::Video;
use kinora::paths;
use reqwest::Method;

use crate::support::{Answer, TestApp, Visitor};

async fn report(visitor: &Visitor, video: &Video, headers: &[(&str, &str)]) -> Answer {
    let path = paths::videos::embed_watch_reports(&video.uuid);
    let request = headers
        .iter()
        .fold(visitor.request(Method::POST, &path), |request, (name, value)| request.header(*name, *value));
    let body = format!("session={}&position_ms=30000&watched_ms=30000", Uuid::random());
    visitor.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

#[actix_web::test]
async fn an_embedded_player_is_the_player_and_a_way_to_the_page() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & <b>Jerry</b>", "public").await;
    for id in [video.uuid.to_string(), paths::videos::short(&video.uuid)] {
        let page = app.get(&format!("/videos/embed/{id}")).await;
        assert_eq!(page.count("video[controls]"), 1, "it works without a script");
        assert!(page.attribute("video source", "src").ends_with("-web.mp4"));
        let link = page.attribute(".embed__title a", "href");
        assert_eq!(link, paths::videos::watch(&video.uuid));
        assert_eq!(page.attribute(".embed__title a", "target"), "_blank");
        assert_eq!(page.attribute(".embed__title a", "rel"), "noopener");
        assert_eq!(page.attribute("link[rel=canonical]", "href"), app.url(&link));
        assert!(!page.source.contains("<b>Jerry"), "XS-03: nothing typed becomes markup");
        assert_eq!(page.count("form[action^='/w/']"), 0, "the watch page would be refused by the frame");
    }
}

#[actix_web::test]
async fn an_address_says_how_the_player_begins() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Parameters", "public").await;
    let embed = paths::videos::embed(&video.uuid);
    let page = app.get(&format!("{embed}?start=1&end=2&autoplay=1&loop=1&muted=1&controls=0")).await;
    assert_eq!(page.count("video[autoplay][loop][muted]:not([controls])"), 1);
    assert!(page.attribute("video source", "src").ends_with("#t=1,2"));
    assert_eq!(page.attribute("embed-player", "data-end"), "2");
    let plain = app
        .get(&format!(
            "{embed}?start=x&end=-1&autoplay=perhaps&loop=&muted=2&controls=no&origin=data:x&other=1"
        ))
        .await;
    assert_eq!(plain.count("video[controls]:not([autoplay]):not([loop]):not([muted])"), 1);
    assert_eq!(plain.attribute("embed-player", "data-start"), "0");
    assert!(plain.attributes("embed-player", "data-listener").is_empty());
    let heard = app.get(&format!("{embed}?origin=https%3A%2F%2FBlog.example%2F")).await;
    assert_eq!(heard.attribute("embed-player", "data-listener"), "https://blog.example");
}

#[actix_web::test]
async fn cs_08_only_the_embedded_player_may_be_framed() {
    let app = TestApp::start().await;
    let _owner = app.administrator("ada").await;
    let ada = app.sign_in("ada").await;
    let video = app.uploaded(&ada, "Framed", "public").await;
    let embed = ada.get(&paths::videos::embed(&video.uuid)).await;
    embed.ok();
    assert!(embed.header("content-security-policy").ends_with("frame-ancestors *"));
    assert_eq!(embed.header("x-frame-options"), "");
    let watch = paths::videos::watch(&video.uuid);
    for path in
        [watch.as_str(), "/", "/settings", "/admin", "/upload", "/oembed", "/sitemap.xml", "/no/such/page"]
    {
        let answer = ada.get(path).await;
        assert!(answer.header("content-security-policy").ends_with("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    }
    // What a browser keeps must not be overwritten by the answer that it may keep it.
    let path = paths::videos::embed(&video.uuid);
    let again = ada.request(Method::GET, &path).header("if-none-match", embed.header("etag"));
    let again = ada.send(again).await;
    assert_eq!((again.status.as_u16(), again.header("x-frame-options")), (304, ""));
}

#[actix_web::test]
async fn cs_08_an_embedded_player_reads_no_session_and_sets_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Hidden", "private").await;
    let open = app.uploaded(&ann, "Open", "public").await;
    // Its owner sees it on its page, and nowhere else.
    ann.get(&paths::videos::watch(&video.uuid)).await.ok();
    ann.get(&paths::videos::embed(&video.uuid)).await.not_found();
    let (hers, theirs) = (
        ann.get(&paths::videos::embed(&open.uuid)).await,
        app.visitor().get(&paths::videos::embed(&open.uuid)).await,
    );
    for answer in [&hers, &theirs] {
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(answer.header("speculation-rules"), "");
        assert!(!answer.text().contains("Account menu"));
    }
    assert_eq!(hers.header("etag"), theirs.header("etag"), "it is the same for everybody");
}

#[actix_web::test]
async fn ac_01_an_embedded_player_is_for_what_a_stranger_may_see() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let ann = app.sign_in("ann").await;
    let cases = [
        (Privacy::Public, VideoState::Published, false, 200),
        (Privacy::Unlisted, VideoState::Published, false, 200),
        (Privacy::Private, VideoState::Published, false, 404),
        (Privacy::Public, VideoState::Processing, false, 404),
        (Privacy::Public, VideoState::Failed, false, 404),
        (Privacy::Public, VideoState::Published, true, 404),
    ];
    for (privacy, state, blocked, expected) in cases {
        let video = app.video_in(&owner, privacy, state, blocked).await;
        for visitor in [&app.visitor(), &ann] {
            let answer = visitor.get(&paths::videos::embed(&video.uuid)).await;
            assert_eq!(answer.status, expected, "{privacy} {state} blocked: {blocked}");
            if expected == 404 {
                let page = answer.not_found();
                page.must_say("There is no video here");
                assert!(!page.says(&video.title));
            }
        }
    }
    app.visitor().get("/videos/embed/nonsense").await.not_found();
}

#[actix_web::test]
async fn an_unlisted_video_plays_where_somebody_puts_it_and_is_found_nowhere() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Quiet", "unlisted").await;
    let page = app.get(&paths::videos::embed(&video.uuid)).await;
    assert_eq!(page.attribute("meta[name=robots]", "content"), "noindex");
    let source = page.attribute("video source", "src");
    assert_eq!(app.visitor().get(&source).await.status, 200, "the address alone is enough");
}

#[actix_web::test]
async fn the_watch_page_offers_the_code_for_what_may_be_embedded() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "\"Quoted\" & <i>odd</i>", "public").await;
    let code = app.get(&paths::videos::watch(&video.uuid)).await.attribute("#embed-code", "value");
    let frame = crate::support::Page::parse(&code);
    assert_eq!(frame.attribute("iframe", "src"), app.url(&paths::videos::embed(&video.uuid)));
    assert_eq!(frame.attribute("iframe", "title"), "\"Quoted\" & <i>odd</i>");
    assert_eq!(
        (frame.attribute("iframe", "width"), frame.attribute("iframe", "height")),
        ("640".into(), "360".into())
    );
    let private = app.uploaded(&ann, "Mine", "private").await;
    assert_eq!(ann.get(&paths::videos::watch(&private.uuid)).await.ok().count("#embed-code"), 0);
}

#[actix_web::test]
async fn watching_in_another_page_counts_once_without_a_cookie() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let visitor = app.visitor();
    for _ in 0..5 {
        let answer = report(&visitor, &video, &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (204, ""));
    }
    assert_eq!(app.views_of(&video).await, 1);
}

#[actix_web::test]
async fn cs_01_another_page_cannot_report_for_the_player_in_it() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let visitor = app.visitor();
    for headers in
        [[("sec-fetch-site", "cross-site")], [("origin", "https://evil.example")], [("origin", "null")]]
    {
        assert_eq!(report(&visitor, &video, &headers).await.status, 403, "{headers:?}");
    }
    let private = app.video(&owner, |draft| draft.privacy = Privacy::Private).await;
    assert_eq!(report(&visitor, &private, &[("sec-fetch-site", "same-origin")]).await.status, 404);
    assert_eq!(app.views_of(&video).await, 0);
}
