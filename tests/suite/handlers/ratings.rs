//! Likes and dislikes as visitors meet them.

use kinora::models::video::Video;
use kinora::paths;

use crate::support::{Page, TestApp, Visitor};

#[actix_web::test]
async fn a_like_counts_once_turns_and_is_taken_back() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let press = async |rating: &str| {
        let path = paths::videos::rating(&video.uuid);
        let answer = ann.post_in_frame(path, &[("rating", rating)], "rating-video").await.ok();
        (answer.texts("button"), answer.attributes("button", "aria-pressed"))
    };
    let texts = |like: &str, dislike: &str| vec![like.to_owned(), dislike.to_owned()];
    let pressed = |like: &str, dislike: &str| vec![like.to_owned(), dislike.to_owned()];
    assert_eq!(press("like").await, (texts("Like 1", "Dislike"), pressed("true", "false")));
    assert_eq!(press("like").await, (texts("Like 1", "Dislike"), pressed("true", "false")));
    assert_eq!(press("dislike").await, (texts("Like", "Dislike 1"), pressed("false", "true")));
    assert_eq!(press("none").await, (texts("Like", "Dislike"), pressed("false", "false")));
}

#[actix_web::test]
async fn without_a_frame_a_rating_leads_back_to_the_video() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let answer = ann.post(paths::videos::rating(&video.uuid), &[("rating", "like")]).await;
    assert_eq!(answer.see_other(), paths::videos::watch(&video.uuid));
    let watching = format!("{}?t=7", paths::videos::watch(&video.uuid));
    let from = [("referer", app.url(&watching))];
    let from: Vec<(&str, &str)> = from.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = ann.post_with(paths::videos::rating(&video.uuid), &[("rating", "like")], &from).await;
    assert_eq!(answer.see_other(), watching);
}

#[actix_web::test]
async fn a_comment_is_liked_in_its_place() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let (list, id) = commented(&ann, &video).await;
    let ben = app.sign_in("ben").await;
    let path = format!("/comments/{id}/rating");
    let answer = ben.post(&path, &[("rating", "like")]).await;
    let place = format!("{}#comment-{id}", paths::videos::watch(&video.uuid));
    assert_eq!(answer.see_other(), place);
    let page = ben.get(&list).await.ok();
    assert_eq!(page.texts(".rating button[aria-pressed=true]"), ["Like 1"]);
    assert_eq!(app.get(&list).await.texts(".rating a"), ["Like 1", "Dislike"]);
    let frame = format!("rating-comment-{id}");
    let fragment = ben.post_in_frame(&path, &[("rating", "none")], &frame).await;
    assert!(fragment.text().starts_with(&format!("<turbo-frame id=\"{frame}\"")), "{}", fragment.text());
    assert_eq!(Page::parse(&fragment.text()).texts("button"), ["Like", "Dislike"]);
}

#[actix_web::test]
async fn what_is_no_rating_is_refused() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for rating in ["", "love", "LIKE", "like; DROP TABLE ratings"] {
        let answer = ann.post(paths::videos::rating(&video.uuid), &[("rating", rating)]).await;
        answer.unprocessable().must_say("A rating is like, dislike or none.");
    }
    ann.post(paths::videos::rating(&video.uuid), &[]).await.unprocessable();
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let (_, id) = commented(&ann, &video).await;
    let stranger = app.visitor();
    let watch = paths::videos::watch(&video.uuid);
    let answer = stranger.post(paths::videos::rating(&video.uuid), &[("rating", "like")]).await;
    assert_eq!(answer.see_other(), paths::sign_in(&watch));
    let referer = app.url(&watch);
    let path = format!("/comments/{id}/rating");
    let answer = stranger.post_with(path, &[("rating", "like")], &[("referer", &referer)]).await;
    assert_eq!(answer.see_other(), paths::sign_in(&watch));
}

#[actix_web::test]
async fn what_does_not_exist_cannot_be_rated() {
    let app = TestApp::start().await;
    let ann = app.sign_in("ann").await;
    for path in [
        "/w/kkGMgK9ZtnKfYAgnEtQxbv/rating",
        "/w/99/rating",
        "/w/nonsense/rating",
        "/comments/3f1cbb3e-9f5c-4d8b-8a58-0c5f2a4fd001/rating",
        "/comments/1/rating",
    ] {
        ann.post(path, &[("rating", "like")]).await.not_found();
    }
}

#[actix_web::test]
async fn rl_02_ratings_are_limited() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for _ in 0..120 {
        ann.post(paths::videos::rating(&video.uuid), &[("rating", "like")]).await.see_other();
    }
    let refused = ann.post(paths::videos::rating(&video.uuid), &[("rating", "none")]).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "60"));
}

async fn stage(app: &TestApp) -> (Visitor, Video) {
    let ann = app.user("ann").await;
    (app.sign_in("ann").await, app.video(&ann, |_| {}).await)
}

/// The list, and the id of a comment in it.
async fn commented(who: &Visitor, video: &Video) -> (String, String) {
    let list = paths::comments::of_video(&video.uuid);
    let answer = who.post(&list, &[("body", "I was there!")]).await;
    let id = answer.see_other().rsplit_once("#comment-").unwrap().1.to_owned();
    (list, id)
}
