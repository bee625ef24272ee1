//! A 256-bit summary of a video's weighted terms, by which two videos are compared in four instructions.
//!
//! Each term votes, with its weight, for or against each bit ("SimHash", Charikar, 2002): the share of bits in which
//! two sketches differ is the angle between the two term vectors. Unrelated videos differ in half of the bits.

use super::terms::Term;
use crate::recommender::random::scramble;

const WORDS: usize = 4;
const BITS: u32 = 64 * WORDS as u32;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sketch([u64; WORDS]);

impl Sketch {
    pub fn of(terms: &[Term]) -> Self {
        let mut votes = [0.0f32; BITS as usize];
        for term in terms {
            for (word, votes) in votes.chunks_exact_mut(64).enumerate() {
                let pattern = scramble(u64::from(term.bucket) * WORDS as u64 + word as u64 + 1);
                for (bit, vote) in votes.iter_mut().enumerate() {
                    *vote += if pattern >> bit & 1 == 1 { term.weight } else { -term.weight };
                }
            }
        }
        let mut words = [0; WORDS];
        for (bit, _) in votes.iter().enumerate().filter(|(_, vote)| **vote > 0.0) {
            words[bit / 64] |= 1 << (bit % 64);
        }
        Self(words)
    }

    /// 1 for the same terms, about 0 for unrelated ones; never negative.
    pub fn similarity(&self, other: &Self) -> f32 {
        let differing: u32 = self.0.iter().zip(&other.0).map(|(one, two)| (one ^ two).count_ones()).sum();
        (1.0 - 2.0 * differing as f32 / BITS as f32).max(0.0)
    }
}
