//! A piece of a file: checked before it is read, appended as it arrives.

use std::io::{self, Seek};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::{HttpRequest, web};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use super::target::{LockedFile, Target, expiry};
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::handlers::uploads::room::{LOOK_EVERY_BYTES, has_disk, signed};
use crate::http::body_file::{self, Sink, Written, blocking};
use crate::models::video::Upload;

/// How often the owner's pages are told of a long piece.
const NOTE_EVERY: Duration = Duration::from_secs(5);
/// A piece with a checksum lies beside the file until it is known to be right.
pub const CHECKED_BYTES: u64 = 64 * 1024 * 1024;

/// What the headers say of a piece.
#[derive(Debug)]
pub struct Piece {
    /// How long its body says it is; None where it comes without saying.
    pub announced: Option<u64>,
    pub checksum: Option<[u8; 32]>,
    /// More than so many bytes are refused, and then all of them.
    pub most: u64,
}

impl Piece {
    /// Appends the body. Answers where the file ends now, and until when the rest is waited for.
    pub async fn append(
        self,
        app: App,
        mut target: Target,
        mut payload: web::Payload,
    ) -> Result<(u64, Timestamp), Refusal> {
        if !has_disk(&app, self.announced.unwrap_or(0))? {
            body_file::drain(&mut payload, DRAINED_BYTES, stall(&app)).await;
            return Err(Refusal::NoRoom);
        }
        let file = target.open().await?;
        let outcome = match self.checksum {
            Some(checksum) => append_checked(&app, &target, &file, &mut payload, checksum).await,
            None => append_plain(&app, &target, &file, &mut payload, self.most).await,
        };
        let expires_at = target.settle(&app, file).await?;
        outcome?;
        Ok((target.offset, expires_at))
    }
}

/// How long the body says it is; None where it comes without saying.
pub fn announced(request: &HttpRequest) -> Option<u64> {
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        return None;
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    Some(length.and_then(|value| value.parse().ok()).unwrap_or(0))
}

/// How much of a refused body is still read.
const DRAINED_BYTES: usize = 16 * 1024 * 1024;

/// Reads what a refused request still sends, as far as that is worth it.
pub async fn drain(app: &App, request: &HttpRequest, payload: &mut web::Payload) {
    if announced(request).is_none_or(|bytes| bytes <= DRAINED_BYTES as u64) {
        body_file::drain(payload, DRAINED_BYTES, stall(app)).await;
    }
}

async fn append_plain(
    app: &App,
    target: &Target,
    file: &Arc<LockedFile>,
    payload: &mut web::Payload,
    most: u64,
) -> Result<(), Refusal> {
    let most = most.min(target.left());
    let written = receive(app, target, file, most, payload).await;
    if written.bytes > most {
        // Nothing of a piece counts that is too long.
        let (file, offset) = (file.clone(), target.offset);
        blocking(move || file.file.set_len(offset)).await?;
    }
    refusal_of(written.outcome)
}

async fn append_checked(
    app: &App,
    target: &Target,
    file: &Arc<LockedFile>,
    payload: &mut web::Payload,
    expected: [u8; 32],
) -> Result<(), Refusal> {
    let (path, scratch) = target.scratch(app).await?;
    let _removed = Scratch(path);
    let hashed = Arc::new(Hashed { file: scratch, hash: Mutex::default() });
    let written = receive(app, target, &hashed, target.left().min(CHECKED_BYTES), payload).await;
    refusal_of(written.outcome)?;
    if hashed.digest() != expected {
        return Err(Refusal::Checksum);
    }
    let (from, to) = (hashed, file.clone());
    blocking(move || {
        let (mut from, mut to) = (&from.file.file, &to.file);
        from.rewind()?;
        io::copy(&mut from, &mut to)
    })
    .await?;
    Ok(())
}

async fn receive(
    app: &App,
    target: &Target,
    sink: &Arc<impl Sink>,
    at_most: u64,
    payload: &mut web::Payload,
) -> Written {
    let (mut next_look, mut noted) = (LOOK_EVERY_BYTES, Instant::now());
    let (upload, offset) = (target.upload.uuid, target.offset);
    body_file::write(payload, sink, at_most, stall(app), async |bytes| {
        if bytes >= next_look {
            next_look = bytes + LOOK_EVERY_BYTES;
            if !has_disk(app, 0)? {
                return Err(io::Error::from(io::ErrorKind::StorageFull).into());
            }
        }
        if noted.elapsed() >= NOTE_EVERY {
            noted = Instant::now();
            let (received, expires_at) = (signed(offset + bytes), expiry(app));
            app.db.write(move |conn| Upload::note_received(conn, upload, received, expires_at)).await?;
        }
        Ok(())
    })
    .await
}

fn refusal_of(outcome: Result<()>) -> Result<(), Refusal> {
    use crate::error::Error;
    match outcome {
        Err(Error::TooLarge(message)) => Err(Refusal::TooLarge(message)),
        Err(Error::Malformed(message)) => Err(Refusal::Malformed(message)),
        outcome => Ok(outcome?),
    }
}

/// Hashes what it writes.
struct Hashed {
    file: Arc<LockedFile>,
    hash: Mutex<Sha256>,
}

impl Hashed {
    fn digest(&self) -> [u8; 32] {
        let hash = self.hash.lock().unwrap_or_else(PoisonError::into_inner);
        hash.clone().finalize().into()
    }
}

impl Sink for Hashed {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.hash.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
        Sink::write(&*self.file, bytes)
    }
}

/// Removes the file when it is dropped; what a crash leaves is the sweep's.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0) {
            log::warn!("a checked piece is left to the sweep: {error}");
        }
    }
}

fn stall(app: &App) -> Duration {
    Duration::from_secs(app.config.limits.stall_seconds)
}
