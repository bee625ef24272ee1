//! The stream on the watch page: announced while it is made, played when it is there, and light for whoever does not play.

use kinora::db::types::Lane;
use kinora::models::task::{Lease, Task};
use kinora::paths;
use reqwest::Method;

use crate::support::TestApp;

#[actix_web::test]
async fn a_page_says_what_is_coming_and_brings_it_in_a_frame_of_its_own() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Soon better", "public").await;
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Task::BuildLadder { video: id }.enqueue(conn, 1, now)).await;
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    page.must_say("Better quality is being prepared.");
    assert_eq!(page.count("#quality progress"), 1);
    assert_eq!(page.count("video"), 1, "it can be watched meanwhile");
    assert!(page.attributes("[data-hls]", "data-hls").is_empty());

    let lease = app.write(move |conn| Lease::claim(conn, Lane::Media, now)).await.unwrap().lease;
    app.write(move |conn| Ok(lease.renew(conn, Some(40), now)?)).await;
    let frame = app.visitor().get_in_frame(&watch, "quality").await;
    assert!(frame.header("vary").to_lowercase().contains("turbo-frame"), "{}", frame.header("vary"));
    let frame = frame.ok();
    frame.must_say("Better quality is being prepared, 40 %.");
    assert_eq!((frame.count("video"), frame.count("h1"), frame.count("turbo-frame#quality")), (0, 0, 1));

    app.write(move |conn| Ok(lease.fail(conn, "broken", now)?)).await;
    assert!(!app.get(&watch).await.says("Better quality"), "what will not come is not announced");
}

#[actix_web::test]
async fn a_stream_is_offered_with_its_qualities() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Streamed", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    let master = page.attribute("video-player", "data-hls");
    assert!(master.ends_with(&format!("/{}-master.m3u8", video.uuid)), "{master}");
    let playlist = app.visitor().get(&master).await;
    assert_eq!(playlist.header("content-type"), "application/vnd.apple.mpegurl");
    assert_eq!(page.texts("select[name=quality] option"), ["Auto", "360p", "240p"]);
    assert_eq!(page.attributes("video source", "src").len(), 1, "the file stays where it was");
    assert!(page.attribute("video source", "src").contains("-web.mp4"));

    // Without a script the choice is a form that shows the page with that file.
    let chosen = app.get(&format!("{watch}?quality=240&t=1")).await;
    let download = paths::videos::download(&video.uuid, 240);
    assert_eq!(chosen.attributes("video source", "src")[0], format!("{download}#t=1"));
    assert_eq!(chosen.attributes("select[name=quality] option[selected]", "value"), ["240"]);
    for odd in ["1080", "x", ""] {
        let page = app.get(&format!("{watch}?quality={odd}")).await;
        assert_eq!(page.attributes("video source", "src").len(), 1, "{odd}");
        assert_eq!(page.attributes("select[name=quality] option[selected]", "value"), [""]);
    }
}

#[actix_web::test]
async fn whoever_saves_data_is_given_the_smallest_and_nothing_ahead() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Sparing", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    let sparing = async |path: &str| {
        let visitor = app.visitor();
        visitor.send(visitor.request(reqwest::Method::GET, path).header("save-data", "on")).await
    };
    let answer = sparing(&watch).await;
    assert!(answer.headers.get("speculation-rules").is_none());
    assert!(answer.headers.get_all("vary").iter().any(|value| value == "Save-Data"));
    let page = answer.ok();
    assert_eq!(page.attributes("video source", "src")[0], paths::videos::download(&video.uuid, 240));
    assert_eq!(page.attributes("select[name=quality] option[selected]", "value"), ["240"]);
    // Who chooses, chooses.
    let page = sparing(&format!("{watch}?quality=")).await.ok();
    assert_eq!(page.attributes("video source", "src").len(), 1);
    let page = sparing(&format!("{watch}?quality=360")).await.ok();
    assert_eq!(page.attributes("video source", "src")[0], paths::videos::download(&video.uuid, 360));
    let usual = app.visitor().get(&watch).await;
    assert!(usual.headers.get("speculation-rules").is_some());
}

#[actix_web::test]
async fn ac_02_the_stream_of_a_private_video_is_signed() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Mine", "private").await;
    let watch = paths::videos::watch(&video.uuid);
    app.visitor().get_in_frame(&watch, "quality").await.not_found();
    let page = ann.get(&watch).await.ok();
    let master = page.attribute("video-player", "data-hls");
    assert_eq!(app.visitor().get(&master).await.status, 200);
    let (_, path) = master[3..].split_once('/').unwrap();
    ann.get(&format!("/m/{path}")).await.not_found();
}

#[actix_web::test]
async fn the_small_pictures_of_a_video_come_with_their_cues() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Sheet", "private").await;
    let page = ann.get(&paths::videos::watch(&video.uuid)).await.ok();
    assert_eq!(page.attributes("track[label=thumbnails]", "kind"), ["metadata"]);
    let address = page.attribute("track[label=thumbnails]", "src");
    let cues = app.visitor().get(&address).await;
    assert_eq!(cues.header("content-type"), "text/vtt; charset=utf-8");
    let cues = cues.text();
    assert!(cues.starts_with("WEBVTT\n\n00:00:00.000 --> 00:00:02."), "{cues}");
    let picture = cues.lines().find(|line| line.contains("#xywh=0,0,160,90")).unwrap();
    let folder = address.rsplit_once('/').unwrap().0;
    let sheet = app.visitor().get(&format!("{folder}/{}", picture.split('#').next().unwrap())).await;
    assert_eq!(sheet.header("content-type"), "image/jpeg");
    assert!(sheet.bytes.starts_with(&[0xff, 0xd8]));
}

#[actix_web::test]
async fn a_watch_page_weighs_at_most_60_kilobytes_before_somebody_plays() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Light", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    let page = app.get(&watch).await;
    let scripts = page.attributes("script[src]", "src");
    let Some(script) = scripts.first() else {
        eprintln!("skipped: the assets are not built (npm ci && npm run build)");
        return;
    };
    let (base, name) = script.rsplit_once('/').unwrap();
    let code = packed(&app, script).await.1;
    let mut parts = vec![watch, page.attribute("link[rel=stylesheet]", "href")];
    parts.extend(imported(name, &code).into_iter().map(|name| format!("{base}/{name}")));
    let mut total = 0;
    for part in &parts {
        total += packed(&app, part).await.0;
    }
    eprintln!("{total} bytes: {parts:?}");
    assert!(total + packed(&app, script).await.0 <= 60_000, "{total} bytes without {script}: {parts:?}");
    let lazy: Vec<&str> =
        code.split("import(\"./").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(
        lazy.iter().any(|name| name.starts_with("engine-")),
        "the engine is loaded when it is needed: {lazy:?}"
    );
}

/// The size of an answer on its way to a browser, and its text.
async fn packed(app: &TestApp, path: &str) -> (usize, String) {
    let visitor = app.visitor();
    let request = visitor.request(Method::GET, path).header("accept-encoding", "gzip");
    let size = visitor.send(request).await.bytes.len();
    (size, visitor.get(path).await.text())
}

/// What a script needs before it runs.
fn imported(name: &str, code: &str) -> Vec<String> {
    let mut found: Vec<String> = ["from\"./", "import\"./"]
        .into_iter()
        .flat_map(|before| code.split(before).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|file| *file != name)
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}
