//! Who gets a page, a file, a picture of a video: every state, every actor; what caches, budgets and slow readers make of it.

use std::time::{Duration, Instant};

use kinora::db::types::{Privacy, VideoState};
use kinora::models::video::{Video, VideoDetails};
use kinora::paths;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Page, TestApp, Visitor};

/// Every address of ours on a page that leads to a file.
fn media_on(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for (selector, name) in [("[src]", "src"), ("[poster]", "poster"), ("[href]", "href")] {
        found.extend(page.attributes(selector, name).into_iter().filter(|url| url.starts_with("/m/")));
    }
    found
}

fn unsigned(address: &str) -> String {
    let path = address.strip_prefix("/m/").unwrap().split('?').next().unwrap();
    let first = path.split('/').next().unwrap();
    if first.contains('.') { format!("/m/{}", path.split_once('/').unwrap().1) } else { format!("/m/{path}") }
}

async fn set_state(app: &TestApp, video: &Video, state: VideoState, blocked: bool) {
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| {
        use diesel::prelude::*;
        use kinora::db::schema::videos;
        diesel::update(videos::table.find(id)).set(videos::state.eq(state)).execute(conn)?;
        if blocked { Video::block(conn, id, now) } else { Ok(()) }
    })
    .await;
}

/// A name, the privacy, another state, whether it is blocked, and who may have its files.
type Row<'a> = (&'a str, &'a str, Option<VideoState>, bool, [bool; 5]);

/// The fields of a request, and what is answered: status, `Content-Range`, bytes.
type Asked<'a> = (&'a [(&'a str, &'a str)], u16, &'a str, usize);

#[actix_web::test]
async fn ac_01_ac_02_ac_05_page_file_and_pictures_in_every_state_for_every_actor() {
    let app = TestApp::start().await;
    app.moderator("mod_mia").await;
    app.administrator("ada").await;
    let ann = app.sign_in("ann").await;
    let actors: [Visitor; 5] = [
        app.visitor(),
        app.sign_in("ben").await,
        ann.clone(),
        app.sign_in("mod_mia").await,
        app.sign_in("ada").await,
    ];
    let nobody = [false; 5];
    let table: [Row<'_>; 6] = [
        ("public", "public", None, false, [true; 5]),
        ("unlisted", "unlisted", None, false, [true; 5]),
        ("private", "private", None, false, [false, false, true, true, true]),
        ("processing", "public", Some(VideoState::Processing), false, [false, false, true, true, true]),
        ("blocked", "public", None, true, [false, false, false, true, true]),
        ("deleted", "public", None, false, nobody),
    ];
    for (name, privacy, state, blocked, expected) in table {
        let video = app.uploaded(&ann, name, privacy).await;
        let watch = paths::videos::watch(&video.uuid);
        let before: Vec<String> = media_on(&ann.get(&watch).await.ok())
            .into_iter()
            .filter(|address| address.contains(video.uuid.as_str()))
            .collect();
        assert!(before.len() >= 3, "file, poster and download: {before:?}");
        set_state(&app, &video, state.unwrap_or(VideoState::Published), blocked).await;
        if name == "deleted" {
            ann.post(&paths::videos::delete(&video.uuid), &[]).await.see_other();
        }
        app.advance_seconds(10);
        let is_public = name == "public";
        for (place, actor) in actors.iter().enumerate() {
            let page = actor.get(&watch).await;
            assert_eq!(page.status == 200, expected[place], "{name}, actor {place}: {}", page.status);
            if page.status == 200 {
                let page = page.ok();
                assert_eq!(page.count("meta[name=robots][content=noindex]") == 1, !is_public, "{name}");
            }
            // Nobody, however mighty, gets a file by an address without a signature.
            for address in &before {
                let answer = actor.get(&unsigned(address)).await;
                assert_eq!(answer.status == 200, is_public, "{name}: {address}");
            }
        }
        app.run_tasks().await;
    }
}

#[actix_web::test]
async fn ac_04_nothing_of_a_private_or_unlisted_video_may_stay_in_a_shared_cache() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for privacy in ["private", "unlisted"] {
        let video = app.uploaded(&ann, privacy, privacy).await;
        let readers = if privacy == "private" { vec![ann.clone()] } else { vec![ann.clone(), app.visitor()] };
        let own = [paths::videos::edit(&video.uuid), paths::videos::share_links(&video.uuid)];
        let everyone = [paths::videos::watch(&video.uuid), paths::comments::of_video(&video.uuid)];
        for (reader, is_owner) in readers.iter().zip([true, false]) {
            for page in own.iter().filter(|_| is_owner).chain(&everyone) {
                let answer = reader.get(page).await;
                let kept = answer.header("cache-control").to_owned();
                assert!(kept == "private, no-cache" || kept == "no-store", "{page}: {kept}");
                for address in media_on(&answer.ok()).iter().filter(|url| url.contains(video.uuid.as_str())) {
                    for range in ["bytes=0-9", "bytes=999999999-", "nothing"] {
                        let request = app.visitor().request(Method::GET, address).header("range", range);
                        let answer = app.visitor().send(request).await;
                        assert!(!answer.header("cache-control").contains("public"), "{address} {range}");
                        assert_eq!(answer.header("access-control-allow-origin"), "", "{address}");
                    }
                    let preflight = app.visitor().request(Method::OPTIONS, address);
                    app.visitor().send(preflight).await.not_found();
                }
            }
        }
    }
}

#[actix_web::test]
async fn ac_03_playlists_and_captions_have_their_types_and_their_neighbours_inherit_the_signature() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "private").await;
    let (uuid, version) = (video.uuid, video.media_version.clone().unwrap());
    let folder = app.data_dir().join(format!("media/{uuid}/{version}"));
    let files = [
        ("master.m3u8", "application/vnd.apple.mpegurl"),
        ("0-fragmented.mp4", "audio/mp4"),
        ("0-de-fragmented.mp4", "audio/mp4"),
        ("360-fragmented.mp4", "video/mp4"),
        ("storyboard.vtt", "text/vtt; charset=utf-8"),
        ("storyboard-1.jpg", "image/jpeg"),
        ("card.webp", "image/webp"),
    ];
    for (name, _) in files {
        std::fs::write(folder.join(format!("{uuid}-{name}")), "#EXTM3U\n".repeat(200)).unwrap();
    }
    let page = ann.get(&paths::videos::watch(&uuid)).await.ok();
    let signed = page.attribute("video source", "src");
    let signed = signed.rsplit_once('/').unwrap().0;
    for (name, kind) in files {
        let address = format!("{signed}/{uuid}-{name}");
        let request = app.visitor().request(Method::GET, &address).header("accept-encoding", "gzip, br");
        let answer = app.visitor().send(request).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{name}");
        assert_eq!(answer.header("content-length"), "1600", "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        ann.get(&unsigned(&address)).await.not_found();
    }
}

#[actix_web::test]
async fn ac_02_a_new_version_or_a_deletion_ends_the_old_addresses() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let (open, mine) =
        (app.uploaded(&ann, "Open", "public").await, app.uploaded(&ann, "Mine", "private").await);
    let mut old = Vec::new();
    for video in [&open, &mine] {
        let page = ann.get(&paths::videos::watch(&video.uuid)).await.ok();
        old.extend(media_on(&page).into_iter().filter(|url| url.contains(video.uuid.as_str())));
    }
    let id = open.id;
    app.write(move |conn| {
        use diesel::prelude::*;
        use kinora::db::schema::videos;
        diesel::update(videos::table.find(id)).set(videos::media_version.eq("v2")).execute(conn)?;
        Ok(())
    })
    .await;
    ann.post(&paths::videos::delete(&mine.uuid), &[]).await.see_other();
    app.advance_seconds(10);
    for address in old {
        app.visitor().get(&address).await.not_found();
    }
    app.run_tasks().await;
}

#[actix_web::test]
async fn cs_08_other_sites_may_play_what_is_public_and_nothing_else() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let source = app.get(&paths::videos::watch(&video.uuid)).await.attribute("video source", "src");
    let preflight = |address: &str| {
        let request = app.visitor().request(Method::OPTIONS, address);
        let request = request.header("origin", "https://other.example");
        request
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "range")
    };
    let answer = app.visitor().send(preflight(&source)).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (204, 0));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert!(answer.header("access-control-allow-headers").contains("range"));
    assert_eq!(answer.header("access-control-max-age"), "86400");
    let owner = app.user("ann").await;
    let details = VideoDetails::parse("Mine", "", "", Privacy::Private.as_str()).unwrap();
    let (uuid, now) = (video.uuid, app.app.now());
    app.write(move |conn| Video::update_own(conn, owner.id, uuid, &details, None, now)).await;
    app.advance_seconds(10);
    let answer = app.visitor().send(preflight(&source)).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (404, ""));
}

#[actix_web::test]
async fn up_14_every_row_of_the_table_of_ranges() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let (uuid, version) = (video.uuid, video.media_version.clone().unwrap());
    let bytes: Vec<u8> = (0..1000_u32).map(|place| (place % 251) as u8).collect();
    std::fs::write(app.data_dir().join(format!("media/{uuid}/{version}/thousand.mp4")), &bytes).unwrap();
    let address = format!("/m/{uuid}/{version}/thousand.mp4");
    let visitor = app.visitor();
    let whole = visitor.get(&address).await;
    let (etag, date) = (whole.header("etag").to_owned(), whole.header("last-modified").to_owned());
    let weak = format!("W/{etag}");
    let many = format!("bytes={}", vec!["0-0"; 1000].join(","));
    let ask = async |method: Method, fields: &[(&str, &str)]| {
        let request = fields
            .iter()
            .fold(visitor.request(method, &address), |request, (name, value)| request.header(*name, *value));
        visitor.send(request).await
    };
    let table: &[Asked<'_>] = &[
        (&[("range", "bytes=0-")], 206, "bytes 0-999/1000", 1000),
        (&[("range", "bytes=10-19")], 206, "bytes 10-19/1000", 10),
        (&[("range", "bytes=-100")], 206, "bytes 900-999/1000", 100),
        (&[("range", "bytes=-5000")], 206, "bytes 0-999/1000", 1000),
        (&[("range", "bytes=1000-")], 416, "bytes */1000", 0),
        (&[("range", "bytes=-0")], 416, "bytes */1000", 0),
        (&[("range", "bytes=abc")], 416, "bytes */1000", 0),
        (&[("range", "bytes=5-4")], 416, "bytes */1000", 0),
        (&[("range", "pages=1-2")], 200, "", 1000),
        (&[("range", "bytes=0-9"), ("if-range", &etag)], 206, "bytes 0-9/1000", 10),
        (&[("range", "bytes=0-9"), ("if-range", &date)], 206, "bytes 0-9/1000", 10),
        (&[("range", "bytes=0-9"), ("if-range", "\"stale\"")], 200, "", 1000),
        (&[("range", "bytes=0-9"), ("if-range", &weak)], 200, "", 1000),
        (&[("range", "bytes=0-9"), ("if-none-match", &etag)], 304, "", 0),
        (&[("range", "bytes=0-9"), ("if-match", "\"other\"")], 412, "", 0),
        (&[("range", "bytes=0-9,20-29")], 206, "bytes 0-9/1000", 10),
        (&[("range", &many)], 206, "bytes 0-0/1000", 1),
    ];
    for (fields, status, content_range, length) in table {
        let answer = ask(Method::GET, fields).await;
        // A refusal comes with a page that says so.
        let sent = if *status >= 400 { 0 } else { answer.bytes.len() };
        let found = (answer.status.as_u16(), answer.header("content-range"), sent);
        assert_eq!(found, (*status, *content_range, *length), "{fields:?}");
        if *status >= 400 {
            // A cache that knows only the address would repeat it to everyone.
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    let head = ask(Method::HEAD, &[("range", "bytes=0-9")]).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, "1000"));
}

#[actix_web::test]
async fn up_08_the_name_of_a_download_is_safe_whatever_is_asked_for() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let source = app.get(&paths::videos::watch(&video.uuid)).await.attribute("video source", "src");
    let source = source.split('?').next().unwrap();
    for (asked, name) in [
        ("Big%20Buck", "big-20buck.mp4"),
        ("..%2f..%2fx", "2f-2fx.mp4"),
        ("a%22%3bfilename=b.exe", "a-22-3bfilename-b-exe.mp4"),
        ("a%0d%0aSet-Cookie:x", "a-0d-0aset-cookie-x.mp4"),
        ("%E6%97%A5", "e6-97-a5.mp4"),
        ("", "video.mp4"),
    ] {
        let answer = app.visitor().get(&format!("{source}?download={asked}")).await;
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[actix_web::test]
async fn rl_05_who_carries_the_catalogue_away_waits() {
    let app = TestApp::start_with(&[("KINORA_MEDIA_BYTES_PER_HOUR", "20000")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let source = app.get(&paths::videos::watch(&video.uuid)).await.attribute("video source", "src");
    let crawler = app.visitor();
    assert_eq!(crawler.get(&source).await.status, 200);
    let refused = app.visitor().get(&source).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "3600"));
    assert!(!refused.header("cache-control").contains("public"));
    // Somebody signed in at the same address has a budget of their own.
    assert_eq!(ann.get(&source).await.status, 200);
    app.advance_seconds(3600);
    assert_eq!(crawler.get(&source).await.status, 200);
}

#[actix_web::test]
async fn f_20_rl_05_readers_that_trickle_are_cut_off_and_nobody_else_waits_for_them() {
    let app = TestApp::start_with(&[("KINORA_STALL_SECONDS", "1")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let (uuid, version) = (video.uuid, video.media_version.clone().unwrap());
    let large = app.data_dir().join(format!("media/{uuid}/{version}/large.mp4"));
    std::fs::File::create(large).unwrap().set_len(200_000_000).unwrap();
    let head = format!("GET /m/{uuid}/{version}/large.mp4 HTTP/1.1\r\nHost: {}\r\n\r\n", app.address);
    let trickles = (0..20).map(|_| {
        let (head, address) = (head.clone(), app.address);
        async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut some = [0; 100];
            // A kilobyte a second, for longer than is borne; then whatever is still on its way.
            for _ in 0..60 {
                if stream.read(&mut some).await.is_err() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let mut rest = Vec::new();
            let ended = tokio::time::timeout(Duration::from_secs(120), stream.read_to_end(&mut rest)).await;
            ended.is_ok() && rest.len() < 100_000_000
        }
    });
    let readers = actix_web::rt::spawn(futures_util::future::join_all(trickles));
    let started = Instant::now();
    let visitor = app.visitor();
    for _ in 0..20 {
        visitor.get("/healthz").await;
    }
    assert!(started.elapsed() < Duration::from_secs(20), "others are answered meanwhile");
    assert!(readers.await.unwrap().into_iter().all(|was_cut| was_cut));
}
