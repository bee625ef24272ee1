//! Removes what has expired, in small transactions, and then what lies on the disk for nobody.

use super::Failure;
use crate::app::App;
use crate::models::api_token::ApiToken;
use crate::models::idempotency_key::IdempotencyKey;
use crate::models::impression;
use crate::models::session::Session;
use crate::models::task::TaskRow;
use crate::models::webhook::Delivery;

/// How long a finished task stays on the admin page.
const TASK_DAYS: i64 = 14;

pub fn run(app: &App) -> Result<(), Failure> {
    let now = app.now();
    let sessions = app.db.write_blocking(move |conn| Ok(Session::purge(conn, now)?))?;
    let tokens = app.db.write_blocking(move |conn| Ok(ApiToken::purge(conn, now)?))?;
    let keys = app.db.write_blocking(move |conn| Ok(IdempotencyKey::purge(conn, now)?))?;
    let tasks =
        app.db.write_blocking(move |conn| Ok(TaskRow::purge_done(conn, now.plus_days(-TASK_DAYS))?))?;
    let impressions = app.db.write_blocking(move |conn| Ok(impression::purge(conn, now)?))?;
    let deliveries = app.db.write_blocking(move |conn| Ok(Delivery::purge(conn, now)?))?;
    let uploads = super::sweep_uploads::run(app)?;
    let files = super::sweep_files::run(app)? + super::sweep_models::run(app)?;
    log::info!(
        "swept {sessions} sessions, {tokens} tokens, {keys} keys, {tasks} tasks, {impressions} shown lists, {deliveries} deliveries, {uploads} uploads and {files} files or folders"
    );
    Ok(())
}
