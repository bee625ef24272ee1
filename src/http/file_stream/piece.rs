//! Buffers for pieces of files, used again by the thread that lets them go: neither allocated nor zeroed each time, and still in the
//! processor's cache from the piece before.

use std::cell::RefCell;

/// How large a buffer is.
pub const BYTES: usize = 256 * 1024;

/// How many each thread keeps.
const KEPT: usize = 8;

thread_local! {
    static SPARE: RefCell<Vec<Box<[u8]>>> = const { RefCell::new(Vec::new()) };
}

/// A buffer of which the first bytes hold a piece of a file.
pub struct Piece {
    /// None only while it is let go.
    buffer: Option<Box<[u8]>>,
    length: usize,
}

impl Piece {
    /// An empty one, with room for [`BYTES`].
    pub fn empty() -> Self {
        let spare = SPARE.with_borrow_mut(Vec::pop);
        Self { buffer: Some(spare.unwrap_or_else(|| vec![0; BYTES].into_boxed_slice())), length: 0 }
    }

    /// The first bytes of it, to be written; what is there is of no meaning.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        let buffer = self.buffer.as_deref_mut().unwrap_or_default();
        let length = length.min(buffer.len());
        &mut buffer[..length]
    }

    /// Says how much was written.
    pub fn filled(mut self, length: usize) -> Self {
        self.length = length.min(BYTES);
        self
    }
}

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        self.buffer.as_deref().map_or(&[], |buffer| &buffer[..self.length])
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        let Some(buffer) = self.buffer.take() else { return };
        SPARE.with_borrow_mut(|spare| {
            if spare.len() < KEPT {
                spare.push(buffer);
            }
        });
    }
}
