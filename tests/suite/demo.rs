//! The demonstration, with two films of its twenty-nine: fills an empty site once, and goes on where it was cut off.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use diesel::prelude::*;
use kinora::db::schema::{comments, subscriptions, users, videos, watch_events};
use kinora::db::types::VideoState;
use kinora::demo::{self, Outcome, Program};

use crate::support::TestApp;

#[derive(Debug, PartialEq, Eq)]
struct Counts {
    people: i64,
    videos: i64,
    comments: i64,
    subscriptions: i64,
    watches: i64,
    views: i64,
    likes: i64,
}

#[actix_web::test]
async fn an_empty_site_is_filled_once() {
    let app = TestApp::start().await;
    assert_eq!(demo::run(&app.app, two_films()).await.unwrap(), Outcome::Filled);
    let first = counts(&app).await;
    assert_eq!((first.people, first.videos), (13, 2));
    assert!(first.comments >= 6 && first.subscriptions > 12, "{first:?}");
    assert!(first.watches > 50 && first.views > first.watches && first.likes > 3, "{first:?}");

    let kept = app.data_dir().join("demo-sign-in");
    assert_eq!(kept.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(kept).unwrap();
    let password = text.lines().find_map(|line| line.strip_prefix("password: ")).unwrap();
    let visitor = app.visitor();
    visitor.post("/sign-in", &[("username", "admin"), ("password", password)]).await.see_other();

    let home = app.get("/").await;
    home.must_say("Exhibit 1: a modern test card");
    assert_eq!(demo::run(&app.app, two_films()).await.unwrap(), Outcome::LeftAlone);
    assert_eq!(counts(&app).await, first);
}

#[actix_web::test]
async fn cut_off_in_the_middle_it_goes_on_and_doubles_nothing() {
    let app = TestApp::start().await;
    let cut_off = async {
        while counts(&app).await.watches < 60 {
            actix_web::rt::time::sleep(Duration::from_millis(2)).await;
        }
    };
    {
        let run = std::pin::pin!(demo::run(&app.app, two_films()));
        let cut_off = std::pin::pin!(cut_off);
        let ended = futures_util::future::select(run, cut_off).await;
        assert!(matches!(ended, futures_util::future::Either::Right(_)), "it was over before it was cut off");
    }
    let before = counts(&app).await;
    assert_eq!(demo::run(&app.app, two_films()).await.unwrap(), Outcome::Filled);
    let after = counts(&app).await;
    assert_eq!((after.people, after.videos), (13, 2));
    assert!(after.watches > before.watches && after.comments >= before.comments);
    assert_eq!(after.comments, i64::try_from(said()).unwrap());
    assert_eq!(demo::run(&app.app, two_films()).await.unwrap(), Outcome::LeftAlone);
}

#[actix_web::test]
async fn a_site_with_anybody_is_left_alone() {
    let app = TestApp::start().await;
    app.user("ann").await;
    let before = counts(&app).await;
    assert_eq!(demo::run(&app.app, two_films()).await.unwrap(), Outcome::LeftAlone);
    assert_eq!(counts(&app).await, before);
    assert!(!app.data_dir().join("demo-sign-in").exists());
}

fn two_films() -> Program {
    Program::whole().with_only(&["Test card two", "Snow on channel nine"])
}

/// How many comments the two films have.
fn said() -> usize {
    fn all(remark: &kinora::demo::Remark) -> usize {
        1 + remark.answers.iter().map(all).sum::<usize>()
    }
    two_films().films.iter().flat_map(|(_, film)| film.talk).map(all).sum()
}

async fn counts(app: &TestApp) -> Counts {
    app.read(|conn| {
        let published = videos::table.filter(videos::state.eq(VideoState::Published));
        let sums: Vec<(i64, i64)> = published.select((videos::views, videos::likes)).load(conn)?;
        Ok(Counts {
            people: users::table.count().get_result(conn)?,
            videos: videos::table.count().get_result(conn)?,
            comments: comments::table.count().get_result(conn)?,
            subscriptions: subscriptions::table.count().get_result(conn)?,
            watches: watch_events::table.count().get_result(conn)?,
            views: sums.iter().map(|(views, _)| views).sum(),
            likes: sums.iter().map(|(_, likes)| likes).sum(),
        })
    })
    .await
}
