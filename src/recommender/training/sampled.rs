//! A softmax over all items, told from a sample of them: for each place, what came next against items that were drawn (Yi et al. 2019).

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

use super::adam::Rows;
use crate::recommender::random::Random;

/// Stands where there is no item.
pub const NOTHING: u32 = u32::MAX;

/// How often each item is drawn.
pub struct Draw {
    /// The logarithm of the chance of each.
    pub log_chance: Vec<f32>,
    /// Running sums of the chances.
    sums: Vec<f64>,
}

impl Draw {
    /// By how often each was watched, but half way to all alike.
    pub fn new(watched: impl Iterator<Item = u32>, items: usize) -> Self {
        let mut counts = vec![0.0f64; items];
        watched.for_each(|item| counts[item as usize] += 1.0);
        let weights: Vec<f64> = counts.iter().map(|count| count.sqrt()).collect();
        let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let log_chance = weights.iter().map(|weight| (weight / total).max(1e-12).ln() as f32).collect();
        let sums = weights
            .iter()
            .scan(0.0, |sum, weight| {
                *sum += weight / total;
                Some(*sum)
            })
            .collect();
        Self { log_chance, sums }
    }

    pub fn some(&self, count: usize, random: &mut Random) -> Vec<u32> {
        let draw = |_| {
            let fraction = random.fraction();
            self.sums.partition_point(|sum| *sum <= fraction).min(self.sums.len() - 1) as u32
        };
        (0..count).map(draw).collect()
    }
}

pub struct Loss {
    /// The sum over all places that have a target.
    pub value: f64,
    pub of_outputs: Array2<f32>,
    /// For each drawn item, its vector's and its bias's.
    of_drawn: Array2<f32>,
    of_drawn_biases: Vec<f32>,
    /// For each place, its target's vector is its output times this, and its bias this.
    of_targets: Vec<f32>,
}

impl Loss {
    /// The gradients of the vectors and biases that were met.
    pub fn add_items(
        &self,
        outputs: &Array2<f32>,
        targets: &[u32],
        drawn: &[u32],
        items: &mut Rows,
        biases: &mut Rows,
    ) {
        for (place, target) in targets.iter().enumerate().filter(|(_, target)| **target != NOTHING) {
            let factor = self.of_targets[place];
            items.add(*target, outputs.row(place).iter().map(|cell| factor * cell));
            biases.add(*target, std::iter::once(factor));
        }
        for ((item, gradient), bias) in drawn.iter().zip(self.of_drawn.rows()).zip(&self.of_drawn_biases) {
            items.add(*item, gradient.iter().copied());
            biases.add(*item, std::iter::once(*bias));
        }
    }
}

/// `items` and `biases` of all; `log_chance` of being drawn.
pub fn loss(
    outputs: &Array2<f32>,
    targets: &[u32],
    drawn: &[u32],
    items: ArrayView2<'_, f32>,
    biases: ArrayView1<'_, f32>,
    log_chance: &[f32],
) -> Loss {
    let places: Vec<usize> = drawn.iter().map(|item| *item as usize).collect();
    let vectors = items.select(Axis(0), &places);
    let mut shares = outputs.dot(&vectors.t());
    let offsets: Vec<f32> = places.iter().map(|item| biases[*item] - log_chance[*item]).collect();
    let mut of_targets = vec![0.0; targets.len()];
    let mut value = 0.0;
    for (place, target) in targets.iter().enumerate() {
        let mut row = shares.row_mut(place);
        if *target == NOTHING {
            row.fill(0.0);
            continue;
        }
        let own = *target as usize;
        let dot: f32 = outputs.row(place).iter().zip(items.row(own)).map(|(a, b)| a * b).sum();
        let right = dot + biases[own] - log_chance[own];
        let mut most = right;
        for ((share, offset), item) in row.iter_mut().zip(&offsets).zip(drawn) {
            // What came next is not its own rival.
            *share = if item == target { f32::NEG_INFINITY } else { *share + offset };
            most = most.max(*share);
        }
        let mut sum = (right - most).exp();
        for share in row.iter_mut() {
            *share = (*share - most).exp();
            sum += *share;
        }
        row.iter_mut().for_each(|share| *share /= sum);
        let share = (right - most).exp() / sum;
        value -= f64::from(share.max(f32::MIN_POSITIVE).ln());
        of_targets[place] = share - 1.0;
    }
    let mut of_outputs = shares.dot(&vectors);
    for (place, target) in targets.iter().enumerate().filter(|(_, target)| **target != NOTHING) {
        let vector = items.row(*target as usize);
        let factor = of_targets[place];
        of_outputs.row_mut(place).iter_mut().zip(vector).for_each(|(cell, part)| *cell += factor * part);
    }
    Loss {
        value,
        of_drawn: shares.t().dot(outputs),
        of_drawn_biases: shares.sum_axis(Axis(0)).to_vec(),
        of_outputs,
        of_targets,
    }
}
