//! Ends uploads whose next byte was waited for long enough: with their rows and their room; their files go with the task for that.
//!
//! A file that is whole after all, because the process ended right after its last byte and nobody asked since, becomes its video.

use super::Failure;
use crate::app::{App, UploadLock};
use crate::models::video::Upload;

/// How many at a time.
const CHUNK: i64 = 100;

/// Answers how many were ended.
pub fn run(app: &App) -> Result<usize, Failure> {
    let mut ended = 0;
    loop {
        let now = app.now();
        let overdue = app.db.read_blocking(|conn| Ok(Upload::overdue(conn, now, CHUNK)?))?;
        let before = ended;
        for upload in overdue {
            // Whoever writes at this very moment makes it live on.
            let Some(_lock) = UploadLock::take(app, upload.user_id, upload.uuid) else { continue };
            end(app, upload)?;
            ended += 1;
        }
        if ended == before {
            return Ok(ended);
        }
    }
}

fn end(app: &App, upload: Upload) -> Result<(), Failure> {
    let path = app.workspace.incoming(upload.uuid.as_str())?;
    let is_whole = path.metadata().is_ok_and(|file| i64::try_from(file.len()) == Ok(upload.bytes));
    let now = app.now();
    app.db.write_blocking(move |conn| {
        if is_whole { Upload::complete(conn, &upload, now) } else { Upload::give_up(conn, &upload, now) }
    })?;
    Ok(())
}
