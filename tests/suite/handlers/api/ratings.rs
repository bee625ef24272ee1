//! What programs think of videos, for whom they speak.

use kinora::db::types::{Privacy, VideoState};
use serde_json::json;

use super::told;
use crate::support::TestApp;

#[actix_web::test]
async fn a_program_likes_a_video_changes_its_mind_and_takes_it_back() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    let (rate, mine) = (
        format!("/api/v1/videos/{}/rate", video.id),
        format!("/api/v1/users/me/videos/{}/rating", video.uuid),
    );
    assert_eq!(ben.told(&mine).await, json!({ "videoId": video.id.0, "rating": "none" }));
    for (rating, likes, dislikes) in [("like", 1, 0), ("like", 1, 0), ("dislike", 0, 1), ("none", 0, 0)] {
        // PeerTube's clients send more than is ours.
        assert_eq!(ben.put(&rate, json!({ "rating": rating, "videoPassword": "x" })).await.status, 204);
        assert_eq!(ben.told(&mine).await["rating"], rating);
        let told = told(&app, &format!("/api/v1/videos/{}", video.uuid)).await;
        assert_eq!((&told["likes"], &told["dislikes"]), (&json!(likes), &json!(dislikes)));
    }
    assert_eq!(ben.get(&mine).await.header("cache-control"), "private, no-cache");
}

#[actix_web::test]
async fn in_05_what_is_no_opinion_is_refused() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    let rate = format!("/api/v1/videos/{}/rate", video.uuid);
    for body in [json!({ "rating": "love" }), json!({}), json!({ "rating": "" })] {
        let refused = ben.put(&rate, body).await.refused(422);
        assert!(refused["invalid-params"]["rating"]["msg"].is_string(), "{refused}");
    }
    for body in [json!({ "rating": 1 }), json!({ "rating": ["like"] }), json!(["like"])] {
        ben.put(&rate, body).await.refused(400);
    }
    ben.put("/api/v1/videos/nothing/rate", json!({ "rating": "like" })).await.refused(404);
}

#[actix_web::test]
async fn ac_02_what_one_may_not_see_can_be_neither_rated_nor_asked_about() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let private = app.video(&ann, |draft| draft.privacy = Privacy::Private).await;
    let blocked = app.video_in(&ann, Privacy::Public, VideoState::Published, true).await;
    let unlisted = app.video(&ann, |draft| draft.privacy = Privacy::Unlisted).await;
    let ben = app.bearer("ben", &["read", "write"]).await;
    let like = json!({ "rating": "like" });
    // Integers can be counted through.
    for id in [private.uuid.to_string(), blocked.uuid.to_string(), unlisted.id.to_string()] {
        ben.put(&format!("/api/v1/videos/{id}/rate"), like.clone()).await.refused(404);
        ben.get(&format!("/api/v1/users/me/videos/{id}/rating")).await.refused(404);
    }
    let rate = format!("/api/v1/videos/{}/rate", unlisted.uuid);
    assert_eq!(ben.put(&rate, like.clone()).await.status, 204);
    // AC-11: nobody without a token, and no token that was made for less.
    app.program().put(&rate, like.clone()).await.refused(401);
    app.bearer("ben", &["read", "upload"]).await.put(&rate, like).await.refused(403);
    let mine = format!("/api/v1/users/me/videos/{}/rating", unlisted.uuid);
    app.program().get(&mine).await.refused(401);
    app.bearer("ben", &["write"]).await.get(&mine).await.refused(403);
    assert_eq!(app.bearer("eve", &["read"]).await.told(&mine).await["rating"], "none");
}

#[actix_web::test]
async fn rl_02_programs_rate_no_more_often_than_people() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| {}).await;
    let ben = app.bearer("ben", &["write"]).await;
    let rate = format!("/api/v1/videos/{}/rate", video.uuid);
    for _ in 0..app.app.config.limits.ratings_per_minute {
        assert_eq!(ben.put(&rate, json!({ "rating": "like" })).await.status, 204);
    }
    let refused = ben.put(&rate, json!({ "rating": "none" })).await;
    refused.refused(429);
    assert!(!refused.header("retry-after").is_empty());
    let page =
        app.sign_in("ben").await.post(format!("/w/{}/rating", video.uuid), &[("rating", "none")]).await;
    assert_eq!(page.status, 429, "and both together no more often");
}
