//! Watching what is in the bucket: who is sent there, for how long, and what never is.

use std::time::{Duration, Instant};

use kinora::paths;
use kinora::storage::StorageKey;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as ObjectPath;
use object_store::signer::Signer;
use reqwest::Method;

use crate::samples::sample;
use crate::support::object_store::{ACCESS_KEY, BUCKET, ObjectStore, SECRET_KEY};
use crate::support::uploads::{clip, form, named_form, upload_of};
use crate::support::{Answer, Page, TestApp, Visitor};

pub async fn site(store: &ObjectStore, more: &[(&str, &str)]) -> TestApp {
    let endpoint = store.endpoint();
    let mut variables = ObjectStore::variables(&endpoint);
    variables.extend(more);
    TestApp::start_with(&variables).await
}

/// What a browser gets that follows to the object store, which has no cookies of ours.
pub async fn from_store(answer: &Answer, range: Option<&str>) -> Answer {
    assert_eq!(answer.status, 302, "{}", answer.text());
    ask(answer.header("location"), range).await
}

async fn ask(url: &str, range: Option<&str>) -> Answer {
    let stranger = Visitor::new(String::new());
    let request = stranger.request(Method::GET, url);
    stranger
        .send(match range {
            Some(range) => request.header("range", range),
            None => request,
        })
        .await
}

fn addresses(page: &Page) -> [String; 3] {
    let download = page.attributes("a[download]", "href")[0].clone();
    [page.attribute("video source", "src"), page.attribute("video", "poster"), download]
}

#[actix_web::test]
async fn a_published_video_is_read_from_the_bucket() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Far away", "public").await;
    assert_eq!(app.files_in(&["media", "incoming", "tmp"]), [""; 0], "nothing stays on this disk");
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    let [source, poster, download] = addresses(&page);

    let answer = app.visitor().get(&source).await;
    assert_eq!(answer.header("cache-control"), "private, max-age=300");
    let key = format!("media/{}/{}/{}-web.mp4", video.uuid, video.media_version.unwrap(), video.uuid);
    let bytes = std::fs::read(store.path(&key)).unwrap();
    let whole = from_store(&answer, None).await;
    assert_eq!((whole.status.as_u16(), whole.header("content-type")), (200, "video/mp4"));
    assert_eq!(whole.header("cache-control"), "private, max-age=31536000, immutable");
    assert!(whole.bytes == bytes);
    let part = from_store(&answer, Some("bytes=1000-1999")).await;
    assert_eq!(part.status, 206);
    assert_eq!(part.header("content-range"), format!("bytes 1000-1999/{}", bytes.len()));
    assert!(part.bytes == bytes[1000..2000]);
    let again = app.visitor().get(&source).await;
    assert_eq!(again.header("location"), answer.header("location"), "so that a cache is of use");

    let picture = from_store(&app.visitor().get(&poster).await, None).await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/jpeg"));
    let saved = app.visitor().get(&download).await;
    assert!(saved.header("location").contains("response-content-disposition=attachment"), "{saved:?}");
    let head = app.visitor().send(app.visitor().request(Method::HEAD, &source)).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, &*bytes.len().to_string()));

    ann.post(paths::videos::delete(&video.uuid), &[]).await.see_other();
    app.run_tasks().await;
    assert_eq!(store.keys(), [""; 0]);
    assert_eq!(from_store(&answer, None).await.status, 404);
}

#[actix_web::test]
async fn ac_04_an_address_of_the_bucket_is_short_lived_and_for_one_object_alone() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "private").await;
    let page = ann.get(&paths::videos::watch(&video.uuid)).await.ok();
    for address in addresses(&page) {
        let (_, path) = address[3..].split_once('/').unwrap();
        ann.get(&format!("/m/{path}")).await.not_found();
        let answer = app.visitor().get(&address).await;
        assert_eq!(answer.header("cache-control"), "private, max-age=300", "{address}");
        let url = answer.header("location").to_owned();
        assert!(url.contains("X-Amz-Expires=900"), "{url}");
        assert_eq!(ask(&url, None).await.status, 200);
        let bare = url.split('?').next().unwrap();
        for forged in [
            bare.to_owned(),
            url.replace("X-Amz-Expires=900", "X-Amz-Expires=90000"),
            url.replace("-poster-", "-card-").replace("-web.", "-poster-1."),
            url.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
        ] {
            let refused = ask(&forged, None).await;
            assert!(refused.status.is_client_error(), "{forged}: {}", refused.status);
        }
    }
    app.advance_seconds(13 * 3600);
    for address in addresses(&page) {
        app.visitor().get(&address).await.not_found();
    }
}

#[actix_web::test]
async fn ac_04_an_address_of_the_bucket_ends() {
    let Some(store) = ObjectStore::start() else { return };
    let _app = site(&store, &[]).await;
    std::fs::create_dir_all(store.path("media/u1")).unwrap();
    std::fs::write(store.path("media/u1/x"), "x").unwrap();
    let signer = AmazonS3Builder::new()
        .with_endpoint(store.endpoint())
        .with_allow_http(true)
        .with_bucket_name(BUCKET)
        .with_access_key_id(ACCESS_KEY)
        .with_secret_access_key(SECRET_KEY)
        .build()
        .unwrap();
    let object = ObjectPath::from("media/u1/x");
    let long = signer.signed_url(Method::GET, &object, Duration::from_secs(900)).await.unwrap();
    assert_eq!(ask(long.as_str(), None).await.status, 200);
    let short = signer.signed_url(Method::GET, &object, Duration::from_secs(1)).await.unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while ask(short.as_str(), None).await.status == 200 {
        assert!(Instant::now() < until, "an address of one second still holds");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[actix_web::test]
async fn playlists_and_captions_come_from_us() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Steps", "public").await;
    let folder = format!("media/{}/{}", video.uuid, video.media_version.unwrap());
    for (name, kind) in [("x.m3u8", "application/vnd.apple.mpegurl"), ("x-de.vtt", "text/vtt; charset=utf-8")]
    {
        let key = StorageKey::parse(&format!("{folder}/{name}")).unwrap();
        let storage = app.app.storage.clone();
        actix_web::web::block(move || storage.put_bytes(&key, b"#EXTM3U\n720.m3u8")).await.unwrap().unwrap();
        let answer = app.visitor().get(&format!("/m{}/{name}", folder.strip_prefix("media").unwrap())).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind));
        assert_eq!(answer.text(), "#EXTM3U\n720.m3u8");
    }
    let missing = format!("/m{}/none.m3u8", folder.strip_prefix("media").unwrap());
    app.visitor().get(&missing).await.not_found();
}

#[actix_web::test]
async fn xs_07_pages_allow_the_bucket_where_browsers_are_sent_there_and_nowhere_else() {
    let Some(store) = ObjectStore::start() else { return };
    let policy = |page: &Answer| page.header("content-security-policy").to_owned();
    let app = site(&store, &[]).await;
    let sent = policy(&app.visitor().get("/").await);
    let origin = store.endpoint();
    for directive in ["img-src 'self'", "media-src 'self' blob:", "connect-src 'self'"] {
        assert!(sent.contains(&format!("{directive} {origin};")), "{sent}");
    }
    assert!(sent.contains("script-src 'self';") && sent.contains("default-src 'self';"), "{sent}");
    let app = site(&store, &[("KINORA_STORAGE_DELIVERY", "proxy")]).await;
    assert!(!policy(&app.visitor().get("/").await).contains(&origin));
}

#[actix_web::test]
async fn where_browsers_cannot_reach_the_bucket_we_pass_it_on() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[("KINORA_STORAGE_DELIVERY", "proxy")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Near", "public").await;
    let [source, ..] = addresses(&app.get(&paths::videos::watch(&video.uuid)).await);
    let key = format!("media/{}/{}/{}-web.mp4", video.uuid, video.media_version.unwrap(), video.uuid);
    let bytes = std::fs::read(store.path(&key)).unwrap();
    let visitor = app.visitor();
    let whole = visitor.get(&source).await;
    assert_eq!((whole.status.as_u16(), whole.header("content-type")), (200, "video/mp4"));
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(whole.bytes == bytes);
    let ask =
        |range: &str| visitor.send(visitor.request(Method::GET, &source).header("range", range.to_owned()));
    let part = ask("bytes=10-19").await;
    assert_eq!((part.status.as_u16(), part.bytes.as_slice()), (206, &bytes[10..20]));
    assert_eq!(ask("bytes=-5").await.bytes, bytes[bytes.len() - 5..]);
    assert_eq!(ask(&format!("bytes={}-", bytes.len())).await.status, 416);
    let fresh = visitor.request(Method::GET, &source).header("if-none-match", whole.header("etag"));
    assert_eq!(visitor.send(fresh).await.status, 304);
}

#[actix_web::test]
async fn a_real_film_goes_the_whole_way() {
    let Some(store) = ObjectStore::start() else { return };
    let Some(path) = sample("bigbuckbunny.mp4") else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let form = named_form("", "unlisted", "bigbuckbunny.mp4", std::fs::read(path).unwrap());
    let uuid = upload_of(&ann.post_multipart("/upload", form).await);
    app.run_tasks().await;
    let page = app.get(&paths::videos::watch(&uuid)).await;
    let [source, poster, _] = addresses(&page);
    for (address, kind) in [(source, "video/mp4"), (poster, "image/jpeg")] {
        let got = from_store(&app.visitor().get(&address).await, None).await;
        assert_eq!((got.status.as_u16(), got.header("content-type")), (200, kind));
    }
    assert_eq!(app.files_in(&["media", "incoming", "tmp"]), [""; 0]);
}

#[actix_web::test]
async fn i_3_objects_that_belong_to_nothing_are_removed_when_they_are_old() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Stays", "public").await;
    let wanted = store.keys();
    let strays = [
        "media/0b1c9c9d-0000-4000-8000-000000000002/vdead/x".to_owned(),
        format!("media/{}/vdead/x", video.uuid),
    ];
    for stray in &strays {
        std::fs::create_dir_all(store.path(stray).parent().unwrap()).unwrap();
        std::fs::write(store.path(stray), "x").unwrap();
    }
    let sweep = async || {
        let now = app.app.now();
        app.write(move |conn| kinora::models::task::Task::Sweep.enqueue(conn, 1, now)).await;
        app.run_tasks().await;
    };
    sweep().await;
    assert_eq!(store.keys().len(), wanted.len() + 2, "what is new may be under way");
    for stray in &strays {
        let long_ago = std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        std::fs::File::open(store.path(stray)).unwrap().set_modified(long_ago).unwrap();
    }
    sweep().await;
    assert_eq!(store.keys(), wanted);
}

#[actix_web::test]
async fn a_form_that_is_not_finished_puts_nothing_into_the_bucket() {
    let Some(store) = ObjectStore::start() else { return };
    let app = site(&store, &[]).await;
    let ann = app.sign_in("ann").await;
    ann.post_multipart("/upload", form("", "nonsense", clip())).await.unprocessable();
    assert_eq!(store.keys(), [""; 0]);
}
