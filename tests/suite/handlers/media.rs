//! The files of videos: who gets them, which part, and what caches may do with them.

use std::time::Duration;

use kinora::app::Recipient;
use kinora::db::types::Privacy;
use kinora::models::video::{Video, VideoDetails};
use kinora::paths;
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Page, TestApp};

/// The addresses on a watch page: of the file, the poster and the download.
fn addresses(page: &Page) -> [String; 3] {
    let download = page.attributes("a[download]", "href")[0].clone();
    [page.attribute("video source", "src"), page.attribute("video", "poster"), download]
}

#[actix_web::test]
async fn public_media_may_be_kept_by_everyone_and_shown_everywhere() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    let [source, poster, download] = addresses(&page);
    assert!(source.starts_with(&format!("/m/{}/", video.uuid)));
    for address in [&source, &poster] {
        let answer = app.visitor().get(address).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("content-length"), answer.bytes.len().to_string());
    }
    let answer = app.visitor().get(&download).await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"open.mp4\"");
}

#[actix_web::test]
async fn ac_02_private_media_needs_the_address_that_a_page_gave() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "private").await;
    let watch = paths::videos::watch(&video.uuid);
    app.visitor().get(&watch).await.not_found();
    let page = ann.get(&watch).await.ok();
    for address in addresses(&page) {
        // Whoever has the address may read, with or without a cookie: embeds and programs have none.
        let answer = app.visitor().get(&address).await;
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(answer.header("cache-control"), "private, max-age=3600");
        assert_eq!(answer.header("access-control-allow-origin"), "");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        // AC-03, AC-05: not one of them without its signature.
        let (_, path) = address[3..].split_once('/').unwrap();
        ann.get(&format!("/m/{path}")).await.not_found();
    }
    app.advance_seconds(13 * 3600);
    for address in addresses(&page) {
        app.visitor().get(&address).await.not_found();
    }
}

#[actix_web::test]
async fn ac_02_a_change_of_privacy_closes_the_old_addresses_within_ten_seconds() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "First open", "public").await;
    let watch = paths::videos::watch(&video.uuid);
    let [open, ..] = addresses(&app.get(&watch).await);
    assert_eq!(app.visitor().get(&open).await.status, 200);

    set_privacy(&app, &video, Privacy::Private).await;
    app.advance_seconds(10);
    app.visitor().get(&open).await.not_found();
    let [signed, ..] = addresses(&ann.get(&watch).await.ok());
    assert_eq!(app.visitor().get(&signed).await.status, 200);

    set_privacy(&app, &video, Privacy::Unlisted).await;
    let [unlisted, ..] = addresses(&app.get(&watch).await);
    assert_eq!(app.visitor().get(&unlisted).await.status, 200, "what was just opened opens at once");
    app.advance_seconds(10);
    app.visitor().get(&signed).await.not_found();

    let id = video.id;
    let now = app.app.now();
    app.write(move |conn| Video::block(conn, id, now)).await;
    app.advance_seconds(10);
    app.visitor().get(&unlisted).await.not_found();
}

#[actix_web::test]
async fn ac_12_an_address_holds_for_its_own_video_alone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let one = app.uploaded(&ann, "One", "private").await;
    let other = app.uploaded(&ann, "Other", "private").await;
    let [of_one, ..] = addresses(&ann.get(&paths::videos::watch(&one.uuid)).await.ok());
    let [of_other, ..] = addresses(&ann.get(&paths::videos::watch(&other.uuid)).await.ok());
    let grant = |address: &str| address[3..].split_once('/').unwrap().0.to_owned();
    let swapped = of_other.replace(&grant(&of_other), &grant(&of_one));
    app.visitor().get(&swapped).await.not_found();
    let (signature, expires) =
        grant(&of_one).split_once('.').map(|(s, e)| (s.to_owned(), e.to_owned())).unwrap();
    let later = expires.parse::<i64>().unwrap() + 3600;
    let grants =
        [format!("{signature}.{later}"), format!("A{}.{expires}", &signature[1..]), format!(".{expires}")];
    for forged in grants {
        app.visitor().get(&of_one.replace(&grant(&of_one), &forged)).await.not_found();
    }
}

#[actix_web::test]
async fn up_09_nothing_outside_the_published_files_is_served() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let version = video.media_version.clone().unwrap();
    let base = format!("/m/{}/{version}", video.uuid);
    for path in [
        "/../../../kinora.db",
        "/..%2f..%2f..%2fkinora.db",
        "/%2e%2e/%2e%2e/%2e%2e/kinora.db",
        "/%252e%252e%252fkinora.db",
        "//kinora.db",
        "/;kinora.db",
        "/kinora.db%00.mp4",
        "/.",
        "/",
        "",
        "/nothing.mp4",
        "/..\\..\\kinora.db",
    ] {
        // Written by hand: a client library would tidy the path.
        let answer = raw(&app, &format!("GET {base}{path} HTTP/1.1")).await;
        assert!(answer.starts_with("HTTP/1.1 404") || answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
        assert!(!answer.contains("SQLite"));
    }
    let other = format!("/m/{}/v{}/{}-web.mp4", video.uuid, "A".repeat(24), video.uuid);
    app.visitor().get(&other).await.not_found();
}

#[actix_web::test]
async fn up_14_ranges_are_answered_as_the_standard_says() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let [source, ..] = addresses(&app.get(&paths::videos::watch(&video.uuid)).await);
    let visitor = app.visitor();
    let whole = visitor.get(&source).await;
    let size = whole.bytes.len();
    let ask =
        |range: &str| visitor.send(visitor.request(Method::GET, &source).header("range", range.to_owned()));

    let part = ask("bytes=10-19").await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &whole.bytes[10..20]));
    assert_eq!(part.header("content-range"), format!("bytes 10-19/{size}"));
    assert_eq!(ask("bytes=-5").await.bytes, whole.bytes[size - 5..]);
    assert_eq!(ask("bytes=0-999999999").await.bytes.len(), size);
    for range in ["bytes=", "bytes=9-3", "bytes=x"] {
        assert_eq!(ask(range).await.status, 416, "{range}");
    }
    let beyond = ask(&format!("bytes={size}-")).await;
    assert_eq!((beyond.status.as_u16(), beyond.header("content-range")), (416, &*format!("bytes */{size}")));
    let many = format!("bytes={}", "0-0,".repeat(1000));
    assert_eq!(ask(&many).await.bytes.len(), 1, "a thousand ranges are one answer");

    let etag = whole.header("etag").to_owned();
    let request = || visitor.request(Method::GET, &source).header("range", "bytes=0-0");
    assert_eq!(visitor.send(request().header("if-range", &etag)).await.status, 206);
    assert_eq!(visitor.send(request().header("if-range", "\"stale\"")).await.status, 200);
    let fresh = visitor.request(Method::GET, &source).header("if-none-match", &etag);
    let fresh = visitor.send(fresh).await;
    assert_eq!((fresh.status.as_u16(), fresh.bytes.len()), (304, 0));

    let head = visitor.send(visitor.request(Method::HEAD, &source).header("range", "bytes=0-0")).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, &*size.to_string()));
    assert_eq!(head.bytes.len(), 0);
}

#[actix_web::test]
async fn what_a_player_received_is_estimated_as_watched() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    let [source, poster, download] = addresses(&app.get(&paths::videos::watch(&video.uuid)).await);
    let eve = app.visitor();
    let from_our_page = |method: Method, address: &str, dest: &str| {
        eve.send(
            eve.request(method, address)
                .header("sec-fetch-site", "same-origin")
                .header("sec-fetch-dest", dest.to_owned()),
        )
    };
    from_our_page(Method::GET, &source, "video").await;
    from_our_page(Method::GET, &source, "video").await;
    app.advance_seconds(60);
    let drained = app.app.deliveries.drain(app.app.now());
    assert_eq!(drained.len(), 1);
    assert_eq!((drained[0].video, drained[0].watched_ms), (video.id, video.duration_ms));
    assert!(matches!(drained[0].recipient, Recipient::Visitor { .. }));

    from_our_page(Method::HEAD, &source, "video").await;
    from_our_page(Method::GET, &format!("{source}?reported="), "video").await;
    from_our_page(Method::GET, &download, "document").await;
    from_our_page(Method::GET, &poster, "image").await;
    app.visitor().get(&source).await;
    app.advance_seconds(600);
    assert_eq!(
        app.app.deliveries.drain(app.app.now()),
        [],
        "no player asked for these, or its page reports by itself"
    );
}

#[actix_web::test]
async fn rl_05_a_reader_that_stands_still_is_cut_off() {
    let app = TestApp::start_with(&[("KINORA_STALL_SECONDS", "1")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Open", "public").await;
    // Far more than the buffers on the way take.
    let version = video.media_version.clone().unwrap();
    let folder = app.data_dir().join(format!("media/{}/{version}", video.uuid));
    std::fs::File::create(folder.join("large.mp4")).unwrap().set_len(200_000_000).unwrap();
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    let head = format!("GET /m/{}/{version}/large.mp4 HTTP/1.1\r\nHost: {}\r\n\r\n", video.uuid, app.address);
    stream.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let mut received = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut received)).await;
    assert!(read.is_ok(), "the connection is over");
    assert!(received.len() < 100_000_000, "{} bytes", received.len());
}

async fn set_privacy(app: &TestApp, video: &Video, privacy: Privacy) {
    let owner = app.user("ann").await;
    let details = VideoDetails::parse(&video.title, "", "", privacy.as_str()).unwrap();
    let (uuid, now) = (video.uuid, app.app.now());
    app.write(move |conn| Video::update_own(conn, owner.id, uuid, &details, None, now)).await;
}

async fn raw(app: &TestApp, line: &str) -> String {
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    let request = format!("{line}\r\nHost: {}\r\nConnection: close\r\n\r\n", app.address);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
