//! `/api/v1/users/me/history/videos`.

use kinora::db::types::Privacy;
use serde_json::json;

use crate::support::TestApp;

const PATH: &str = "/api/v1/users/me/history/videos";

#[actix_web::test]
async fn a_program_reads_where_its_owner_stopped() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (first, second) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    let bob = app.sign_in("bob").await;
    for video in [&first, &second] {
        app.advance_seconds(60);
        bob.watch(video).await;
    }
    let program = app.bearer("bob", &["read"]).await;
    let told = program.told(PATH).await;
    assert_eq!(told["total"], 2);
    assert_eq!(told["data"][0]["uuid"], second.uuid.as_str());
    assert_eq!(told["data"][0]["userHistory"]["currentTime"], 30);
    let told = program.told(&format!("{PATH}?start=1&count=1")).await;
    assert_eq!((&told["total"], &told["data"][0]["uuid"]), (&json!(2), &json!(first.uuid.as_str())));
    assert_eq!(program.get(PATH).await.header("cache-control"), "private, no-cache");
}

#[actix_web::test]
async fn a_program_that_may_write_forgets_one_some_or_all() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut videos = Vec::new();
    let bob = app.sign_in("bob").await;
    for _ in 0..4 {
        let video = app.video(&ann, |_| {}).await;
        app.advance_seconds(3600);
        bob.watch(&video).await;
        videos.push(video);
    }
    let program = app.bearer("bob", &["read", "write"]).await;
    let count = async || program.told(PATH).await["total"].as_i64().unwrap();
    assert_eq!(program.delete(&format!("{PATH}/{}", videos[0].id)).await.status, 204);
    assert_eq!(count().await, 3);
    program.delete(&format!("{PATH}/{}", videos[0].id)).await.refused(404);
    let before = app.app.now().plus_seconds(-5400).rfc3339();
    let remove = format!("{PATH}/remove");
    assert_eq!(program.post(&remove, json!({ "beforeDate": before })).await.status, 204);
    assert_eq!(count().await, 2);
    for nonsense in [json!("yesterday"), json!(5)] {
        program.post(&remove, json!({ "beforeDate": nonsense })).await.refused(400);
    }
    assert_eq!(count().await, 2, "what is not understood clears nothing");
    assert_eq!(program.send("POST", &remove, None).await.status, 204);
    assert_eq!(count().await, 0);
    let reads = app.bearer("bob", &["read"]).await;
    reads.delete(&format!("{PATH}/{}", videos[1].id)).await.refused(403);
    reads.post(&remove, json!({})).await.refused(403);
}

#[actix_web::test]
async fn ac_11_a_program_reads_and_clears_its_owners_history_alone() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    app.sign_in("bob").await.watch(&video).await;
    let eve = app.bearer("eve", &["read", "write"]).await;
    assert_eq!(eve.told(PATH).await["total"], 0);
    eve.delete(&format!("{PATH}/{}", video.uuid)).await.refused(404);
    assert_eq!(eve.post(&format!("{PATH}/remove"), json!({})).await.status, 204);
    app.program().get(PATH).await.refused(401);
    let bob = app.bearer("bob", &["read"]).await;
    assert_eq!(bob.told(PATH).await["total"], 1);
    // AC-07: nor does it tell of what its owner may no longer see.
    let id = video.id;
    app.write(move |conn| {
        use diesel::prelude::*;
        use kinora::db::schema::videos;
        diesel::update(videos::table.find(id)).set(videos::privacy.eq(Privacy::Private)).execute(conn)?;
        Ok(())
    })
    .await;
    let told = bob.told(PATH).await;
    assert_eq!((&told["total"], told["data"].as_array().unwrap().len()), (&json!(0), 0));
}
