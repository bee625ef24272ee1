//! A network of full layers with ReLU between them, and the gradients of its weights.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::recommender::random::Random;

#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    layers: Vec<Layer>,
}

#[derive(Clone, Debug, PartialEq)]
struct Layer {
    /// A row for each input.
    weights: Array2<f32>,
    biases: Array1<f32>,
}

impl Network {
    /// `widths`: inputs, hidden layers, heads.
    pub fn new(widths: &[usize], seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut network = Self::of_zeros(widths);
        for layer in &mut network.layers {
            // Keeps the size of what passes through a layer of ReLUs (He et al. 2015).
            let reach = (6.0 / layer.weights.nrows() as f64).sqrt();
            layer.weights.mapv_inplace(|_| ((2.0 * random.fraction() - 1.0) * reach) as f32);
        }
        if let Some(last) = network.layers.last_mut() {
            last.weights *= 0.1;
        }
        network
    }

    fn of_zeros(widths: &[usize]) -> Self {
        let layer = |pair: &[usize]| Layer {
            weights: Array2::zeros((pair[0], pair[1])),
            biases: Array1::zeros(pair[1]),
        };
        Self { layers: widths.windows(2).map(layer).collect() }
    }

    /// The same shape, with nothing in it.
    pub fn zeros(&self) -> Self {
        Self::of_zeros(&self.widths())
    }

    /// Absent where the numbers do not fit the widths, or one is none.
    pub fn from_parts(widths: &[usize], weights: &[f32]) -> Option<Self> {
        const WIDEST: usize = 100_000;
        if widths.len() < 2 || !widths.iter().all(|width| (1..=WIDEST).contains(width)) {
            return None;
        }
        let wanted: usize = widths.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        if weights.len() != wanted || !weights.iter().all(|weight| weight.is_finite()) {
            return None;
        }
        let mut network = Self::of_zeros(widths);
        network.numbers_mut().zip(weights).for_each(|(own, weight)| *own = *weight);
        Some(network)
    }

    pub fn widths(&self) -> Vec<usize> {
        let inputs = self.layers.iter().take(1).map(|layer| layer.weights.nrows());
        inputs.chain(self.layers.iter().map(|layer| layer.biases.len())).collect()
    }

    /// All weights in turn: of each layer a row per input, then the biases.
    pub fn numbers(&self) -> impl Iterator<Item = &f32> {
        self.layers.iter().flat_map(|layer| layer.weights.iter().chain(&layer.biases))
    }

    pub fn numbers_mut(&mut self) -> impl Iterator<Item = &mut f32> {
        self.layers.iter_mut().flat_map(|layer| layer.weights.iter_mut().chain(&mut layer.biases))
    }

    pub fn inputs(&self) -> usize {
        self.layers.first().map_or(1, |layer| layer.weights.nrows())
    }

    pub fn heads(&self) -> usize {
        self.layers.last().map_or(1, |layer| layer.biases.len())
    }

    /// Sets what it says before it has learned anything.
    pub fn start_at(&mut self, outputs: &[f32]) {
        if let Some(last) = self.layers.last_mut() {
            last.biases.iter_mut().zip(outputs).for_each(|(bias, output)| *bias = *output);
        }
    }

    /// What the last layer says of each row.
    pub fn outputs(&self, inputs: ArrayView2<'_, f32>) -> Array2<f32> {
        self.forward(inputs).pop().unwrap_or_default()
    }

    /// What each layer says of each row.
    pub fn forward(&self, inputs: ArrayView2<'_, f32>) -> Vec<Array2<f32>> {
        let mut said: Vec<Array2<f32>> = Vec::with_capacity(self.layers.len());
        for (index, layer) in self.layers.iter().enumerate() {
            let from = said.last().map_or(inputs, |said| said.view());
            let mut to = from.dot(&layer.weights) + &layer.biases;
            if index + 1 < self.layers.len() {
                to.mapv_inplace(|cell| cell.max(0.0));
            }
            said.push(to);
        }
        said
    }

    /// Adds the gradients of all weights to `sums`, given those of the outputs.
    pub fn backward(
        &self,
        inputs: ArrayView2<'_, f32>,
        said: &[Array2<f32>],
        of_outputs: Array2<f32>,
        sums: &mut Self,
    ) {
        let mut coming = of_outputs;
        for (index, (layer, sums)) in self.layers.iter().zip(&mut sums.layers).enumerate().rev() {
            let from = index.checked_sub(1).map_or(inputs, |before| said[before].view());
            sums.biases += &coming.sum_axis(Axis(0));
            general_mat_mul(1.0, &from.t(), &coming, 1.0, &mut sums.weights);
            if index > 0 {
                let mut back = coming.dot(&layer.weights.t());
                back.zip_mut_with(&from, |gradient, cell| {
                    if *cell <= 0.0 {
                        *gradient = 0.0;
                    }
                });
                coming = back;
            }
        }
    }
}
