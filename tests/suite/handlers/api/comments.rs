//! Programs that talk along, for whom they speak.

use kinora::db::schema::audit_entries;
use kinora::db::types::{Privacy, VideoState};
use kinora::models::comment::Comment;
use kinora::models::video::Video;
use serde_json::{Value, json};

use super::{problem, told};
use crate::support::{Bearer, TestApp};

fn threads(video: &Video) -> String {
    format!("/api/v1/videos/{}/comment-threads", video.uuid)
}

fn under(video: &Video, comment: &Value) -> String {
    format!("/api/v1/videos/{}/comments/{}", video.uuid, comment["id"])
}

async fn say(program: &Bearer, path: &str, text: &str) -> Value {
    let answer = program.post(path, json!({ "text": text })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()["comment"].clone()
}

#[actix_web::test]
async fn a_program_begins_a_conversation_answers_and_reads_it_level_by_level() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let (ann, ben) = (app.bearer("ann", &["write"]).await, app.bearer("ben", &["read", "write"]).await);
    let root = say(&ben, &threads(&video), "Where is *this*?").await;
    assert_eq!(
        (root["text"].as_str(), root["threadId"].as_i64()),
        (Some("Where is *this*?"), root["id"].as_i64())
    );
    assert_eq!((&root["account"]["name"], &root["inReplyToCommentId"]), (&json!("ben"), &Value::Null));
    let answer = say(&ann, &under(&video, &root), "In the north.").await;
    assert_eq!((&answer["threadId"], &answer["inReplyToCommentId"]), (&root["id"], &root["id"]));
    let thanks = say(
        &ben,
        &format!("/api/v1/videos/{}/comments/{}", video.id, answer["uuid"].as_str().unwrap()),
        "Thanks!",
    )
    .await;
    assert_eq!((&thanks["threadId"], &thanks["inReplyToCommentId"]), (&root["id"], &answer["id"]));
    say(&ben, &under(&video, &root), "Or the south?").await;

    let tree = told(&app, &format!("{}/{}", threads(&video), root["id"])).await;
    assert_eq!((&tree["totalChildren"], &tree["children"][0]["totalChildren"]), (&json!(2), &json!(1)));
    let replies = told(&app, &format!("{}/replies?count=1", under(&video, &root))).await;
    assert_eq!((&replies["total"], replies["data"].as_array().unwrap().len()), (&json!(2), 1));
    assert_eq!(replies["data"][0]["comment"]["text"], "In the north.");
    assert_eq!(
        (&replies["data"][0]["totalChildren"], &replies["data"][0]["children"]),
        (&json!(1), &json!([]))
    );
    let replies = told(&app, &format!("{}/replies?start=1", under(&video, &root))).await;
    assert_eq!(replies["data"][0]["comment"]["text"], "Or the south?");
    let deeper = told(&app, &format!("{}/replies", under(&video, &answer))).await;
    assert_eq!((&deeper["total"], &deeper["data"][0]["comment"]["id"]), (&json!(1), &thanks["id"]));
    problem(&app, &format!("/api/v1/videos/{}/comments/999/replies", video.uuid), 404).await;
    // What a page says of it is the same.
    app.get(&format!("/w/{}/comments", video.uuid)).await.must_say("In the north.");
}

#[actix_web::test]
async fn a_program_says_it_better_and_takes_it_back() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let (ann, ben) = (app.bearer("ann", &["write"]).await, app.bearer("ben", &["write"]).await);
    let root = say(&ben, &threads(&video), "Wehre?").await;
    app.advance_seconds(60);
    let changed = ben.put(&under(&video, &root), json!({ "text": "Where?" })).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["comment"]["text"]), (200, &json!("Where?")));
    assert_ne!(changed.json()["comment"]["updatedAt"], root["updatedAt"]);
    // An address of our own takes nothing that it does not know.
    ben.put(&under(&video, &root), json!({ "text": "x", "userId": 1 })).await.refused(400);
    ben.put(&under(&video, &root), json!({ "text": " " })).await.refused(422);
    ann.put(&under(&video, &root), json!({ "text": "Mine" })).await.refused(404);
    assert_eq!(ben.delete(&under(&video, &root)).await.status, 204);
    assert_eq!(told(&app, &threads(&video)).await["total"], 0);
    ben.delete(&under(&video, &root)).await.refused(404);
    // The creator keeps their own video tidy.
    let spam = say(&ben, &threads(&video), "Buy my watches!").await;
    assert_eq!(ann.delete(&under(&video, &spam)).await.status, 204);
    let audited: i64 = app
        .read(|conn| {
            use diesel::prelude::*;
            Ok(audit_entries::table.count().get_result(conn)?)
        })
        .await;
    assert_eq!(audited, 0);
}

#[actix_web::test]
async fn in_05_what_is_no_comment_is_refused_and_nothing_else_is_believed() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (video, closed) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |draft| draft.comments_enabled = false).await);
    let ben = app.bearer("ben", &["read", "write"]).await;
    for text in [String::new(), " \u{200B}".to_owned(), "x".repeat(5001)] {
        let refused = ben.post(&threads(&video), json!({ "text": text })).await.refused(422);
        assert!(refused["invalid-params"]["text"]["msg"].is_string(), "{refused}");
    }
    for body in [json!({}), json!({ "text": 5 }), json!({ "text": null }), json!({ "body": "x" }), json!([])]
    {
        ben.post(&threads(&video), body).await.refused(400);
    }
    ben.post(&threads(&closed), json!({ "text": "Hello" })).await.refused(422);
    let claims = json!({ "text": "Hi", "userId": 1, "likes": 99, "createdAt": "2001-01-01T00:00:00Z", "account": { "name": "ann" } });
    let said = ben.post(&threads(&video), claims).await.json()["comment"].clone();
    assert_eq!((&said["likes"], &said["account"]["name"]), (&json!(0), &json!("ben")));
    assert_eq!(said["createdAt"], "2026-01-10T12:00:00Z");
    // Twice is once.
    app.advance_seconds(1);
    assert_eq!(say(&ben, &threads(&video), "Hi").await["id"], said["id"]);
}

#[actix_web::test]
async fn ac_02_ac_08_nobody_talks_where_they_may_not_look() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let blocked = app.video_in(&ann, Privacy::Public, VideoState::Published, true).await;
    let (open, unlisted) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |draft| draft.privacy = Privacy::Unlisted).await);
    let owner = app.bearer("ann", &["write"]).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    let (secret, hello) = (say(&owner, &threads(&private), "A secret").await, json!({ "text": "Hello" }));
    for video in [&private, &blocked] {
        ben.post(&threads(video), hello.clone()).await.refused(404);
    }
    ben.post(&format!("/api/v1/videos/{}/comment-threads", unlisted.id), hello.clone()).await.refused(404);
    // A comment is found under its own video alone.
    for video in [&private, &open] {
        let path = under(video, &secret);
        ben.post(&path, hello.clone()).await.refused(404);
        ben.put(&path, hello.clone()).await.refused(404);
        ben.delete(&path).await.refused(404);
        ben.get(&format!("{path}/replies")).await.refused(404);
    }
    for id in [secret["id"].to_string(), secret["uuid"].as_str().unwrap().to_owned()] {
        ben.put(&format!("/api/v1/comments/{id}/rate"), json!({ "rating": "like" })).await.refused(404);
    }
    let linked = say(&ben, &threads(&unlisted), "By its address").await;
    let by_number = format!("/api/v1/comments/{}/rate", linked["id"]);
    ben.put(&by_number, json!({ "rating": "like" })).await.refused(404);
    // A comment that a moderator hid is one that is not there.
    let said = say(&ben, &threads(&open), "Buy my watches!").await;
    let (id, now) = (kinora::db::ids::CommentId(said["id"].as_i64().unwrap()), app.app.now());
    app.write(move |conn| Ok(Comment::hide(conn, id, now)?)).await;
    let eve = app.bearer("eve", &["read", "write"]).await;
    eve.post(&under(&open, &said), hello.clone()).await.refused(404);
    eve.put(&format!("/api/v1/comments/{}/rate", said["id"]), json!({ "rating": "like" })).await.refused(404);
    eve.delete(&under(&open, &said)).await.refused(404);
    assert_eq!(ben.delete(&under(&open, &said)).await.status, 204, "to its author it is");
}

#[actix_web::test]
async fn ac_11_talking_wants_a_token_that_may_write() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let said = say(&app.bearer("ben", &["write"]).await, &threads(&video), "Hello").await;
    let (path, rate) = (under(&video, &said), format!("/api/v1/comments/{}/rate", said["id"]));
    for (program, status) in [(app.program(), 401), (app.bearer("ben", &["read", "upload"]).await, 403)] {
        let hello = json!({ "text": "Hello" });
        program.post(&threads(&video), hello.clone()).await.refused(status);
        program.post(&path, hello.clone()).await.refused(status);
        program.put(&path, hello).await.refused(status);
        program.delete(&path).await.refused(status);
        program.put(&rate, json!({ "rating": "like" })).await.refused(status);
    }
}

#[actix_web::test]
async fn a_program_likes_a_comment_and_takes_it_back() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    let said = say(&ben, &threads(&video), "Hello").await;
    let rate = format!("/api/v1/comments/{}/rate", said["uuid"].as_str().unwrap());
    for (rating, likes) in [("like", 1), ("like", 1), ("none", 0), ("dislike", 0)] {
        assert_eq!(ben.put(&rate, json!({ "rating": rating })).await.status, 204);
        assert_eq!(told(&app, &threads(&video)).await["data"][0]["likes"], likes);
    }
    assert_eq!(told(&app, &threads(&video)).await["data"][0]["dislikes"], 1);
    ben.put(&rate, json!({ "rating": "love" })).await.refused(422);
    for body in [json!({}), json!({ "rating": "like", "count": 5 }), json!({ "rating": 1 })] {
        ben.put(&rate, body).await.refused(400);
    }
    let by_number = format!("/api/v1/comments/{}/rate", said["id"]);
    assert_eq!(ben.put(&by_number, json!({ "rating": "like" })).await.status, 204);
}

#[actix_web::test]
async fn rl_02_programs_and_pages_together_say_no_more_than_a_person_may() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    for number in 0..app.app.config.limits.comments_per_minute {
        say(&ben, &threads(&video), &format!("Number {number}")).await;
    }
    let refused = ben.post(&threads(&video), json!({ "text": "One more" })).await;
    refused.refused(429);
    assert!(!refused.header("retry-after").is_empty());
    let path = format!("/w/{}/comments", video.uuid);
    assert_eq!(app.sign_in("ben").await.post(path, &[("body", "One more")]).await.status, 429);
}

#[actix_web::test]
async fn what_a_moderator_deletes_by_a_program_is_in_the_audit_log() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let said = say(&app.bearer("ben", &["write"]).await, &threads(&video), "Buy my watches!").await;
    app.moderator("mia").await;
    let mia = app.bearer("mia", &["write"]).await;
    assert_eq!(mia.delete(&under(&video, &said)).await.status, 204);
    let audited: i64 = app
        .read(|conn| {
            use diesel::prelude::*;
            Ok(audit_entries::table.count().get_result(conn)?)
        })
        .await;
    assert_eq!(audited, 1);
}
