//! Short vectors by implicit alternating least squares (Hu, Koren and Volinsky 2008) with the regulariser that grows
//! with frequency (Rendle et al. 2022).
//!
//! No viewer's vector is kept: a context is folded in when asked, by the same small system that training solves.

use super::threads::share;
use super::{Ask, Memory, Model, Watched};
use crate::recommender::random::Random;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    pub dimensions: usize,
    /// The weight of all that was not watched.
    pub unwatched: f32,
    pub ridge: f32,
    pub rounds: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Vectors {
    pub(in crate::recommender) setting: Factors,
    pub(in crate::recommender) items: Vec<f32>,
    /// `unwatched` times the sum of all items' outer products; of each, the upper half.
    pub(in crate::recommender) everything: Vec<f32>,
}

impl Factors {
    pub fn learn(self, watches: &[Watched], items: usize) -> Vectors {
        let viewers = watches.iter().map(|watch| watch.viewer as usize + 1).max().unwrap_or(0);
        let mut by_viewer = vec![Vec::new(); viewers];
        let mut by_item = vec![Vec::new(); items];
        for watch in watches {
            by_viewer[watch.viewer as usize].push(watch.item);
            by_item[watch.item as usize].push(watch.viewer);
        }
        let mut random = Random::new(1);
        let width = 0.1 * (12.0 / self.dimensions as f64).sqrt();
        let mut draw = || ((random.fraction() - 0.5) * width) as f32;
        let mut vectors = vec![0.0; items * self.dimensions];
        for (vector, seen) in vectors.chunks_mut(self.dimensions).zip(&by_item) {
            if !seen.is_empty() {
                vector.iter_mut().for_each(|cell| *cell = draw());
            }
        }
        for _ in 0..self.rounds {
            let viewers = self.half(&by_viewer, &vectors);
            vectors = self.half(&by_item, &viewers);
        }
        let everything = self.everything(&vectors);
        Vectors { setting: self, items: vectors, everything }
    }

    /// The best vectors of one side, given those of the other.
    fn half(&self, rows: &[Vec<u32>], others: &[f32]) -> Vec<f32> {
        let everything = self.everything(others);
        let mut solved = vec![0.0; rows.len() * self.dimensions];
        const PIECE: usize = 64;
        let pieces = solved.chunks_mut(PIECE * self.dimensions).zip(rows.chunks(PIECE));
        share(pieces, |(vectors, rows)| {
            for (vector, row) in vectors.chunks_mut(self.dimensions).zip(rows) {
                self.fold_in(row, others, &everything, vector);
            }
        });
        solved
    }

    fn everything(&self, vectors: &[f32]) -> Vec<f32> {
        let mut sum = vec![0.0; self.dimensions * self.dimensions];
        let all: Vec<&[f32]> = vectors.chunks(self.dimensions).collect();
        add_outer_products(&mut sum, &all);
        sum.iter_mut().for_each(|cell| *cell *= self.unwatched);
        sum
    }

    fn fold_in(&self, row: &[u32], others: &[f32], everything: &[f32], vector: &mut [f32]) {
        if row.is_empty() {
            return;
        }
        let size = self.dimensions;
        let watched: Vec<&[f32]> = row.iter().map(|at| &others[*at as usize * size..][..size]).collect();
        let mut system = everything.to_vec();
        add_outer_products(&mut system, &watched);
        let count = row.len() as f32 + self.unwatched * (others.len() / size) as f32;
        for position in 0..size {
            system[position * size + position] += self.ridge * count;
        }
        vector.fill(0.0);
        for other in watched {
            vector.iter_mut().zip(other).for_each(|(cell, part)| *cell += part);
        }
        solve_upper(&mut system, vector);
    }
}

/// Adds to the upper half; four at a time, so that each cell is loaded once for four.
fn add_outer_products(sum: &mut [f32], vectors: &[&[f32]]) {
    let Some(size) = vectors.first().map(|vector| vector.len()) else { return };
    for four in vectors.chunks(4) {
        if let [a, b, c, d] = four {
            for row in 0..size {
                let cells = sum[row * size + row..(row + 1) * size].iter_mut();
                let (one, two, three, last) = (a[row], b[row], c[row], d[row]);
                let parts = a[row..].iter().zip(&b[row..]).zip(c[row..].iter().zip(&d[row..]));
                for (cell, ((a, b), (c, d))) in cells.zip(parts) {
                    *cell += one * a + two * b + (three * c + last * d);
                }
            }
        } else {
            for vector in four {
                for row in 0..size {
                    let cells = sum[row * size + row..(row + 1) * size].iter_mut();
                    cells.zip(&vector[row..]).for_each(|(cell, part)| *cell += vector[row] * part);
                }
            }
        }
    }
}

fn solve_upper(system: &mut [f32], vector: &mut [f32]) {
    factor_upper(system, vector.len());
    substitute_upper(system, vector);
}

/// Cholesky on the upper half; the ridge makes every pivot positive.
fn factor_upper(system: &mut [f32], size: usize) {
    for pivot in 0..size {
        let (done, rest) = system.split_at_mut((pivot + 1) * size);
        let row = &mut done[pivot * size..];
        let scale = 1.0 / row[pivot].max(f32::MIN_POSITIVE).sqrt();
        row[pivot..].iter_mut().for_each(|cell| *cell *= scale);
        for (index, below) in rest.chunks_mut(size).enumerate() {
            let column = pivot + 1 + index;
            let factor = row[column];
            let cells = below[column..].iter_mut().zip(&row[column..]);
            cells.for_each(|(cell, part)| *cell -= factor * part);
        }
    }
}

/// Forward, then back.
fn substitute_upper(system: &[f32], vector: &mut [f32]) {
    let size = vector.len();
    for pivot in 0..size {
        let row = &system[pivot * size..(pivot + 1) * size];
        vector[pivot] /= row[pivot];
        let value = vector[pivot];
        vector[pivot + 1..].iter_mut().zip(&row[pivot + 1..]).for_each(|(cell, part)| *cell -= value * part);
    }
    for pivot in (0..size).rev() {
        let row = &system[pivot * size..(pivot + 1) * size];
        let known: f32 = row[pivot + 1..].iter().zip(&vector[pivot + 1..]).map(|(a, b)| a * b).sum();
        vector[pivot] = (vector[pivot] - known) / row[pivot];
    }
}

impl Vectors {
    pub fn dimensions(&self) -> usize {
        self.setting.dimensions
    }

    pub fn of(&self, item: usize) -> &[f32] {
        &self.items[item * self.setting.dimensions..][..self.setting.dimensions]
    }

    /// What each of these items adds to the vector of a viewer who watched them all: their sum is the viewer's. Weights say
    /// how much each counts; their mean is to be 1.
    pub fn fold_in_each(&self, watched: &[(usize, f32)]) -> Vec<Vec<f32>> {
        let size = self.setting.dimensions;
        let scaled: Vec<Vec<f32>> = watched
            .iter()
            .map(|(item, weight)| self.of(*item).iter().map(|cell| cell * weight.sqrt()).collect())
            .collect();
        let mut system = self.everything.clone();
        add_outer_products(&mut system, &scaled.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let count = watched.len() as f32 + self.setting.unwatched * (self.items.len() / size) as f32;
        for position in 0..size {
            system[position * size + position] += self.setting.ridge * count;
        }
        factor_upper(&mut system, size);
        let part = |(item, weight): &(usize, f32)| {
            let mut part: Vec<f32> = self.of(*item).iter().map(|cell| cell * weight).collect();
            substitute_upper(&system, &mut part);
            part
        };
        watched.iter().map(part).collect()
    }
}

impl Model for Vectors {
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32> {
        let context = match memory {
            Memory::Last(count) => &ask.context[ask.context.len().saturating_sub(count)..],
            Memory::Whole | Memory::Fading(_) => ask.context,
        };
        let mut viewer = vec![0.0; self.setting.dimensions];
        self.setting.fold_in(context, &self.items, &self.everything, &mut viewer);
        let dot = |item: &[f32]| item.iter().zip(&viewer).map(|(a, b)| a * b).sum();
        self.items.chunks(self.setting.dimensions).map(dot).collect()
    }

    fn memories(&self) -> &'static [Memory] {
        &[Memory::Whole, Memory::Last(4), Memory::Last(8), Memory::Last(16)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_system_is_solved() {
        let mut system = vec![4.0, 2.0, 0.0, 3.0];
        let mut vector = vec![8.0, 7.0];
        solve_upper(&mut system, &mut vector);
        assert!((vector[0] - 1.25).abs() < 1e-6 && (vector[1] - 1.5).abs() < 1e-6, "{vector:?}");
    }

    #[test]
    fn what_each_watch_adds_sums_to_the_viewer() {
        let setting = Factors { dimensions: 3, unwatched: 0.1, ridge: 0.05, rounds: 1 };
        let items: Vec<f32> = (0..15).map(|cell| ((cell * 7 % 11) as f32 - 5.0) / 5.0).collect();
        let everything = setting.everything(&items);
        let vectors = Vectors { setting, items, everything };
        let mut viewer = vec![0.0; 3];
        setting.fold_in(&[1, 4], &vectors.items, &vectors.everything, &mut viewer);
        let parts = vectors.fold_in_each(&[(1, 1.0), (4, 1.0)]);
        for (position, cell) in viewer.iter().enumerate() {
            assert!((cell - parts[0][position] - parts[1][position]).abs() < 1e-5);
        }
    }

    #[test]
    fn two_groups_of_viewers_are_told_apart() {
        let mut watches = Vec::new();
        for viewer in 0..40u32 {
            for item in (0..10).filter(|item| (item + viewer) % 3 != 0) {
                watches.push(Watched { viewer, item: item + viewer % 2 * 10, at: 0 });
            }
        }
        let setting = Factors { dimensions: 6, unwatched: 0.1, ridge: 0.01, rounds: 5 };
        let model = setting.learn(&watches, 20);
        let scores = model.score(Ask { context: &[11, 13], at: None }, Memory::Whole);
        let lowest = scores[10..].iter().copied().fold(f32::MAX, f32::min);
        assert!(scores[..10].iter().all(|score| *score < lowest), "{scores:?}");
    }
}
