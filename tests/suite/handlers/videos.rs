//! The page on which a video is watched, and who gets to see it.

use kinora::db::types::{Privacy, VideoState};
use kinora::paths;

use crate::support::TestApp;
use crate::support::uploads::clip;

#[actix_web::test]
async fn a_watch_page_tells_everything_about_a_video() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & <b>Jerry</b>", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    assert_eq!(page.heading(), "Tom & <b>Jerry</b>");
    assert_eq!(page.title(), "Tom & <b>Jerry</b> · Kinora");
    page.must_say("0 views");
    page.must_say("10 January 2026");
    page.must_say("Download (");
    assert_eq!(page.attribute("video", "preload"), "none", "what is delivered counts as watched");
    assert_eq!(page.attribute("link[rel=canonical]", "href"), app.url(&watch));
    assert_eq!(page.attribute("meta[property='og:title']", "content"), "Tom & <b>Jerry</b>");
    assert!(page.attribute("meta[property='og:video']", "content").ends_with("-web.mp4"));
    assert!(page.attributes("meta[name=robots]", "content").is_empty());
    let data: serde_json::Value =
        serde_json::from_str(&page.texts("script[type='application/ld+json']")[0]).unwrap();
    assert_eq!(
        (data["name"].as_str(), data["duration"].as_str()),
        (Some("Tom & <b>Jerry</b>"), Some("PT2S"))
    );
    assert!(!page.source.contains("<b>Jerry"), "XS: nothing typed becomes markup");
    assert_eq!(page.attribute("video source", "src").split('#').count(), 1);
    let later = app.get(&format!("{watch}?t=83")).await;
    assert!(later.attribute("video source", "src").ends_with("#t=83"), "times work without a script");
}

#[actix_web::test]
async fn other_sites_and_search_engines_read_all_there_is_to_know() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "</script><b>\"Bold\"", "public").await;
    let edit = paths::videos::edit_chapters(&video.uuid);
    ann.post(&edit, &[("chapters", "0:00 Leaving\n0:01 Coming home")]).await.see_other();
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    let meta =
        |name: &str| page.attribute(&format!("meta[property='{name}'], meta[name='{name}']"), "content");
    let file = meta("og:video");
    assert_eq!(app.visitor().get(file.strip_prefix(&app.url("")).unwrap()).await.status, 200);
    assert_eq!(meta("og:video:type"), "video/mp4");
    assert_eq!((meta("og:video:width"), meta("og:video:height")), ("320".into(), "180".into()));
    assert_eq!(meta("video:duration"), "2");
    assert_eq!(meta("twitter:card"), "player");
    assert_eq!(meta("twitter:player"), app.url(&paths::videos::embed(&video.uuid)));
    assert_eq!(meta("twitter:player:stream"), file);

    let data = &page.texts("script[type='application/ld+json']")[0];
    assert!(!data.contains('<'), "XS-03: nothing ends the script");
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["name"], "</script><b>\"Bold\"");
    assert_eq!(data["description"], "At 0:01 it turns blue.");
    assert_eq!(data["contentUrl"], file);
    assert_eq!(data["embedUrl"], app.url(&paths::videos::embed(&video.uuid)));
    assert_eq!(data["uploadDate"], "2026-01-10T12:00:00Z");
    assert_eq!(data["interactionStatistic"][0]["userInteractionCount"], 0);
    assert!(data["thumbnailUrl"].as_str().unwrap().ends_with(".jpg"));
    let clips = data["hasPart"].as_array().unwrap();
    assert_eq!(clips.len(), 2);
    assert_eq!((&clips[0]["startOffset"], &clips[0]["endOffset"]), (&0.into(), &1.into()));
    assert_eq!(clips[1]["name"], "Coming home");
    assert_eq!(clips[1]["url"], app.url(&format!("{watch}?t=1")));
}

#[actix_web::test]
async fn ac_01_nothing_in_the_head_leads_to_what_is_not_for_everyone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for privacy in ["private", "unlisted"] {
        let video = app.uploaded(&ann, "Hidden", privacy).await;
        let page = ann.get(&paths::videos::watch(&video.uuid)).await.ok();
        for name in ["og:video", "og:image", "twitter:player:stream"] {
            assert_eq!(
                page.count(&format!("meta[property='{name}'], meta[name='{name}']")),
                0,
                "{privacy} {name}"
            );
        }
        let data = page.texts("script[type='application/ld+json']").join("");
        assert!(!data.contains("/m/") && !data.contains("contentUrl"), "{privacy}: {data}");
        assert_eq!(data.contains("embedUrl"), privacy == "unlisted");
    }
}

#[actix_web::test]
async fn every_page_for_everyone_says_which_address_is_its_own() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |_| {}).await;
    let watch = paths::videos::watch(&video.uuid);
    for (path, own) in [
        ("/".to_owned(), "/".to_owned()),
        ("/?tab=newest".to_owned(), "/?tab=newest".to_owned()),
        (format!("{watch}?t=3"), watch.clone()),
        ("/c/ann_channel?sort=views".to_owned(), "/c/ann_channel".to_owned()),
        ("/a/ann".to_owned(), "/a/ann".to_owned()),
        (format!("{watch}/comments"), format!("{watch}/comments")),
        ("/sign-in?return_to=%2F".to_owned(), "/sign-in".to_owned()),
        ("/sign-up".to_owned(), "/sign-up".to_owned()),
    ] {
        assert_eq!(app.get(&path).await.attribute("link[rel=canonical]", "href"), app.url(&own), "{path}");
    }
}

#[actix_web::test]
async fn old_addresses_lead_to_the_page() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Found", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    for path in [
        format!("/videos/watch/{}", video.uuid),
        format!("/videos/{}", video.uuid),
        format!("/videos/{}", video.id),
        format!("/w/{}", video.uuid),
    ] {
        let answer = app.visitor().get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, watch.as_str()), "{path}");
    }
    for path in ["/w/x", "/videos/999999", "/videos/watch/x", "/w/1111111111111111111111"] {
        app.visitor().get(path).await.not_found();
    }
}

#[actix_web::test]
async fn ac_01_a_page_is_for_those_who_may_see_the_video() {
    let app = TestApp::start().await;
    let (owner, _moderator) = (app.user("ann").await, app.moderator("mod").await);
    let (ann, eve, moderator) =
        (app.sign_in("ann").await, app.sign_in("eve").await, app.sign_in("mod").await);
    let cases = [
        (Privacy::Public, VideoState::Published, false, [200, 200, 200, 200]),
        (Privacy::Unlisted, VideoState::Published, false, [200, 200, 200, 200]),
        (Privacy::Private, VideoState::Published, false, [404, 404, 200, 200]),
        (Privacy::Public, VideoState::Processing, false, [404, 404, 200, 200]),
        (Privacy::Public, VideoState::Failed, false, [404, 404, 200, 200]),
        (Privacy::Public, VideoState::Published, true, [404, 404, 404, 200]),
    ];
    for (privacy, state, blocked, expected) in cases {
        let video = app.video_in(&owner, privacy, state, blocked).await;
        let path = paths::videos::watch(&video.uuid);
        let mut statuses = Vec::new();
        for visitor in [&app.visitor(), &eve, &ann, &moderator] {
            statuses.push(visitor.get(&path).await.status.as_u16());
            let old = visitor.get(&format!("/videos/watch/{}", video.uuid)).await.status.as_u16();
            assert_eq!(old == 404, statuses.last() == Some(&404));
        }
        assert_eq!(statuses, expected, "{privacy} {state} blocked: {blocked}");
        // An integer can be counted through: it leads only to what lists show.
        let by_number = ann.get(&format!("/videos/{}", video.id)).await.status.as_u16();
        assert_eq!(by_number == 301, expected[0] == 200 && privacy == Privacy::Public);
    }
}

#[actix_web::test]
async fn an_unlisted_video_asks_search_engines_to_forget_it() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Hidden", "unlisted").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(page.attribute("meta[name=robots]", "content"), "noindex");
    page.must_say("Unlisted");
    assert!(page.attributes("meta[property='og:image']", "content").is_empty());
    assert!(!app.get("/?list=newest").await.says("Hidden"));
    app.get("/search?q=hidden").await.must_say("Nothing found");
}

#[actix_web::test]
async fn the_owner_sees_what_is_going_on_and_a_stranger_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let form = crate::support::uploads::form("Soon", "public", clip());
    let uuid = crate::support::uploads::upload_of(&ann.post_multipart("/upload", form).await);
    let watch = paths::videos::watch(&uuid);
    ann.get(&watch).await.ok().must_say("Almost there");
    app.visitor().get(&watch).await.not_found();
    app.run_tasks().await;
    assert_eq!(app.get(&watch).await.count("video"), 1);
}

#[actix_web::test]
async fn a_page_is_gathered_with_few_queries_and_kept_while_nothing_changes() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Kept", "public").await;
    let path = paths::videos::watch(&video.uuid);
    let visitor = app.visitor();
    let first = visitor.get(&path).await;
    assert_eq!(first.header("cache-control"), "public, no-cache");
    let again = visitor.request(reqwest::Method::GET, &path).header("if-none-match", first.header("etag"));
    assert_eq!(visitor.send(again).await.status, 304);
}

#[actix_web::test]
async fn the_list_beside_a_video_is_tilted_by_its_address_and_brought_alone_to_a_script() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    app.video(&ann, |draft| draft.title = "Another".to_owned()).await;
    let path = paths::videos::watch(&video.uuid);
    let usual = app.get(&path).await;
    assert_eq!(usual.count("details.tilt[open]"), 0);
    assert_eq!(usual.attribute("form.tilt__form", "action"), format!("{path}#up-next"));
    assert_eq!(usual.count("#up-next"), 1, "which is where the page opens then");
    assert_eq!(usual.count(".up-next turbo-frame"), 0, "a link in one would cost the way back");
    usual.must_say("This channel");
    let tilted = app.get(&format!("{path}?long=-2&quality=240")).await;
    assert_eq!(tilted.attributes("form.tilt__form input[type=range]", "value"), ["0", "-2", "0", "0"]);
    assert_eq!(tilted.attribute("form.tilt__form input[type=hidden]", "value"), "240");
    assert_eq!(tilted.count("details.tilt[open]"), 1);
    assert!(tilted.attribute("link[rel=canonical]", "href").ends_with(&path));
    let visitor = app.visitor();
    let list = visitor.get_in_frame(&format!("{path}?long=-2"), "up-next").await;
    assert!(list.headers.get_all("vary").iter().any(|value| value == "Turbo-Frame"));
    assert_eq!(list.header("cache-control"), "public, no-cache");
    let list = list.ok();
    assert_eq!((list.count("video"), list.count("h1"), list.listed()), (0, 0, vec!["Another".to_owned()]));
    let private = app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let hidden = format!("{}?long=1", paths::videos::watch(&private.uuid));
    visitor.get_in_frame(&hidden, "up-next").await.not_found();
}

#[actix_web::test]
async fn the_player_says_why_the_next_one_comes() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let first = app.uploaded(&ann, "Gear wheels one", "public").await;
    let owner = app.user("ann").await;
    app.video(&owner, |draft| draft.title = "Gear wheels two".to_owned()).await;
    let page = app.get(&paths::videos::watch(&first.uuid)).await;
    assert_eq!(page.texts("[data-part=next-reason]"), [page.reason_of("Gear wheels two")]);
    assert_eq!(page.texts("[data-part=next-panel] .player__panel-title"), ["Gear wheels two"]);
}
