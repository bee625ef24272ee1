//! What is recommended to somebody, and what they turn down, by a program.

use kinora::db::schema::impressions;
use kinora::db::types::Privacy;
use serde_json::json;

use super::names;
use crate::support::{Bearer, TestApp};

const FEED: &str = "/api/v1/users/me/feed";

async fn listed(program: &Bearer) -> Vec<String> {
    let list = program.told(FEED).await;
    names(&list).into_iter().map(str::to_owned).collect()
}

#[actix_web::test]
async fn the_feed_is_what_home_recommends_each_with_its_reason() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for title in ["Alps", "Boats", "Cats"] {
        app.video(&ann, |draft| draft.title = title.to_owned()).await;
    }
    app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let program = app.bearer("ben", &["read"]).await;
    let list = program.told(FEED).await;
    assert_eq!((list["total"].as_i64(), list["data"].as_array().unwrap().len()), (Some(3), 3));
    assert!(list["data"].as_array().unwrap().iter().all(|item| item["reason"].is_string()), "{list}");
    let home = app.sign_in("ben").await.get("/").await.ok();
    assert_eq!(names(&list), home.listed());
    let second = program.told(&format!("{FEED}?start=1&count=1")).await;
    assert_eq!((second["total"].as_i64(), &second["data"][0]["uuid"]), (Some(3), &list["data"][1]["uuid"]));
    assert_eq!(program.get(FEED).await.header("cache-control"), "private, no-cache");
}

#[actix_web::test]
async fn what_a_program_reads_teaches_nothing() {
    let app = TestApp::start().await;
    app.video(&app.user("ann").await, |_| {}).await;
    app.bearer("ben", &["read"]).await.told(FEED).await;
    app.flush_feed().await;
    let shown: i64 = app
        .read(|conn| {
            use diesel::prelude::*;
            Ok(impressions::table.count().get_result(conn)?)
        })
        .await;
    assert_eq!(shown, 0);
}

#[actix_web::test]
async fn a_program_turns_videos_and_channels_down_and_takes_it_back() {
    let app = TestApp::start().await;
    let (ann, cid) = (app.user("ann").await, app.user("cid").await);
    let alps = app.video(&ann, |draft| draft.title = "Alps".to_owned()).await;
    app.video(&ann, |draft| draft.title = "Boats".to_owned()).await;
    app.video(&cid, |draft| draft.title = "Cats".to_owned()).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    let path = format!("/api/v1/videos/{}/feedback", alps.uuid);
    assert!(listed(&ben).await.contains(&"Alps".to_owned()));
    assert_eq!(ben.post(&path, json!({ "feedback": "not_interested" })).await.status, 204);
    assert!(!listed(&ben).await.contains(&"Alps".to_owned()));
    assert_eq!(ben.delete(&path).await.status, 204);
    assert!(listed(&ben).await.contains(&"Alps".to_owned()));
    assert_eq!(ben.post(&path, json!({ "feedback": "less_from_channel" })).await.status, 204);
    let page = app.sign_in("ben").await.get("/my/feedback").await.ok();
    page.must_say("ann");
    assert_eq!(ben.delete(&format!("{path}?feedback=not_interested")).await.status, 204);
    app.sign_in("ben").await.get("/my/feedback").await.ok().must_say("subscriber");
    assert_eq!(ben.delete(&format!("{path}?feedback=less_from_channel")).await.status, 204);
    app.sign_in("ben").await.get("/my/feedback").await.ok().must_say("You have turned nothing down");
}

#[actix_web::test]
async fn in_05_ac_02_odd_opinions_and_those_of_what_one_may_not_see_are_refused() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (open, private) =
        (app.video(&ann, |_| {}).await, app.video(&ann, |draft| draft.privacy = Privacy::Private).await);
    let ben = app.bearer("ben", &["read", "write"]).await;
    let path = |uuid: &kinora::db::ids::Uuid| format!("/api/v1/videos/{uuid}/feedback");
    ben.post(&path(&open.uuid), json!({ "feedback": "boring" })).await.refused(422);
    for body in [json!({}), json!({ "feedback": "not_interested", "user": 1 }), json!({ "feedback": 1 })] {
        ben.post(&path(&open.uuid), body).await.refused(400);
    }
    ben.delete(&format!("{}?feedback=boring", path(&open.uuid))).await.refused(422);
    let said = json!({ "feedback": "not_interested" });
    ben.post(&path(&private.uuid), said.clone()).await.refused(404);
    ben.delete(&path(&private.uuid)).await.refused(404);
    // AC-11: and so are tokens that are not good for it.
    for (program, status) in [(app.program(), 401), (app.bearer("ben", &["read", "upload"]).await, 403)] {
        program.post(&path(&open.uuid), said.clone()).await.refused(status);
        program.delete(&path(&open.uuid)).await.refused(status);
    }
    app.program().get(FEED).await.refused(401);
    app.bearer("ben", &["write"]).await.get(FEED).await.refused(403);
}
