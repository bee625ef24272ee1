//! What is learned from many watches at once, in closed form or nearly: no gradients, no randomness but a seeded start.
//!
//! Each model gives every video a number for a context (`Model`). `linear` learns which videos go together (EDLAE) and
//! which come next; `factors` learns short vectors for the tail; `popularity` counts. `solve` is the algebra beneath.
//! Videos are positions in a list here, so that a matrix has a row for each.

mod factors;
mod linear;
mod popularity;
mod sequence;
pub mod site;
mod solve;
mod threads;

pub use factors::{Factors, Vectors};
pub use linear::{Linear, NextItem, Together};
pub use popularity::{LivePopularity, Popularity};
pub use sequence::{Network, Sequence};

/// One watch. A history is sorted by viewer, then by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched {
    pub viewer: u32,
    pub item: u32,
    pub at: i64,
}

/// What is known of a viewer at the moment of asking, oldest watch first.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub context: &'a [u32],
    /// In seconds; absent where a protocol has no time.
    pub at: Option<i64>,
}

/// How much of a context a model looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Memory {
    Whole,
    /// A watch this many watches ago has 1/e of the latest one's say.
    Fading(f32),
    Last(usize),
}

pub trait Model: Sync {
    /// One number per item, larger for likelier.
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32>;

    /// Which memories are worth trying for it.
    fn memories(&self) -> &'static [Memory] {
        &[Memory::Whole]
    }

    /// Whether it can say anything of items that were never watched in training.
    fn knows_new_items(&self) -> bool {
        false
    }
}

/// The watches of each viewer in turn.
fn histories(watches: &[Watched]) -> impl Iterator<Item = &[Watched]> {
    watches.chunk_by(|one, other| one.viewer == other.viewer)
}
