//! A stretch of a file as a response body, at the price that nginx pays.
//!
//! What the system holds in memory is read at once, without leaving the worker thread (`preadv2` with `RWF_NOWAIT`); only what must come from
//! the disk goes through the blocking pool. One chunk is under way at a time, so a slow reader costs one chunk of memory.
//! Chunks lie in buffers that each thread uses again ([`piece`]).
//! A file that became shorter ends the response with an error: the length was promised.

mod piece;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, IoSliceMut};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;
use futures_util::Stream;
use rustix::io::{Errno, ReadWriteFlags, preadv2};
use tokio::task::{JoinHandle, spawn_blocking};

use self::piece::Piece;

/// Told of each stretch of the file as it is handed to the connection.
pub type OnDelivered = Box<dyn FnMut(Range<u64>)>;

pub struct FileStream {
    file: Arc<File>,
    /// What is still to be sent.
    rest: Range<u64>,
    from_disk: Option<JoinHandle<io::Result<Piece>>>,
    memory: Memory,
    on_delivered: Option<OnDelivered>,
}

/// The body of an answer to `HEAD`: its length, and nothing of it.
pub struct HeadOnly(pub u64);

impl MessageBody for HeadOnly {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.0)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Poll::Ready(None)
    }
}

/// Whether this file system can be asked for what is in memory alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Memory {
    Asked,
    CannotBeAsked,
}

impl FileStream {
    /// The bytes of `range` (its end is not included), which must lie within the file.
    pub fn new(file: File, range: Range<u64>) -> Self {
        Self { file: Arc::new(file), rest: range, from_disk: None, memory: Memory::Asked, on_delivered: None }
    }

    pub fn on_delivered(mut self, on_delivered: impl FnMut(Range<u64>) + 'static) -> Self {
        self.on_delivered = Some(Box::new(on_delivered));
        self
    }

    fn remaining(&self) -> u64 {
        self.rest.end.saturating_sub(self.rest.start)
    }

    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.remaining() == 0 {
            return Poll::Ready(None);
        }
        let read = match self.from_disk.as_mut() {
            Some(reading) => ready!(Pin::new(reading).poll(cx)).map_err(io::Error::other).flatten(),
            None => match self.read_from_memory() {
                Some(read) => read,
                None => {
                    self.begin_reading_from_disk();
                    return self.poll_chunk(cx);
                }
            },
        };
        self.from_disk = None;
        Poll::Ready(Some(read.and_then(|bytes| self.delivered(bytes))))
    }

    /// How much of the rest goes into one piece.
    fn next_length(&self) -> usize {
        usize::try_from(self.remaining()).map_or(piece::BYTES, |rest| rest.min(piece::BYTES))
    }

    /// None when the bytes must come from the disk.
    fn read_from_memory(&mut self) -> Option<io::Result<Piece>> {
        if self.memory == Memory::CannotBeAsked {
            return None;
        }
        let mut piece = Piece::empty();
        let parts = &mut [IoSliceMut::new(piece.room(self.next_length()))];
        match preadv2(&self.file, parts, self.rest.start, ReadWriteFlags::NOWAIT) {
            Ok(length) => Some(Ok(piece.filled(length))),
            Err(Errno::AGAIN | Errno::INTR) => None,
            Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => {
                self.memory = Memory::CannotBeAsked;
                None
            }
            Err(error) => Some(Err(error.into())),
        }
    }

    fn begin_reading_from_disk(&mut self) {
        let (file, at, length) = (Arc::clone(&self.file), self.rest.start, self.next_length());
        // From this thread's, to which it comes back.
        let mut piece = Piece::empty();
        self.from_disk = Some(spawn_blocking(move || {
            let read = loop {
                match file.read_at(piece.room(length), at) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            Ok(piece.filled(read))
        }));
    }

    fn delivered(&mut self, piece: Piece) -> io::Result<Bytes> {
        let length = piece.as_ref().len() as u64;
        if length == 0 {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was sent",
            ));
        }
        let stretch = self.rest.start..self.rest.start + length;
        self.rest.start = stretch.end;
        if let Some(tell) = &mut self.on_delivered {
            tell(stretch);
        }
        Ok(Bytes::from_owner(piece))
    }
}

impl Stream for FileStream {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(cx)
    }
}

impl MessageBody for FileStream {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.remaining())
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.get_mut().poll_chunk(cx)
    }
}
