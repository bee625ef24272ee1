//! One quality of a video as one file: made once, kept while there is room, and for nobody who may not see the video.

use diesel::prelude::*;
use kinora::db::schema::videos;
use kinora::models::video::Video;
use kinora::paths;
use reqwest::Method;

use crate::support::{Page, TestApp};

#[actix_web::test]
async fn a_quality_is_downloaded_as_one_file_with_picture_and_sound() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Two sizes", "public").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    let labels = page.texts("a[download]");
    assert_eq!(labels.len(), 3, "{labels:?}");
    assert!(
        labels[1].starts_with("Download 360p (") && labels[2].starts_with("Download 240p ("),
        "{labels:?}"
    );

    let address = paths::videos::download(&video.uuid, 240);
    assert_eq!(page.attributes("a[download]", "href")[2], address);
    let visitor = app.visitor();
    let whole = visitor.get(&address).await;
    assert_eq!(whole.status, 200);
    assert_eq!(whole.header("content-type"), "video/mp4");
    assert_eq!(whole.header("content-disposition"), "attachment; filename=\"two-sizes-240p.mp4\"");
    assert_eq!(whole.header("cache-control"), "private, no-cache");
    assert!(whole.header("content-security-policy").contains("sandbox"));
    assert_eq!(&whole.bytes[4..8], b"ftyp");
    let index = position(&whole.bytes, b"moov").unwrap();
    assert!(index < position(&whole.bytes, b"mdat").unwrap(), "it plays before it is there");
    assert_eq!(streams(&whole.bytes), ["aac", "h264 426x240"]);

    let part = visitor.send(visitor.request(Method::GET, &address).header("range", "bytes=10-19")).await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &whole.bytes[10..20]));
    let fresh = visitor.request(Method::GET, &address).header("if-none-match", whole.header("etag"));
    assert_eq!(visitor.send(fresh).await.status, 304, "a use is no change");
    for wrong in ["1080", "0", "0240", "+240", "240p", "x"] {
        visitor.get(&format!("{}/download/{wrong}", paths::videos::watch(&video.uuid))).await.not_found();
    }
    assert!(app.files_in(&["tmp"]).is_empty());
}

#[actix_web::test]
async fn however_many_ask_for_it_a_file_is_made_once() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Wanted", "public").await;
    let address = paths::videos::download(&video.uuid, 360);
    let asked = (0..6).map(|_| {
        let (visitor, address) = (app.visitor(), address.clone());
        async move { visitor.get(&address).await.header("etag").to_owned() }
    });
    let mut tags = futures_util::future::join_all(asked).await;
    tags.dedup();
    assert_eq!(tags.len(), 1, "two files would differ in their time: {tags:?}");
    assert_eq!(app.files_in(&["cache"]).len(), 1);
}

#[actix_web::test]
async fn ac_02_a_file_that_its_owner_had_made_is_not_there_for_anyone_else() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Mine", "private").await;
    let address = paths::videos::download(&video.uuid, 240);
    assert_eq!(ann.get(&address).await.status, 200);
    let kept = app.files_in(&["cache"]);
    assert_eq!(kept.len(), 1);
    app.visitor().get(&address).await.not_found();
    app.sign_in("eve").await.get(&address).await.not_found();
    // Its name in the cache is no address either, signed or not.
    let name = kept[0].rsplit('/').next().unwrap();
    let stem = paths::videos::watch(&video.uuid);
    for guess in
        [format!("/m/{}/cache/{name}", video.uuid), format!("/cache/{name}"), format!("{stem}/{name}")]
    {
        ann.get(&guess).await.not_found();
    }

    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Video::block(conn, id, now)).await;
    ann.get(&address).await.not_found();
}

#[actix_web::test]
async fn who_does_not_want_downloads_offers_none() {
    let app = TestApp::start_with_ladder(&[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Look only", "public").await;
    let id = video.id;
    app.write(move |conn| {
        diesel::update(videos::table.find(id)).set(videos::downloads_enabled.eq(false)).execute(conn)?;
        Ok(())
    })
    .await;
    let watch = paths::videos::watch(&video.uuid);
    let page: Page = app.get(&format!("{watch}?quality=240")).await;
    assert_eq!(page.count("a[download]"), 0);
    assert_eq!(page.attributes("video source", "src").len(), 1, "the file that every browser plays");
    app.visitor().get(&paths::videos::download(&video.uuid, 240)).await.not_found();
}

#[actix_web::test]
async fn what_was_not_asked_for_longest_makes_room() {
    let app = TestApp::start_with_ladder(&[("KINORA_DOWNLOAD_CACHE_BYTES", "200000")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "Tight", "public").await;
    let visitor = app.visitor();
    let sizes = [visitor.get(&paths::videos::download(&video.uuid, 240)).await.bytes.len(), {
        app.advance_seconds(1);
        visitor.get(&paths::videos::download(&video.uuid, 360)).await.bytes.len()
    }];
    assert!(sizes.iter().sum::<usize>() > 200_000, "this test needs larger files: {sizes:?}");
    let kept = app.files_in(&["cache"]);
    assert!(kept.len() == 1 && kept[0].ends_with(".360.mp4"), "{kept:?}");

    ann.post(paths::videos::delete(&video.uuid), &[]).await.see_other();
    app.run_tasks().await;
    assert!(app.files_in(&["cache", "media"]).is_empty(), "it goes with its video");
}

#[actix_web::test]
async fn a_file_that_could_never_stay_is_not_offered() {
    let app = TestApp::start_with_ladder(&[("KINORA_DOWNLOAD_CACHE_BYTES", "0")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded_large(&ann, "No room", "public").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(page.count("a[download]"), 1);
    app.visitor().get(&paths::videos::download(&video.uuid, 240)).await.not_found();
    assert!(app.files_in(&["cache"]).is_empty());
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// What is in a file, in alphabetical order.
fn streams(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.mp4");
    std::fs::write(&path, bytes).unwrap();
    let shown = std::process::Command::new("ffprobe")
        .args("-v error -show_entries stream=codec_name,width,height -of csv=p=0".split(' '))
        .arg(&path)
        .output()
        .unwrap();
    let text = String::from_utf8(shown.stdout).unwrap();
    let mut streams: Vec<String> = text
        .lines()
        .map(|line| match line.split(',').collect::<Vec<_>>().as_slice() {
            [codec, width, height, ..] => format!("{codec} {width}x{height}"),
            _ => line.trim_end_matches(',').to_owned(),
        })
        .collect();
    streams.sort();
    streams
}
