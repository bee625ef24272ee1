//! The two linear models of a site: exact pairs of the people with an account, plus the sums of all others.
//!
//! Sums that fade and are pruned need not fit together, and then a matrix is not positive definite; its ridge is raised
//! until it is, which only makes the model more cautious.

use super::anonymous::Anonymous;
use super::numbering::{Numbering, SEVERAL};
use super::people::{People, row_of};
use crate::recommender::learned::Rows;
use crate::recommender::training::linear::count_together;
use crate::recommender::training::solve::{Matrix, NotPositive};
use crate::recommender::training::{NextItem, Together, Watched};

/// Ridges over the mean of the diagonal: what was best on recorded ratings, said so that it holds for any amount of them.
const RIDGE_OF_TOGETHER: f32 = 1.3;
const RIDGE_OF_NEXT: f32 = 0.2;
/// A few watches by chance are no model.
const LEAST_RIDGE: f32 = 5.0;
const RAISES: usize = 16;

pub struct Grams<'a> {
    pub people: &'a People,
    pub anonymous: &'a Anonymous,
    pub numbering: &'a Numbering,
}

/// Whether about three viewers are behind a pair of rows.
pub struct Behind {
    rows: usize,
    bits: Vec<u64>,
}

impl Grams<'_> {
    pub fn behind(&self) -> Behind {
        let gram = self.watched_together();
        let rows = gram.size;
        let mut behind = Behind { rows, bits: vec![0; (rows * rows).div_ceil(64)] };
        for row in 0..rows {
            for column in (0..row).filter(|column| gram.at(row, *column) >= SEVERAL) {
                behind.set(row, column);
            }
        }
        behind
    }

    pub fn together(&self, setting: Together, behind: &Behind, kept: usize) -> Option<Rows> {
        let weights = solved(RIDGE_OF_TOGETHER, |ridge| {
            let mut gram = self.watched_together();
            behind.keep_lower(&mut gram);
            let ridge = ridge.of(&gram);
            Together { ridge, ..setting }.solve(gram)
        });
        self.strongest(weights?, kept)
    }

    pub fn next(&self, setting: NextItem, behind: &Behind, kept: usize) -> Option<Rows> {
        let watches = self.people.by_row(self.numbering);
        let weights = solved(RIDGE_OF_NEXT, |ridge| {
            let (mut gram, mut ahead) = self.watched_in_turn(setting, &watches);
            behind.keep_lower(&mut gram);
            behind.keep_all(&mut ahead);
            let ridge = ridge.of(&gram);
            NextItem { ridge, ..setting }.solve(gram, ahead)
        });
        self.strongest(weights?, kept)
    }

    fn watched_together(&self) -> Matrix {
        let mut gram = Matrix::zero(self.numbering.rows.len());
        count_together(&self.people.by_row(self.numbering), row_of, &mut gram);
        let row = |video| self.numbering.row_of(video).map(|row| row as usize);
        for (one, other, weight) in &self.anonymous.together {
            if let (Some(one), Some(other)) = (row(*one), row(*other)) {
                gram.add(one.max(other), one.min(other), *weight);
            }
        }
        self.add_watches(&mut gram, 1.0);
        gram
    }

    /// A step from one video to another stands for both in sight at the moments after it, as it would in a history.
    fn watched_in_turn(&self, setting: NextItem, watches: &[Watched]) -> (Matrix, Matrix) {
        let size = self.numbering.rows.len();
        let (mut gram, mut ahead) = (Matrix::zero(size), Matrix::zero(size));
        setting.count(watches, row_of, &mut gram, &mut ahead);
        let (itself, step) = setting.weight_of_a_step();
        let row = |video| self.numbering.row_of(video).map(|row| row as usize);
        for (from, to, weight) in &self.anonymous.next {
            if let (Some(from), Some(to)) = (row(*from), row(*to)) {
                ahead.add(from, to, *weight);
                gram.add(from.max(to), from.min(to), step * weight);
            }
        }
        self.add_watches(&mut gram, itself);
        (gram, ahead)
    }

    fn add_watches(&self, gram: &mut Matrix, each: f32) {
        for (video, count) in &self.anonymous.watches {
            if let Some(row) = self.numbering.row_of(*video) {
                gram.add(row as usize, row as usize, each * count);
            }
        }
    }

    fn strongest(&self, weights: Matrix, kept: usize) -> Option<Rows> {
        let positions = &self.numbering.rows;
        let row = |(index, position): (usize, &u32)| {
            let cells = weights.row(index).iter().zip(positions).enumerate();
            let others = cells.filter(|(column, _)| *column != index);
            (*position, others.map(|(_, (weight, column))| (*column, *weight)).collect())
        };
        let rows = positions.iter().enumerate().map(row);
        let rows = Rows::strongest(self.numbering.videos.len(), kept, rows);
        (!rows.is_empty()).then_some(rows)
    }
}

/// How much of the mean diagonal is added to it.
#[derive(Clone, Copy)]
struct Ridge(f32);

impl Ridge {
    fn of(self, gram: &Matrix) -> f32 {
        let sum: f32 = (0..gram.size).map(|row| gram.at(row, row)).sum();
        (self.0 * sum / gram.size.max(1) as f32).max(LEAST_RIDGE * self.0)
    }
}

fn solved(share: f32, solve: impl Fn(Ridge) -> Result<Matrix, NotPositive>) -> Option<Matrix> {
    let mut ridge = Ridge(share);
    for _ in 0..RAISES {
        match solve(ridge) {
            Ok(weights) if weights.cells.iter().all(|cell| cell.is_finite()) => return Some(weights),
            Ok(_) | Err(NotPositive) => ridge.0 *= 2.0,
        }
    }
    None
}

impl Behind {
    fn set(&mut self, row: usize, column: usize) {
        for place in [row * self.rows + column, column * self.rows + row] {
            self.bits[place / 64] |= 1 << (place % 64);
        }
    }

    fn has(&self, row: usize, column: usize) -> bool {
        let place = row * self.rows + column;
        self.bits[place / 64] >> (place % 64) & 1 == 1
    }

    fn keep_lower(&self, matrix: &mut Matrix) {
        for row in 0..self.rows {
            let cells = &mut matrix.cells[row * matrix.stride..][..row];
            for (column, cell) in cells.iter_mut().enumerate() {
                if *cell != 0.0 && !self.has(row, column) {
                    *cell = 0.0;
                }
            }
        }
    }

    fn keep_all(&self, matrix: &mut Matrix) {
        for row in 0..self.rows {
            let cells = &mut matrix.cells[row * matrix.stride..][..self.rows];
            for (column, cell) in cells.iter_mut().enumerate() {
                if *cell != 0.0 && !self.has(row, column) {
                    *cell = 0.0;
                }
            }
        }
    }
}
