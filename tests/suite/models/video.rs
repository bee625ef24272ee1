//! The rules of videos: who may see one, what a file becomes, what a change closes.

use kinora::clock::Timestamp;
use kinora::db::Conn;
use kinora::db::ids::{UserId, Uuid};
use kinora::db::schema::{channels, videos};
use kinora::db::types::{MediaKind, Privacy, VideoState};
use kinora::error::Error;
use kinora::models::share_link::{ShareLink, ShareLinkDetails, ShareToken};
use kinora::models::task::Task;
use kinora::models::video::{
    Access, LadderPlan, MediaFile, NewMediaFile, NewUpload, NewVersion, Publication, ReceivedFile, Rendition,
    Shared, Upload, Video, VideoDetails, can_view, viewable_by,
};
use kinora::models::viewer::{BroughtLink, Guest, Viewer};

use diesel::prelude::*;

use crate::support::TestApp;
use crate::support::builders::{signed_in, viewer};

#[actix_web::test]
async fn ac_01_the_rule_in_memory_and_the_rule_in_queries_are_one() {
    let app = TestApp::start().await;
    let (ann, eve) = (app.user("ann").await, app.user("eve").await);
    let (moderator, administrator) = (app.moderator("mod").await, app.administrator("adm").await);
    let viewers = [Viewer::Anonymous, viewer(&ann), viewer(&eve), viewer(&moderator), viewer(&administrator)];
    let mut compared = 0;
    for &privacy in Privacy::ALL {
        for &state in VideoState::ALL {
            for blocked in [false, true] {
                let video = app
                    .video(&ann, |draft| {
                        draft.privacy = privacy;
                        draft.state = state;
                        draft.blocked = blocked;
                    })
                    .await;
                let token = ShareToken::random().unwrap();
                let (uuid, owner, now, shared) = (video.uuid, ann.id, app.app.now(), token.clone());
                app.write(move |conn| {
                    let details = ShareLinkDetails::parse("", "day")?;
                    ShareLink::create(conn, owner, uuid, &details, &shared, now)
                })
                .await;
                let mut brought = viewers.clone().map(|viewer| (viewer, Shared::No)).to_vec();
                for user in [None, Some(signed_in(&eve))] {
                    let guest = |token_hash: String, at: Timestamp| {
                        Viewer::Guest(Guest { user: user.clone(), link: BroughtLink { token_hash, at } })
                    };
                    brought.push((guest(token.hash(), now), Shared::ByLink));
                    brought.push((guest(token.hash(), now.plus_days(1)), Shared::No));
                    brought.push((guest(ShareToken::random().unwrap().hash(), now), Shared::No));
                }
                for (viewer, shared) in brought {
                    let access =
                        Access { owner: ann.id, privacy, state, blocked_at: video.blocked_at, shared };
                    let (id, who) = (video.id, viewer.clone());
                    let found = app
                        .read(move |conn| {
                            let query = videos::table.inner_join(channels::table).filter(videos::id.eq(id));
                            Ok(query.filter(viewable_by(&who)).count().get_result::<i64>(conn)?)
                        })
                        .await;
                    assert_eq!(can_view(&viewer, &access), found == 1, "{viewer:?} {access:?}");
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 3 * 4 * 2 * (5 + 6));
}

#[actix_web::test]
async fn up_11_parallel_uploads_cannot_both_pass_a_quota_that_holds_one() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await.id;
    let uploads = (0..8).map(|_| {
        let app = app.app.clone();
        async move {
            app.db
                .write(move |conn| upload(conn, ann, 60, 100, kinora::clock::Timestamp::from_millis(1)))
                .await
        }
    });
    let outcomes = futures_util::future::join_all(uploads).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let refused = outcomes.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(refused, Error::Invalid(_)));
    assert_eq!(app.read(move |conn| Ok(Upload::bytes_of_user(conn, ann)?)).await, 60);
    app.forget_tasks().await;
}

#[actix_web::test]
async fn a_published_file_counts_instead_of_the_received_one_and_a_refused_one_not_at_all() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let video = app.write(move |conn| upload(conn, ann, 60, 1000, now)).await;
    let refused = app.write(move |conn| upload(conn, ann, 40, 1000, now)).await;
    let stored = move |conn: &mut Conn| Ok(Upload::bytes_of_user(conn, ann)?);
    assert_eq!(app.read(stored).await, 100);
    let (first, second) = (video.id, refused.id);
    let outcome = app.write(move |conn| Video::publish(conn, first, &version("v1"), now)).await;
    assert_eq!(outcome, Publication::Done);
    app.write(move |conn| Video::fail(conn, second, "No.", ReceivedFile::Dropped, now)).await;
    assert_eq!(app.read(stored).await, 33);
    assert!(app.read(move |conn| Task::MakePosters { video: first }.latest(conn)).await.is_some());
    app.forget_tasks().await;
}

#[actix_web::test]
async fn f_14_a_second_publication_is_unwanted() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let video = app.write(move |conn| upload(conn, ann, 60, 1000, now)).await;
    let id = video.id;
    app.write(move |conn| Video::publish(conn, id, &version("v1"), now)).await;
    let late = app.write(move |conn| Video::publish(conn, id, &version("v2"), now.plus_seconds(5))).await;
    assert_eq!(late, Publication::Unwanted);
    app.write(move |conn| Video::fail(conn, id, "Late.", ReceivedFile::Dropped, now)).await;
    let video = app.video_row(video.uuid).await;
    assert_eq!((video.media_version.as_deref(), video.state), (Some("v1"), VideoState::Published));
    assert_eq!(video.published_at, Some(now));
    app.write(move |conn| Video::delete(conn, id, now)).await;
    let gone = app.write(move |conn| Video::publish(conn, id, &version("v3"), now)).await;
    assert_eq!(gone, Publication::Unwanted);
    app.forget_tasks().await;
}

#[actix_web::test]
async fn ac_13_a_disabled_account_publishes_nothing() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let video = app.write(move |conn| upload(conn, ann, 60, 1000, now)).await;
    app.write(move |conn| {
        use kinora::db::schema::users;
        diesel::update(users::table.find(ann)).set(users::disabled_at.eq(now)).execute(conn)?;
        Ok(())
    })
    .await;
    let id = video.id;
    let outcome = app.write(move |conn| Video::publish(conn, id, &version("v1"), now)).await;
    assert_eq!(outcome, Publication::Unwanted);
    assert_eq!(app.video_row(video.uuid).await.state, VideoState::Failed);
    let refused = app.app.db.write(move |conn| upload(conn, ann, 1, 1000, now)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    app.forget_tasks().await;
}

#[actix_web::test]
async fn whatever_narrows_the_audience_raises_the_epoch() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await, app.app.now());
    let video = app.video(&ann, |_| {}).await;
    let (owner, uuid, id) = (ann.id, video.uuid, video.id);
    let change = move |privacy: &'static str| {
        move |conn: &mut Conn| {
            let details = VideoDetails::parse("Title", "", "", privacy)?;
            Ok(Video::update_own(conn, owner, uuid, &details, None, now)?.media_epoch)
        }
    };
    assert_eq!(app.write(change("public")).await, 0, "nothing changed");
    assert_eq!(app.write(change("unlisted")).await, 1);
    assert_eq!(app.write(change("private")).await, 2);
    app.write(move |conn| Video::block(conn, id, now)).await;
    assert_eq!(app.video_row(uuid).await.media_epoch, 3);
    let twice = app.app.db.write(move |conn| Video::block(conn, id, now)).await;
    assert!(matches!(twice, Err(Error::NotFound)));
    app.write(move |conn| Video::unblock(conn, id, now)).await;
    assert_eq!(app.video_row(uuid).await.blocked_at, None);
}

#[actix_web::test]
async fn times_in_a_description_lead_into_the_video() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let video = app.write(move |conn| upload(conn, ann, 1, 1000, now)).await;
    let link = format!("href=\"{}?t=62\"", kinora::paths::videos::watch(&video.uuid));
    assert!(video.description_html.contains(&link), "{}", video.description_html);
    let tags = app.read(move |conn| Ok(Video::tags(conn, video.id)?)).await;
    assert_eq!(tags, ["a", "b"]);
    app.forget_tasks().await;
}

fn upload(
    conn: &mut Conn,
    owner: UserId,
    bytes: i64,
    quota_bytes: i64,
    now: kinora::clock::Timestamp,
) -> Result<Video, Error> {
    let details = VideoDetails::parse("Title", "Look at 1:02.", "b, a", "public")?;
    let upload = NewUpload { uuid: Uuid::random(), bytes, channel: None, quota_bytes };
    Video::upload(conn, owner, &details, &upload, now)
}

fn version(name: &str) -> NewVersion {
    NewVersion {
        version: name.to_owned(),
        files: vec![NewMediaFile {
            kind: MediaKind::Web,
            name: "x-web.mp4".to_owned(),
            height: Some(360),
            codec: Some("h264".to_owned()),
            bytes: 33,
            frame_rate: Some(25.0),
        }],
        duration_ms: 2000,
        width: 640,
        height: 360,
        poster: None,
        chapters: Vec::new(),
        note: None,
        received: ReceivedFile::Dropped,
        ladder: LadderPlan::None,
    }
}

#[actix_web::test]
async fn the_received_file_is_released_when_nothing_more_is_made_from_it() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    let video = app.write(move |conn| upload(conn, ann, 500, 10_000, now)).await;
    let id = video.id;
    let mut first = version("v1");
    first.ladder = LadderPlan::Build { expected_ms: 9 };
    app.write(move |conn| Video::publish(conn, id, &first, now)).await;
    let received = || app.read(move |conn| Ok(Upload::of_video(conn, id)?.unwrap().received));
    let waiting = || app.read(move |conn| Upload::waiting(conn, &[video.uuid], now.plus_days(30)));
    assert_eq!((received().await, waiting().await.len()), (500, 1), "the ladder is made from it");
    assert_eq!(app.read(move |conn| Ok(Upload::bytes_of_user(conn, ann)?)).await, 533);
    let task = app.read(move |conn| Task::BuildLadder { video: id }.latest(conn)).await.unwrap();
    let posters = app.read(move |conn| Task::MakePosters { video: id }.latest(conn)).await.unwrap();
    assert!(task.priority > posters.priority, "after everything that waits to become watchable");

    let stream = vec![rendition(MediaKind::Audio, None), rendition(MediaKind::Video, Some((180, 320)))];
    let stale = stream.clone();
    let late = app.write(move |conn| Video::add_ladder(conn, id, "v0", &stale, now)).await;
    assert_eq!(late, Publication::Unwanted, "it was made for another version");
    assert_eq!(received().await, 500);
    for _ in 0..2 {
        let stream = stream.clone();
        app.write(move |conn| Video::add_ladder(conn, id, "v1", &stream, now)).await;
    }
    let found = app.read(move |conn| Ok(MediaFile::renditions(conn, id, "v1")?)).await;
    assert_eq!(found, [stream[1].clone(), stream[0].clone()], "pictures first, and each once");
    assert_eq!((found[0].quality(), found[1].quality()), (Some(180), None));
    assert_eq!(received().await, 0);
    app.forget_tasks().await;
    assert!(waiting().await.is_empty());
}

#[actix_web::test]
async fn a_file_without_a_task_to_use_it_is_wanted_only_where_originals_are_kept() {
    let app = TestApp::start().await;
    let (ann, now) = (app.user("ann").await.id, app.app.now());
    for kept in [ReceivedFile::Dropped, ReceivedFile::Kept] {
        let video = app.write(move |conn| upload(conn, ann, 500, 10_000, now)).await;
        let id = video.id;
        let mut first = version("v1");
        (first.ladder, first.received) = (LadderPlan::Build { expected_ms: 9 }, kept);
        app.write(move |conn| Video::publish(conn, id, &first, now)).await;
        // An administrator deleted the task.
        app.forget_tasks().await;
        let wanted = app.read(move |conn| Upload::waiting(conn, &[video.uuid], now)).await;
        assert_eq!(!wanted.is_empty(), kept == ReceivedFile::Kept);
    }
}

fn rendition(kind: MediaKind, size: Option<(i32, i32)>) -> Rendition {
    Rendition {
        kind,
        name: format!("x-{}-fragmented.mp4", size.map_or(0, |(width, _)| width)),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        codec: Some("aac".to_owned()),
        codecs: Some("mp4a.40.2".to_owned()),
        language: Some("en".to_owned()),
        bytes: 1,
        bandwidth: Some(2),
        average_bandwidth: Some(1),
        frame_rate: None,
    }
}
