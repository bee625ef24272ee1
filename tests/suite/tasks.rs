//! The queue: every task is taken once, finished once, and survives whoever held it.

use kinora::db::types::{Lane, TaskState};
use kinora::models::task::{Lease, Task, TaskRow};

use kinora::clock::Timestamp;
use kinora::db::ids::TaskId;
use kinora::models::video::Video;

use crate::support::TestApp;

#[actix_web::test]
async fn many_workers_take_each_task_once() {
    let app = TestApp::start().await;
    let now = app.app.now();
    app.write(move |conn| {
        for _ in 0..40 {
            Task::Sweep.enqueue(conn, 1, now)?;
        }
        Ok(())
    })
    .await;
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let app = app.app.clone();
            actix_web::rt::spawn(async move {
                let mut taken = Vec::new();
                while let Some(claimed) =
                    app.db.write(move |conn| Lease::claim(conn, Lane::Quick, now)).await.unwrap()
                {
                    taken.push(claimed.lease.task);
                    let finished =
                        app.db.write(move |conn| Ok(claimed.lease.finish(conn, now)?)).await.unwrap();
                    assert!(finished);
                }
                taken
            })
        })
        .collect();
    let mut taken = Vec::new();
    for worker in workers {
        taken.extend(worker.await.unwrap());
    }
    // A worker that found another's row taken under its hands gives up its turn; what is left is still there.
    let rest = app.run_tasks().await;
    let all = taken.len() + rest;
    taken.sort();
    taken.dedup();
    assert_eq!(all, 40);
    assert_eq!(taken.len() + rest, 40);
}

#[actix_web::test]
async fn f_14_a_worker_that_slept_through_its_lease_can_change_nothing() {
    let app = TestApp::start().await;
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    let first = app.write(move |conn| Lease::claim(conn, Lane::Quick, now)).await.unwrap();
    app.advance_seconds(120);
    let later = app.app.now();
    let second = app.write(move |conn| Lease::claim(conn, Lane::Quick, later)).await.unwrap();
    assert_eq!(second.attempt, 2);
    let (old, new) = (first.lease, second.lease);
    assert!(!app.write(move |conn| Ok(old.renew(conn, Some(50), later)?)).await);
    assert!(!app.write(move |conn| Ok(old.finish(conn, later)?)).await);
    assert!(app.write(move |conn| Ok(new.finish(conn, later)?)).await);
    let row = app.read(|conn| Task::Sweep.latest(conn)).await.unwrap();
    assert_eq!(row.state, TaskState::Done);
}

#[actix_web::test]
async fn a_failed_attempt_waits_longer_each_time_and_a_failed_task_can_be_retried() {
    let app = TestApp::start().await;
    let now = app.app.now();
    let id = app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    let claimed = app.write(move |conn| Lease::claim(conn, Lane::Quick, now)).await.unwrap();
    app.write(move |conn| Ok(claimed.lease.back_off(conn, 3, "no luck", now)?)).await;
    assert!(app.write(move |conn| Lease::claim(conn, Lane::Quick, now.plus_seconds(39))).await.is_none());
    let claimed = app.write(move |conn| Lease::claim(conn, Lane::Quick, now.plus_seconds(40))).await.unwrap();
    app.write(move |conn| Ok(claimed.lease.fail(conn, "gave up", now)?)).await;
    let row = app.write(move |conn| TaskRow::retry(conn, id, now)).await;
    assert_eq!((row.state, row.attempts), (TaskState::Queued, 0));
    assert_eq!(app.run_tasks().await, 1);
}

#[actix_web::test]
async fn a_worker_that_stops_gives_the_task_back_untried() {
    let app = TestApp::start().await;
    let now = app.app.now();
    app.write(move |conn| Task::Sweep.enqueue(conn, 1, now)).await;
    let claimed = app.write(move |conn| Lease::claim(conn, Lane::Quick, now)).await.unwrap();
    app.write(move |conn| Ok(claimed.lease.release(conn)?)).await;
    let again = app.write(move |conn| Lease::claim(conn, Lane::Quick, now)).await.unwrap();
    assert_eq!(again.attempt, 1);
    app.write(move |conn| Ok(again.lease.finish(conn, now)?)).await;
}

#[actix_web::test]
async fn people_take_turns_and_the_place_that_is_told_is_the_place_that_is_had() {
    let app = TestApp::start().await;
    let (ann, ben) = (app.user("ann").await, app.user("ben").await);
    let mut waiting = Vec::new();
    for (owner, expected_ms) in [
        (&ann, 900),
        (&ann, 100),
        (&ann, 500),
        (&ann, 7_200_000),
        (&ben, 800),
        (&ben, 3_600_000),
        (&ann, 300),
    ] {
        let video = app.video(owner, |_| {}).await;
        waiting.push(wait(&app, &video, expected_ms).await);
    }
    let now = app.app.now();
    let mut told = Vec::new();
    for task in &waiting {
        told.push(place_of(&app, *task, now).await);
    }
    let mut had = vec![0; waiting.len()];
    for place in 0.. {
        let Some(claimed) = app.write(move |conn| Lease::claim(conn, Lane::Media, now)).await else { break };
        let index = waiting.iter().position(|task| *task == claimed.lease.task).unwrap();
        had[index] = place;
        app.write(move |conn| Ok(claimed.lease.finish(conn, now)?)).await;
    }
    assert_eq!(told, had);
    // Ann's shortest, Ben's only one, then Ann's others; what makes videos better only when all can be watched.
    assert_eq!(had, [4, 0, 3, 6, 1, 5, 2]);
}

#[actix_web::test]
async fn a_task_tells_how_long_it_will_take_when_it_knows() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    wait(&app, &video, 100).await;
    let now = app.app.now();
    let claimed = app.write(move |conn| Lease::claim(conn, Lane::Media, now)).await.unwrap();
    for (after_seconds, percent, left) in
        [(1, 50, None), (10, 2, None), (20, 25, Some(60_000)), (30, 50, Some(30_000))]
    {
        let later = now.plus_seconds(after_seconds);
        app.write(move |conn| Ok(claimed.lease.renew(conn, Some(percent), later)?)).await;
        let row = app.read(move |conn| Task::MakePosters { video: video.id }.latest(conn)).await.unwrap();
        assert_eq!(row.milliseconds_left(later), left, "{percent} % after {after_seconds} s");
    }
    app.forget_tasks().await;
}

async fn wait(app: &TestApp, video: &Video, expected_ms: i64) -> TaskId {
    let (video, now) = (video.id, app.app.now());
    app.write(move |conn| Task::MakePosters { video }.enqueue(conn, expected_ms, now)).await
}

async fn place_of(app: &TestApp, task: TaskId, now: Timestamp) -> i64 {
    app.read(move |conn| {
        let row = kinora::models::admin::tasks::named_all(conn, &[task])?.remove(0);
        Ok(row.ahead(conn, now)?)
    })
    .await
}
