//! F12: what happens to the site when the object store is down, slow, overloaded, or sends half of what it should.

use kinora::db::types::VideoState;
use kinora::models::task::Task;
use kinora::models::video::{MediaFile, Video};
use kinora::paths;
use reqwest::Method;

use super::delivery::from_store;
use crate::support::TestApp;
use crate::support::fault_proxy::{Fault, FaultProxy};
use crate::support::object_store::ObjectStore;
use crate::support::uploads::{clip, form, upload_of};

async fn site(proxy: &FaultProxy, more: &[(&str, &str)]) -> TestApp {
    let endpoint = proxy.endpoint();
    let mut variables = ObjectStore::variables(&endpoint);
    variables.push(("KINORA_STALL_SECONDS", "2"));
    variables.extend(more);
    TestApp::start_with(&variables).await
}

/// Every file that the database promises is in the bucket, whole.
async fn is_whole(app: &TestApp, store: &ObjectStore, video: &Video) {
    let (id, version) = (video.id, video.media_version.clone().unwrap());
    let (of, uuid) = (version.clone(), video.uuid);
    let files = app.read(move |conn| Ok(MediaFile::of_version(conn, id, &of)?)).await;
    assert!(!files.is_empty());
    for file in files {
        let path = store.path(&format!("media/{uuid}/{version}/{}", file.name));
        assert_eq!(path.metadata().unwrap().len(), u64::try_from(file.bytes).unwrap(), "{}", file.name);
    }
}

/// Until nothing is left to do: a busy machine may need more than one attempt even without a fault.
async fn settle(app: &TestApp) {
    for _ in 0..4 {
        app.advance_seconds(60);
        app.run_tasks().await;
    }
}

async fn is_published_when_it_is_over(fault: Fault) {
    let Some(store) = ObjectStore::start() else { return };
    let proxy = FaultProxy::before(store.port);
    let app = site(&proxy, &[]).await;
    let ann = app.sign_in("ann").await;
    let answer = ann.post_multipart("/upload", form("Later", "public", clip())).await;
    let uuid = upload_of(&answer);
    proxy.set(fault);
    assert_eq!(app.run_tasks().await, 1, "{fault:?}");
    let video = app.video_row(uuid).await;
    assert_eq!((video.state, &video.media_version), (VideoState::Processing, &None), "{fault:?}");
    let id = video.id;
    let task = app.read(move |conn| Ok(Task::ProcessVideo { video: id }.latest(conn)?.unwrap())).await;
    assert_eq!(task.attempts, 1);
    assert!(task.error.as_ref().unwrap().contains("object store"), "{:?}", task.error);
    assert!(task.run_at > app.app.now(), "it waits before it tries again");
    // Half a list that came with 200 is not asked for again at once; everything else is.
    assert!(fault == Fault::HalfBodies || proxy.requests() > 1, "a single refusal is not the end");
    ann.get(&format!("/uploads/{uuid}")).await.ok().must_say("it is tried again shortly");
    assert_eq!(app.files_in(&["incoming"]).len(), 1, "the received file waits");

    proxy.set(Fault::None);
    settle(&app).await;
    let video = app.video_row(uuid).await;
    assert_eq!(video.state, VideoState::Published, "{:?}", video.note);
    is_whole(&app, &store, &video).await;
    let page = app.get(&paths::videos::watch(&uuid)).await;
    let source = app.visitor().get(&page.attribute("video source", "src")).await;
    assert_eq!(from_store(&source, None).await.status, 200);
    assert_eq!(app.files_in(&["media", "incoming", "tmp"]), [""; 0]);
}

#[actix_web::test]
async fn f_12_down_a_video_is_published_when_the_store_is_back() {
    is_published_when_it_is_over(Fault::Down).await;
}

#[actix_web::test]
async fn f_12_slow_a_store_that_never_answers_does_not_hold_a_worker() {
    is_published_when_it_is_over(Fault::Silent).await;
}

#[actix_web::test]
async fn f_12_slow_down_is_asked_again_later() {
    is_published_when_it_is_over(Fault::SlowDown).await;
}

#[actix_web::test]
async fn f_12_half_sent_bodies_are_never_published() {
    is_published_when_it_is_over(Fault::HalfBodies).await;
}

#[actix_web::test]
async fn f_12_a_store_that_fails_in_the_middle_leaves_no_half_version() {
    let Some(store) = ObjectStore::start() else { return };
    let proxy = FaultProxy::before(store.port);
    let app = site(&proxy, &[]).await;
    let ann = app.sign_in("ann").await;
    let uuid = upload_of(&ann.post_multipart("/upload", form("Later", "public", clip())).await);
    proxy.set(Fault::DownAfter(2));
    app.run_tasks().await;
    assert_eq!(app.video_row(uuid).await.state, VideoState::Processing);
    proxy.set(Fault::None);
    settle(&app).await;
    let video = app.video_row(uuid).await;
    assert_eq!(video.state, VideoState::Published);
    is_whole(&app, &store, &video).await;
    // What the first attempt put and could not take away is the sweep's, once it is old.
    let version = video.media_version.unwrap();
    for key in store.keys().iter().filter(|key| !key.contains(&version)) {
        let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        std::fs::File::open(store.path(key)).unwrap().set_modified(long_ago).unwrap();
    }
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
    assert!(store.keys().iter().all(|key| key.contains(&version)), "{:?}", store.keys());
}

#[actix_web::test]
async fn f_12_deleting_is_finished_when_the_store_is_back() {
    let Some(store) = ObjectStore::start() else { return };
    let proxy = FaultProxy::before(store.port);
    let app = site(&proxy, &[]).await;
    let ann = app.sign_in("ann").await;
    let uuid = upload_of(&ann.post_multipart("/upload", form("Short", "public", clip())).await);
    settle(&app).await;
    proxy.set(Fault::SlowDown);
    ann.post(paths::videos::delete(&uuid), &[]).await.see_other();
    app.run_tasks().await;
    assert_ne!(store.keys(), [""; 0]);
    proxy.set(Fault::None);
    settle(&app).await;
    assert_eq!(store.keys(), [""; 0]);
}

#[actix_web::test]
async fn f_12_playback_fails_cleanly_and_comes_back() {
    let Some(store) = ObjectStore::start() else { return };
    let proxy = FaultProxy::before(store.port);
    let app = site(&proxy, &[("KINORA_STORAGE_DELIVERY", "proxy")]).await;
    let ann = app.sign_in("ann").await;
    let uuid = upload_of(&ann.post_multipart("/upload", form("Seen", "public", clip())).await);
    settle(&app).await;
    let watch = paths::videos::watch(&uuid);
    let source = app.get(&watch).await.attribute("video source", "src");
    let visitor = app.visitor();
    let whole = visitor.get(&source).await;
    assert_eq!(whole.status, 200);
    for fault in [Fault::Down, Fault::Silent, Fault::SlowDown] {
        proxy.set(fault);
        for method in [Method::GET, Method::HEAD] {
            let answer = visitor.send(visitor.request(method.clone(), &source)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("retry-after")),
                (503, "2"),
                "{fault:?} {method}"
            );
        }
        // The rest of the site goes on.
        assert_eq!(visitor.get(&watch).await.status, 200);
    }
    // Other bytes than those that were asked for are worse than none.
    proxy.set(Fault::OtherTags);
    let answer = visitor.get(&source).await;
    assert!(answer.status == 503 || answer.bytes == whole.bytes, "{}", answer.status);
    proxy.set(Fault::HalfBodies);
    let broken = visitor.request(Method::GET, &source).send().await.unwrap();
    if broken.status() == 200 {
        assert!(broken.bytes().await.is_err(), "a body that is not whole does not seem so");
    }
    proxy.set(Fault::None);
    assert!(visitor.get(&source).await.bytes == whole.bytes);
}
