//! Comments as visitors meet them.

mod attacks;
mod editing;
mod frames;

use kinora::db::schema::comments;
use kinora::db::types::Privacy;
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::paths;

use crate::support::{TestApp, Visitor};

#[actix_web::test]
async fn a_comment_appears_under_its_video() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let answer = ann.post(list(&video), &[("body", "What a *light*, at 0:07!")]).await;
    let place = answer.see_other().to_owned();
    assert!(place.starts_with(&format!("{}#comment-", paths::videos::watch(&video.uuid))), "{place}");
    let page = ann.get(&list(&video)).await.ok();
    page.must_say("Comment posted.");
    page.must_say("What a light, at 0:07!");
    assert_eq!(page.texts("h2"), ["1 comment"]);
    assert_eq!(page.texts("article em"), ["light"]);
    let seek = page.attribute("article .prose a", "href");
    assert_eq!(seek, format!("{}?t=7", paths::videos::watch(&video.uuid)));
    let anchor = place.split('#').nth(1).unwrap();
    assert_eq!(page.count(&format!("article[id='{anchor}']")), 1);
}

#[actix_web::test]
async fn who_has_spoken_finds_it_on_the_watch_page_however_much_is_said() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let mut root = String::new();
    for number in 0..30 {
        if number % 15 == 0 {
            app.advance_seconds(3600);
        }
        root = said(&app, &ann, &video, &format!("Number {number}"), None).await;
    }
    app.advance_seconds(3600);
    for number in 0..8 {
        said(&app, &ann, &video, &format!("Reply {number}"), Some(&root)).await;
    }
    let ben = app.sign_in("ben").await;
    for parent in [None, Some(root.as_str())] {
        let id = said(&app, &ben, &video, "There you are", parent).await;
        let page = ben.get(&paths::videos::watch(&video.uuid)).await.ok();
        assert_eq!(page.count(&format!("article[id='comment-{id}']")), 1);
    }
}

#[actix_web::test]
async fn the_form_leads_back_to_the_page_on_which_it_stood() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let stood_on = paths::comments::page(&video.uuid, "newest", None);
    let answer = post_from(&app, &ann, &list(&video), &[("body", "Here")], &stood_on).await;
    assert!(answer.see_other().starts_with(&format!("{stood_on}#comment-")), "{answer:?}");
    let answer = post_from(&app, &ann, &list(&video), &[("body", "There")], "/settings").await;
    assert!(answer.see_other().starts_with(&format!("{}#", paths::videos::watch(&video.uuid))));
}

#[actix_web::test]
async fn a_blank_comment_comes_back_with_its_error() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let page = ann.post(list(&video), &[("body", " \n ")]).await.unprocessable();
    assert_eq!(page.field_error("body"), "Write something first.");
    assert_eq!(rows(&app).await, 0);
}

#[actix_web::test]
async fn a_long_comment_comes_back_as_it_was_typed() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let long = "word ".repeat(1001);
    let page = ann.post(list(&video), &[("body", &long)]).await.unprocessable();
    assert_eq!(page.field_error("body"), "A comment has at most 5,000 characters.");
    assert_eq!(page.field_value("body"), long.trim());
    assert_eq!(rows(&app).await, 0);
}

#[actix_web::test]
async fn a_reply_stands_in_its_conversation() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where is this?", None).await;
    let ben = app.sign_in("ben").await;
    let reply = said(&app, &ben, &video, "In the north.", Some(&root)).await;
    said(&app, &ann, &video, "How far?", Some(&reply)).await;
    let page = app.get(&list(&video)).await;
    assert_eq!(page.texts("h2"), ["3 comments"]);
    let inside = format!("article[id='comment-{root}'] article[id='comment-{reply}'] article .prose");
    assert_eq!(page.texts(&inside), ["How far?"]);
    let thread = app.get(&format!("{}/{reply}", list(&video))).await;
    assert_eq!(thread.texts(&inside), ["How far?"]);
    thread.must_say("Where is this?");
}

#[actix_web::test]
async fn deep_replies_stand_beside_what_they_answer_and_say_whom() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let ben = app.sign_in("ben").await;
    let mut above = said(&app, &ann, &video, "level 0", None).await;
    for level in 1..6 {
        let who = if level % 2 == 0 { &ann } else { &ben };
        above = said(&app, who, &video, &format!("level {level}"), Some(&above)).await;
    }
    let page = app.get(&format!("{}/{above}", list(&video))).await;
    assert_eq!(page.count("article article article article"), 0);
    assert_eq!(page.count("article article article"), 4);
    assert!(page.says("Answers ann") && page.says("Answers ben"));
}

#[actix_web::test]
async fn a_refused_reply_keeps_its_words_in_its_place() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where is this?", None).await;
    let long = "x".repeat(5001);
    let page = ann.post(list(&video), &[("body", &long), ("parent_id", &root)]).await.unprocessable();
    assert_eq!(page.count(&format!("article[id='comment-{root}'] details[open] textarea[aria-invalid]")), 1);
    assert_eq!(page.field_value("body"), long);
}

#[actix_web::test]
async fn an_answer_to_what_is_gone_is_kept_as_typed() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    let root = said(&app, &ann, &video, "Where is this?", None).await;
    ann.post(paths::comments::delete(&uuid(&root)), &[]).await.see_other();
    for parent in [root.as_str(), "7", "nonsense", "3f1cbb3e-9f5c-4d8b-8a58-0c5f2a4fd001"] {
        let page = ann.post(list(&video), &[("body", "In the north."), ("parent_id", parent)]).await;
        let page = page.unprocessable();
        assert!(page.field_error("body").contains("no longer there"));
        assert_eq!(page.field_value("body"), "In the north.");
    }
}

#[actix_web::test]
async fn a_stranger_is_asked_to_sign_in_and_comes_back() {
    let app = TestApp::start().await;
    let (_, video) = stage(&app).await;
    let stranger = app.visitor();
    let page = stranger.get(&list(&video)).await.ok();
    assert_eq!(page.count("textarea"), 0);
    page.must_say("Sign in to join the conversation.");
    let answer = stranger.post(list(&video), &[("body", "Hello")]).await;
    assert_eq!(answer.see_other(), paths::sign_in(&paths::videos::watch(&video.uuid)));
    assert_eq!(rows(&app).await, 0);
}

#[actix_web::test]
async fn comments_that_are_turned_off_are_neither_shown_nor_taken() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    said(&app, &ann, &video, "Before", None).await;
    close(&app, &video).await;
    let page = ann.get(&list(&video)).await.ok();
    page.must_say("Comments are turned off.");
    assert!(!page.says("Before"));
    assert_eq!(page.count("textarea"), 0);
    let refused = ann.post(list(&video), &[("body", "After")]).await.unprocessable();
    refused.must_say("Comments are turned off.");
    assert_eq!(rows(&app).await, 1);
}

#[actix_web::test]
async fn twenty_a_page_and_a_way_to_the_next() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for number in 0..25 {
        app.advance_seconds(60);
        said(&app, &ann, &video, &format!("Number {number}."), None).await;
    }
    let first = app.get(&paths::comments::page(&video.uuid, "newest", None)).await;
    assert_eq!(first.count("article"), 20);
    first.must_say("Number 24.");
    let next = first.attribute("a[rel~=next]", "href");
    let second = app.get(&next).await;
    assert_eq!(
        second.texts("article .prose"),
        ["Number 4.", "Number 3.", "Number 2.", "Number 1.", "Number 0."]
    );
    assert_eq!(second.count("a[rel~=next]"), 0);
}

#[actix_web::test]
async fn f_03_sixty_four_visitors_at_once_are_all_heard() {
    let app = TestApp::start().await;
    let (_, video) = stage(&app).await;
    let mut writers = Vec::new();
    for number in 0..64 {
        writers.push(app.sign_in(&format!("writer{number}")).await);
    }
    let posting = writers.into_iter().enumerate().map(|(number, writer)| {
        let list = list(&video);
        actix_web::rt::spawn(async move {
            let body = format!("Heard {number}.");
            writer.post(list, &[("body", body.as_str())]).await.see_other().to_owned()
        })
    });
    let mut places = Vec::new();
    for answer in posting.collect::<Vec<_>>() {
        places.push(answer.await.unwrap());
    }
    places.sort();
    places.dedup();
    assert_eq!((places.len(), rows(&app).await), (64, 64));
    assert_eq!(app.get(&list(&video)).await.texts("h2"), ["64 comments"]);
}

#[actix_web::test]
async fn rl_02_comments_are_limited_and_the_answer_says_for_how_long() {
    let app = TestApp::start().await;
    let (ann, video) = stage(&app).await;
    for number in 0..20 {
        said(&app, &ann, &video, &format!("Number {number}"), None).await;
    }
    let refused = ann.post(list(&video), &[("body", "One more")]).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), "60");
    assert_eq!(rows(&app).await, 20);
    app.advance_seconds(60);
    said(&app, &ann, &video, "One more", None).await;
}

/// Ann, signed in, and a public video of hers.
async fn stage(app: &TestApp) -> (Visitor, Video) {
    let ann = app.user("ann").await;
    (app.sign_in("ann").await, app.video(&ann, |_| {}).await)
}

async fn private_video(app: &TestApp, owner: &User) -> Video {
    app.video(owner, |video| video.privacy = Privacy::Private).await
}

fn list(video: &Video) -> String {
    paths::comments::of_video(&video.uuid)
}

fn uuid(text: &str) -> kinora::db::ids::Uuid {
    kinora::db::ids::Uuid::parse(text).unwrap()
}

/// Posts, and gives the new comment's id.
async fn said(_: &TestApp, who: &Visitor, video: &Video, body: &str, parent: Option<&str>) -> String {
    let fields: Vec<_> =
        [("body", body)].into_iter().chain(parent.map(|parent| ("parent_id", parent))).collect();
    let answer = who.post(list(video), &fields).await;
    answer.see_other().rsplit_once("#comment-").unwrap().1.to_owned()
}

async fn post_from(
    app: &TestApp,
    who: &Visitor,
    path: &str,
    fields: &[(&str, &str)],
    page: &str,
) -> crate::support::Answer {
    who.post_with(path, fields, &[("referer", &app.url(page))]).await
}

async fn rows(app: &TestApp) -> i64 {
    app.read(|conn| {
        use diesel::prelude::*;
        Ok(comments::table.count().get_result(conn)?)
    })
    .await
}

async fn close(app: &TestApp, video: &Video) {
    let id = video.id;
    app.write(move |conn| {
        use diesel::prelude::*;
        use kinora::db::schema::videos;
        diesel::update(videos::table.find(id)).set(videos::comments_enabled.eq(false)).execute(conn)?;
        Ok(())
    })
    .await;
}
