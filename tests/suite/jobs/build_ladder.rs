//! The stream comes after the video can be watched, whole or not at all.

use std::time::{Duration, Instant};

use kinora::db::types::{Lane, MediaKind, TaskState, VideoState};
use kinora::models::task::{Lease, Task, TaskRow};
use kinora::models::video::{MediaFile, Rendition, Upload, Video};
use kinora::paths;

use crate::support::TestApp;
use crate::support::uploads::{clip, form, upload_of};

const ON: (&str, &str) = ("KINORA_MEDIA_LADDER", "on");

async fn stream_of(app: &TestApp, video: &Video) -> Vec<Rendition> {
    let (id, version) = (video.id, video.media_version.clone().unwrap());
    app.read(move |conn| Ok(MediaFile::renditions(conn, id, &version)?)).await
}

async fn task_of(app: &TestApp, video: &Video) -> TaskRow {
    let video = video.id;
    app.read(move |conn| Ok(Task::BuildLadder { video }.latest(conn)?.unwrap())).await
}

async fn enqueue(app: &TestApp, video: &Video) {
    let (video, now) = (video.id, app.app.now());
    app.write(move |conn| Task::BuildLadder { video }.enqueue(conn, 1, now)).await;
}

/// An ffmpeg that makes everything but streams, in the place of which it does this.
fn without_streams(folder: &tempfile::TempDir, instead: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.path().join("ffmpeg");
    let body = format!("case \"$*\" in *-hls_time*) {instead};; esac\nexec /usr/bin/env ffmpeg \"$@\"");
    std::fs::write(&path, format!("#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[actix_web::test]
async fn an_upload_becomes_a_stream_in_the_folder_of_its_web_file() {
    let app = TestApp::start_with(&[ON]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Stream", "public").await;
    let stream = stream_of(&app, &video).await;
    let kinds: Vec<MediaKind> = stream.iter().map(|rendition| rendition.kind).collect();
    assert_eq!(kinds, [MediaKind::Video, MediaKind::Audio]);
    let picture = &stream[0];
    assert_eq!(
        (picture.quality(), picture.width, picture.codec.as_deref()),
        (Some(180), Some(320), Some("h264"))
    );
    assert!(picture.bandwidth >= picture.average_bandwidth && picture.average_bandwidth > Some(0));
    assert_eq!((stream[1].quality(), stream[1].codecs.as_deref()), (None, Some("mp4a.40.2")));
    assert!(app.files_in(&["incoming", "tmp"]).is_empty(), "the received file is of no more use");

    let folder = format!("/m/{}/{}", video.uuid, video.media_version.as_ref().unwrap());
    let master = app.visitor().get(&format!("{folder}/{}", Rendition::master_name(&video.uuid))).await;
    assert_eq!(master.status, 200);
    let text = String::from_utf8(master.bytes.to_vec()).unwrap();
    let playlists: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(playlists, [format!("{}-180.m3u8", video.uuid)]);
    for name in
        [&format!("{}-180.m3u8", video.uuid), &format!("{}-180-iframes.m3u8", video.uuid), &stream[0].name]
    {
        assert_eq!(app.visitor().get(&format!("{folder}/{name}")).await.status, 200, "{name}");
    }

    // Again, it changes nothing.
    let before = app.files_in(&["media"]);
    enqueue(&app, &video).await;
    assert_eq!(app.run_tasks().await, 1);
    assert_eq!((app.files_in(&["media"]), stream_of(&app, &video).await), (before, stream));
}

#[actix_web::test]
async fn a_private_stream_needs_a_signed_address() {
    let app = TestApp::start_with(&[ON]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Mine", "private").await;
    let name = Rendition::master_name(&video.uuid);
    let unsigned = format!("/m/{}/{}/{name}", video.uuid, video.media_version.clone().unwrap());
    app.visitor().get(&unsigned).await.not_found();
    let source = ann.get(&paths::videos::watch(&video.uuid)).await.ok().attribute("video source", "src");
    let (signed, _) = source.rsplit_once('/').unwrap();
    assert_eq!(app.visitor().get(&format!("{signed}/{name}")).await.status, 200);
}

#[actix_web::test]
async fn a_stream_that_fails_takes_nothing_away() {
    let programs = tempfile::tempdir().unwrap();
    let ffmpeg = without_streams(&programs, "echo 'no streams today' >&2; exit 1");
    let app = TestApp::start_with(&[ON, ("KINORA_FFMPEG", &ffmpeg), ("KINORA_MEDIA_SANDBOX", "off")]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Plays", "public").await;
    assert_eq!(video.state, VideoState::Published);
    let task = task_of(&app, &video).await;
    assert_eq!((task.state, task.attempts), (TaskState::Queued, 1));
    let received = app.files_in(&["incoming"]);
    assert_eq!(received.len(), 1, "it is needed for the second attempt");

    // However old it is.
    std::fs::File::open(&received[0]).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    assert_eq!(app.run_tasks().await, 1);
    assert_eq!(app.files_in(&["incoming"]), received);

    app.advance_seconds(10);
    assert_eq!(app.run_tasks().await, 1);
    let task = task_of(&app, &video).await;
    assert_eq!(task.state, TaskState::Failed);
    assert!(task.error.unwrap().contains("no streams today"), "an administrator reads why");
    let owner = video.id;
    let upload = app.read(move |conn| Ok(Upload::of_video(conn, owner)?.unwrap())).await;
    assert_eq!((app.files_in(&["incoming", "tmp"]).len(), upload.received), (0, 0));
    assert!(stream_of(&app, &video).await.is_empty());
    let page = app.get(&paths::videos::watch(&video.uuid)).await;
    assert_eq!(app.visitor().get(&page.attribute("video source", "src")).await.status, 200);
    assert!(app.files_in(&["media"]).iter().all(|file| !file.contains("fragmented")));
    assert_eq!(app.video_row(video.uuid).await.note, None, "its creator is not told of it");
}

#[actix_web::test]
async fn f_02_a_stream_whose_maker_was_killed_is_made_again_from_the_web_file() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Killed", "public").await;
    assert!(app.files_in(&["incoming"]).is_empty(), "there is only the web file to make it from");
    enqueue(&app, &video).await;
    let now = app.app.now();
    let killed = app.write(move |conn| Lease::claim(conn, Lane::Media, now)).await.unwrap();
    let version = video.media_version.clone().unwrap();
    let half =
        app.data_dir().join(format!("media/{}/{version}/{}-180-fragmented.mp4", video.uuid, video.uuid));
    std::fs::write(&half, b"half").unwrap();
    assert_eq!(app.run_tasks().await, 0, "the lease still holds");
    assert!(stream_of(&app, &video).await.is_empty());

    app.advance_seconds(61);
    assert_eq!(app.run_tasks().await, 2, "the stream, and then its small pictures");
    let stream = stream_of(&app, &video).await;
    assert_eq!(stream.len(), 2);
    assert_eq!(i64::try_from(half.metadata().unwrap().len()).unwrap(), stream[0].bytes);
    let late = app.app.now();
    assert!(!app.write(move |conn| Ok(killed.lease.finish(conn, late)?)).await);
    assert!(
        !app.write(move |conn| Ok(killed.lease.renew(conn, None, late)?)).await,
        "nor may it store a file"
    );
}

#[actix_web::test]
async fn a_video_deleted_before_its_stream_leaves_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Gone", "public").await;
    enqueue(&app, &video).await;
    ann.post(paths::videos::delete(&video.uuid), &[]).await.see_other();
    app.run_tasks().await;
    assert!(app.files_in(&["media", "incoming", "tmp"]).is_empty());
}

#[actix_web::test]
async fn a_site_that_keeps_originals_keeps_them_after_the_stream() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("kinora.toml");
    std::fs::write(&config, "[media]\nkeep_original = true\n").unwrap();
    let keeping = ("KINORA_CONFIG", config.to_str().unwrap());
    for ladder in [ON, ("KINORA_MEDIA_LADDER", "off")] {
        let app = TestApp::start_with(&[ladder, keeping]).await;
        let ann = app.sign_in("ann").await;
        let answer = ann.post_multipart("/upload", form("Kept", "public", clip())).await;
        let uuid = upload_of(&answer);
        app.run_tasks().await;
        let received = app.files_in(&["incoming"]);
        assert_eq!(std::fs::read(&received[0]).unwrap(), clip(), "as it came");
        std::fs::File::open(&received[0]).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
        let now = app.app.now();
        app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
        app.run_tasks().await;
        assert_eq!(app.files_in(&["incoming"]), received, "the sweep knows");
        let owner = app.user("ann").await.id;
        let stored = app.read(move |conn| Ok(Upload::bytes_of_user(conn, owner)?)).await;
        assert!(stored > i64::try_from(clip().len()).unwrap() * 2, "and it counts: {stored}");
        ann.post(paths::videos::delete(&uuid), &[]).await.see_other();
        app.run_tasks().await;
        assert!(app.files_in(&["incoming", "media"]).is_empty());
    }
}

#[actix_web::test]
async fn a_long_stream_keeps_no_upload_waiting_and_ends_when_the_workers_stop() {
    let programs = tempfile::tempdir().unwrap();
    let ffmpeg = without_streams(&programs, "exec sleep 600");
    let one_worker = ("KINORA_MEDIA_WORKERS", "1");
    let settings = [ON, one_worker, ("KINORA_FFMPEG", ffmpeg.as_str()), ("KINORA_MEDIA_SANDBOX", "off")];
    let app = TestApp::start_with(&settings).await;
    let ann = app.sign_in("ann").await;
    let upload = async |title: &str| {
        let answer = ann.post_multipart("/upload", form(title, "public", clip())).await;
        app.video_row(upload_of(&answer)).await
    };
    let first = upload("First").await;
    let workers = kinora::jobs::start(&app.app).unwrap();
    let mut has_begun = false;
    for _ in 0..1200 {
        let (video, now) = (first.id, app.app.now());
        let task = app.read(move |conn| Task::BuildLadder { video }.latest(conn)).await;
        has_begun = task.is_some_and(|task| task.is_running(now));
        if has_begun {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(has_begun, "the only worker is busy with a stream");
    let second = upload("Second").await;
    let mut state = second.state;
    for _ in 0..1200 {
        state = app.video_row(second.uuid).await.state;
        if state == VideoState::Published {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(state, VideoState::Published);
    let stopping = Instant::now();
    actix_web::web::block(move || workers.stop()).await.unwrap();
    assert!(stopping.elapsed() < Duration::from_secs(20), "{:?}", stopping.elapsed());
    let task = task_of(&app, &first).await;
    assert_eq!((task.state, task.attempts), (TaskState::Queued, 0), "it is given back untried");
    assert_eq!(app.files_in(&["incoming"]).len(), 2, "with what it is made from");
    app.forget_tasks().await;
}
