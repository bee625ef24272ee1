//! Requests that are sent again, because nobody knows whether the first one arrived.

use kinora::models::idempotency_key::{Claim, IdempotencyKey};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::support::{Answer, Bearer, PASSWORD, TestApp};

const PLAYLISTS: &str = "/api/v1/video-playlists";
const OWN: &str = "/api/v1/accounts/ann/video-playlists";

fn boats() -> Value {
    json!({ "displayName": "Boats", "privacy": 3 })
}

async fn made(program: &Bearer, key: &str, wish: Value) -> Answer {
    program.send_with("POST", PLAYLISTS, Some(wish), &[("idempotency-key", key)]).await
}

async fn playlists(program: &Bearer) -> i64 {
    program.told(OWN).await["total"].as_i64().unwrap()
}

#[actix_web::test]
async fn the_same_request_is_done_once_and_answered_again() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["read", "write"]).await;
    let before = playlists(&program).await;
    let first = made(&program, "\"of-today\"", boats()).await;
    assert_eq!((first.status.as_u16(), first.header("idempotency-replayed")), (200, ""));
    let again = made(&program, "of-today", boats()).await;
    assert_eq!((again.status.as_u16(), again.header("idempotency-replayed")), (200, "true"));
    assert_eq!((again.text(), again.header("content-type")), (first.text(), first.header("content-type")));
    assert_eq!(again.header("cache-control"), "no-store");
    assert_eq!(playlists(&program).await, before + 1);
    let other = made(&program, "of-today", json!({ "displayName": "Trains", "privacy": 3 })).await;
    assert_eq!(other.refused(422)["code"], "key_reused");
    // A key is one person's, and known for a day.
    let ben = app.bearer("ben", &["read", "write"]).await;
    assert_eq!(made(&ben, "of-today", boats()).await.header("idempotency-replayed"), "");
    app.advance_seconds(86_400);
    assert_eq!(made(&program, "of-today", boats()).await.header("idempotency-replayed"), "");
    assert_eq!(playlists(&program).await, before + 2);
}

#[actix_web::test]
async fn what_was_refused_may_be_mended_under_the_same_key() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["read", "write"]).await;
    made(&program, "k", json!({ "displayName": "", "privacy": 3 })).await.refused(422);
    made(&program, "k", json!({ "displayName": 5 })).await.refused(400);
    assert_eq!(made(&program, "k", boats()).await.status, 200);
}

#[actix_web::test]
async fn the_beginning_of_an_upload_leads_to_the_same_place() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["upload"]).await;
    let wish = json!({ "name": "In pieces", "filename": "film.mp4", "privacy": 3 });
    let headers = [("idempotency-key", "film"), ("x-upload-content-length", "1000")];
    let path = "/api/v1/videos/upload-resumable";
    let first = program.send_with("POST", path, Some(wish.clone()), &headers).await;
    let again = program.send_with("POST", path, Some(wish), &headers).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[actix_web::test]
async fn a_request_that_is_under_way_is_not_begun_again_unless_it_died() {
    let app = TestApp::start().await;
    let (ann, program) = (app.user("ann").await, app.bearer("ann", &["read", "write"]).await);
    // As one that came before and died: its key is taken, and nothing was answered.
    assert_eq!(made(&program, "k", boats()).await.status, 200);
    app.write(|conn| {
        use diesel::prelude::*;
        use kinora::db::schema::idempotency_keys::dsl::{idempotency_keys, status};
        diesel::update(idempotency_keys).set(status.eq(None::<i64>)).execute(conn)?;
        Ok(())
    })
    .await;
    let before = playlists(&program).await;
    let answer = made(&program, "k", boats()).await;
    assert_eq!(answer.refused(409)["code"], "request_under_way");
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(playlists(&program).await, before);
    app.advance_seconds(61);
    let taken_over = made(&program, "k", boats()).await;
    assert_eq!((taken_over.status.as_u16(), taken_over.header("idempotency-replayed")), (200, ""));
    assert_eq!(made(&program, "k", boats()).await.header("idempotency-replayed"), "true");
    // The one that was given up for dead writes nothing down any more.
    let now = app.app.now();
    let claims = app
        .write(move |conn| {
            let key = IdempotencyKey::parse("late").unwrap();
            let first = key.claim(conn, ann.id, "x", now)?;
            let second = key.claim(conn, ann.id, "x", now.plus_seconds(61))?;
            let Claim::Taken { lease } = first else { panic!("{first:?}") };
            key.release(conn, ann.id, lease)?;
            Ok((second, key.claim(conn, ann.id, "x", now.plus_seconds(62))?))
        })
        .await;
    assert!(matches!(claims, (Claim::Taken { .. }, Claim::UnderWay { .. })), "{claims:?}");
}

#[actix_web::test]
async fn of_many_at_once_one_is_done() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["read", "write"]).await;
    let before = playlists(&program).await;
    let answers = futures_util::future::join_all((0..12).map(|_| made(&program, "k", boats()))).await;
    for answer in &answers {
        assert!(matches!(answer.status.as_u16(), 200 | 409), "{}", answer.text());
    }
    assert!(answers.iter().any(|answer| answer.status == 200));
    assert_eq!(playlists(&program).await, before + 1);
}

#[actix_web::test]
async fn whoever_hangs_up_finds_what_was_done() {
    let app = TestApp::start().await;
    let program = app.bearer("ann", &["read", "write"]).await;
    let before = playlists(&program).await;
    let body = boats().to_string();
    let length = body.len().to_string();
    let headers =
        [("content-type", "application/json"), ("content-length", length.as_str()), ("idempotency-key", "k")];
    for _ in 0..5 {
        let mut line = program.send_part_of_body(&app, "POST", PLAYLISTS, &headers, body.as_bytes()).await;
        line.shutdown().await.unwrap();
        drop(line);
    }
    let mut answer = made(&program, "k", boats()).await;
    while answer.status == 409 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        answer = made(&program, "k", boats()).await;
    }
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(playlists(&program).await, before + 1);
}

#[actix_web::test]
async fn in_06_a_secret_is_kept_under_no_key_and_a_file_is_not_held_back_for_one() {
    let app = TestApp::start().await;
    let program = app.signed_in_program("ann").await;
    let wish = json!({
        "name": "Backup", "scopes": ["read"], "expires": "week", "currentPassword": PASSWORD
    });
    let key = [("idempotency-key", "k")];
    let answer = program.send_with("POST", "/api/v1/users/me/tokens", Some(wish), &key).await;
    assert!(answer.refused(400)["detail"].as_str().unwrap().contains("shown once"));
    let form = reqwest::multipart::Form::new().text("name", "A film");
    let upload = app.visitor();
    let request = upload.request(Method::POST, "/api/v1/videos/upload");
    let request = request.bearer_auth(program.token.clone().unwrap()).header("idempotency-key", "k");
    let answer = upload.send(request.multipart(form)).await;
    assert!(answer.refused(400)["detail"].as_str().unwrap().contains("Leave the key out"));
    for wrong in ["", "\"\"", &"x".repeat(256)] {
        made(&program, wrong, boats()).await.refused(400);
    }
    made(&app.program(), "k", boats()).await.refused(401);
    // What is asked for in other ways may be asked for again anyway.
    let answer = program.send_with("GET", "/api/v1/users/me", None, &key).await;
    assert_eq!((answer.status.as_u16(), answer.header("idempotency-replayed")), (200, ""));
    let kept: i64 = app
        .read(|conn| {
            use diesel::prelude::*;
            Ok(kinora::db::schema::idempotency_keys::table.count().get_result(conn)?)
        })
        .await;
    assert_eq!(kept, 0);
}

#[actix_web::test]
async fn there_is_an_end_to_how_many_keys_are_known_and_old_ones_are_swept() {
    let app = TestApp::start().await;
    let (ann, program) = (app.user("ann").await, app.bearer("ann", &["read", "write"]).await);
    let now = app.app.now();
    app.write(move |conn| {
        for number in 0..2000 {
            IdempotencyKey::parse(&format!("key {number}")).unwrap().claim(conn, ann.id, "x", now)?;
        }
        Ok(())
    })
    .await;
    let answer = made(&program, "k", boats()).await;
    answer.refused(429);
    assert!(!answer.header("retry-after").is_empty());
    app.advance_seconds(86_401);
    let now = app.app.now();
    assert_eq!(app.write(move |conn| Ok(IdempotencyKey::purge(conn, now)?)).await, 2000);
    assert_eq!(made(&program, "k", boats()).await.status, 200);
}
