//! Everything that recurs, and how often.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::app::App;
use crate::error::Result;
use crate::models::task::Task;

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

fn enqueue_due(app: &App) -> Result<()> {
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
    Ok(())
}
