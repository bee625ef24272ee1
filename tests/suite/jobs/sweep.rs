//! I3: no file without a row, once the sweep has been.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use kinora::models::task::Task;

use crate::support::TestApp;
use crate::support::uploads::{clip, form};

/// The files' moments are the machine's, the tests' clock stands still long before: age is made by hand.
fn aged(app: &TestApp, path: &Path, seconds: i64) {
    let moment = u64::try_from(app.app.now().seconds() - seconds).unwrap();
    File::open(path).unwrap().set_modified(UNIX_EPOCH + Duration::from_secs(moment)).unwrap();
}

async fn sweep(app: &TestApp) {
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
}

#[actix_web::test]
async fn i_3_files_that_belong_to_nothing_are_removed_when_they_are_old() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let video = app.uploaded(&ann, "Stays", "public").await;
    let wanted = app.files_in(&["media"]);
    let data = app.data_dir().to_owned();
    let unwanted = [
        "incoming/0b1c9c9d-0000-4000-8000-000000000001".to_owned(),
        "tmp/99-vdead".to_owned(),
        "media/0b1c9c9d-0000-4000-8000-000000000002".to_owned(),
        format!("media/{}/vdead", video.uuid),
    ];
    for path in &unwanted {
        let path = data.join(path);
        if path.starts_with(data.join("incoming")) {
            fs::write(&path, b"abandoned").unwrap();
        } else {
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("x"), b"x").unwrap();
        }
        aged(&app, &path, 3599);
    }
    sweep(&app).await;
    assert!(unwanted.iter().all(|path| data.join(path).exists()), "what is new may be under way");
    for path in &unwanted {
        aged(&app, &data.join(path), 3601);
    }
    aged(&app, &data.join(format!("media/{}", video.uuid)), 9999);
    aged(&app, &data.join(format!("media/{}/{}", video.uuid, video.media_version.unwrap())), 9999);
    sweep(&app).await;
    for path in &unwanted {
        assert!(!data.join(path).exists(), "{path}");
    }
    assert_eq!(app.files_in(&["media"]), wanted);
}

#[actix_web::test]
async fn a_file_that_waits_for_its_turn_is_left_alone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    ann.post_multipart("/upload", form("Waits", "public", clip())).await.see_other();
    let incoming = app.files_in(&["incoming"]);
    aged(&app, Path::new(&incoming[0]), 100_000);
    // Its lane comes first, so it looks before the file's own task does.
    sweep(&app).await;
    assert_eq!(app.get("/?list=newest").await.texts(".video-card__title"), ["Waits"]);
    assert!(app.files_in(&["incoming"]).is_empty());
}
