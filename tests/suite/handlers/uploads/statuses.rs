//! What an upload in pieces is refused for, each with the status that clients know.

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::wait_until;
use crate::support::tus::metadata;
use crate::support::uploads::clip;
use crate::support::{TestApp, Visitor};

#[actix_web::test]
async fn another_version_of_the_protocol_is_refused() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(10, "T").await;
    for (method, path) in [
        (Method::POST, "/uploads/tus"),
        (Method::HEAD, &location),
        (Method::PATCH, &location),
        (Method::DELETE, &location),
    ] {
        for version in [None, Some("0.2.2"), Some("2.0.0")] {
            let request = ann.request(method.clone(), path).header("sec-fetch-site", "same-origin");
            let request =
                version.into_iter().fold(request, |request, it| request.header("tus-resumable", it));
            let answer = ann.send(request).await;
            assert_eq!((answer.status.as_u16(), answer.header("tus-version")), (412, "1.0.0"), "{method}");
        }
    }
    assert_eq!(ann.offset_of(&location).await, 0);
}

#[actix_web::test]
async fn an_upload_without_a_sensible_length_is_not_begun() {
    let app = TestApp::start_with(&[("KINORA_UPLOAD_BYTES", "100000")]).await;
    let ann = app.sign_in("ann").await;
    let said = metadata(&[("title", "T"), ("privacy", "public")]);
    let ask = |name: &'static str, value: &'static str| {
        let request = ann.tus(Method::POST, "/uploads/tus").header("upload-metadata", &said);
        ann.send(request.header(name, value))
    };
    assert_eq!(ask("upload-defer-length", "1").await.status, 400);
    assert_eq!(ask("upload-concat", "partial").await.status, 400);
    for length in ["", "-1", "many", "1.5", "0x10"] {
        assert_eq!(ask("upload-length", length).await.status, 400, "{length}");
    }
    for length in ["100001", "18446744073709551616", "99999999999999999999999999"] {
        let answer = ask("upload-length", length).await;
        assert_eq!(answer.status, 413, "{length}");
        assert!(answer.text().contains("A file may have at most 100 kB."), "{}", answer.text());
    }
    let empty = ask("upload-length", "0").await;
    assert_eq!(empty.status, 422);
    assert!(empty.text().contains("The file is empty."));
    assert!(ann.get("/my/videos").await.ok().says("You have not uploaded anything yet"));
}

#[actix_web::test]
async fn refused_details_are_named_by_their_fields() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let ask = |said: String| {
        let request = ann.tus(Method::POST, "/uploads/tus").header("upload-length", 10);
        ann.send(request.header("upload-metadata", said))
    };
    let tags = (0..11).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let long = "x".repeat(121);
    let answer = ask(metadata(&[("title", &long), ("tags", &tags), ("privacy", "everyone")])).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (422, "application/json"));
    let told: serde_json::Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(told["fields"]["tags"], "Choose at most 10 tags.");
    assert_eq!(told["fields"]["privacy"], "Choose who can watch it.");
    assert!(told["fields"]["title"].is_string() && told["message"].is_string());
    let answer = ask(metadata(&[("title", "T"), ("privacy", "public"), ("channel", "not_mine")])).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Choose one of your channels."));
    for unreadable in ["title !", "title YQ==,title YQ=="] {
        assert_eq!(ask(unreadable.to_owned()).await.status, 400);
    }
}

#[actix_web::test]
async fn a_piece_is_sent_as_a_piece() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(10, "T").await;
    let request = ann.tus(Method::PATCH, &location).header("upload-offset", 0).body("12345");
    assert_eq!(ann.send(request.header("content-type", "video/mp4")).await.status, 415);
    let request = ann.tus(Method::PATCH, &location).body("12345");
    let request = request.header("content-type", "application/offset+octet-stream");
    assert_eq!(ann.send(request).await.status, 400, "without an offset");
    assert_eq!(ann.send_piece(&location, "soon", b"12345").await.status, 400);
    let answer = ann.send_piece(&location, 1, b"12345").await;
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("number 0"), "{}", answer.text());
    assert_eq!(ann.offset_of(&location).await, 0);
}

#[actix_web::test]
async fn while_one_request_writes_others_wait() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let location = ann.begin_upload(1000, "T").await;
    let mut writing = half_a_piece(&app, &ann, &location, 600, b"0123456789").await;
    wait_until(|| app.files_in(&["incoming"]).len() == 1).await;
    assert_eq!(ann.send_piece(&location, 0, b"x").await.status, 423);
    assert_eq!(ann.send(ann.tus(Method::HEAD, &location)).await.status, 423);
    assert_eq!(ann.send(ann.tus(Method::DELETE, &location)).await.status, 423);
    // Somebody else learns nothing of it.
    let eve = app.sign_in("eve").await;
    assert_eq!(eve.send(eve.tus(Method::HEAD, &location)).await.status, 404);
    writing.write_all(&[b'x'; 590]).await.unwrap();
    let mut answer = [0; 12];
    writing.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer[..], b"HTTP/1.1 204");
    assert_eq!(ann.offset_of(&location).await, 600);
}

#[actix_web::test]
async fn what_arrived_before_a_cut_is_kept() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    let clip = clip();
    let location = ann.begin_upload(clip.len() as u64, "Cut").await;
    let writing = half_a_piece(&app, &ann, &location, clip.len(), &clip[..1234]).await;
    wait_until(|| app.files_in(&["incoming"]).len() == 1).await;
    drop(writing);
    let mut offset = 0;
    for _ in 0..200 {
        let answer = ann.send(ann.tus(Method::HEAD, &location)).await;
        if answer.status == 200 {
            offset = answer.header("upload-offset").parse().unwrap();
            break;
        }
        assert_eq!(answer.status, 423);
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(offset, 1234);
    assert_eq!(ann.send_piece(&location, 1234, &clip[1234..]).await.status, 204);
    assert_eq!(std::fs::read(&app.files_in(&["incoming"])[0]).unwrap(), clip);
    app.run_tasks().await;
}

/// Begins a piece of `length` bytes with these, and leaves the rest to the test.
async fn half_a_piece(
    app: &TestApp,
    visitor: &Visitor,
    location: &str,
    length: usize,
    begin: &[u8],
) -> TcpStream {
    let (host, cookie) = (app.address, visitor.cookies());
    let head = format!(
        "PATCH {location} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    let mut stream = TcpStream::connect(app.address).await.unwrap();
    stream.write_all(&[head.as_bytes(), begin].concat()).await.unwrap();
    stream
}
