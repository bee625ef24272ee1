//! How an upload in pieces ends: given up, forgotten, or found whole.

use std::io::Write;

use kinora::db::types::VideoState;
use kinora::models::task::Task;
use reqwest::Method;

use crate::support::tus::uuid_of;
use crate::support::uploads::clip;
use crate::support::{TestApp, Visitor};

const DAY: i64 = 24 * 3600;

#[actix_web::test]
async fn an_upload_that_is_given_up_leaves_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for from_page in [false, true] {
        let location = ann.begin_upload(1000, "Not this one").await;
        assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
        if from_page {
            let delete = kinora::paths::videos::delete(&uuid_of(&location));
            ann.get(&delete).await.ok();
            ann.post(delete, &[]).await.see_other();
        } else {
            assert_eq!(ann.send(ann.tus(Method::DELETE, &location)).await.status, 204);
        }
        app.run_tasks().await;
        assert_gone(&app, &ann, &location).await;
    }
}

#[actix_web::test]
async fn an_upload_that_is_finished_is_not_given_up() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(10, "T").await;
    assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
    assert_eq!(ann.send(ann.tus(Method::DELETE, &location)).await.status, 409);
    app.run_tasks().await;
    assert_eq!(app.video_row(uuid_of(&location)).await.state, VideoState::Failed);
}

#[actix_web::test]
async fn an_upload_is_waited_for_a_day_after_its_last_byte() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(1000, "Late").await;
    app.advance_seconds(DAY - 1);
    assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
    app.advance_seconds(DAY - 1);
    sweep(&app).await;
    assert_eq!(ann.offset_of(&location).await, 10);
    app.advance_seconds(1);
    for method in [Method::HEAD, Method::DELETE] {
        assert_eq!(ann.send(ann.tus(method, &location)).await.status, 410);
    }
    assert_eq!(ann.send_piece(&location, 10, b"x").await.status, 410);
    assert_eq!(app.files_in(&["incoming"]).len(), 1);
    sweep(&app).await;
    assert_gone(&app, &ann, &location).await;
}

#[actix_web::test]
async fn a_file_that_is_whole_but_was_never_reported_becomes_a_video() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let clip = clip();
    for asked in [true, false] {
        let location = ann.begin_upload(clip.len() as u64, "Whole").await;
        assert_eq!(ann.send_piece(&location, 0, &clip[..1000]).await.status, 204);
        // As if the process had ended between the last byte and the row.
        let path = app.data_dir().join("incoming").join(uuid_of(&location).as_str());
        std::fs::OpenOptions::new().append(true).open(path).unwrap().write_all(&clip[1000..]).unwrap();
        if asked {
            assert_eq!(ann.offset_of(&location).await, clip.len() as u64);
        } else {
            app.advance_seconds(DAY);
            sweep(&app).await;
        }
        app.run_tasks().await;
        assert_eq!(app.video_row(uuid_of(&location)).await.state, VideoState::Published);
    }
}

async fn sweep(app: &TestApp) {
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
}

async fn assert_gone(app: &TestApp, ann: &Visitor, location: &str) {
    assert_eq!(ann.send(ann.tus(Method::HEAD, location)).await.status, 404);
    assert_eq!(ann.send_piece(location, 10, b"x").await.status, 404);
    assert!(ann.get("/my/videos").await.ok().says("You have not uploaded anything yet"));
    assert!(app.files_in(&["incoming"]).is_empty());
    assert_eq!(
        app.read(|conn| {
            use diesel::prelude::*;
            Ok(kinora::db::schema::uploads::table.count().get_result::<i64>(conn)?)
        })
        .await,
        0
    );
}
