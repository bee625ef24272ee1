//! Files that arrive in pieces, whatever protocol brings them: an upload is promised, continued, finished, given up.
//!
//! Its offset is the length of its file, so that a crash needs no recovery; the rows say whose it is, what it will become and until when it
//! waits. One request at a time writes. What was acknowledged is on the disk. The words of the protocols are in `tus` and in
//! `api/resumable_uploads`.

mod piece;
mod promise;
mod refusal;
mod target;

use actix_web::{HttpRequest, rt, web};

pub use self::piece::{CHECKED_BYTES, Piece, announced, drain};
pub use self::promise::{Promise, check_length};
pub use self::refusal::{Refusal, in_words};
pub use self::target::{Found, Target};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::ids::UserId;
use crate::error::Error;
use crate::models::video::{Completion, Upload};

/// On its own: what has arrived is written, and the last byte noted, even if the client leaves now. Answers where the file ends, and until
/// when the rest is waited for.
pub async fn append(
    app: App,
    target: Target,
    piece: Piece,
    payload: web::Payload,
) -> Result<(u64, Timestamp), Refusal> {
    let appended = rt::spawn(piece.append(app, target, payload)).await;
    appended.map_err(|error| anyhow::anyhow!("a piece was lost at its end: {error}")).map_err(Error::from)?
}

/// Hands on a file that is whole, where the process ended after the last byte and before anybody was told.
pub async fn finish(app: &App, target: &mut Target) -> Result<(), Refusal> {
    let file = target.open().await?;
    target.settle(app, file).await?;
    Ok(())
}

/// Gives an unfinished upload up.
pub async fn give_up(app: &App, owner: UserId, uuid: &str) -> Result<(), Refusal> {
    let Found::Arriving(target) = Target::find(app, owner, uuid).await? else {
        return Err(Refusal::Finished);
    };
    let (upload, now) = (target.upload.clone(), app.now());
    match app.db.write(move |conn| Upload::give_up(conn, &upload, now)).await? {
        Completion::Unchanged => Err(Refusal::Finished),
        Completion::Done => {
            app.wake_workers();
            Ok(())
        }
    }
}

/// Reads what a refused request still sends, so that its sender reads the answer.
pub async fn or_drain<T>(
    app: &App,
    request: &HttpRequest,
    payload: &mut web::Payload,
    outcome: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if outcome.is_err() {
        drain(app, request, payload).await;
    }
    outcome
}

/// How large the whole file is.
pub fn whole_length(upload: &Upload) -> u64 {
    u64::try_from(upload.bytes).unwrap_or(0)
}
