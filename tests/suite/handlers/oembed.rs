//! What other programs learn of a video that they are to show.

use kinora::db::types::{Privacy, VideoState};
use kinora::models::video::Video;
use kinora::paths;
use serde_json::Value;

use crate::support::{Page, TestApp};

fn address(app: &TestApp, video: &Video, rest: &str) -> String {
    let url = paths::query_value(&app.url(&paths::videos::watch(&video.uuid)));
    format!("/oembed?url={url}{rest}")
}

async fn told(app: &TestApp, path: &str) -> Value {
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    serde_json::from_slice(&answer.bytes).unwrap()
}

#[actix_web::test]
async fn a_watch_page_leads_to_what_tells_how_to_show_it() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & <b>\"Jerry\"</b>", "public").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    let path = |url: String| url.strip_prefix(&app.url("")).unwrap().to_owned();
    let json = path(page.attribute("link[type='application/json+oembed']", "href"));
    let xml = path(page.attribute("link[type='text/xml+oembed']", "href"));

    let facts = told(&app, &json).await;
    for (name, expected) in [
        ("type", "video"),
        ("version", "1.0"),
        ("title", "Tom & <b>\"Jerry\"</b>"),
        ("author_name", "ann"),
        ("provider_name", "Kinora"),
    ] {
        assert_eq!(facts[name], expected, "{name}");
    }
    assert_eq!((facts["width"].as_i64(), facts["height"].as_i64()), (Some(640), Some(360)));
    let frame = Page::parse(facts["html"].as_str().unwrap());
    assert_eq!(frame.attribute("iframe", "src"), app.url(&paths::videos::embed(&video.uuid)));
    assert_eq!(frame.attribute("iframe", "title"), "Tom & <b>\"Jerry\"</b>");
    assert!(facts["thumbnail_url"].as_str().unwrap().starts_with(&app.url("/m/")));

    let answer = app.visitor().get(&xml).await;
    assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
    let text = answer.text();
    assert!(text.starts_with("<?xml version=\"1.0\""), "{text}");
    assert!(!text.contains("<b>") && !text.contains("<iframe"), "XS-03: {text}");
    assert_eq!(Page::parse(&text).texts("title"), ["Tom & <b>\"Jerry\"</b>"]);
}

#[actix_web::test]
async fn a_program_that_has_less_room_gets_a_smaller_player() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    for (room, expected) in [
        ("&maxwidth=320", (320, 180)),
        ("&maxheight=90", (160, 90)),
        ("&maxwidth=1280&maxheight=1280", (1280, 720)),
        ("&maxwidth=many&maxheight=-1", (640, 360)),
        ("&maxwidth=0", (64, 36)),
    ] {
        let facts = told(&app, &address(&app, &video, room)).await;
        let size = (facts["width"].as_i64().unwrap(), facts["height"].as_i64().unwrap());
        assert_eq!(size, expected, "{room}");
    }
}

#[actix_web::test]
async fn every_address_of_a_video_is_known_and_no_other() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let (uuid, short) = (video.uuid, paths::videos::short(&video.uuid));
    for path in [
        format!("/w/{short}?t=3"),
        format!("/w/{uuid}"),
        format!("/videos/watch/{uuid}"),
        format!("/videos/embed/{short}"),
        format!("/videos/{uuid}"),
    ] {
        told(&app, &format!("/oembed?url={}", paths::query_value(&app.url(&path)))).await;
    }
    for url in [
        app.url("/"),
        app.url("/c/ann_channel"),
        app.url("/w/nonsense"),
        format!("https://elsewhere.example/w/{short}"),
        format!("/w/{short}"),
        format!("javascript://{}/w/{short}", app.address),
        "nonsense".to_owned(),
    ] {
        app.visitor().get(&format!("/oembed?url={}", paths::query_value(&url))).await.not_found();
    }
    assert_eq!(app.visitor().get("/oembed").await.status, 400);
    assert_eq!(app.visitor().get(&address(&app, &video, "&format=yaml")).await.status, 501);
}

#[actix_web::test]
async fn ac_01_only_what_a_stranger_may_see_is_told() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let ann = app.sign_in("ann").await;
    for (privacy, state, blocked, expected) in [
        (Privacy::Public, VideoState::Published, false, 200),
        (Privacy::Unlisted, VideoState::Published, false, 200),
        (Privacy::Private, VideoState::Published, false, 404),
        (Privacy::Public, VideoState::Processing, false, 404),
        (Privacy::Public, VideoState::Published, true, 404),
    ] {
        let video = app.video_in(&owner, privacy, state, blocked).await;
        for format in ["json", "xml"] {
            let path = address(&app, &video, &format!("&format={format}"));
            for visitor in [&app.visitor(), &ann] {
                assert_eq!(visitor.get(&path).await.status, expected, "{privacy} {state} {blocked} {format}");
            }
        }
        let page = ann.get(&paths::videos::watch(&video.uuid)).await;
        let discovered = Page::parse(&page.text()).count("link[type='application/json+oembed']");
        assert_eq!(discovered, usize::from(expected == 200));
    }
}

#[actix_web::test]
async fn the_files_of_an_unlisted_video_are_not_told() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Quiet", "unlisted").await;
    assert!(told(&app, &address(&app, &video, "")).await.get("thumbnail_url").is_none());
}
