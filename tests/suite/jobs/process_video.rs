//! A received file becomes a video once, whatever happens to whoever works on it.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use kinora::db::types::{Lane, TaskState, VideoState};
use kinora::jobs;
use kinora::models::task::{Lease, Task, TaskRow};
use kinora::models::video::Video;

use crate::support::uploads::{clip, form, upload_of};
use crate::support::{TestApp, Visitor};

async fn received(app: &TestApp, visitor: &Visitor, file: Vec<u8>) -> Video {
    let answer = visitor.post_multipart("/upload", form("Work", "public", file)).await;
    app.video_row(upload_of(&answer)).await
}

async fn task_of(app: &TestApp, video: &Video) -> TaskRow {
    let video = video.id;
    app.read(move |conn| Ok(Task::ProcessVideo { video }.latest(conn)?.unwrap())).await
}

#[actix_web::test]
async fn f_02_a_worker_killed_at_any_step_is_followed_by_one_that_finishes() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = received(&app, &ann, clip()).await;
    // What a killed worker leaves: its lease, files half made, and a version that it stored but never published.
    let now = app.app.now();
    let killed = app.write(move |conn| Lease::claim(conn, Lane::Media, now)).await.unwrap();
    let half_made = app.data_dir().join(format!("tmp/{}-vdead", killed.lease.task));
    std::fs::create_dir(&half_made).unwrap();
    std::fs::write(half_made.join("half.mp4"), b"half").unwrap();
    let stored = app.data_dir().join(format!("media/{}/vdead", video.uuid));
    std::fs::create_dir_all(&stored).unwrap();
    std::fs::write(stored.join("unseen.mp4"), b"unseen").unwrap();
    assert_eq!(app.run_tasks().await, 0, "the lease still holds");

    app.advance_seconds(61);
    assert_eq!(app.run_tasks().await, 2);
    let published = app.video_row(video.uuid).await;
    assert_eq!(published.state, VideoState::Published);
    assert!(!half_made.exists(), "the next attempt begins by clearing up");
    assert_eq!(task_of(&app, &video).await.attempts, 2);
    app.visitor().get(&format!("/m/{}/vdead/unseen.mp4", video.uuid)).await.not_found();

    // F14: the first one was only asleep, and comes too late.
    let late = app.app.now();
    assert!(!app.write(move |conn| Ok(killed.lease.finish(conn, late)?)).await);
    assert_eq!(app.video_row(video.uuid).await.media_version, published.media_version);
}

#[actix_web::test]
async fn a_task_that_runs_again_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Once", "public").await;
    let (files, id, now) = (app.files_in(&["media"]), video.id, app.app.now());
    app.write(move |conn| {
        Task::ProcessVideo { video: id }.enqueue(conn, 1, now)?;
        Task::MakePosters { video: id }.enqueue(conn, 1, now)?;
        Task::PurgeFiles { uuid: "0b1c9c9d-0000-4000-8000-000000000000".to_owned() }.enqueue(conn, 1, now)
    })
    .await;
    assert_eq!(app.run_tasks().await, 3);
    assert_eq!(app.files_in(&["media"]), files);
    let again = app.video_row(video.uuid).await;
    assert_eq!((again.media_version, again.published_at), (video.media_version, video.published_at));
}

#[actix_web::test]
async fn a_video_deleted_while_it_is_prepared_leaves_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = received(&app, &ann, clip()).await;
    ann.post(kinora::paths::videos::delete(&video.uuid), &[]).await.see_other();
    app.run_tasks().await;
    assert!(app.files_in(&["media", "incoming", "tmp"]).is_empty());
}

#[actix_web::test]
async fn f_17_a_worker_told_to_stop_gives_the_task_back_within_seconds() {
    // Before anyone connects: a connection that waits for it would be closed meanwhile.
    let clip = slow_clip();
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = received(&app, &ann, clip).await;
    let workers = jobs::start(&app.app).unwrap();
    let made = || !app.files_in(&["tmp"]).is_empty();
    for _ in 0..400 {
        if made() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(made(), "the encoding began");
    let began = std::time::Instant::now();
    actix_web::web::block(move || workers.stop()).await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let task = task_of(&app, &video).await;
    assert_eq!((task.state, task.attempts, task.is_running(app.app.now())), (TaskState::Queued, 0, false));
    assert!(app.files_in(&["tmp", "media"]).is_empty());
    assert_eq!(app.files_in(&["incoming"]).len(), 1, "the file waits for the next one");
    assert_eq!(app.video_row(video.uuid).await.state, VideoState::Processing);
    app.forget_tasks().await;
}

#[actix_web::test]
async fn what_fails_by_our_fault_is_tried_twice_and_kept_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let ffprobe = script(&folder, "case \"$*\" in *-version*) echo ffprobe version 0;; *) kill -9 $$;; esac");
    let ffprobe = ffprobe.to_str().unwrap();
    let app = TestApp::start_with(&[("KINORA_FFPROBE", ffprobe), ("KINORA_MEDIA_SANDBOX", "off")]).await;
    let ann = app.sign_in("ann").await;
    let video = received(&app, &ann, clip()).await;
    assert_eq!(app.run_tasks().await, 1);
    let page = ann.get(&format!("/uploads/{}", video.uuid)).await.ok();
    page.must_say("it is tried again shortly");
    app.advance_seconds(10);
    assert_eq!(app.run_tasks().await, 1);
    let failed = app.video_row(video.uuid).await;
    assert_eq!(failed.state, VideoState::Failed);
    let note = failed.note.unwrap();
    assert!(note.starts_with("Something went wrong on our side"), "{note}");
    let task = task_of(&app, &video).await;
    assert!(task.error.as_ref().unwrap().contains("ffprobe"), "{:?}", task.error);
    assert_eq!(app.files_in(&["incoming"]).len(), 1, "an administrator can try again");
    let now = app.app.now();
    app.write(move |conn| TaskRow::retry(conn, task.id, now)).await;
    assert_eq!(app.run_tasks().await, 1, "and it is tried again");
    app.forget_tasks().await;
}

/// Takes long enough to be interrupted.
fn slow_clip() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("slow.avi");
    let made = Command::new("ffmpeg")
        .args(
            "-hide_banner -loglevel error -nostdin -f lavfi -i testsrc2=size=1280x720:rate=25:duration=60"
                .split(' '),
        )
        .args("-c:v mpeg4 -q:v 20".split(' '))
        .arg(&path)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

fn script(folder: &tempfile::TempDir, body: &str) -> PathBuf {
    let path = folder.path().join("program");
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}
