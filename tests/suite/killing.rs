//! F02, F14 and F17 on the real program: killed, put to sleep and told to stop while it prepares a video.

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::Method;
use rustix::process::Signal;

use crate::support::program::{self, Ann, Database, Program, client, kill};
use crate::support::uploads::{form, laborious_clip};

const KILLS: u32 = 10;
const PATIENCE: Duration = Duration::from_secs(120);

#[actix_web::test]
async fn f_02_a_video_survives_ten_kills_and_is_published_once() {
    let data = tempfile::tempdir().unwrap();
    program::set_up(data.path(), "");
    let clip = laborious_clip();
    let mut program = Program::serve(data.path());
    upload(&program, clip).await;
    let mut database = Database::of(data.path());
    let mut versions_seen = 0;
    for round in 0..KILLS {
        // From the first look at the file to the last rendition of the stream.
        tokio::time::sleep(Duration::from_millis(120 + 230 * u64::from(round))).await;
        kill(&program.child);
        await_that("no ffmpeg outlives the program", || media_children(data.path()) == 0).await;
        versions_seen = versions_seen.max(published(data.path()));
        assert!(database.let_leases_run_out());
        program = Program::serve(data.path());
    }
    await_that("everything is done", || database.number(UNFINISHED) == 0).await;
    assert_eq!(database.number("SELECT COUNT(*) AS number FROM tasks WHERE state = 'failed'"), 0);
    let by_kind = |kind: &str| format!("SELECT COUNT(*) AS number FROM tasks WHERE kind = '{kind}'");
    for kind in ["process_video", "build_ladder", "make_posters", "make_storyboard"] {
        assert_eq!(database.number(&by_kind(kind)), 1, "{kind} was queued by one publication");
    }
    assert_eq!(published(data.path()), 1, "what killed attempts stored is gone, or was never stored");
    assert!(versions_seen <= 2, "at most one attempt at a time stored a version");
    let files = "SELECT COUNT(*) AS number FROM media_files WHERE kind";
    assert_eq!(database.number(&format!("{files} = 'web'")), 1);
    assert_eq!(database.number(&format!("{files} = 'audio'")), 1);
    assert!(database.number(&format!("{files} = 'video'")) >= 3, "720, 480, 360 and 240 lines");
    assert_eq!(std::fs::read_dir(data.path().join("data/tmp")).unwrap().count(), 0);
    await_that("the home page shows it", || database.number(PUBLISHED) == 1).await;
    let page =
        client().get(format!("{}/?tab=newest", program.base)).send().await.unwrap().text().await.unwrap();
    assert_eq!(page.matches(">Laborious</a>").count(), 1);
}

#[actix_web::test]
async fn f_14_a_process_that_sleeps_through_its_lease_changes_nothing_when_it_wakes() {
    let data = tempfile::tempdir().unwrap();
    program::set_up(data.path(), "[media]\nladder = \"off\"\n");
    let clip = laborious_clip();
    let sleeper = Program::serve(data.path());
    upload(&sleeper, clip).await;
    let mut database = Database::of(data.path());
    await_that("ffmpeg is at work", || media_children(data.path()) > 0).await;
    loop {
        sleeper.signal(Signal::STOP);
        // It may have been stopped with the database in its hands.
        if database.let_leases_run_out() {
            break;
        }
        sleeper.signal(Signal::CONT);
    }
    let second = Program::work(data.path());
    await_that("the second process has published it", || database.number(PUBLISHED) == 1).await;
    let version = "SELECT COUNT(DISTINCT version) AS number FROM media_files";
    let attempts = "SELECT attempts AS number FROM tasks WHERE kind = 'process_video'";
    assert_eq!((database.number(version), database.number(attempts)), (1, 2));
    await_that("the second process has done the rest", || database.number(UNFINISHED) == 0).await;
    let rows = "SELECT SUM(id) AS number FROM media_files";
    let stored = database.number(rows);

    sleeper.signal(Signal::CONT);
    await_that("the first one has let go", || tasks_folders(data.path()) == 0).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!((published(data.path()), database.number(version)), (1, 1), "one result");
    assert_eq!(database.number(rows), stored);
    assert_eq!(database.number("SELECT COUNT(*) AS number FROM tasks WHERE state <> 'done'"), 0);
    drop(second);
}

#[actix_web::test]
async fn f_17_told_to_stop_it_says_so_first_and_ends_well() {
    let data = tempfile::tempdir().unwrap();
    program::set_up(data.path(), "[media]\nladder = \"off\"\n");
    let clip = laborious_clip();
    let program = Program::serve_with(data.path(), &[("KINORA_DRAIN_SECONDS", "2")]);
    upload(&program, clip).await;
    await_that("ffmpeg is at work", || media_children(data.path()) > 0).await;
    program.signal(Signal::TERM);
    let (ready, home) = (format!("{}/readyz", program.base), format!("{}/", program.base));
    let begun = Instant::now();
    loop {
        let status = client().get(&ready).send().await.unwrap().status();
        if status == 503 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(1), "it should say at once that it stops");
    }
    assert_eq!(client().get(&home).send().await.unwrap().status(), 200, "it still answers everybody");
    let status = tokio::task::spawn_blocking({
        let child = program.child.clone();
        move || child.lock().unwrap().wait().unwrap()
    });
    let status = tokio::time::timeout(Duration::from_secs(30), status).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(media_children(data.path()), 0);
    let mut database = Database::of(data.path());
    let handed_back = "SELECT COUNT(*) AS number FROM tasks WHERE leased_until IS NOT NULL";
    assert_eq!(database.number(handed_back), 0, "another process may begin at once");
}

#[actix_web::test]
async fn f_17_told_twice_it_ends_at_once() {
    let data = tempfile::tempdir().unwrap();
    program::set_up(data.path(), "");
    let program = Program::serve_with(data.path(), &[("KINORA_DRAIN_SECONDS", "60")]);
    program.signal(Signal::TERM);
    let ready = format!("{}/readyz", program.base);
    while client().get(&ready).send().await.unwrap().status() != 503 {}
    program.signal(Signal::TERM);
    let begun = Instant::now();
    let status = program.child.lock().unwrap().wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

const UNFINISHED: &str = "SELECT COUNT(*) AS number FROM tasks WHERE state = 'queued'";
const PUBLISHED: &str = "SELECT COUNT(*) AS number FROM videos WHERE state = 'published'";

async fn upload(program: &Program, clip: Vec<u8>) {
    let ann = Ann::sign_in(&program.base).await;
    let sent = ann.ask(Method::POST, &program.base, "/upload").multipart(form("Laborious", "public", clip));
    assert_eq!(sent.send().await.unwrap().status(), 303);
}

async fn await_that(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// How many processes work on files of this data folder, other than the program itself.
fn media_children(data: &Path) -> usize {
    let folder = data.join("data").display().to_string();
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
        let words = std::fs::read(entry.ok()?.path().join("cmdline")).ok()?;
        Some(String::from_utf8_lossy(&words).into_owned())
    });
    processes.filter(|words| words.contains(&folder)).count()
}

/// How many versions of videos are stored.
fn published(data: &Path) -> usize {
    let Ok(videos) = std::fs::read_dir(data.join("data/media")) else { return 0 };
    videos.map(|video| std::fs::read_dir(video.unwrap().path()).unwrap().count()).sum()
}

fn tasks_folders(data: &Path) -> usize {
    std::fs::read_dir(data.join("data/tmp")).unwrap().count()
}
