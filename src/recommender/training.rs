//! What is learned from many watches at once; randomness is seeded, so the same watches give the same model.
//!
//! Each model gives every video a number for a context (`Model`). `linear` learns which videos go together (EDLAE) and
//! which come next; `factors` learns short vectors for the tail; `popularity` counts, `following` counts what comes after
//! what, `neighbours` compares who watched; `words` knows what nobody has watched. `solve` is the algebra beneath. Two
//! networks are learned by gradients (`adam`): `sequence` by the order of watches, `tower` by their mean, both from a
//! sample of what else there is (`sampled`).
//! Videos are positions in a list here, so that a matrix has a row for each.

mod adam;
mod factors;
mod following;
mod linear;
mod neighbours;
mod popularity;
mod rows;
mod sampled;
mod sequence;
pub mod site;
mod solve;
mod threads;
mod tower;
mod vectors;
mod words;

pub use factors::{Factors, Vectors};
pub use following::{Followers, Following};
pub use linear::{Linear, NextItem, Together};
pub use neighbours::Neighbours;
pub use popularity::{LivePopularity, Popularity};
pub use sequence::{Network, Parts as NetworkParts, Sequence};
pub use threads::{Threads, cpu_seconds, share};
pub use tower::{Searched, Tower, TowerNetwork};
pub(super) use vectors::dot;
pub use words::{Alike, NextWords, Weighted, WordLinks};

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

impl Memory {
    /// How much a watch so many watches ago counts.
    fn weight(self, ago: usize) -> f32 {
        match self {
            Self::Whole => 1.0,
            Self::Fading(scale) => (-(ago as f32) / scale).exp(),
            Self::Last(count) if ago < count => 1.0,
            Self::Last(_) => 0.0,
        }
    }
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
