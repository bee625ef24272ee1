//! The gradient of a piece, and what it changes.

use ndarray::Array2;

use super::Network;
use super::layers::{Dropout, Stack};
use super::windows::{Window, Windows};
use crate::recommender::random::Random;
use crate::recommender::training::adam::{Adam, Moments, Rows};
use crate::recommender::training::sampled::{NOTHING, loss};

pub struct Gradient {
    pub stack: Stack,
    pub items: Rows,
    /// A row of one number for each item.
    pub biases: Rows,
    /// How many places had a target.
    pub places: usize,
    /// Over all places together.
    pub loss: f64,
}

/// One piece of a batch, forward and backward.
pub fn gradient(network: &Network, windows: &Windows, piece: &[Window], seed: u64) -> Gradient {
    let (mut inputs, mut targets) = (Vec::new(), Vec::new());
    piece.iter().for_each(|window| windows.fill(*window, &mut inputs, &mut targets));
    let mut random = Random::new(seed);
    let drawn = windows.draw.some(network.setting.negatives, &mut random);
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
    let all = network.items.view();
    let loss = loss(&outputs, targets, drawn, all, network.biases.column(0), &windows.draw.log_chance);
    let mut stack = network.stack.zeros();
    let of_inputs = network.stack.backward(&trace, &loss.of_outputs, &mut stack);
    let (mut items, mut biases) = (Rows::default(), Rows::default());
    for (item, gradient) in inputs.iter().zip(of_inputs.rows()).filter(|(item, _)| **item != NOTHING) {
        items.add(*item, gradient.iter().copied());
    }
    loss.add_items(&outputs, targets, drawn, &mut items, &mut biases);
    let places = targets.iter().filter(|target| **target != NOTHING).count();
    Gradient { stack, items, biases, places, loss: loss.value }
}

pub struct Optimizer {
    adam: Adam,
    stack: Vec<Moments>,
    items: Moments,
    biases: Moments,
}

impl Optimizer {
    pub fn new(network: &Network, planned: usize) -> Self {
        let moments = |array: &Array2<f32>| Moments::of(array);
        Self {
            adam: Adam::new(network.setting.rate, planned),
            stack: network.stack.arrays().into_iter().map(moments).collect(),
            items: moments(&network.items),
            biases: moments(&network.biases),
        }
    }

    /// There will be so many steps more, and no others.
    pub fn plan(&mut self, steps: usize) {
        self.adam.plan(steps);
    }

    /// Moves the network by the mean gradient of these pieces, which are added in their order.
    pub fn step(&mut self, network: &mut Network, pieces: Vec<Gradient>) {
        let step = self.adam.step(pieces.iter().map(|piece| piece.places).sum());
        let mut pieces = pieces.into_iter();
        let Some(mut sum) = pieces.next() else { return };
        for piece in pieces {
            for (own, other) in sum.stack.arrays_mut().into_iter().zip(piece.stack.arrays()) {
                *own += other;
            }
            sum.items.merge(piece.items);
            sum.biases.merge(piece.biases);
        }
        let arrays = network.stack.arrays_mut().into_iter().zip(sum.stack.arrays());
        for ((array, gradient), moments) in arrays.zip(&mut self.stack) {
            step.dense(array, gradient, moments);
        }
        step.rows(&mut network.items, &sum.items, &mut self.items);
        step.rows(&mut network.biases, &sum.biases, &mut self.biases);
    }
}
