//! What is said under a video, for programs.

use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::paths;
use serde_json::Value;

use super::{problem, told};
use crate::support::TestApp;
use crate::support::builders::signed_in;

async fn say(app: &TestApp, author: &User, video: &Video, parent: Option<&Comment>, body: &str) -> Comment {
    app.advance_seconds(1);
    let details = CommentDetails::parse(body, &paths::videos::watch(&video.uuid)).unwrap();
    let (author, video, now) = (signed_in(author), video.uuid, app.app.now());
    let parent = parent.map(|parent| parent.uuid);
    app.write(move |conn| Comment::create(conn, &author, video, parent, &details, now)).await
}

#[actix_web::test]
async fn conversations_are_trees_with_numbers_that_are_numbers() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    let root = say(&app, &ben, &video, None, "Where is *this*?").await;
    let answer = say(&app, &ann, &video, Some(&root), "In the north.").await;
    say(&app, &ben, &video, Some(&answer), "Thanks!").await;
    say(&app, &ben, &video, Some(&root), "Or the south?").await;
    let list = told(&app, &format!("/api/v1/videos/{}/comment-threads?start=0&count=10", video.uuid)).await;
    let first = &list["data"][0];
    assert_eq!((list["total"].as_i64(), first["text"].as_str()), (Some(1), Some("Where is *this*?")));
    assert_eq!((first["threadId"].as_i64(), first["id"].as_i64()), (Some(root.id.0), Some(root.id.0)));
    assert_eq!(
        (first["totalReplies"].as_i64(), first["totalRepliesFromVideoAuthor"].as_i64()),
        (Some(3), Some(1))
    );
    assert_eq!((first["account"]["name"].as_str(), first["isDeleted"].as_bool()), (Some("ben"), Some(false)));
    assert_eq!(first["likes"], 0, "which PeerTube does not have, and Grayjay shows");

    for thread in [root.id.to_string(), root.uuid.to_string()] {
        let tree = told(&app, &format!("/api/v1/videos/{}/comment-threads/{thread}", video.uuid)).await;
        let texts = |tree: &Value| -> Vec<String> {
            let children = tree["children"].as_array().unwrap();
            children.iter().map(|child| child["comment"]["text"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(texts(&tree), ["In the north.", "Or the south?"]);
        assert_eq!(texts(&tree["children"][0]), ["Thanks!"]);
        assert_eq!(tree["children"][0]["comment"]["inReplyToCommentId"], root.id.0);
    }
    problem(&app, &format!("/api/v1/videos/{}/comment-threads/{}", video.uuid, answer.id), 404).await;
    let other = app.video(&ann, |_| {}).await;
    problem(&app, &format!("/api/v1/videos/{}/comment-threads/{}", other.uuid, root.id), 404).await;
}

#[actix_web::test]
async fn what_is_deleted_or_hidden_says_nothing_and_names_nobody() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    let hidden = say(&app, &ben, &video, None, "Buy my watches!").await;
    let (hidden_id, now) = (hidden.id, app.app.now());
    say(&app, &ann, &video, Some(&hidden), "No.").await;
    app.write(move |conn| Ok(Comment::hide(conn, hidden_id, now)?)).await;
    let list = told(&app, &format!("/api/v1/videos/{}/comment-threads", video.uuid)).await;
    let shell = &list["data"][0];
    assert_eq!((shell["isDeleted"].as_bool(), shell["text"].as_str()), (Some(true), Some("")));
    assert!(shell["account"].is_null() && !list.to_string().contains("watches!"), "{list}");
}

#[actix_web::test]
async fn where_comments_are_off_there_are_none() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |draft| draft.comments_enabled = false).await;
    let list = told(&app, &format!("/api/v1/videos/{}/comment-threads", video.uuid)).await;
    assert_eq!(list["total"], 0);
}
