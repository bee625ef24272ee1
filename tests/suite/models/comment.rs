//! Comments: counters, conversations, double clicks, and what a page of them costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{Connection, InstrumentationEvent};
use kinora::db::ids::Uuid;
use kinora::error::Result;
use kinora::models::comment::{Comment, CommentDetails, CommentSectionData, CommentSort, CommentsWanted};
use kinora::models::user::User;
use kinora::models::video::Video;
use kinora::models::viewer::Viewer;

use crate::support::TestApp;
use crate::support::builders::{signed_in, viewer};

#[actix_web::test]
async fn f_03_every_acknowledged_comment_is_there_exactly_once() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let root = post(&app, &ann, &video, None, "The root").await;
    let writers: Vec<_> = (0..64)
        .map(|writer| {
            let (app, ann, video, root) = (app.app.clone(), signed_in(&ann), video.uuid, root.uuid);
            actix_web::rt::spawn(async move {
                let parent = (writer % 2 == 0).then_some(root);
                let details = details(&format!("Number {writer}"));
                let now = app.now();
                let comment =
                    app.db.write(move |conn| Comment::create(conn, &ann, video, parent, &details, now)).await;
                comment.unwrap().uuid
            })
        })
        .collect();
    let mut acknowledged = vec![root.uuid];
    for writer in writers {
        acknowledged.push(writer.await.unwrap());
    }
    acknowledged.sort();
    acknowledged.dedup();
    assert_eq!(acknowledged.len(), 65);
    let kept: Vec<Uuid> = app
        .read(|conn| {
            use diesel::prelude::*;
            use kinora::db::schema::comments;
            Ok(comments::table.select(comments::uuid).order(comments::uuid).load(conn)?)
        })
        .await;
    assert_eq!(kept, acknowledged);
    assert_eq!(find_video(&app, &video).await.comments, 65);
    assert_eq!(find(&app, &root).await.replies, 32);
}

#[actix_web::test]
async fn a_second_click_gives_the_first_comment_back() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    let clicks: Vec<_> = (0..16)
        .map(|_| {
            let (app, ann, video) = (app.app.clone(), signed_in(&ann), video.uuid);
            actix_web::rt::spawn(async move {
                let (details, now) = (details("Once"), app.now());
                app.db.write(move |conn| Comment::create(conn, &ann, video, None, &details, now)).await
            })
        })
        .collect();
    let mut made = Vec::new();
    for click in clicks {
        made.push(click.await.unwrap().unwrap().uuid);
    }
    made.dedup();
    assert_eq!(made.len(), 1);
    assert_eq!(find_video(&app, &video).await.comments, 1);

    let first = post(&app, &ann, &video, None, "Once").await;
    let elsewhere = post(&app, &ann, &video, Some(&first), "Once").await;
    let others = post(&app, &ben, &video, None, "Once").await;
    app.advance_seconds(11);
    let later = post(&app, &ann, &video, None, "Once").await;
    assert_eq!(first.uuid, made[0]);
    let mut all = [first.uuid, elsewhere.uuid, others.uuid, later.uuid];
    all.sort();
    assert!(all.is_sorted_by(|a, b| a < b), "four different comments");
}

#[actix_web::test]
async fn replies_know_their_conversation_and_their_depth() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let root = post(&app, &ann, &video, None, "root").await;
    let reply = post(&app, &ann, &video, Some(&root), "reply").await;
    let deeper = post(&app, &ann, &video, Some(&reply), "deeper").await;
    assert_eq!((root.thread_id, root.depth), (None, 0));
    assert_eq!((deeper.thread_id, deeper.parent_id, deeper.depth), (Some(root.id), Some(reply.id), 2));
    assert_eq!(find(&app, &root).await.replies, 2, "the whole conversation");
    assert_eq!(find(&app, &reply).await.replies, 1, "its own answers");
}

#[actix_web::test]
async fn a_parent_on_another_video_is_no_parent() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (video, other) = (app.video(&ann, |_| {}).await, app.video(&ann, |_| {}).await);
    let root = post(&app, &ann, &video, None, "root").await;
    let refused = try_post(&app, &ann, &other, Some(&root), "reply").await.unwrap_err();
    assert!(refused.to_string().contains("no longer there"), "{refused}");
    assert_eq!(find_video(&app, &other).await.comments, 0);
}

#[actix_web::test]
async fn hiding_showing_and_deleting_keep_the_counts() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let root = post(&app, &ann, &video, None, "root").await;
    let reply = post(&app, &ann, &video, Some(&root), "reply").await;
    let now = app.app.now();
    let counts = async || (find_video(&app, &video).await.comments, find(&app, &root).await.replies);
    assert_eq!(counts().await, (2, 1));
    let id = reply.id;
    assert!(app.write(move |conn| Ok(Comment::hide(conn, id, now)?)).await);
    assert!(!app.write(move |conn| Ok(Comment::hide(conn, id, now)?)).await, "hidden already");
    assert_eq!(counts().await, (1, 0));
    assert!(app.write(move |conn| Ok(Comment::unhide(conn, id)?)).await);
    assert_eq!(counts().await, (2, 1));
    app.write(move |conn| Ok(Comment::hide(conn, id, now)?)).await;
    assert!(app.write(move |conn| Ok(Comment::erase(conn, id, now)?)).await);
    assert!(!app.write(move |conn| Ok(Comment::erase(conn, id, now)?)).await, "deleted already");
    assert!(!app.write(move |conn| Ok(Comment::unhide(conn, id)?)).await, "the deleted stay deleted");
    assert_eq!(counts().await, (1, 0));
    assert_eq!(find(&app, &reply).await.body, "", "deleted words are gone");
}

#[actix_web::test]
async fn a_deleted_comment_stays_as_a_shell_only_while_it_is_answered() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let lonely = post(&app, &ann, &video, None, "lonely").await;
    let answered = post(&app, &ann, &video, None, "answered").await;
    let reply = post(&app, &ann, &video, Some(&answered), "reply").await;
    let now = app.app.now();
    for id in [lonely.id, answered.id] {
        app.write(move |conn| Ok(Comment::erase(conn, id, now)?)).await;
    }
    let data = section(&app, &Viewer::Anonymous, &video, CommentsWanted::default()).await;
    assert_eq!(roots(&data), [answered.uuid]);
    assert!(!data.threads[0].root.is_shown());
    app.write(move |conn| Ok(Comment::erase(conn, reply.id, now)?)).await;
    let data = section(&app, &Viewer::Anonymous, &video, CommentsWanted::default()).await;
    assert_eq!(data.threads.len(), 0);
}

#[actix_web::test]
async fn a_hidden_comment_is_for_its_author_and_moderators() {
    let app = TestApp::start().await;
    let (ann, ben, mo) = (app.user("ann").await, app.user("ben").await, app.moderator("mo").await);
    let video = app.video(&ann, |_| {}).await;
    let hidden = post(&app, &ben, &video, None, "hidden").await;
    let now = app.app.now();
    app.write(move |conn| Ok(Comment::hide(conn, hidden.id, now)?)).await;
    for (who, sees) in [(Viewer::Anonymous, 0), (viewer(&ann), 0), (viewer(&ben), 1), (viewer(&mo), 1)] {
        let data = section(&app, &who, &video, CommentsWanted::default()).await;
        assert_eq!(data.threads.len(), sees, "{who:?}");
    }
}

#[actix_web::test]
async fn pages_go_on_where_the_last_one_ended() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    for number in 0..45 {
        app.advance_seconds(1);
        post(&app, &ann, &video, None, &format!("Number {number}")).await;
    }
    for sort in [CommentSort::Top, CommentSort::Newest] {
        let mut seen = Vec::new();
        let mut wanted = CommentsWanted { sort, after: None };
        loop {
            let data = section(&app, &viewer(&ben), &video, wanted).await;
            seen.extend(roots(&data));
            match data.next {
                Some(next) => wanted.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 45);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 45);
    }
}

#[actix_web::test]
async fn top_is_by_score_with_ones_own_new_comment_first() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    let plain = post(&app, &ann, &video, None, "plain").await;
    let liked = post(&app, &ann, &video, None, "liked").await;
    let newest = post(&app, &ann, &video, None, "newest").await;
    let (rater, now, uuid) = (signed_in(&ben), app.app.now(), liked.uuid);
    let like = Some(kinora::db::types::Rating::Like);
    app.write(move |conn| kinora::models::rating::rate_comment(conn, &rater, uuid, like, now)).await;
    let top = CommentsWanted::default();
    let data = section(&app, &viewer(&ben), &video, top).await;
    assert_eq!(roots(&data), [liked.uuid, newest.uuid, plain.uuid]);
    assert_eq!(data.mine.get(&liked.id), Some(&kinora::db::types::Rating::Like));
    let newest_first = CommentsWanted { sort: CommentSort::Newest, after: None };
    let data = section(&app, &viewer(&ben), &video, newest_first).await;
    assert_eq!(roots(&data), [newest.uuid, liked.uuid, plain.uuid]);
    let own = post(&app, &ben, &video, None, "mine").await;
    let data = section(&app, &viewer(&ben), &video, top).await;
    assert_eq!(roots(&data), [own.uuid, liked.uuid, newest.uuid, plain.uuid]);
    app.advance_seconds(601);
    let data = section(&app, &viewer(&ben), &video, top).await;
    assert_eq!(roots(&data), [liked.uuid, own.uuid, newest.uuid, plain.uuid]);
}

#[actix_web::test]
async fn a_page_shows_the_first_replies_and_ones_own_new_one() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    let root = post(&app, &ann, &video, None, "root").await;
    for number in 0..9 {
        post(&app, &ann, &video, Some(&root), &format!("Reply {number}")).await;
    }
    let own = post(&app, &ben, &video, Some(&root), "mine").await;
    let data = section(&app, &Viewer::Anonymous, &video, CommentsWanted::default()).await;
    assert_eq!(data.threads[0].replies.len(), 5);
    assert!(data.threads[0].has_more());
    let data = section(&app, &viewer(&ben), &video, CommentsWanted::default()).await;
    assert_eq!(data.threads[0].replies.len(), 6);
    assert_eq!(data.threads[0].replies[5].uuid, own.uuid);
    let (uuid, who, shown) = (own.uuid, viewer(&ben), find_video(&app, &video).await);
    let thread = app.read(move |conn| Ok(Comment::thread(conn, &who, &shown, uuid, None)?)).await;
    assert_eq!((thread.thread.root.uuid, thread.thread.replies.len()), (root.uuid, 10));
    assert!(!thread.thread.has_more());
}

#[actix_web::test]
async fn a_page_of_comments_takes_the_same_queries_however_much_is_said() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let video = app.video(&ann, |_| {}).await;
    assert_eq!(queries(&app, &Viewer::Anonymous, &video).await, 0, "nothing said, nothing asked");
    for number in 0..3 {
        let root = post(&app, &ann, &video, None, &format!("Root {number}")).await;
        post(&app, &ann, &video, Some(&root), "reply").await;
    }
    let few = [queries(&app, &Viewer::Anonymous, &video).await, queries(&app, &viewer(&ben), &video).await];
    for number in 3..25 {
        let root = post(&app, &ann, &video, None, &format!("Root {number}")).await;
        for reply in 0..7 {
            post(&app, &ben, &video, Some(&root), &format!("Reply {reply}")).await;
        }
    }
    let many = [queries(&app, &Viewer::Anonymous, &video).await, queries(&app, &viewer(&ben), &video).await];
    assert_eq!((few, many), ([2, 4], [2, 4]));
}

#[test]
fn words_are_bounded_and_must_be_words() {
    let complaint = |body: &str| {
        let refused = CommentDetails::parse(body, "/w/x").unwrap_err();
        refused.fields()["body"].clone()
    };
    for blank in ["", " \n ", "\u{200B}", "![]()", "***"] {
        assert_eq!(complaint(blank), "Write something first.", "{blank:?}");
    }
    assert_eq!(complaint(&"é".repeat(5001)), "A comment has at most 5,000 characters.");
    assert!(CommentDetails::parse(&"é".repeat(5000), "/w/x").is_ok());
    let timed = CommentDetails::parse("At 1:23 it begins.", "/w/x").unwrap();
    assert!(timed.body_html().contains("href=\"/w/x?t=83\""), "{}", timed.body_html());
}

async fn queries(app: &TestApp, who: &Viewer, video: &Video) -> usize {
    let video = find_video(app, video).await;
    let (who, now, count) = (who.clone(), app.app.now(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&count);
    app.read(move |conn| {
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        let outcome = Comment::section(conn, &who, &video, CommentsWanted::default(), now);
        conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
        Ok(outcome.map(drop)?)
    })
    .await;
    count.load(Ordering::SeqCst)
}

fn roots(data: &CommentSectionData) -> Vec<Uuid> {
    data.threads.iter().map(|thread| thread.root.uuid).collect()
}

async fn section(app: &TestApp, who: &Viewer, video: &Video, wanted: CommentsWanted) -> CommentSectionData {
    let (who, video, now) = (who.clone(), find_video(app, video).await, app.app.now());
    app.read(move |conn| Ok(Comment::section(conn, &who, &video, wanted, now)?)).await
}

fn details(body: &str) -> CommentDetails {
    CommentDetails::parse(body, "/w/x").unwrap()
}

async fn post(app: &TestApp, author: &User, video: &Video, parent: Option<&Comment>, body: &str) -> Comment {
    try_post(app, author, video, parent, body).await.unwrap()
}

async fn try_post(
    app: &TestApp,
    author: &User,
    video: &Video,
    parent: Option<&Comment>,
    body: &str,
) -> Result<Comment> {
    let (author, video, now) = (signed_in(author), video.uuid, app.app.now());
    let (parent, details) = (parent.map(|parent| parent.uuid), details(body));
    app.app.db.write(move |conn| Comment::create(conn, &author, video, parent, &details, now)).await
}

async fn find(app: &TestApp, comment: &Comment) -> Comment {
    let id = comment.id;
    app.read(move |conn| Ok(Comment::find(conn, id)?)).await
}

async fn find_video(app: &TestApp, video: &Video) -> Video {
    let id = video.id;
    app.read(move |conn| Ok(Video::find(conn, id)?)).await
}
