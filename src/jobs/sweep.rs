//! Removes what has expired, in small transactions.

use super::Failure;
use crate::app::App;
use crate::models::impression;
use crate::models::session::Session;
use crate::models::task::TaskRow;

/// How long a finished task stays on the admin page.
const TASK_DAYS: i64 = 14;

pub fn run(app: &App) -> Result<(), Failure> {
    let now = app.now();
    let sessions = app.db.write_blocking(move |conn| Ok(Session::purge(conn, now)?))?;
    let tasks =
        app.db.write_blocking(move |conn| Ok(TaskRow::purge_done(conn, now.plus_days(-TASK_DAYS))?))?;
    let impressions = app.db.write_blocking(move |conn| Ok(impression::purge(conn, now)?))?;
    log::info!("swept {impressions} lists that were shown");
    log::info!("swept {sessions} sessions and {tasks} tasks");
    Ok(())
}
