//! What search engines are told.

use kinora::db::types::{Privacy, VideoState};
use kinora::models::page_number::PageNumber;
use kinora::models::sitemap::Sitemap;
use kinora::paths;

use crate::support::{Page, TestApp};

#[actix_web::test]
async fn a_sitemap_names_every_video_with_its_picture_and_player() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & <b>Jerry</b>", "public").await;
    let answer = app.visitor().get("/sitemap.xml").await;
    assert_eq!(answer.header("content-type"), "application/xml; charset=utf-8");
    let text = answer.text();
    assert!(text.starts_with("<?xml version=\"1.0\"") && !text.contains("<b>"), "XS-03: {text}");
    assert!(text.contains("xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\""));
    let map = Page::parse(&text);
    assert_eq!(
        map.texts("loc"),
        [app.url("/"), app.url("/c/ann_channel"), app.url(&paths::videos::watch(&video.uuid))]
    );
    let of = |name: &str| map.texts(&format!("video\\:{name}")).join("|");
    assert_eq!(of("title"), "Tom & <b>Jerry</b>");
    assert_eq!(of("description"), "At 0:01 it turns blue.");
    assert_eq!(of("player_loc"), app.url(&paths::videos::embed(&video.uuid)));
    assert_eq!(of("duration"), "2");
    assert_eq!(of("publication_date"), "2026-01-10T12:00:00Z");
    let picture = of("thumbnail_loc");
    assert_eq!(app.visitor().get(picture.strip_prefix(&app.url("")).unwrap()).await.status, 200);
}

#[actix_web::test]
async fn ac_06_a_sitemap_lists_only_what_everybody_may_find() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let public = app.video(&ann, |_| {}).await;
    let hidden = [
        app.video(&ben, |draft| draft.privacy = Privacy::Unlisted).await,
        app.video(&ben, |draft| draft.privacy = Privacy::Private).await,
        app.video(&ben, |draft| draft.state = VideoState::Processing).await,
        app.video(&ben, |draft| draft.blocked = true).await,
    ];
    let owner = app.sign_in("ben").await;
    for visitor in [&app.visitor(), &owner] {
        let map = visitor.get("/sitemap.xml").await.text();
        assert!(map.contains(&paths::videos::watch(&public.uuid)));
        for video in &hidden {
            assert!(!map.contains(&paths::videos::watch(&video.uuid)));
            assert!(!map.contains(video.uuid.as_str()));
        }
        // A channel with nothing to find would tell that there is something.
        assert!(map.contains("/c/ann_channel") && !map.contains("/c/ben_channel"));
    }
}

#[actix_web::test]
async fn a_large_site_is_told_in_parts() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..5 {
        app.video(&ann, |_| {}).await;
    }
    let (pages, parts) = app
        .read(|conn| {
            let part = |number: i64| PageNumber::parse(Some(&number.to_string()), 2);
            let mut sizes = Vec::new();
            for number in 1..=4 {
                sizes.push(Sitemap::page(conn, part(number))?.videos.len());
            }
            Ok((Sitemap::pages(conn, 2)?, sizes))
        })
        .await;
    assert_eq!((pages, parts), (3, vec![2, 2, 1, 0]));
    assert_eq!(app.visitor().get("/sitemap/1.xml").await.status, 200);
    for path in ["/sitemap/2.xml", "/sitemap/0.xml", "/sitemap/-1.xml", "/sitemap/x.xml"] {
        app.visitor().get(path).await.not_found();
    }
}

#[actix_web::test]
async fn programs_are_led_to_the_sitemap_and_away_from_private_pages() {
    let app = TestApp::start().await;
    let answer = app.visitor().get("/robots.txt").await;
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let text = answer.text();
    assert!(text.starts_with("User-agent: *\n"));
    assert!(text.contains(&format!("Sitemap: {}", app.url("/sitemap.xml"))));
    for path in ["/admin", "/my/", "/settings", "/sign-in", "/upload"] {
        assert!(text.lines().any(|line| line == format!("Disallow: {path}")), "{path}");
    }
}
