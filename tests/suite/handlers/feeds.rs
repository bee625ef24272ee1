//! Feeds, as a reader of news and a podcast player read them.

use diesel::prelude::*;
use kinora::db::schema::videos;
use kinora::db::types::{Privacy, VideoState};
use kinora::paths;

use crate::support::TestApp;

async fn parsed(app: &TestApp, path: &str) -> feed_rs::model::Feed {
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    feed_rs::parser::parse(answer.bytes.as_slice())
        .unwrap_or_else(|error| panic!("{path}: {error}\n{}", answer.text()))
}

#[actix_web::test]
async fn every_format_tells_of_a_video_with_its_file_and_picture() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & <b>Jerry</b>", "public").await;
    let watch = app.url(&paths::videos::watch(&video.uuid));
    for (format, content_type) in [
        ("xml", "application/rss+xml; charset=utf-8"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/feed+json"),
    ] {
        let path = format!("/feeds/videos.{format}");
        let answer = app.visitor().get(&path).await;
        assert_eq!(answer.header("content-type"), content_type);
        assert_eq!(answer.header("cache-control"), "public, no-cache");
        assert!(answer.header("set-cookie").is_empty());
        let tag = answer.header("etag").to_owned();
        let again = app.visitor().request(reqwest::Method::GET, &path).header("if-none-match", tag);
        assert_eq!(app.visitor().send(again).await.status, 304);

        let feed = parsed(&app, &path).await;
        assert_eq!(feed.title.unwrap().content, "Kinora");
        let entry = &feed.entries[0];
        assert_eq!(entry.id, format!("urn:uuid:{}", video.uuid), "{format}");
        assert_eq!(entry.title.as_ref().unwrap().content, "Tom & <b>Jerry</b>", "XS-03 {format}");
        assert!(entry.links.iter().any(|link| link.href == watch), "{format}");
        assert_eq!(entry.published.unwrap().to_rfc3339(), "2026-01-10T12:00:00+00:00");
        let said = entry.summary.as_ref().map(|text| text.content.clone());
        let said = said.or_else(|| entry.content.as_ref()?.body.clone()).unwrap();
        assert_eq!(said, "At 0:01 it turns blue.", "{format}");
    }

    // The file is what it says it is.
    let rss = parsed(&app, "/feeds/videos.xml").await;
    let media = rss.entries[0].media.iter().find(|media| !media.thumbnails.is_empty()).unwrap();
    let content = &media.content[0];
    assert_eq!(content.duration.unwrap().as_secs(), 2);
    let url = content.url.as_ref().unwrap().as_str().strip_prefix(&app.url("")).unwrap().to_owned();
    let file = app.visitor().get(&url).await;
    assert_eq!(file.header("content-type"), content.content_type.as_ref().unwrap().to_string());
    assert_eq!(Some(file.bytes.len() as u64), content.size);
    let picture = media.thumbnails[0].image.uri.strip_prefix(&app.url("")).unwrap().to_owned();
    assert_eq!(app.visitor().get(&picture).await.status, 200);
    let text = app.visitor().get("/feeds/videos.xml").await.text();
    assert!(
        text.contains(&format!("length=\"{}\"", file.bytes.len())) && text.contains("<enclosure "),
        "{text}"
    );
    let json: serde_json::Value =
        serde_json::from_slice(&app.visitor().get("/feeds/videos.json").await.bytes).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][0]["attachments"][0]["size_in_bytes"].as_u64(), Some(file.bytes.len() as u64));
    assert_eq!(json["items"][0]["tags"], serde_json::json!(["colours", "test"]));

    let podcast = parsed(&app, "/feeds/podcast/videos.xml?videoChannelName=ann_channel").await;
    assert_eq!(podcast.entries[0].id, format!("urn:uuid:{}", video.uuid));
    let text = app.visitor().get("/feeds/podcast/videos.xml?videoChannelName=ann_channel").await.text();
    for part in [
        "<itunes:author>ann</itunes:author>",
        "<podcast:medium>video</podcast:medium>",
        "<itunes:duration>2</itunes:duration>",
        "<podcast:guid>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("example.org"), "nobody's address of mail is told");
}

#[actix_web::test]
async fn ac_06_feeds_have_what_everybody_may_find_and_nothing_else() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let open = app.video(&ann, |draft| draft.title = "Open".to_owned()).await;
    app.advance_seconds(60);
    let bens = app.video(&ben, |draft| draft.title = "Bens".to_owned()).await;
    let hidden = [
        app.video_in(&ann, Privacy::Unlisted, VideoState::Published, false).await,
        app.video_in(&ann, Privacy::Private, VideoState::Published, false).await,
        app.video_in(&ann, Privacy::Public, VideoState::Processing, false).await,
        app.video_in(&ann, Privacy::Public, VideoState::Published, true).await,
    ];
    let owner = app.sign_in("ann").await;
    let channel = app.channel_of(&ann).await.id;
    let host = app.url("").replace("http://", "");
    for (query, expected) in [
        (String::new(), vec![&bens, &open]),
        ("?sort=publishedAt".to_owned(), vec![&open, &bens]),
        (format!("?videoChannelId={channel}"), vec![&open]),
        ("?videoChannelName=ben_channel".to_owned(), vec![&bens]),
        (format!("?accountId={}", ann.id), vec![&open]),
        (format!("?accountName=ben@{host}"), vec![&bens]),
    ] {
        let expected: Vec<String> = expected.iter().map(|video| format!("urn:uuid:{}", video.uuid)).collect();
        for format in ["xml", "atom", "json"] {
            let path = format!("/feeds/videos.{format}{query}");
            let feed = parsed(&app, &path).await;
            let found: Vec<String> = feed.entries.iter().map(|entry| entry.id.clone()).collect();
            assert_eq!(found, expected, "{path}");
            // A session opens nothing here.
            let text = owner.get(&path).await.text();
            assert!(hidden.iter().all(|video| !text.contains(video.uuid.as_str())), "{path}");
        }
    }
    let podcast = owner.get(&format!("/feeds/podcast/videos.xml?videoChannelId={channel}")).await.text();
    assert!(hidden.iter().all(|video| !podcast.contains(video.uuid.as_str())));
    for path in [
        "/feeds/videos.xml?videoChannelId=99",
        "/feeds/videos.xml?videoChannelId=x",
        "/feeds/videos.xml?accountName=nobody",
        "/feeds/videos.html",
    ] {
        app.visitor().get(path).await.not_found();
    }
    assert_eq!(app.visitor().get("/feeds/podcast/videos.xml").await.status, 400);
    let id = ann.id;
    app.write(move |conn| {
        use kinora::db::schema::users;
        diesel::update(users::table.find(id))
            .set(users::disabled_at.eq(kinora::clock::Timestamp::from_millis(1)))
            .execute(conn)?;
        Ok(())
    })
    .await;
    app.visitor().get("/feeds/videos.xml?accountName=ann").await.not_found();
}

#[actix_web::test]
async fn xs_03_a_hostile_title_leaves_a_feed_well_formed() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    // As if it had come by a way that forgot to clean it.
    let title = "]]>\u{1b}[31m</title><x:y z=\"'\u{FFFF}&\u{8}é\u{1F600}";
    let id = video.id;
    app.write(move |conn| {
        diesel::update(videos::table.find(id))
            .set((videos::title.eq(title), videos::description.eq("\u{c} <script>\u{b}")))
            .execute(conn)?;
        Ok(())
    })
    .await;
    for path in [
        "/feeds/videos.xml",
        "/feeds/videos.atom",
        "/feeds/videos.json",
        "/feeds/podcast/videos.xml?videoChannelName=ann_channel",
    ] {
        let feed = parsed(&app, path).await;
        if !path.contains("podcast") {
            let read = &feed.entries[0].title.as_ref().unwrap().content;
            assert_eq!(read, "]]>[31m</title><x:y z=\"'&é\u{1F600}", "{path}");
        }
        let text = app.visitor().get(path).await.text();
        assert!(!text.contains("<script>") || path.ends_with("json"), "{path}: {text}");
    }
}

#[actix_web::test]
async fn pages_lead_to_their_feeds() {
    let app = TestApp::start().await;
    app.user("ann").await;
    for (page, narrowed, count) in [
        ("/", "", 3),
        ("/c/ann_channel", "?videoChannelName=ann_channel", 4),
        ("/a/ann", "?accountName=ann", 3),
    ] {
        let links = app.get(page).await.attributes("link[rel=alternate]", "href");
        assert_eq!(links.len(), count, "{page}: {links:?}");
        assert_eq!(links[0], format!("/feeds/videos.xml{narrowed}"));
        for link in links {
            assert_eq!(app.visitor().get(&link).await.status, 200, "{link}");
        }
    }
}
