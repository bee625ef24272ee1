//! Lists: stretches, orders, filters, search; channels and people.

use kinora::db::ids::Uuid;
use kinora::db::types::{Privacy, VideoState};

use super::{names, problem, told};
use crate::support::TestApp;

async fn stage() -> TestApp {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    for (title, views, tags, owner) in
        [("Alps", 5, "snow,hills", &ann), ("Boats", 9, "water", &ann), ("Clouds", 1, "snow,water", &ben)]
    {
        app.advance_seconds(60);
        app.video(owner, |draft| {
            draft.title = title.to_owned();
            draft.views = views;
            draft.tags = tags.split(',').map(str::to_owned).collect();
        })
        .await;
    }
    app.video_in(&ann, Privacy::Unlisted, VideoState::Published, false).await;
    app.video_in(&ann, Privacy::Private, VideoState::Published, false).await;
    app.video_in(&ann, Privacy::Public, VideoState::Processing, false).await;
    app.video_in(&ann, Privacy::Public, VideoState::Published, true).await;
    app
}

#[actix_web::test]
async fn ac_06_a_list_has_what_everybody_may_find_in_the_order_asked_for() {
    let app = stage().await;
    for (query, expected) in [
        ("", vec!["Clouds", "Boats", "Alps"]),
        ("?sort=publishedAt", vec!["Alps", "Boats", "Clouds"]),
        ("?sort=-views", vec!["Boats", "Alps", "Clouds"]),
        ("?sort=name", vec!["Alps", "Boats", "Clouds"]),
        ("?sort=no-such-order&unknown=1", vec!["Clouds", "Boats", "Alps"]),
        ("?tagsOneOf=snow", vec!["Clouds", "Alps"]),
        ("?tagsOneOf=hills&tagsOneOf=water", vec!["Clouds", "Boats", "Alps"]),
        ("?tagsAllOf[]=snow&tagsAllOf[]=WATER", vec!["Clouds"]),
        ("?nsfw=true", vec![]),
        ("?nsfw=both&count=1&start=1", vec!["Boats"]),
        ("?languageOneOf=de", vec![]),
        ("?languageOneOf=%00&tagsOneOf=a%00&search=%00", vec!["Clouds", "Boats", "Alps"]),
    ] {
        let list = told(&app, &format!("/api/v1/videos{query}")).await;
        assert_eq!(names(&list), expected, "{query}");
    }
    let stretch = told(&app, "/api/v1/videos?count=2&start=2").await;
    assert_eq!((stretch["total"].as_i64(), names(&stretch)), (Some(3), vec!["Alps"]));
}

#[actix_web::test]
async fn what_is_watched_of_late_comes_first_where_that_is_asked_for() {
    let app = stage().await;
    let alps = told(&app, "/api/v1/videos?sort=name&count=1").await["data"][0]["uuid"].clone();
    let alps = app.video_row(Uuid::parse(alps.as_str().unwrap()).unwrap()).await;
    for name in ["cid", "dan", "eve"] {
        let watcher = app.sign_in(name).await;
        watcher.watch(&alps).await;
    }
    for sort in ["-trending", "-hot", "-best"] {
        let list = told(&app, &format!("/api/v1/videos?sort={sort}")).await;
        assert_eq!(names(&list), ["Alps", "Clouds", "Boats"], "{sort}");
        let stretch = told(&app, &format!("/api/v1/videos?sort={sort}&start=1&count=1")).await;
        assert_eq!((stretch["total"].as_i64(), names(&stretch)), (Some(3), vec!["Clouds"]), "{sort}");
        let tagged = told(&app, &format!("/api/v1/videos?sort={sort}&tagsOneOf=water")).await;
        assert_eq!(names(&tagged), ["Clouds", "Boats"], "{sort}");
    }
}

#[actix_web::test]
async fn rl_08_odd_stretches_are_answered() {
    let app = stage().await;
    for query in [
        "?start=-5&count=-1",
        "?start=x&count=1e9",
        "?count=99999999999999999999",
        "?start=9999999999&count=100",
    ] {
        let list = told(&app, &format!("/api/v1/videos{query}")).await;
        assert_eq!(list["total"], 3, "{query}");
        assert!(names(&list).len() <= 3, "{query}");
    }
}

#[actix_web::test]
async fn a_channel_and_its_owner_are_found_by_their_names_with_or_without_the_host() {
    let app = stage().await;
    let host = app.url("").replace("http://", "");
    for name in ["ann_channel".to_owned(), format!("ann_channel@{host}"), format!("@ann_channel@{host}")] {
        let channel = told(&app, &format!("/api/v1/video-channels/{name}")).await;
        assert_eq!((channel["name"].as_str(), channel["host"].as_str()), (Some("ann_channel"), Some(&*host)));
        assert_eq!(channel["ownerAccount"]["name"], "ann");
        assert!(channel["followersCount"].is_i64() && channel["avatars"].is_array());
    }
    problem(&app, "/api/v1/video-channels/ann_channel@elsewhere.example", 404).await;
    assert_eq!(names(&told(&app, "/api/v1/video-channels/ann_channel/videos").await), ["Boats", "Alps"]);
    assert_eq!(told(&app, "/api/v1/video-channels").await["total"], 2);

    let account = told(&app, &format!("/api/v1/accounts/ben@{host}")).await;
    assert_eq!((account["name"].as_str(), account["displayName"].as_str()), (Some("ben"), Some("ben")));
    assert!(account.get("email").is_none() && !account.to_string().contains("example.org"), "{account}");
    assert_eq!(names(&told(&app, "/api/v1/accounts/ben/videos").await), ["Clouds"]);
    let channels = told(&app, "/api/v1/accounts/ben/video-channels").await;
    assert_eq!((channels["total"].as_i64(), names(&channels)), (Some(1), vec!["ben_channel"]));
}

#[actix_web::test]
async fn a_search_finds_videos_and_channels_for_programs_too() {
    let app = stage().await;
    let found = told(&app, "/api/v1/search/videos?search=clouds&start=0&count=5").await;
    assert_eq!((found["total"].as_i64(), names(&found)), (Some(1), vec!["Clouds"]));
    let related = told(&app, "/api/v1/search/videos?start=0&count=8&sort=-createdAt&tagsOneOf=snow").await;
    assert_eq!(names(&related), ["Clouds", "Alps"]);
    let channels = told(&app, "/api/v1/search/video-channels?search=ben").await;
    assert_eq!((channels["total"].as_i64(), names(&channels)), (Some(1), vec!["ben_channel"]));
    assert_eq!(told(&app, "/api/v1/search/video-channels?search=").await["total"], 0);
    assert_eq!(told(&app, "/api/v1/search/videos?search=%22OR%20x%20NEAR(").await["total"], 0, "IN-02");
}
