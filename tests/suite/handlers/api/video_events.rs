//! The events of a video, as whoever listens hears them.

use std::time::Duration;

use diesel::prelude::*;
use kinora::db::schema::{tasks, videos};
use kinora::db::types::{Privacy, VideoState};
use kinora::models::api_token::ApiToken;
use kinora::models::comment::{Comment, CommentDetails};
use kinora::models::task::{Lease, Task};
use kinora::models::video::{ReceivedFile, Video};
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::support::builders::signed_in;
use crate::support::{Bearer, TestApp};

/// Somebody who listens.
struct Listener {
    stream: TcpStream,
    heard: String,
}

impl Listener {
    async fn start(app: &TestApp, program: &Bearer, video: &Video, headers: &[(&str, &str)]) -> Self {
        let path = format!("/api/v1/videos/{}/events", video.uuid);
        let stream = program.send_part_of_body(app, "GET", &path, headers, b"").await;
        let mut listener = Self { stream, heard: String::new() };
        listener.until("retry: 3000").await;
        listener
    }

    /// Reads until this was said.
    async fn until(&mut self, words: &str) {
        while !self.heard.contains(words) {
            assert!(self.more().await, "it ended before {words:?}: {}", self.heard);
        }
    }

    async fn until_the_end(&mut self) {
        while self.more().await {}
    }

    async fn more(&mut self) -> bool {
        let mut piece = [0; 4096];
        let reading = tokio::time::timeout(Duration::from_secs(10), self.stream.read(&mut piece));
        let read = reading.await.unwrap_or_else(|_| panic!("nothing more is heard: {}", self.heard)).unwrap();
        self.heard.push_str(std::str::from_utf8(&piece[..read]).unwrap());
        // A body of unknown length ends with an empty chunk.
        read > 0 && !self.heard.ends_with("\r\n0\r\n\r\n")
    }

    /// The data of all events of this kind.
    fn told(&self, kind: &str) -> Vec<Value> {
        let blocks = self.heard.split("\n\n");
        blocks
            .filter_map(|block| block.split_once(&format!("event: {kind}\n")))
            .map(|(_, event)| event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap())
            .map(|data| serde_json::from_str(data).unwrap())
            .collect()
    }
}

async fn say(app: &TestApp, author: &str, video: &Video, words: &str) -> Comment {
    let (author, uuid, now) = (signed_in(&app.user(author).await), video.uuid, app.app.now());
    let details = CommentDetails::parse(words, "/w/x").unwrap();
    app.write(move |conn| Comment::create(conn, &author, uuid, None, &details, now)).await
}

async fn change(app: &TestApp, video: &Video, privacy: Privacy) {
    let id = video.id;
    app.write(move |conn| {
        diesel::update(videos::table.find(id)).set(videos::privacy.eq(privacy)).execute(conn)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn whoever_may_see_a_video_hears_its_comments_and_is_told_what_they_missed() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    say(&app, "ben", &video, "Before").await;
    let mut listener =
        Listener::start(&app, &app.program(), &video, &[("accept-encoding", "gzip, br")]).await;
    let head = listener.heard.to_lowercase();
    assert!(
        head.contains("content-type: text/event-stream") && head.contains("cache-control: no-store"),
        "{head}"
    );
    let first = say(&app, "ben", &video, "Look at the *boats*").await;
    listener.until("boats").await;
    let second = say(&app, "cleo", &video, "And the harbour").await;
    listener.until("harbour").await;
    let told = listener.told("comment");
    assert_eq!(told.len(), 2);
    assert_eq!(
        (told[0]["id"].as_i64(), told[0]["account"]["name"].as_str()),
        (Some(first.id.0), Some("ben"))
    );
    assert!(listener.heard.contains(&format!("id: {}\n", second.id)));
    assert!(listener.told("progress").is_empty(), "how far it is is its owner's to know");
    drop(listener);

    let missed = first.id.to_string();
    let again = Listener::start(&app, &app.program(), &video, &[("last-event-id", &missed)]).await;
    let mut again = again;
    again.until("harbour").await;
    assert_eq!(again.told("comment").len(), 1);
    // What was never said was never heard.
    let mut ahead = Listener::start(&app, &app.program(), &video, &[("last-event-id", "999999999")]).await;
    say(&app, "ben", &video, "Good night").await;
    ahead.until("Good night").await;
}

#[actix_web::test]
async fn its_owner_hears_how_far_a_video_is() {
    let app = TestApp::start().await;
    let owner = app.user("ann").await;
    let video = app.video(&owner, |video| video.state = VideoState::Processing).await;
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Task::ProcessVideo { video: id }.enqueue(conn, 1, now).map(drop)).await;
    let ann = app.bearer("ann", &["read"]).await;
    let mut listener = Listener::start(&app, &ann, &video, &[]).await;
    listener.until("\"percent\":0").await;
    let lane = Task::ProcessVideo { video: id }.lane();
    app.write(move |conn| {
        let claimed = Lease::claim(conn, lane, now)?.unwrap();
        claimed.lease.renew(conn, Some(42), now)?;
        Ok(())
    })
    .await;
    listener.until("\"percent\":42").await;
    app.write(move |conn| Video::fail(conn, id, "This is no video.", ReceivedFile::Kept, now)).await;
    listener.until("This is no video.").await;
    let told = listener.told("progress");
    assert_eq!(told.last().unwrap()["state"]["id"], 7);
    // A token that may not read, and everybody else, do not even find it.
    for program in [app.bearer("ann", &["write"]).await, app.bearer("ben", &["read"]).await, app.program()] {
        program.get(&format!("/api/v1/videos/{}/events", video.uuid)).await.refused(404);
    }
    app.write(|conn| {
        diesel::delete(tasks::table).execute(conn)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn who_may_see_it_no_longer_hears_no_more() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    let mut stranger = Listener::start(&app, &app.program(), &video, &[]).await;
    let ann = app.bearer("ann", &["read"]).await;
    let mut owner = Listener::start(&app, &ann, &video, &[]).await;
    change(&app, &video, Privacy::Private).await;
    stranger.until_the_end().await;
    say(&app, "ann", &video, "Between us").await;
    owner.until("Between us").await;
    assert!(!stranger.heard.contains("Between us"));
    // Nor does anybody hear of a video that is gone.
    let (id, now) = (video.id, app.app.now());
    app.write(move |conn| Video::delete(conn, id, now)).await;
    owner.until_the_end().await;
    app.forget_tasks().await;
}

#[actix_web::test]
async fn hidden_words_are_heard_by_nobody_else() {
    let app = TestApp::start().await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    let mut listener = Listener::start(&app, &app.program(), &video, &[]).await;
    let (author, uuid, now) = (signed_in(&app.user("ben").await), video.uuid, app.app.now());
    app.write(move |conn| {
        let details = CommentDetails::parse("Not for you", "/w/x")?;
        let said = Comment::create(conn, &author, uuid, None, &details, now)?;
        Comment::hide(conn, said.id, now)?;
        Ok(())
    })
    .await;
    say(&app, "ben", &video, "For everybody").await;
    listener.until("For everybody").await;
    assert_eq!(listener.told("comment").len(), 1);
}

#[actix_web::test]
async fn streams_are_few_and_end() {
    let app = TestApp::start_with(&[
        ("KINORA_EVENT_STREAMS_PER_NETWORK", "2"),
        ("KINORA_EVENT_STREAM_SECONDS", "3"),
    ])
    .await;
    let video = app.video(&app.user("ann").await, |_| ()).await;
    let path = format!("/api/v1/videos/{}/events", video.uuid);
    let mut first = Listener::start(&app, &app.program(), &video, &[]).await;
    let mut second = Listener::start(&app, &app.program(), &video, &[]).await;
    app.program().get(&path).await.refused(429);
    first.until_the_end().await;
    second.until_the_end().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    // A refused one takes no place.
    app.program().get("/api/v1/videos/999/events").await.refused(404);
    Listener::start(&app, &app.program(), &video, &[]).await;
}

#[actix_web::test]
async fn in_06_a_token_that_was_revoked_is_dead() {
    let app = TestApp::start().await;
    app.bearer("ann", &["read"]).await;
    let (user, now) = (app.user("ann").await.id, app.app.now());
    let alive = app
        .write(move |conn| {
            use kinora::db::schema::api_tokens;
            let id =
                api_tokens::table.filter(api_tokens::user_id.eq(user)).select(api_tokens::id).first(conn)?;
            let before = ApiToken::is_living(conn, id, now)?;
            ApiToken::revoke(conn, id, now)?;
            Ok((before, ApiToken::is_living(conn, id, now)?))
        })
        .await;
    assert_eq!(alive, (true, false));
}
