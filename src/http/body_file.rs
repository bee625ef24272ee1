//! The body of a request, written to a file as it arrives: bounded in size by its caller, and in time as every body is.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use actix_web::web;
use futures_util::StreamExt;
use tokio::task::spawn_blocking;

use super::pace::Pace;
use crate::error::{Error, Result};

const BUFFER: usize = 1024 * 1024;

/// Where the bytes of a body go. It lives until the last of them is written, even if nobody waits for that any more.
pub trait Sink: Send + Sync + 'static {
    fn write(&self, bytes: &[u8]) -> io::Result<()>;
}

impl Sink for File {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.write_all(bytes)
    }
}

/// How much of a body was written, and why no more.
pub struct Written {
    pub bytes: u64,
    pub outcome: Result<()>,
}

/// Writes the whole body, at most this many bytes; `received` hears the size so far and may end it. What has arrived before an end
/// that came too early is written all the same.
pub async fn write(
    payload: &mut web::Payload,
    sink: &Arc<impl Sink>,
    at_most: u64,
    stall: Duration,
    mut received: impl AsyncFnMut(u64) -> Result<()>,
) -> Written {
    let mut pace = Pace::new(stall);
    let mut bytes = 0;
    let mut buffer = Vec::with_capacity(BUFFER);
    let outcome = loop {
        let piece = match pace.within(payload.next()).await {
            Ok(Some(Ok(piece))) => piece,
            Ok(Some(Err(error))) => {
                log::debug!("a body ended too early: {error}");
                break Err(Error::Malformed("The body ended too early."));
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        };
        pace.moved(piece.len());
        bytes += piece.len() as u64;
        if bytes > at_most {
            return Written { bytes, outcome: Err(too_large()) };
        }
        if let Err(error) = received(bytes).await {
            bytes -= piece.len() as u64;
            break Err(error);
        }
        buffer.extend_from_slice(&piece);
        if buffer.len() + 64 * 1024 > BUFFER {
            match write_out(sink, buffer).await {
                Ok(emptied) => buffer = emptied,
                Err(error) => return Written { bytes, outcome: Err(error) },
            }
        }
    };
    let flushed = write_out(sink, buffer).await.map(drop);
    Written { bytes, outcome: flushed.and(outcome) }
}

/// Reads what is left of a body that is refused, up to `at_most` bytes, so that its sender reads the answer instead of a broken
/// connection.
pub async fn drain(payload: &mut web::Payload, mut at_most: usize, stall: Duration) {
    let mut pace = Pace::new(stall);
    while let Ok(Some(Ok(piece))) = pace.within(payload.next()).await {
        pace.moved(piece.len());
        match at_most.checked_sub(piece.len()) {
            Some(rest) => at_most = rest,
            None => return,
        }
    }
}

/// Writes the buffer and gives it back empty.
pub(super) async fn write_out(sink: &Arc<impl Sink>, mut buffer: Vec<u8>) -> Result<Vec<u8>> {
    if buffer.is_empty() {
        return Ok(buffer);
    }
    let sink = sink.clone();
    blocking(move || {
        sink.write(&buffer)?;
        buffer.clear();
        Ok(buffer)
    })
    .await
}

/// Does on the blocking pool what waits for the disk.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    Ok(spawn_blocking(work).await.map_err(io::Error::other)??)
}

fn too_large() -> Error {
    Error::TooLarge("That is more than was announced.".to_owned())
}
