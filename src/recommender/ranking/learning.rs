//! Finds a network's weights: mini-batches in a shuffled order, Adam (Kingma and Ba 2015), and an end when what was kept
//! aside is no longer said better.
//!
//! What is kept is a running mean of the weights: single steps are noisy, above all where one long watch weighs as much
//! as a hundred impressions.

use std::sync::{Mutex, PoisonError};

use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use super::network::Network;
use crate::recommender::random::Random;
use crate::recommender::training::share;

#[derive(Clone, Debug)]
pub struct Settings {
    pub hidden: Vec<usize>,
    /// At most so many times over all lessons.
    pub rounds: usize,
    /// Lessons per step.
    pub batch: usize,
    pub rate: f32,
    /// How much each weight shrinks, beside the steps (Loshchilov and Hutter 2019).
    pub decay: f32,
    /// The share at the end by which to know when to stop.
    pub kept_aside: f64,
    /// Rounds without improvement before it stops.
    pub patience: usize,
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hidden: vec![64, 32],
            rounds: 30,
            batch: 256,
            rate: 1e-3,
            decay: 1e-4,
            kept_aside: 0.1,
            patience: 3,
            seed: 1,
        }
    }
}

impl Settings {
    pub fn widths(&self, inputs: usize, heads: usize) -> Vec<usize> {
        let hidden = self.hidden.iter().copied();
        std::iter::once(inputs).chain(hidden).chain(std::iter::once(heads)).collect()
    }
}

/// What there is to learn, oldest first. A lesson is one row or several that belong together.
pub trait Lessons: Sync {
    fn count(&self) -> usize;

    fn inputs(&self, lesson: usize) -> Vec<f32>;

    /// How wrong these outputs are, a row for each of the lesson's, and by `gradients` in which direction.
    fn loss(&self, lesson: usize, outputs: ArrayView2<'_, f32>, gradients: ArrayViewMut2<'_, f32>) -> f64;
}

/// So many shares of a batch whatever the number of cores, so that sums are the same everywhere.
const PIECES: usize = 4;
const AT_ONCE: usize = 256;
const MEAN_KEEPS: f32 = 0.99;

pub fn fit(mut network: Network, lessons: &impl Lessons, settings: &Settings) -> Network {
    let aside = ((lessons.count() as f64 * settings.kept_aside) as usize).min(lessons.count() - 1);
    let mut order: Vec<usize> = (0..lessons.count() - aside).collect();
    let kept: Vec<usize> = (order.len()..lessons.count()).collect();
    let mut random = Random::new(settings.seed ^ 0x5EED);
    let mut adam = Adam::new(network.numbers().count());
    let mut mean = network.clone();
    let mut best = (f64::INFINITY, network.clone());
    let mut unchanged = 0;
    for _ in 0..settings.rounds {
        for last in (1..order.len()).rev() {
            order.swap(last, random.below(last + 1));
        }
        for batch in order.chunks(settings.batch.max(1)) {
            let (_, gradients) = gradients(&network, lessons, batch);
            adam.step(&mut network, &gradients, settings);
            // Early on the mean must keep up with what is learned.
            let kept = MEAN_KEEPS.min(adam.steps as f32 / (adam.steps as f32 + 10.0));
            let pairs = mean.numbers_mut().zip(network.numbers());
            pairs.for_each(|(mean, weight)| *mean += (1.0 - kept) * (weight - *mean));
        }
        if kept.is_empty() {
            best.1 = mean.clone();
            continue;
        }
        let worth = loss(&mean, lessons, &kept);
        if worth < best.0 {
            best = (worth, mean.clone());
            unchanged = 0;
        } else {
            unchanged += 1;
            if unchanged >= settings.patience.max(1) || !worth.is_finite() {
                break;
            }
        }
    }
    best.1
}

/// The mean loss of these lessons and the mean of its gradients.
pub fn gradients(network: &Network, lessons: &impl Lessons, batch: &[usize]) -> (f64, Network) {
    let parts = in_pieces(batch, |piece| {
        let (rows, ends) = rows(network, lessons, piece);
        let said = network.forward(rows.view());
        let mut of_outputs = Array2::zeros((rows.nrows(), network.heads()));
        let total =
            said.last().map_or(0.0, |outputs| losses(lessons, piece, &ends, outputs, &mut of_outputs));
        let mut sums = network.zeros();
        network.backward(rows.view(), &said, of_outputs, &mut sums);
        (total, sums)
    });
    let mut sums = network.zeros();
    let scale = 1.0 / batch.len().max(1) as f32;
    let mut total = 0.0;
    for (loss, part) in parts {
        total += loss;
        sums.numbers_mut().zip(part.numbers()).for_each(|(sum, gradient)| *sum += scale * gradient);
    }
    (total / batch.len().max(1) as f64, sums)
}

fn loss(network: &Network, lessons: &impl Lessons, all: &[usize]) -> f64 {
    let mut total = 0.0;
    for batch in all.chunks(AT_ONCE) {
        let parts = in_pieces(batch, |piece| {
            let (rows, ends) = rows(network, lessons, piece);
            let outputs = network.outputs(rows.view());
            losses(lessons, piece, &ends, &outputs, &mut Array2::zeros(outputs.raw_dim()))
        });
        total += parts.into_iter().sum::<f64>();
    }
    total / all.len().max(1) as f64
}

/// The rows of these lessons one after the other, and where each lesson's end.
fn rows(network: &Network, lessons: &impl Lessons, piece: &[usize]) -> (Array2<f32>, Vec<usize>) {
    let (mut cells, width) = (Vec::new(), network.inputs());
    let ends = piece.iter().map(|lesson| {
        cells.extend(lessons.inputs(*lesson));
        cells.len() / width
    });
    let ends: Vec<usize> = ends.collect();
    let mut rows = Array2::zeros((cells.len() / width, width));
    rows.iter_mut().zip(cells).for_each(|(own, cell)| *own = cell);
    (rows, ends)
}

/// The sum over lessons, with its gradients by the outputs.
fn losses(
    lessons: &impl Lessons,
    piece: &[usize],
    ends: &[usize],
    outputs: &Array2<f32>,
    of_outputs: &mut Array2<f32>,
) -> f64 {
    let (mut total, mut start) = (0.0, 0);
    for (lesson, end) in piece.iter().zip(ends) {
        let own = Slice::from(start..*end);
        let gradients = of_outputs.slice_axis_mut(Axis(0), own);
        total += lessons.loss(*lesson, outputs.slice_axis(Axis(0), own), gradients);
        start = *end;
    }
    total
}

/// In the order of the pieces, whoever was done first.
fn in_pieces<T: Send>(batch: &[usize], work: impl Fn(&[usize]) -> T + Sync) -> Vec<T> {
    let done = Mutex::new(Vec::new());
    let pieces = batch.chunks(batch.len().div_ceil(PIECES).max(1)).enumerate();
    share(pieces, |(index, piece)| {
        let result = work(piece);
        done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

struct Adam {
    means: Vec<f32>,
    squares: Vec<f32>,
    steps: i32,
}

impl Adam {
    fn new(weights: usize) -> Self {
        Self { means: vec![0.0; weights], squares: vec![0.0; weights], steps: 0 }
    }

    fn step(&mut self, network: &mut Network, gradients: &Network, settings: &Settings) {
        const KEPT: f32 = 0.9;
        const KEPT_SQUARES: f32 = 0.999;
        self.steps += 1;
        let mean_scale = 1.0 / (1.0 - KEPT.powi(self.steps));
        let square_scale = 1.0 / (1.0 - KEPT_SQUARES.powi(self.steps));
        let moments = self.means.iter_mut().zip(&mut self.squares);
        for ((weight, gradient), (mean, square)) in
            network.numbers_mut().zip(gradients.numbers()).zip(moments)
        {
            *mean += (1.0 - KEPT) * (gradient - *mean);
            *square += (1.0 - KEPT_SQUARES) * (gradient * gradient - *square);
            let step = *mean * mean_scale / ((*square * square_scale).sqrt() + 1e-8);
            *weight -= settings.rate * (step + settings.decay * *weight);
        }
    }
}
