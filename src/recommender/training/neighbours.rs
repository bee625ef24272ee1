//! The simplest of the models between items: the cosine of who watched them, the strongest of each kept.

use super::linear::{Linear, gram_of};
use super::rows::Rows;
use super::{Memory, Watched};

#[derive(Clone, Copy, Debug)]
pub struct Neighbours {
    pub kept: usize,
    /// Takes trust from pairs with few watches.
    pub shrink: f32,
}

impl Neighbours {
    pub fn learn(self, watches: &[Watched], items: usize) -> Linear {
        let rows = Rows::of(watches, items);
        let mut gram = gram_of(watches, &rows);
        gram.mirror_lower();
        let size = gram.size;
        let lengths: Vec<f32> = (0..size).map(|row| gram.at(row, row).sqrt()).collect();
        for row in 0..size {
            for column in 0..size {
                let cell = &mut gram.cells[row * gram.stride + column];
                *cell =
                    if row == column { 0.0 } else { *cell / (lengths[row] * lengths[column] + self.shrink) };
            }
        }
        // Each item's own strongest neighbours decide its score: the matrix is symmetric, so rows tell the limits.
        let mut sorted = Vec::with_capacity(size);
        let least: Vec<f32> = (0..size)
            .map(|row| {
                sorted.clear();
                sorted.extend_from_slice(gram.row(row));
                if sorted.len() <= self.kept {
                    return 0.0;
                }
                *sorted.select_nth_unstable_by(self.kept - 1, |one, other| other.total_cmp(one)).1
            })
            .collect();
        for row in gram.cells.chunks_mut(gram.stride).take(size) {
            row.iter_mut()
                .zip(&least)
                .filter(|(cell, least)| **cell < **least)
                .for_each(|(cell, _)| *cell = 0.0);
        }
        use Memory::{Fading, Whole};
        const TRIED: &[Memory] = &[Whole, Fading(2.0), Fading(5.0), Fading(10.0), Fading(40.0)];
        Linear::new(gram, rows, TRIED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::training::{Ask, Model};

    #[test]
    fn a_cosine_is_worked_out_by_hand_and_only_the_strongest_are_kept() {
        let watch = |(viewer, item): (u32, u32)| Watched { viewer, item, at: 0 };
        let all: Vec<Watched> = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (2, 1)].map(watch).to_vec();
        let score = |kept, shrink| {
            Neighbours { kept, shrink }.learn(&all, 3).score(Ask { context: &[0], at: None }, Memory::Whole)
        };
        let near =
            |value: f32, expected: f32| assert!((value - expected).abs() < 1e-6, "{value} is not {expected}");
        // Together twice, of two and three; once, of two and one.
        near(score(3, 0.0)[1], 2.0 / 6f32.sqrt());
        near(score(3, 0.0)[2], 1.0 / 2f32.sqrt());
        near(score(3, 2.0)[1], 2.0 / (6f32.sqrt() + 2.0));
        assert_eq!(score(1, 0.0)[1], score(3, 0.0)[1]);
        let weaker = Neighbours { kept: 1, shrink: 0.0 }.learn(&all, 3);
        assert_eq!(weaker.score(Ask { context: &[1], at: None }, Memory::Whole)[2], 0.0);
    }
}
