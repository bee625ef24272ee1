//! Everything that recurs, and how often.
//!
//! Training recurs by what there is to learn: at most once an hour when there is something new, and once in the night.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::app::App;
use crate::config::Switch;
use crate::db::Conn;
use crate::error::Result;
use crate::models::task::{Task, training};

/// A recurring task and the milliseconds between two of it.
const RECURRING: &[(Task, i64)] = &[(Task::Sweep, 3_600_000)];

/// Looks once a minute whether something recurring is due, until told to stop.
pub fn keep(app: &App, stop: &AtomicBool) {
    while !stop.load(Ordering::SeqCst) {
        if let Err(error) = enqueue_due(app) {
            log::error!("the schedule could not be kept: {error}");
        }
        for _ in 0..600 {
            if stop.load(Ordering::SeqCst) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Queues what is due now: for the schedule, and for tests of it.
pub fn enqueue_due(app: &App) -> Result<()> {
    let now = app.now();
    for (task, interval_ms) in RECURRING {
        app.db.write_blocking(move |conn| {
            let latest = task.latest(conn)?;
            if latest.is_none_or(|latest| latest.created_at.plus_millis(*interval_ms) <= now) {
                task.enqueue(conn, 100, now)?;
            }
            Ok(())
        })?;
    }
    if app.config.recommender.train == Switch::On {
        enqueue_training(app)?;
    }
    Ok(())
}

fn enqueue_training(app: &App) -> Result<()> {
    let (now, night_hour) = (app.now(), i64::from(app.config.recommender.night_hour));
    let look = move |conn: &mut Conn| training::due(conn, night_hour, now);
    // A look first: an idle site must not write.
    let Some(effort) = app.db.read_blocking(look)? else { return Ok(()) };
    app.db.write_blocking(move |conn| Task::enqueue_training(conn, effort, now).map(drop))
}
