//! The loss of a piece: for each place, what came next against items that were drawn, by their share of a softmax.

use ndarray::{Array2, ArrayView2, Axis};

use super::windows::NOTHING;

pub struct Loss {
    /// The sum over all places that have a target.
    pub value: f64,
    pub of_outputs: Array2<f32>,
    /// For each drawn item, its vector's and its bias's.
    pub of_drawn: Array2<f32>,
    pub of_drawn_biases: Vec<f32>,
    /// For each place, its target's vector is its output times this, and its bias this.
    pub of_targets: Vec<f32>,
}

/// `items` and `biases` of all; `log_chance` of being drawn.
pub fn of(
    outputs: &Array2<f32>,
    targets: &[u32],
    drawn: &[u32],
    items: ArrayView2<'_, f32>,
    biases: &[f32],
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
