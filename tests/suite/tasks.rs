//! The queue: every task is taken once, finished once, and survives whoever held it.

use kinora::db::types::{Lane, TaskState};
use kinora::models::task::{Lease, Task, TaskRow};

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
