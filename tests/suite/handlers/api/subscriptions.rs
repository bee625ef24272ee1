//! `/api/v1/users/me/subscriptions`.

use kinora::db::types::Privacy;
use serde_json::{Value, json};

use super::names;
use crate::support::TestApp;

const PATH: &str = "/api/v1/users/me/subscriptions";

#[actix_web::test]
async fn a_program_follows_channels_and_reads_what_is_new_there() {
    let app = TestApp::start().await;
    let (ann, cid) = (app.user("ann").await, app.user("cid").await);
    let first = app.video(&ann, |draft| draft.title = "Alps".to_owned()).await;
    app.video(&ann, |draft| draft.privacy = Privacy::Unlisted).await;
    app.video(&cid, |draft| draft.title = "Boats".to_owned()).await;
    app.video(&app.user("dan").await, |draft| draft.title = "Cats".to_owned()).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    assert_eq!(ben.told(PATH).await, json!({ "total": 0, "data": [] }));
    let here = app.url("").trim_start_matches("http://").to_owned();
    for uri in ["ann_channel".to_owned(), "ann_channel".to_owned(), format!("cid_channel@{here}")] {
        app.advance_seconds(1);
        assert_eq!(ben.post(PATH, json!({ "uri": uri })).await.status, 204, "{uri}");
    }
    let list = ben.told(PATH).await;
    assert_eq!((list["total"].as_i64(), names(&list)), (Some(2), vec!["cid_channel", "ann_channel"]));
    let channel = &list["data"][0];
    assert_eq!((&channel["followersCount"], &channel["ownerAccount"]["name"]), (&json!(1), &json!("cid")));
    for (query, expected) in [
        ("sort=createdAt", vec!["ann_channel", "cid_channel"]),
        ("sort=-displayName&count=1", vec!["cid_channel"]),
        ("start=1", vec!["ann_channel"]),
        ("search=CID", vec!["cid_channel"]),
        ("search=dan", vec![]),
        ("sort=nonsense", vec!["cid_channel", "ann_channel"]),
    ] {
        assert_eq!(names(&ben.told(&format!("{PATH}?{query}")).await), expected, "{query}");
    }
    let videos = ben.told(&format!("{PATH}/videos?sort=name")).await;
    assert_eq!((videos["total"].as_i64(), names(&videos)), (Some(2), vec!["Alps", "Boats"]));
    assert_eq!(videos["data"][0]["uuid"], first.uuid.as_str());
    assert_eq!(ben.told(&format!("{PATH}/ann_channel")).await["name"], "ann_channel");
    assert_eq!(ben.get(PATH).await.header("cache-control"), "private, no-cache");

    assert_eq!(ben.delete(&format!("{PATH}/ann_channel@{here}")).await.status, 204);
    ben.delete(&format!("{PATH}/ann_channel")).await.refused(404);
    ben.get(&format!("{PATH}/ann_channel")).await.refused(404);
    assert_eq!(names(&ben.told(PATH).await), ["cid_channel"]);
    assert_eq!(app.channel_of(&ann).await.subscribers, 0);
}

#[actix_web::test]
async fn a_program_asks_about_many_channels_at_once() {
    let app = TestApp::start().await;
    app.user("ann").await;
    app.user("cid").await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    ben.post(PATH, json!({ "uri": "ann_channel" })).await;
    let host = app.url("").trim_start_matches("http://").to_owned();
    let told = ben.told(&format!("{PATH}/exist?uris=ann_channel,cid_channel&uris=ann_channel@{host}")).await;
    let expected: Value =
        json!({ "ann_channel": true, "cid_channel": false, (format!("ann_channel@{host}")): true });
    assert_eq!(told, expected);
    let told = ben.told(&format!("{PATH}/exist?uris[]=ann_channel@elsewhere.example&uris[]=%25%27--")).await;
    assert_eq!(told, json!({ "ann_channel@elsewhere.example": false, "%'--": false }));
    assert_eq!(ben.told(&format!("{PATH}/exist")).await, json!({}));
    let many = vec!["a"; 101].join(",");
    ben.get(&format!("{PATH}/exist?uris={many}")).await.refused(422);
}

#[actix_web::test]
async fn in_05_what_names_no_channel_is_not_followed() {
    let app = TestApp::start().await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    for uri in ["nobody", "ben_channel@elsewhere.example", "", "x' OR 1=1", "ben"] {
        ben.post(PATH, json!({ "uri": uri })).await.refused(404);
    }
    for body in [json!({}), json!({ "uri": 5 }), json!({ "uri": null }), json!("ben_channel")] {
        ben.post(PATH, body).await.refused(400);
    }
    ben.post(PATH, json!({ "uri": "ben_channel" })).await.refused(422);
    ben.delete(&format!("{PATH}/ben_channel")).await.refused(404);
    assert_eq!(ben.told(PATH).await["total"], 0);
}

#[actix_web::test]
async fn ac_11_whom_somebody_follows_is_told_to_them_alone() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    ben.post(PATH, json!({ "uri": "ann_channel" })).await;
    let eve = app.bearer("eve", &["read", "write"]).await;
    assert_eq!(eve.told(PATH).await["total"], 0);
    assert_eq!(eve.told(&format!("{PATH}/exist?uris=ann_channel")).await, json!({ "ann_channel": false }));
    eve.delete(&format!("{PATH}/ann_channel")).await.refused(404);
    assert_eq!(ben.told(PATH).await["total"], 1);
    let one = format!("{PATH}/ann_channel");
    for path in [PATH, &one, &format!("{PATH}/videos"), &format!("{PATH}/exist?uris=a")] {
        app.program().get(path).await.refused(401);
        app.bearer("ben", &["write", "upload"]).await.get(path).await.refused(403);
    }
    let reads = app.bearer("ben", &["read"]).await;
    reads.delete(&one).await.refused(403);
    reads.post(PATH, json!({ "uri": "ann_channel" })).await.refused(403);
    app.program().post(PATH, json!({ "uri": "ann_channel" })).await.refused(401);
}
