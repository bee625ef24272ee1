//! Imports from other sites: a second Kinora for real, and small ones of the other kinds, made for these tests.

use kinora::db::ids::Uuid;
use kinora::db::types::{ImportItemKind, ImportSource, ImportState, VideoState};
use kinora::models::import::Import;
use kinora::models::playlist::{Playlist, PlaylistDetails};
use kinora::models::video::Video;
use kinora::paths;
use serde_json::{Value, json};

use super::other_site::OtherSite;
use super::reports::{Report, begin, item, report};
use crate::support::TestApp;
use crate::support::captions::WEBVTT;
use crate::support::uploads::{clip, picture};

const CLOSED_NETWORK: &[(&str, &str)] = &[("KINORA_IMPORTS_PRIVATE_NETWORKS", "on")];

async fn imported(app: &TestApp, source: ImportSource, address: &str) -> Report {
    let import = begin(app, "ben", source, address).await;
    app.run_tasks().await;
    report(app, import.id).await
}

async fn told(app: &TestApp, path: &str) -> Value {
    serde_json::from_str(&app.get(path).await.source).unwrap()
}

#[actix_web::test]
async fn another_kinora_is_brought_along_with_words_captions_chapters_and_dates() {
    let old = TestApp::start().await;
    let ann = old.sign_in("ann").await;
    let harbour = old.uploaded(&ann, "A quiet harbour", "public").await;
    let hidden = old.uploaded(&ann, "Nobody's business", "private").await;
    let edit = [
        ("title", "A quiet harbour"),
        ("description", "Boats *at* dawn."),
        ("tags", "boats, dawn"),
        ("privacy", "public"),
        ("channel", "ann_channel"),
        ("recommendation_policy", "any"),
    ];
    let form =
        edit.iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| form.text(*name, *value));
    ann.post_multipart(&paths::videos::edit(&harbour.uuid), form).await.see_other();
    ann.add_captions(&harbour.uuid, "en", WEBVTT).await.see_other();
    ann.post(paths::videos::edit_chapters(&harbour.uuid), &[("chapters", "0:00 Before\n0:01 After")])
        .await
        .see_other();

    let new = TestApp::start_with(CLOSED_NETWORK).await;
    new.advance_seconds(3 * 86_400);
    let brought = imported(&new, ImportSource::Peertube, &old.url("/c/ann_channel")).await;
    assert_eq!((brought.import.state, brought.import.taken), (ImportState::Done, 1), "{brought:?}");
    assert!(!brought.items.iter().any(|item| item.title == hidden.title), "what is private stays there");
    let uuid = item(&brought, "A quiet harbour").taken_uuid.unwrap();
    let video: Video = new.video_row(uuid).await;
    assert_eq!(video.state, VideoState::Published);
    assert!(Video::is_own_poster(video.poster.as_deref().unwrap()), "it keeps its picture");
    let before = told(&old, &format!("/api/v1/videos/{}", harbour.uuid)).await;
    let after = told(&new, &format!("/api/v1/videos/{uuid}")).await;
    for same in ["name", "tags", "publishedAt", "nsfw", "duration"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert!(after["description"].as_str().unwrap().starts_with("Boats *at* dawn."), "{after}");
    for part in ["captions", "chapters"] {
        let count =
            |told: &Value| told.as_object().unwrap().values().find_map(Value::as_array).unwrap().len();
        let before = told(&old, &format!("/api/v1/videos/{}/{part}", harbour.uuid)).await;
        let after = told(&new, &format!("/api/v1/videos/{uuid}/{part}")).await;
        assert_eq!((count(&before), count(&before) > 0), (count(&after), true), "{part}");
    }
    assert!(new.files_in(&["incoming"]).is_empty() && new.files_in(&["tmp"]).is_empty());

    for address in [paths::videos::watch(&harbour.uuid), "/a/ann".to_owned(), "/".to_owned()] {
        let again = imported(&new, ImportSource::Peertube, &old.url(&address)).await;
        assert_eq!((again.import.taken, again.import.there_already), (0, 1), "{address}: {again:?}");
    }
}

#[actix_web::test]
async fn a_playlist_of_another_kinora_is_made_anew_of_what_was_taken() {
    let old = TestApp::start().await;
    let ann = old.sign_in("ann").await;
    let [harbour, kite] =
        [old.uploaded(&ann, "A quiet harbour", "public").await, old.uploaded(&ann, "A kite", "public").await];
    let (owner, now) = (old.user("ann").await.id, old.app.now());
    let make = |title: &'static str, privacy: &'static str| {
        let videos = [harbour.id, kite.id];
        old.write(move |conn| {
            let details = PlaylistDetails::parse(title, "Both of them.", privacy, "")?;
            Playlist::bring(conn, owner, Uuid::random(), &details, &videos, now)
        })
    };
    let both = make("Both", "public").await;
    make("Nobody's business", "private").await;

    let new = TestApp::start_with(CLOSED_NETWORK).await;
    let brought = imported(&new, ImportSource::Peertube, &old.url("/a/ann")).await;
    assert_eq!((brought.import.taken, brought.import.total), (3, 3), "{brought:?}");
    let there = item(&brought, "Both");
    assert_eq!((there.kind, &there.note), (ImportItemKind::Playlist, &None));
    let told = told(&new, &format!("/api/v1/video-playlists/{}/videos", there.taken_uuid.unwrap())).await;
    let names: Vec<&str> =
        told["data"].as_array().unwrap().iter().map(|item| item["video"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A quiet harbour", "A kite"], "in its order, not in that of the channel");

    for address in [paths::playlists::show(&both.uuid), "/".to_owned()] {
        let again = imported(&new, ImportSource::Peertube, &old.url(&address)).await;
        assert_eq!((again.import.taken, again.import.there_already), (0, 3), "{address}: {again:?}");
    }
}

fn peertube(site: &OtherSite) {
    let list = |start: usize, data: Value| {
        let path = format!(
            "/api/v1/video-channels/boats/videos?sort=-publishedAt&start={start}&count=100&nsfw=both"
        );
        site.answers_json(&path, &json!({ "total": 3, "data": data }));
    };
    list(
        0,
        json!([
            { "uuid": "9c9de5e8-0a1e-484a-b099-e80766180a6d", "name": "First", "isLive": false },
            { "uuid": "1b1de5e8-0a1e-484a-b099-e80766180a6d", "name": "On air", "isLive": true },
        ]),
    );
    list(2, json!([{ "uuid": "2b2de5e8-0a1e-484a-b099-e80766180a6d", "name": "Second" }]));
    let video = |uuid: &str, name: &str, file: &str| {
        json!({
            "uuid": uuid, "name": name, "description": "About it.", "tags": ["a"], "language": { "id": "de", "label": "German" },
            "category": null, "nsfw": true, "comments": 4, "url": format!("https://boats.example.org/w/{name}"),
            "originallyPublishedAt": null, "publishedAt": "2020-09-13T12:26:40.000Z", "previewPath": "/lazy-static/previews/p.jpg",
            "files": [], "streamingPlaylists": [{ "files": [
                { "resolution": { "id": 240, "label": "240p" }, "fileUrl": site.url("/small.mp4"), "size": 10 },
                { "resolution": { "id": 720, "label": "720p" }, "fileUrl": site.url(file), "hasAudio": true, "hasVideo": true },
            ] }],
        })
    };
    let first = "/api/v1/videos/9c9de5e8-0a1e-484a-b099-e80766180a6d";
    site.answers_json(first, &video("9c9de5e8-0a1e-484a-b099-e80766180a6d", "First", "/first.mp4"));
    site.answers_json(&format!("{first}/captions"), &json!({ "data": [
        { "language": { "id": "de", "label": "German" }, "captionPath": "/lazy-static/video-captions/1-de.vtt" },
        { "language": { "id": "fr", "label": "French" }, "captionPath": "/gone.vtt" },
    ] }));
    site.answers("/lazy-static/video-captions/1-de.vtt", WEBVTT);
    site.answers_json(
        &format!("{first}/chapters"),
        &json!({ "chapters": [
        { "timecode": 0, "title": "Before" }, { "timecode": 1, "title": "After" } ] }),
    );
    site.answers("/lazy-static/previews/p.jpg", picture());
    site.answers("/first.mp4", clip());
    let second = "/api/v1/videos/2b2de5e8-0a1e-484a-b099-e80766180a6d";
    site.answers_json(second, &video("2b2de5e8-0a1e-484a-b099-e80766180a6d", "Second", "/second.mp4"));
}

#[actix_web::test]
async fn a_peertube_channel_is_brought_page_by_page_and_what_is_missing_is_said() {
    let (app, site) = (TestApp::start_with(CLOSED_NETWORK).await, OtherSite::start());
    peertube(&site);
    let brought = imported(&app, ImportSource::Peertube, &site.url("/c/boats/videos?s=1")).await;
    let Import { taken, failed, passed_over, .. } = brought.import;
    assert_eq!((taken, failed, passed_over), (1, 1, 1), "{brought:?}");
    let first = item(&brought, "First");
    let left = first.note.as_deref().unwrap();
    assert!(left.contains("4 comments") && left.contains("status 404"), "{left}");
    assert_eq!(item(&brought, "On air").note.as_deref(), Some("a live stream"));
    assert!(item(&brought, "Second").note.as_deref().unwrap().contains("404"), "{brought:?}");
    let uuid = first.taken_uuid.unwrap();
    let video = told(&app, &format!("/api/v1/videos/{uuid}")).await;
    assert_eq!((&video["language"]["id"], &video["nsfw"]), (&json!("de"), &json!(true)));
    assert_eq!(video["publishedAt"], "2020-09-13T12:26:40Z");
    let captions = told(&app, &format!("/api/v1/videos/{uuid}/captions")).await;
    assert_eq!(captions["data"].as_array().unwrap().len(), 1);

    site.answers("/second.mp4", clip());
    let (owner, import, now) = (brought.import.user_id, brought.import.uuid, app.app.now());
    app.write(move |conn| Import::go_on_own(conn, owner, import, now)).await;
    app.run_tasks().await;
    let mended = report(&app, brought.import.id).await;
    assert_eq!((mended.import.taken, mended.import.failed), (2, 0), "{mended:?}");
    assert_eq!(site.was_asked("/first.mp4"), 1, "what is here is not fetched again");
}

#[actix_web::test]
async fn a_site_that_is_away_is_asked_again_and_given_up_in_words() {
    let (app, site) = (TestApp::start_with(CLOSED_NETWORK).await, OtherSite::start());
    let list = "/api/v1/media?author=ann&page=1";
    site.answers(list, "");
    let import = begin(&app, "ben", ImportSource::Mediacms, &site.url("/user/ann")).await;
    app.run_tasks().await;
    assert!(report(&app, import.id).await.import.is_running(), "it waits for another attempt");
    assert_eq!(site.was_asked(list), 1);
    for _ in 0..8 {
        app.advance_seconds(4000);
        app.run_tasks().await;
    }
    let ended = report(&app, import.id).await.import;
    assert_eq!(ended.state, ImportState::Failed);
    assert!(ended.error.as_deref().unwrap().contains("status 503"), "{ended:?}");
    assert_eq!(site.was_asked(list), 6);
}

#[actix_web::test]
async fn somebodys_videos_are_brought_from_a_mediacms() {
    let (app, site) = (TestApp::start_with(CLOSED_NETWORK).await, OtherSite::start());
    site.answers_json("/api/v1/media?author=ann&page=1", &json!({
        "count": 2, "next": site.url("/api/v1/media?author=ann&page=2"), "previous": null,
        "results": [{ "friendly_token": "Ab1", "title": "Boats", "media_type": "video", "url": site.url("/view?m=Ab1") }],
    }));
    site.answers_json(
        "/api/v1/media?author=ann&page=2",
        &json!({
            "count": 2, "next": null,
            "results": [{ "friendly_token": "Im2", "title": "A photograph", "media_type": "image" }],
        }),
    );
    site.answers_json("/api/v1/media/Ab1", &json!({
        "friendly_token": "Ab1", "title": "Boats", "description": "At dawn.", "media_type": "video", "duration": 2,
        "url": "https://media.example.org/view?m=Ab1", "add_date": "2021-02-01T00:00:00.000001Z",
        "original_media_url": "/media/original/boats.mp4", "tags_info": [{ "title": "boats", "url": "/tag/boats" }],
        "subtitles_info": [{ "src": "/media/original/subtitles/en.vtt", "srclang": "en", "label": "English" }],
        "poster_url": "/media/poster.jpg", "thumbnail_url": "/media/thumbnail.jpg",
    }));
    site.answers("/media/original/boats.mp4", clip());
    site.answers("/media/original/subtitles/en.vtt", WEBVTT);
    site.answers("/media/poster.jpg", picture());
    let brought = imported(&app, ImportSource::Mediacms, &site.url("/user/ann/")).await;
    assert_eq!((brought.import.taken, brought.import.passed_over), (1, 1), "{brought:?}");
    let uuid = item(&brought, "Boats").taken_uuid.unwrap();
    let video = told(&app, &format!("/api/v1/videos/{uuid}")).await;
    assert_eq!((&video["tags"], &video["publishedAt"]), (&json!(["boats"]), &json!("2021-02-01T00:00:00Z")));
    let one = imported(&app, ImportSource::Mediacms, &site.url("/view?m=Ab1")).await;
    assert_eq!(one.import.there_already, 1, "{one:?}");
}

#[actix_web::test]
async fn in_09_an_import_reaches_nothing_within_unless_the_operator_says_so() {
    let (app, site) = (TestApp::start().await, OtherSite::start());
    site.answers_json("/api/v1/media?page=1", &json!({ "results": [] }));
    for address in [site.url("/"), "http://localhost/".to_owned(), "http://0x7f000001/".to_owned()] {
        let refused = imported(&app, ImportSource::Mediacms, &address).await.import;
        assert_eq!(refused.state, ImportState::Failed, "{address}");
        assert!(refused.error.unwrap().contains("public internet"), "{address}");
    }
    assert_eq!(site.was_asked("/api/v1/media?page=1"), 0);
}

#[actix_web::test]
async fn in_09_what_a_site_names_is_judged_like_what_a_person_names() {
    let (app, site) = (TestApp::start_with(CLOSED_NETWORK).await, OtherSite::start());
    let media = |url: &str| json!({ "friendly_token": "Ab1", "title": "T", "media_type": "video", "original_media_url": url });
    for harmful in
        ["http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "gopher://example.org/", "/away"]
    {
        site.answers_json("/api/v1/media/Ab1", &media(harmful));
        let refused = imported(&app, ImportSource::Mediacms, &site.url("/view?m=Ab1")).await;
        assert_eq!(refused.import.failed, 1, "{harmful}: {refused:?}");
        assert!(app.files_in(&["incoming"]).is_empty(), "{harmful}");
    }
    let strange = imported(&app, ImportSource::Mediacms, &site.url("/view?m=../../x")).await;
    assert_eq!(strange.import.state, ImportState::Failed);
}
