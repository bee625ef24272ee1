//! A network of full layers with ReLU between them, and the gradients of its weights.
//!
//! All weights are one list: for each layer a row per input, then the biases.

use std::ops::Range;

use super::product::{Left, add_product};
use crate::recommender::random::Random;

#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    widths: Vec<usize>,
    weights: Vec<f32>,
}

/// Where a layer's weights are.
struct Layer {
    inputs: usize,
    outputs: usize,
    rows: Range<usize>,
    biases: Range<usize>,
}

impl Network {
    pub fn new(widths: &[usize], seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut weights = vec![0.0; count(widths)];
        for layer in layers(widths) {
            // Keeps the size of what passes through a layer of ReLUs (He et al. 2015).
            let reach = (6.0 / layer.inputs as f64).sqrt();
            let mut draw = || ((2.0 * random.fraction() - 1.0) * reach) as f32;
            weights[layer.rows].iter_mut().for_each(|weight| *weight = draw());
        }
        if let Some(last) = layers(widths).last() {
            weights[last.rows].iter_mut().for_each(|weight| *weight *= 0.1);
        }
        Self { widths: widths.to_vec(), weights }
    }

    pub fn from_parts(widths: Vec<usize>, weights: Vec<f32>) -> Option<Self> {
        let sound = widths.len() >= 2 && widths.iter().all(|width| (1..=100_000).contains(width));
        let fits = sound && weights.len() == count(&widths);
        (fits && weights.iter().all(|weight| weight.is_finite())).then_some(Self { widths, weights })
    }

    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    pub fn weights_mut(&mut self) -> &mut [f32] {
        &mut self.weights
    }

    pub fn heads(&self) -> usize {
        self.widths.last().copied().unwrap_or(1)
    }

    /// Sets what it says before it has learned anything.
    pub fn start_at(&mut self, outputs: &[f32]) {
        if let Some(last) = layers(&self.widths).last() {
            self.weights[last.biases].copy_from_slice(outputs);
        }
    }

    pub fn outputs(&self, inputs: &[f32]) -> Vec<f32> {
        self.forward(inputs).pop().unwrap_or_default()
    }

    /// What each layer says, row by row.
    pub fn forward(&self, inputs: &[f32]) -> Vec<Vec<f32>> {
        let mut said: Vec<Vec<f32>> = Vec::with_capacity(self.widths.len() - 1);
        for layer in layers(&self.widths) {
            let from = said.last().map_or(inputs, Vec::as_slice);
            let biases = &self.weights[layer.biases];
            let mut to = biases.repeat(from.len() / layer.inputs);
            add_product(&mut to, Left::of(from, layer.inputs), &self.weights[layer.rows], layer.outputs);
            if said.len() + 2 < self.widths.len() {
                to.iter_mut().for_each(|cell| *cell = cell.max(0.0));
            }
            said.push(to);
        }
        said
    }

    /// Adds the gradients of all weights to `sums`, given those of the outputs.
    pub fn backward(&self, inputs: &[f32], said: &[Vec<f32>], of_outputs: Vec<f32>, sums: &mut [f32]) {
        let mut coming = of_outputs;
        for (index, layer) in layers(&self.widths).enumerate().collect::<Vec<_>>().into_iter().rev() {
            let from = index.checked_sub(1).map_or(inputs, |before| said[before].as_slice());
            let biases = &mut sums[layer.biases];
            for row in coming.chunks(layer.outputs) {
                biases.iter_mut().zip(row).for_each(|(sum, gradient)| *sum += gradient);
            }
            let left = Left::transposed(from, layer.inputs);
            add_product(&mut sums[layer.rows.clone()], left, &coming, layer.outputs);
            if index == 0 {
                return;
            }
            let turned = turn(&self.weights[layer.rows], layer.outputs);
            let mut back = vec![0.0; from.len()];
            add_product(&mut back, Left::of(&coming, layer.outputs), &turned, layer.inputs);
            let asleep = back.iter_mut().zip(from).filter(|(_, cell)| **cell <= 0.0);
            asleep.for_each(|(gradient, _)| *gradient = 0.0);
            coming = back;
        }
    }
}

fn layers(widths: &[usize]) -> impl Iterator<Item = Layer> + '_ {
    widths.windows(2).scan(0, |start, pair| {
        let rows = *start..*start + pair[0] * pair[1];
        let biases = rows.end..rows.end + pair[1];
        *start = biases.end;
        Some(Layer { inputs: pair[0], outputs: pair[1], rows, biases })
    })
}

fn count(widths: &[usize]) -> usize {
    widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

fn turn(cells: &[f32], width: usize) -> Vec<f32> {
    let height = cells.len() / width;
    (0..cells.len()).map(|cell| cells[cell % height * width + cell / height]).collect()
}
