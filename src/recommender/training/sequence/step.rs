//! The gradient of a piece, and what it changes: Adam (Kingma and Ba 2015), in which a vector moves only when it was met.

use std::collections::BTreeMap;

use ndarray::Array2;

use super::layers::{Dropout, Stack};
use super::windows::{NOTHING, Window, Windows};
use super::{Network, loss};
use crate::recommender::random::Random;

const KEPT: f32 = 0.9;
const KEPT_SQUARES: f32 = 0.98;
const EPSILON: f32 = 1e-8;

pub struct Gradient {
    pub stack: Stack,
    /// Of the items that were met, in their order: the vector's, with the bias's behind it.
    items: BTreeMap<u32, Vec<f32>>,
    /// How many places had a target.
    pub places: usize,
    /// Over all places together.
    pub loss: f64,
}

#[cfg(test)]
impl Gradient {
    pub fn of_item(&self, item: u32) -> &[f32] {
        &self.items[&item]
    }
}

/// One piece of a batch, forward and backward.
pub fn gradient(network: &Network, windows: &Windows, piece: &[Window], seed: u64) -> Gradient {
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    piece.iter().for_each(|window| windows.fill(*window, &mut inputs, &mut targets));
    let mut random = Random::new(seed);
    let drawn = windows.draw(network.setting.negatives, &mut random);
    let mut dropout = Dropout::new(network.setting.dropout, random.next());
    gradient_of(network, windows, &inputs, &targets, &drawn, &mut dropout)
}

pub fn gradient_of(
    network: &Network,
    windows: &Windows,
    inputs: &[u32],
    targets: &[u32],
    drawn: &[u32],
    dropout: &mut Dropout,
) -> Gradient {
    let (outputs, trace) = network.stack.forward(&network.items, inputs, dropout);
    let biases = network.biases.row(0).to_vec();
    let loss = loss::of(&outputs, targets, drawn, network.items.view(), &biases, &windows.log_chance);
    let mut stack = network.stack.zeros();
    let of_inputs = network.stack.backward(&trace, &loss.of_outputs, &mut stack);
    let size = network.setting.dimensions;
    let mut items: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    let mut add = |item: u32, vector: &mut dyn Iterator<Item = f32>, bias: f32| {
        let own = items.entry(item).or_insert_with(|| vec![0.0; size + 1]);
        own.iter_mut().zip(vector).for_each(|(cell, part)| *cell += part);
        own[size] += bias;
    };
    for (place, item) in inputs.iter().enumerate().filter(|(_, item)| **item != NOTHING) {
        add(*item, &mut of_inputs.row(place).iter().copied(), 0.0);
    }
    for (place, target) in targets.iter().enumerate().filter(|(_, target)| **target != NOTHING) {
        let factor = loss.of_targets[place];
        add(*target, &mut outputs.row(place).iter().map(|cell| factor * cell), factor);
    }
    for (place, item) in drawn.iter().enumerate() {
        add(*item, &mut loss.of_drawn.row(place).iter().copied(), loss.of_drawn_biases[place]);
    }
    let places = targets.iter().filter(|target| **target != NOTHING).count();
    Gradient { stack, items, places, loss: loss.value }
}

pub struct Optimizer {
    steps: i32,
    stack: (Stack, Stack),
    items: (Array2<f32>, Array2<f32>),
    biases: (Vec<f32>, Vec<f32>),
}

impl Optimizer {
    pub fn new(network: &Network) -> Self {
        let (zeros, size) = (network.stack.zeros(), network.items.raw_dim());
        Self {
            steps: 0,
            stack: (zeros.clone(), zeros),
            items: (Array2::zeros(size), Array2::zeros(size)),
            biases: (vec![0.0; size[0]], vec![0.0; size[0]]),
        }
    }

    /// Moves the network by the mean gradient of these pieces, which are added in their order.
    pub fn step(&mut self, network: &mut Network, pieces: Vec<Gradient>) {
        let places = pieces.iter().map(|piece| piece.places).sum::<usize>().max(1);
        let mean = 1.0 / places as f32;
        let mut pieces = pieces.into_iter();
        let Some(mut sum) = pieces.next() else { return };
        for piece in pieces {
            for (own, other) in sum.stack.arrays_mut().into_iter().zip(piece.stack.arrays()) {
                *own += other;
            }
            for (item, other) in piece.items {
                match sum.items.entry(item) {
                    std::collections::btree_map::Entry::Vacant(free) => {
                        free.insert(other);
                    }
                    std::collections::btree_map::Entry::Occupied(mut own) => {
                        own.get_mut().iter_mut().zip(other).for_each(|(cell, part)| *cell += part);
                    }
                }
            }
        }
        self.steps += 1;
        let rate = network.setting.rate * (1.0 - KEPT_SQUARES.powi(self.steps)).sqrt()
            / (1.0 - KEPT.powi(self.steps));
        let adapt = |cell: &mut f32, gradient: f32, first: &mut f32, second: &mut f32| {
            let gradient = gradient * mean;
            *first = KEPT * *first + (1.0 - KEPT) * gradient;
            *second = KEPT_SQUARES * *second + (1.0 - KEPT_SQUARES) * gradient * gradient;
            *cell -= rate * *first / (second.sqrt() + EPSILON);
        };
        let moments = self.stack.0.arrays_mut().into_iter().zip(self.stack.1.arrays_mut());
        let arrays = network.stack.arrays_mut().into_iter().zip(sum.stack.arrays());
        for ((array, gradient), (first, second)) in arrays.zip(moments) {
            let cells = array.iter_mut().zip(gradient).zip(first.iter_mut().zip(second.iter_mut()));
            cells.for_each(|((cell, gradient), (first, second))| adapt(cell, *gradient, first, second));
        }
        for (item, gradient) in &sum.items {
            let item = *item as usize;
            let moments = self.items.0.row_mut(item).into_iter().zip(self.items.1.row_mut(item));
            let cells = network.items.row_mut(item).into_iter().zip(gradient).zip(moments);
            cells.for_each(|((cell, gradient), (first, second))| adapt(cell, *gradient, first, second));
            let (first, second) = (&mut self.biases.0[item], &mut self.biases.1[item]);
            adapt(&mut network.biases[[0, item]], gradient[network.setting.dimensions], first, second);
        }
    }
}
