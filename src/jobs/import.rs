//! Takes the next step of an import: finds out what is there, or takes in the next item, and queues the step after it.
//!
//! One item a task, so that an import of a thousand videos never keeps anybody else's from their turn. May run twice: what is taken is
//! noticed.

use super::{Failure, GivenUp, Work};
use crate::app::{App, ImportFailure};
use crate::db::Conn;
use crate::db::ids::ImportId;
use crate::error::{Error, Result};
use crate::models::import::Import;

pub fn run(app: &App, work: &Work, id: ImportId) -> Result<(), Failure> {
    let Some(import) = load(app, id)? else { return Ok(()) };
    let mut source = app.open_import(&import)?;
    if import.listed_at.is_none() {
        app.list_import(&import, source.as_mut())?;
    } else {
        work.set_progress(import.progress());
        app.import_next(id, source.as_mut(), &|| work.is_cancelled())?;
    }
    let now = app.now();
    work.finish(move |conn| go_on(conn, id, now))?;
    app.wake_workers();
    Ok(())
}

/// An item that cannot be had is passed over; without a list, or room, there is nothing to go on with.
pub fn give_up(app: &App, work: &Work, id: ImportId, why: GivenUp) -> Result<()> {
    let now = app.now();
    let Some(import) = load(app, id)? else { return work.fail("the import is gone", |_| Ok(())).map(drop) };
    match why {
        GivenUp::Exhausted(reason) if import.listed_at.is_some() => {
            app.give_up_import_item(id, &reason)?;
            match work.finish(move |conn| go_on(conn, id, now)) {
                Ok(()) | Err(Failure::Cancelled) => Ok(()),
                Err(Failure::Retry(error)) => Err(error.into()),
                Err(Failure::Permanent(reason)) => Err(anyhow::anyhow!(reason).into()),
            }
        }
        GivenUp::Exhausted(reason) | GivenUp::Refused(reason) => {
            let told = reason.clone();
            work.fail(&reason, move |conn| Ok(Import::fail(conn, id, &told, now)?)).map(drop)
        }
    }
}

fn go_on(conn: &mut Conn, id: ImportId, now: crate::clock::Timestamp) -> Result<()> {
    if Import::find(conn, id)?.is_running() { Import::enqueue(conn, id, now) } else { Ok(()) }
}

/// None where there is nothing left to do: the import is gone, or does not run any more.
fn load(app: &App, id: ImportId) -> Result<Option<Import>> {
    match app.db.read_blocking(|conn| Ok(Import::find(conn, id)?)) {
        Ok(import) => Ok(Some(import).filter(Import::is_running)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

impl From<ImportFailure> for Failure {
    fn from(failure: ImportFailure) -> Self {
        match failure {
            ImportFailure::Ended(reason) => Self::Permanent(reason),
            ImportFailure::Retry(error) => Self::Retry(error),
            ImportFailure::Cancelled => Self::Cancelled,
        }
    }
}
