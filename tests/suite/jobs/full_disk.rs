//! F05: the disk is full while files arrive, videos are prepared and comments are written; and then it is not any more.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use kinora::db::types::VideoState;
use kinora::paths;
use reqwest::header::RANGE;
use tempfile::TempDir;

use crate::support::uploads::{clip, form, laborious_clip, upload_of};
use crate::support::{TestApp, Visitor};

const SIZE: u64 = 64 << 20;

/// A small disk of its own, taken away at the end. None where this user may not have one.
struct Disk(PathBuf);

impl Disk {
    fn make() -> Option<(Self, TempDir)> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={SIZE}"), "kinora-test"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        if !mounted {
            eprintln!("skipped: only a system's administrator can make a small disk");
            return None;
        }
        Some((Self(folder.path().to_owned()), folder))
    }

    /// Leaves so many bytes free.
    fn fill(&self, leave: u64) {
        let mut file = std::fs::File::options().append(true).create(true).open(self.ballast()).unwrap();
        loop {
            let free = fs_free(&self.0).saturating_sub(leave);
            let block = vec![0; usize::try_from(free.clamp(1, 1 << 20)).unwrap()];
            match file.write_all(&block) {
                Ok(()) if free == 0 && leave > 0 => break,
                Ok(()) => {}
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::StorageFull);
                    break;
                }
            }
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: what is still open in it goes when it is closed.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn fs_free(path: &Path) -> u64 {
    let stat = rustix::fs::statvfs(path).unwrap();
    stat.f_bavail * stat.f_frsize
}

#[actix_web::test]
async fn f_05_with_the_reserve_touched_uploads_are_refused_and_all_else_goes_on() {
    let Some((disk, folder)) = Disk::make() else { return };
    let app = TestApp::start_in(folder, &[]).await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Before", "public").await;
    disk.fill(SIZE * 3 / 100);

    let refused = ann.post_multipart("/upload", form("No room", "public", clip())).await;
    refused.unprocessable().must_say("The site has no room left for uploads.");
    assert_eq!(ann.ask_for_upload(1000, "No room").await.status, 507);
    comment(&ann, &paths::videos::watch(&video.uuid), "Still here.").await.see_other();
    plays(&app, &paths::videos::watch(&video.uuid)).await;

    disk.free();
    ann.begin_upload(1000, "Room").await;
}

#[actix_web::test]
async fn f_05_a_full_disk_is_said_in_words_and_forgotten_when_there_is_room_again() {
    let Some((disk, folder)) = Disk::make() else { return };
    // Without a reserve the disk can really be filled.
    let app = TestApp::start_in(folder, &[("KINORA_DISK_RESERVE_PERCENT", "0")]).await;
    let ann = app.sign_in("ann").await;
    let film = laborious_clip();
    let before = app.uploaded(&ann, "Before", "public").await;
    let watch = paths::videos::watch(&before.uuid);
    // One that waits to be prepared, and one of which half has arrived.
    let waiting = upload_of(&ann.post_multipart("/upload", form("Waiting", "public", film.clone())).await);
    let location = ann.begin_upload(u64::try_from(film.len()).unwrap(), "Half").await;
    let (first, rest) = film.split_at(film.len() / 2);
    assert_eq!(ann.send_piece(&location, 0, first).await.status, 204);
    disk.fill(0);

    // Upload: the piece is refused, what was acknowledged is not lost.
    let refused = ann.send_piece(&location, first.len(), rest).await;
    assert_eq!(refused.status, 507);
    assert!(refused.text().contains("no room left"), "{}", refused.text());
    // Database: on SQLite it lies on the same disk, and says so.
    let mut refusals = 0;
    for number in 0..400 {
        let answer = comment(&ann, &watch, &format!("{number} {}", "Is there room? ".repeat(200))).await;
        match answer.status.as_u16() {
            303 => {}
            503 | 507 => refusals += 1,
            // Twenty in a minute.
            429 => app.advance_seconds(60),
            other => panic!("{other}: {}", answer.text()),
        }
        if refusals == 3 {
            break;
        }
    }
    let is_sqlite = app.data_dir().join("kinora.db").is_file();
    assert_eq!(refusals > 0, is_sqlite);
    // Reads go on.
    plays(&app, &watch).await;
    app.get("/").await.must_say("Before");
    assert_eq!(app.visitor().get("/healthz").await.status, 200);

    // Transcode, with room for the database alone: tried, and left for later.
    disk.free();
    disk.fill(700 << 10);
    app.run_tasks().await;
    assert_eq!(app.video_row(waiting).await.state, VideoState::Processing);

    disk.free();
    comment(&ann, &watch, "There is room again.").await.see_other();
    app.get(&watch).await.must_say("There is room again.");
    let offset = ann.offset_of(&location).await;
    assert!(offset >= u64::try_from(first.len()).unwrap());
    let rest = &film[usize::try_from(offset).unwrap()..];
    assert_eq!(ann.send_piece(&location, offset, rest).await.status, 204);
    app.advance_seconds(60);
    app.run_tasks().await;
    for uuid in [waiting, crate::support::tus::uuid_of(&location)] {
        assert_eq!(app.video_row(uuid).await.state, VideoState::Published);
        plays(&app, &paths::videos::watch(&uuid)).await;
    }
    assert!(app.files_in(&["tmp"]).is_empty());
}

async fn comment(visitor: &Visitor, watch: &str, body: &str) -> crate::support::Answer {
    visitor.post(format!("{watch}/comments"), &[("body", body)]).await
}

async fn plays(app: &TestApp, watch: &str) {
    let source = app.get(watch).await.attribute("video source", "src");
    let request = app.visitor();
    let request = request.request(reqwest::Method::GET, &source).header(RANGE, "bytes=0-99");
    assert_eq!(request.send().await.unwrap().status(), 206);
}
