//! Steps against a gradient, each number at a pace of its own (Adam, Kingma and Ba 2015). Of a table only the rows that were met move.

use std::collections::BTreeMap;

use ndarray::Array2;

const KEPT: f32 = 0.9;
const KEPT_SQUARES: f32 = 0.98;
const EPSILON: f32 = 1e-8;
/// One step in so many leads up to the full rate.
const WARM_UP: usize = 20;
/// But no more steps than this.
const LONGEST_WARM_UP: usize = 100;
/// What is left of the rate at the end, to which it falls evenly.
const LEAST: f32 = 0.02;

/// Where a training is.
pub struct Adam {
    done: usize,
    planned: usize,
    rate: f32,
}

/// Running means of an array's gradients and of their squares.
#[derive(Clone)]
pub struct Moments(Array2<f32>, Array2<f32>);

/// The gradient of a table: of the rows that were met, in their order.
#[derive(Default)]
pub struct Rows(BTreeMap<u32, Vec<f32>>);

/// One step of it: the rate at this time, and by what gradients are divided.
pub struct Step {
    rate: f32,
    mean: f32,
}

impl Adam {
    pub fn new(rate: f32, planned: usize) -> Self {
        Self { done: 0, planned: planned.max(1), rate }
    }

    /// There will be so many steps more: the rate falls to its end with the last of them.
    pub fn plan(&mut self, steps: usize) {
        self.planned = (self.done + steps).max(1);
    }

    /// The next step, with the sum of the gradients of so many examples.
    pub fn step(&mut self, examples: usize) -> Step {
        self.done += 1;
        let left = 1.0 - (self.done as f32 / self.planned as f32).min(1.0);
        let warm_up = (self.planned / WARM_UP).clamp(1, LONGEST_WARM_UP) as f32;
        let paced = (LEAST + (1.0 - LEAST) * left) * (self.done as f32 / warm_up).min(1.0);
        let steps = self.done.min(100_000) as i32;
        let unbiased = (1.0 - KEPT_SQUARES.powi(steps)).sqrt() / (1.0 - KEPT.powi(steps));
        Step { rate: self.rate * paced * unbiased, mean: 1.0 / examples.max(1) as f32 }
    }
}

impl Moments {
    pub fn of(array: &Array2<f32>) -> Self {
        let zeros = Array2::zeros(array.raw_dim());
        Self(zeros.clone(), zeros)
    }
}

impl Rows {
    pub fn add(&mut self, row: u32, gradient: impl ExactSizeIterator<Item = f32>) {
        let own = self.0.entry(row).or_insert_with(|| vec![0.0; gradient.len()]);
        own.iter_mut().zip(gradient).for_each(|(cell, part)| *cell += part);
    }

    pub fn merge(&mut self, other: Rows) {
        for (row, gradient) in other.0 {
            self.add(row, gradient.into_iter());
        }
    }

    #[cfg(test)]
    pub fn of(&self, row: u32) -> &[f32] {
        &self.0[&row]
    }
}

impl Step {
    pub fn dense(&self, array: &mut Array2<f32>, gradient: &Array2<f32>, moments: &mut Moments) {
        let moments = moments.0.iter_mut().zip(moments.1.iter_mut());
        for ((cell, gradient), (first, second)) in array.iter_mut().zip(gradient).zip(moments) {
            self.adapt(cell, *gradient, first, second);
        }
    }

    pub fn rows(&self, table: &mut Array2<f32>, gradient: &Rows, moments: &mut Moments) {
        for (row, gradient) in &gradient.0 {
            let row = *row as usize;
            let moments = moments.0.row_mut(row).into_iter().zip(moments.1.row_mut(row));
            for ((cell, gradient), (first, second)) in
                table.row_mut(row).into_iter().zip(gradient).zip(moments)
            {
                self.adapt(cell, *gradient, first, second);
            }
        }
    }

    fn adapt(&self, cell: &mut f32, gradient: f32, first: &mut f32, second: &mut f32) {
        let gradient = gradient * self.mean;
        *first = KEPT * *first + (1.0 - KEPT) * gradient;
        *second = KEPT_SQUARES * *second + (1.0 - KEPT_SQUARES) * gradient * gradient;
        *cell -= self.rate * *first / (second.sqrt() + EPSILON);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_the_bottom_of_a_bowl_and_leaves_other_rows_alone() {
        let mut table = Array2::from_elem((3, 2), 1.0);
        let mut moments = Moments::of(&table);
        let mut adam = Adam::new(0.05, 400);
        for _ in 0..400 {
            let mut gradient = Rows::default();
            let slopes: Vec<f32> = table.row(1).iter().map(|cell| 2.0 * (cell - 0.25)).collect();
            gradient.add(1, slopes.into_iter());
            adam.step(1).rows(&mut table, &gradient, &mut moments);
        }
        assert!(table.row(1).iter().all(|cell| (cell - 0.25).abs() < 1e-3), "{table}");
        assert!(table.row(0).iter().all(|cell| *cell == 1.0));
    }
}
