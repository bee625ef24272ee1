//! Ratings and subscriptions: counters that are exact whoever presses when.

use kinora::db::types::Rating;
use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::rating::{rate_comment, rate_video, score};
use kinora::models::subscription::Subscription;
use kinora::models::user::User;
use kinora::models::video::Video;

use crate::support::TestApp;
use crate::support::builders::signed_in;

#[actix_web::test]
async fn sixty_four_likes_at_once_are_sixty_four() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let people = people(&app, 64).await;
    rate_all(&app, &people, &video, |_| Some(Rating::Like)).await;
    assert_eq!(counts(&app, &video).await, (64, 0));
    // Everyone changes their mind at once: a quarter stays, a quarter turns, the rest takes it back.
    rate_all(&app, &people, &video, |number| match number % 4 {
        0 => Some(Rating::Like),
        1 => Some(Rating::Dislike),
        _ => None,
    })
    .await;
    assert_eq!(counts(&app, &video).await, (16, 16));
}

#[actix_web::test]
async fn one_person_pressing_wildly_counts_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let presses = vec![ann.clone(); 64];
    rate_all(&app, &presses, &video, |number| match number % 3 {
        0 => Some(Rating::Like),
        1 => Some(Rating::Dislike),
        _ => None,
    })
    .await;
    let (likes, dislikes) = counts(&app, &video).await;
    assert_eq!((likes, dislikes), rows(&app, &video).await);
    assert!(likes + dislikes <= 1, "{likes} {dislikes}");
    rate_all(&app, &presses, &video, |_| Some(Rating::Dislike)).await;
    assert_eq!(counts(&app, &video).await, (0, 1));
}

#[actix_web::test]
async fn a_comments_score_follows_its_ratings() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let (author, uuid, now) = (signed_in(&ann), video.uuid, app.app.now());
    let details = CommentDetails::parse("Judge me", "/w/x").unwrap();
    let comment = app.write(move |conn| Comment::create(conn, &author, uuid, None, &details, now)).await;
    let people = people(&app, 24).await;
    let raters = people.iter().enumerate().map(|(number, user)| {
        let (app, user, uuid) = (app.app.clone(), signed_in(user), comment.uuid);
        let rating = if number % 3 == 0 { Rating::Dislike } else { Rating::Like };
        actix_web::rt::spawn(async move {
            app.db.write(move |conn| rate_comment(conn, &user, uuid, Some(rating), now)).await.map(drop)
        })
    });
    for rater in raters.collect::<Vec<_>>() {
        rater.await.unwrap().unwrap();
    }
    let rated = app.read(move |conn| Ok(Comment::find(conn, comment.id)?)).await;
    assert_eq!((rated.likes, rated.dislikes), (16, 8));
    assert!((rated.score - score(16, 8)).abs() < 1e-12);
}

#[actix_web::test]
async fn subscribers_are_counted_exactly() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let channel = app.channel_of(&ann).await;
    let people = people(&app, 32).await;
    for wanted in [Subscription::Subscribed, Subscription::Unsubscribed] {
        let presses = people.iter().chain(&people[..16]).map(|user| {
            let (app, user, handle) = (app.app.clone(), signed_in(user), channel.handle.clone());
            actix_web::rt::spawn(async move {
                let now = app.now();
                app.db.write(move |conn| wanted.set(conn, &user, &handle, now)).await.map(drop)
            })
        });
        for press in presses.collect::<Vec<_>>() {
            press.await.unwrap().unwrap();
        }
        let expected = if wanted == Subscription::Subscribed { 32 } else { 0 };
        assert_eq!(app.channel_of(&ann).await.subscribers, expected);
    }
}

async fn people(app: &TestApp, number: usize) -> Vec<User> {
    let mut people = Vec::new();
    for number in 0..number {
        people.push(app.user(&format!("person{number}")).await);
    }
    people
}

async fn rate_all(app: &TestApp, people: &[User], video: &Video, opinion: impl Fn(usize) -> Option<Rating>) {
    let raters: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(number, user)| {
            let (app, user, uuid, rating) = (app.app.clone(), signed_in(user), video.uuid, opinion(number));
            actix_web::rt::spawn(async move {
                let now = app.now();
                app.db.write(move |conn| rate_video(conn, &user, uuid, rating, now)).await.map(drop)
            })
        })
        .collect();
    for rater in raters {
        rater.await.unwrap().unwrap();
    }
}

async fn counts(app: &TestApp, video: &Video) -> (i64, i64) {
    let id = video.id;
    let video = app.read(move |conn| Ok(Video::find(conn, id)?)).await;
    (video.likes, video.dislikes)
}

async fn rows(app: &TestApp, video: &Video) -> (i64, i64) {
    use diesel::prelude::*;
    use kinora::db::schema::ratings;
    let id = video.id;
    app.read(move |conn| {
        let mut of = |rating: Rating| -> QueryResult<i64> {
            ratings::table
                .filter(ratings::video_id.eq(id))
                .filter(ratings::value.eq(rating))
                .count()
                .get_result(conn)
        };
        Ok((of(Rating::Like)?, of(Rating::Dislike)?))
    })
    .await
}
