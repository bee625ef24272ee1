//! What a program says of its owner and their channels.

use serde_json::json;

use super::told;
use crate::support::TestApp;

const CHANNELS: &str = "/api/v1/video-channels";

#[actix_web::test]
async fn a_program_makes_a_channel_and_changes_it() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["upload"]).await;
    let fields =
        json!({ "name": "ann_at_sea", "displayName": "Ann at sea", "support": "https://example.org" });
    let made = ann.post(CHANNELS, fields).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let path = format!("{CHANNELS}/ann_at_sea");
    let channel = told(&app, &path).await;
    assert_eq!(
        (&channel["id"], &channel["ownerAccount"]["name"]),
        (&made.json()["videoChannel"]["id"], &json!("ann"))
    );
    assert_eq!(ann.put(&path, json!({ "description": "Boats." })).await.status, 204);
    let channel = told(&app, &path).await;
    assert_eq!((&channel["displayName"], &channel["description"]), (&json!("Ann at sea"), &json!("Boats.")));
    assert_eq!(ann.put(&path, json!({ "displayName": "Ann afloat", "name": "other" })).await.status, 204);
    assert_eq!(told(&app, &path).await["displayName"], "Ann afloat");
}

#[actix_web::test]
async fn in_05_what_is_no_channel_is_refused_by_its_field() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["upload"]).await;
    let refused =
        ann.post(CHANNELS, json!({ "name": "A b", "description": "x".repeat(1001) })).await.refused(422);
    let fields: Vec<&String> = refused["invalid-params"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["description", "displayName", "name"]);
    let taken =
        ann.post(CHANNELS, json!({ "name": "ann_channel", "displayName": "Mine" })).await.refused(422);
    assert!(taken["invalid-params"]["name"].is_object(), "{taken}");
    ann.put(&format!("{CHANNELS}/ann_channel"), json!({ "displayName": " " })).await.refused(422);
    ann.put(&format!("{CHANNELS}/ann_channel"), json!({ "displayName": 5 })).await.refused(400);
}

#[actix_web::test]
async fn ac_11_channels_and_words_about_people_are_their_owners() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["read", "write", "upload"]).await;
    let (words, path) = (json!({ "displayName": "Eve's" }), format!("{CHANNELS}/ann_channel"));
    app.bearer("eve", &["upload"]).await.put(&path, words.clone()).await.refused(404);
    ann.put(&format!("{CHANNELS}/nobody"), words.clone()).await.refused(404);
    for (program, status) in [(app.program(), 401), (app.bearer("ann", &["read", "write"]).await, 403)] {
        program.put(&path, words.clone()).await.refused(status);
        program.post(CHANNELS, json!({ "name": "x_y", "displayName": "X" })).await.refused(status);
    }
    app.program().put("/api/v1/users/me", words.clone()).await.refused(401);
    app.bearer("ann", &["read", "upload"]).await.put("/api/v1/users/me", words).await.refused(403);
    assert_eq!(told(&app, &path).await["displayName"], "ann");
}

#[actix_web::test]
async fn in_05_a_program_changes_what_others_read_of_its_owner_and_nothing_else() {
    let app = TestApp::start().await;
    let ann = app.bearer("ann", &["read", "write"]).await;
    let claims = json!({ "description": "At sea.", "role": 0, "email": "eve@example.org", "username": "eve", "videoQuota": -1 });
    assert_eq!(ann.put("/api/v1/users/me", claims).await.status, 204);
    let me = ann.told("/api/v1/users/me").await;
    assert_eq!(
        (&me["role"]["id"], &me["username"], &me["account"]["displayName"]),
        (&json!(2), &json!("ann"), &json!("ann"))
    );
    assert_eq!(me["account"]["description"], "At sea.");
    assert_ne!(me["email"], "eve@example.org");
    assert_eq!(ann.put("/api/v1/users/me", json!({ "displayName": "Ann" })).await.status, 204);
    let account = told(&app, "/api/v1/accounts/ann").await;
    assert_eq!((&account["displayName"], &account["description"]), (&json!("Ann"), &json!("At sea.")));
    let refused = ann.put("/api/v1/users/me", json!({ "displayName": "x".repeat(51) })).await.refused(422);
    assert!(refused["invalid-params"]["displayName"].is_object(), "{refused}");
}
