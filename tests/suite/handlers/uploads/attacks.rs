//! UP-10 and UP-11: uploads in pieces that cheat.

use reqwest::Method;

use crate::support::tus::uuid_of;
use crate::support::uploads::{clip, form};
use crate::support::{TestApp, Visitor};

const UNKNOWN: &str = "/uploads/tus/0b1c9c9d-0000-4000-8000-000000000001";

#[actix_web::test]
async fn up_10_an_upload_is_its_owners_alone() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(10, "Mine").await;
    assert_eq!(ann.send_piece(&location, 0, b"01234").await.status, 204);
    let strangers = [app.sign_in("eve").await, {
        app.moderator("mod_mia").await;
        app.sign_in("mod_mia").await
    }];
    for stranger in &strangers {
        let found = answers(stranger, &location, 5).await;
        assert_eq!(found, [404, 404, 404]);
        // What is not theirs looks as what does not exist.
        assert_eq!(answers(stranger, UNKNOWN, 5).await, found);
        assert_eq!(answers(stranger, "/uploads/tus/..%2F..%2Fkinora.db", 5).await, found);
    }
    assert_eq!(answers(&app.visitor(), &location, 5).await, [303, 303, 303]);
    assert_eq!(ann.offset_of(&location).await, 5);
}

#[actix_web::test]
async fn up_10_pieces_that_overlap_or_leave_gaps_change_nothing() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(20, "T").await;
    assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
    for offset in
        ["0", "9", "11", "20", "-1", "9223372036854775808", "18446744073709551616", "-99999999999999999999"]
    {
        assert_eq!(ann.send_piece(&location, offset, b"xxxxx").await.status, 409, "{offset}");
    }
    // Nothing is also a piece.
    let answer = ann.send_piece(&location, 10, b"").await;
    assert_eq!((answer.status.as_u16(), answer.header("upload-offset")), (204, "10"));
    assert_eq!(contents(&app, &location), b"0123456789");
}

#[actix_web::test]
async fn up_10_more_than_was_announced_is_refused_whole() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(12, "T").await;
    assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
    assert_eq!(ann.send_piece(&location, 10, b"xxx").await.status, 413);
    // Without a length said beforehand it is found out on the way.
    let pieces = (0..200).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 10_000]));
    let streamed = reqwest::Body::wrap_stream(futures_util::stream::iter(pieces));
    if let Ok(answer) = ann.piece(&location, 10, streamed).send().await {
        assert_eq!(answer.status(), 413);
    }
    // The writer may still be letting go.
    while ann.send(ann.tus(Method::HEAD, &location)).await.status == 423 {}
    assert_eq!(contents(&app, &location), b"0123456789");
    let request = ann.tus(Method::POST, "/uploads/tus").header("upload-length", 4).body("12345");
    let said = crate::support::tus::metadata(&[("title", "T"), ("privacy", "public")]);
    let request = request.header("content-type", "application/offset+octet-stream");
    assert_eq!(ann.send(request.header("upload-metadata", said)).await.status, 413);
    assert_eq!(ann.get("/my/videos").await.ok().count(".my-video"), 1);
}

#[actix_web::test]
async fn up_10_a_finished_upload_takes_no_more() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(10, "T").await;
    assert_eq!(ann.send_piece(&location, 0, b"0123456789").await.status, 204);
    for _ in 0..2 {
        for offset in [0, 5, 10] {
            assert_eq!(ann.send_piece(&location, offset, b"x").await.status, 409);
        }
        // Its end may be repeated, by somebody who did not hear that it was accepted.
        assert_eq!(ann.send_piece(&location, 10, b"").await.status, 204);
        app.run_tasks().await;
        assert!(app.files_in(&["incoming"]).is_empty(), "ten digits are no film");
    }
}

#[actix_web::test]
async fn up_10_only_so_many_are_open_at_once() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let asked = (0..40).map(|_| {
        let ann = ann.clone();
        async move { ann.ask_for_upload(10, "One of many").await.status.as_u16() }
    });
    let mut statuses = futures_util::future::join_all(asked).await;
    statuses.sort_unstable();
    assert_eq!(statuses[..16], [201; 16]);
    assert_eq!(statuses[16..], [429; 24]);
    let page = ann.post_multipart("/upload", form("One more", "public", clip())).await.unprocessable();
    assert!(page.field_error("file").contains("16 uploads under way"), "{}", page.text());
    // Another person is not held up, and finishing one makes room.
    assert_eq!(app.sign_in("ben").await.ask_for_upload(10, "T").await.status, 201);
    app.advance_seconds(25 * 3600);
    let now = app.app.now();
    app.write(move |conn| kinora::models::task::Task::Sweep.enqueue(conn, 1, now)).await;
    app.run_tasks().await;
    assert_eq!(ann.ask_for_upload(10, "T").await.status, 201);
}

#[actix_web::test]
async fn up_11_of_uploads_that_fit_only_alone_one_passes() {
    let size = clip().len() as u64;
    let quota = (size * 3 / 2).to_string();
    let app = TestApp::start_with(&[("KINORA_QUOTA_BYTES", &quota)]).await;
    let ann = app.sign_in("ann").await;
    let asked = (0..8).map(|_| {
        let ann = ann.clone();
        async move { ann.ask_for_upload(size, "Race").await }
    });
    let answers = futures_util::future::join_all(asked).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422]);
    let refused = answers.iter().find(|answer| answer.status == 422).unwrap();
    assert!(refused.text().contains("does not fit"), "{}", refused.text());
    // The room is taken though not a byte has come, for the form as well, before it is read.
    let page = ann.post_multipart("/upload", form("Form", "public", clip())).await.unprocessable();
    assert!(page.field_error("file").contains("does not fit"), "{}", page.text());
    // Given up, it is free again.
    let location = answers.iter().find(|answer| answer.status == 201).unwrap().header("location").to_owned();
    assert_eq!(ann.send(ann.tus(Method::DELETE, &location)).await.status, 204);
    ann.post_multipart("/upload", form("Form", "public", clip())).await.see_other();
    app.run_tasks().await;
    assert_eq!(ann.ask_for_upload(size, "Too much").await.status, 422);
}

#[actix_web::test]
async fn up_11_a_form_and_an_upload_in_pieces_do_not_both_pass() {
    let size = clip().len() as u64;
    let quota = (size * 3 / 2).to_string();
    for _ in 0..3 {
        let app = TestApp::start_with(&[("KINORA_QUOTA_BYTES", &quota)]).await;
        let ann = app.sign_in("ann").await;
        ann.get("/upload").await.ok();
        let (form, pieces) = futures_util::future::join(
            ann.post_multipart("/upload", form("Form", "public", clip())),
            ann.ask_for_upload(size, "Pieces"),
        )
        .await;
        let passed = (form.status.as_u16(), pieces.status.as_u16());
        assert!(matches!(passed, (303, 422) | (422, 201)), "{passed:?}");
        app.forget_tasks().await;
    }
}

#[actix_web::test]
async fn up_11_the_disk_keeps_its_reserve() {
    let app = TestApp::start_with(&[
        ("KINORA_UPLOAD_BYTES", "9000000000000000000"),
        ("KINORA_QUOTA_BYTES", "9000000000000000000"),
    ])
    .await;
    let ann = app.sign_in("ann").await;
    let answer = ann.ask_for_upload(8_000_000_000_000_000_000, "Larger than any disk").await;
    assert_eq!(answer.status, 507);
    assert!(answer.text().contains("no room left"), "{}", answer.text());
    assert_eq!(ann.get("/my/videos").await.ok().count(".my-video"), 0);
}

async fn answers(visitor: &Visitor, location: &str, offset: u64) -> [u16; 3] {
    [
        visitor.send(visitor.tus(Method::HEAD, location)).await.status.as_u16(),
        visitor.send_piece(location, offset, b"x").await.status.as_u16(),
        visitor.send(visitor.tus(Method::DELETE, location)).await.status.as_u16(),
    ]
}

fn contents(app: &TestApp, location: &str) -> Vec<u8> {
    std::fs::read(app.data_dir().join("incoming").join(uuid_of(location).as_str())).unwrap()
}
