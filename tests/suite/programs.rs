//! Programs that people have already, working on our pages as they are.

mod schemathesis;

use std::process::{Command, Output};

use kinora::paths;
use serde_json::Value;

use crate::support::tls_proxy::{HOST, TlsProxy};
use crate::support::{TestApp, Visitor};

/// It is told nothing of ours: only its generic reader of pages is used.
async fn yt_dlp(arguments: &[&str], url: String) -> Option<Output> {
    run_yt_dlp(&[&["--force-generic-extractor", "--proxy", ""], arguments].concat(), url).await
}

/// None, with a word about it, where yt-dlp is not there.
async fn run_yt_dlp(arguments: &[&str], url: String) -> Option<Output> {
    let Ok(program) = std::env::var("KINORA_TEST_YT_DLP") else {
        eprintln!("skipped: KINORA_TEST_YT_DLP names no yt-dlp (bin/test installs one)");
        return None;
    };
    let mut command = Command::new(program);
    command
        .args(["--ignore-config", "--no-cache-dir", "--no-color"])
        .args(["--socket-timeout", "20", "--retries", "0"])
        .args(arguments)
        .arg(url);
    Some(actix_web::web::block(move || command.output().unwrap()).await.unwrap())
}

#[actix_web::test]
async fn yt_dlp_finds_and_downloads_a_video_from_its_page() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Tom & Jerry", "public").await;
    let page = app.url(&paths::videos::watch(&video.uuid));

    let Some(found) = yt_dlp(&["--dump-json"], page.clone()).await else { return };
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(found.status.success(), "{said}");
    let found: Value = serde_json::from_slice(&found.stdout).unwrap_or_else(|_| panic!("{said}"));
    // It numbers the players of a page, even of a page that has one.
    assert_eq!(found["title"], "Tom & Jerry (1)");
    assert_eq!(found["description"], "At 0:01 it turns blue.");
    assert_eq!(found["ext"], "mp4");
    assert!(found["thumbnail"].as_str().unwrap().ends_with(".jpg"));

    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("film.%(ext)s");
    let downloaded = yt_dlp(&["--output", place.to_str().unwrap()], page).await.unwrap();
    assert!(downloaded.status.success(), "{}", String::from_utf8_lossy(&downloaded.stderr));
    let file = app.get(&paths::videos::watch(&video.uuid)).await.attribute("video source", "src");
    let ours = app.visitor().get(&file).await.bytes;
    assert_eq!(std::fs::read(folder.path().join("film.mp4")).unwrap(), ours);
}

#[actix_web::test]
async fn yt_dlp_finds_nothing_where_a_stranger_sees_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "private").await;
    let Some(found) = yt_dlp(&["--dump-json"], app.url(&paths::videos::watch(&video.uuid))).await else {
        return;
    };
    assert!(!found.status.success() && found.stdout.is_empty());
}

#[actix_web::test]
async fn yt_dlp_downloads_from_an_embedded_player_too() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Embedded", "public").await;
    let Some(found) = yt_dlp(&["--dump-json"], app.url(&paths::videos::embed(&video.uuid))).await else {
        return;
    };
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert!(found["url"].as_str().unwrap().contains("-web.mp4"), "{found}");
}

#[actix_web::test]
async fn yt_dlp_takes_the_site_for_one_of_those_that_it_knows() {
    let public = format!("https://{HOST}");
    let app = TestApp::start_with_ladder(&[("KINORA_PUBLIC_URL", &public)]).await;
    let proxy = TlsProxy::before(app.address);
    let ann = app.sign_in_with(Visitor::through(&proxy), "ann").await;
    let video = app.uploaded_large(&ann, "Tom & Jerry", "public").await;
    let told = ["--no-check-certificates", "--proxy", proxy.url.as_str()];
    let name = format!("peertube:{HOST}:{}", paths::videos::short(&video.uuid));

    let Some(found) = run_yt_dlp(&[&told, ["--dump-json"].as_slice()].concat(), name.clone()).await else {
        return;
    };
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(found.status.success(), "{said}");
    let found: Value = serde_json::from_slice(&found.stdout).unwrap_or_else(|_| panic!("{said}"));
    assert_eq!(
        (found["extractor"].as_str(), found["title"].as_str()),
        (Some("PeerTube"), Some("Tom & Jerry"))
    );
    assert_eq!(found["uploader"], "ann");
    let formats = found["requested_formats"].as_array().unwrap();
    // Null where it could not tell, which is not none.
    let has = |codec: &str| formats.iter().any(|format| format[codec] != "none");
    assert!(has("vcodec") && has("acodec"), "picture and sound: {formats:#?}");

    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("film.%(ext)s");
    let downloaded =
        run_yt_dlp(&[&told, ["--output", place.to_str().unwrap()].as_slice()].concat(), name).await;
    let downloaded = downloaded.unwrap();
    assert!(downloaded.status.success(), "{}", String::from_utf8_lossy(&downloaded.stderr));
    // It joins picture and sound in a container of its choice.
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert!(files[0].metadata().unwrap().len() > 10_000, "{files:?}");
}
