//! Forward and backward through the tower, and what that changes.

use ndarray::{Array2, Axis};

use super::{AGES, TowerNetwork};
use crate::recommender::training::adam::{Adam, Moments, Rows};
use crate::recommender::training::sampled::{Draw, loss};

/// A row of each for each example.
#[derive(Default)]
pub struct Inputs {
    pub watched: Vec<Vec<u32>>,
    pub searched: Vec<Vec<u32>>,
    /// In parts of the time that was learned from.
    pub ages: Vec<f32>,
}

pub struct Gradient {
    pub watched: Rows,
    pub searched: Rows,
    pub layers: Vec<(Array2<f32>, Array2<f32>)>,
    pub items: Rows,
    pub biases: Rows,
    pub examples: usize,
    pub loss: f64,
}

/// What comes out of each layer, the last one first; last what goes into the first.
pub fn outputs(network: &TowerNetwork, inputs: &Inputs) -> Vec<Array2<f32>> {
    let size = network.setting.dimensions;
    let mut first = Array2::zeros((inputs.ages.len(), 2 * size + AGES));
    for (example, mut row) in first.rows_mut().into_iter().enumerate() {
        let sides = [
            (&inputs.watched[example], &network.watched, 0),
            (&inputs.searched[example], &network.searched, size),
        ];
        for (met, table, from) in sides {
            let share = 1.0 / met.len().max(1) as f32;
            for one in met {
                let cells = row.iter_mut().skip(from).zip(table.row(*one as usize));
                cells.for_each(|(cell, part)| *cell += share * part);
            }
        }
        let age = inputs.ages[example];
        row[2 * size] = age;
        row[2 * size + 1] = age * age;
        row[2 * size + 2] = age.sqrt();
    }
    let mut outputs = vec![first];
    for layer in &network.layers {
        let below = &outputs[outputs.len() - 1];
        let mut sums = below.dot(&layer.weights) + &layer.bias;
        sums.mapv_inplace(|cell| cell.max(0.0));
        outputs.push(sums);
    }
    outputs.reverse();
    outputs
}

pub fn gradient(
    network: &TowerNetwork,
    inputs: &Inputs,
    targets: &[u32],
    drawn: &[u32],
    draw: &Draw,
) -> Gradient {
    let outputs = outputs(network, inputs);
    let biases = network.biases.column(0);
    let loss = loss(&outputs[0], targets, drawn, network.items.view(), biases, &draw.log_chance);
    let (mut items, mut biases) = (Rows::default(), Rows::default());
    loss.add_items(&outputs[0], targets, drawn, &mut items, &mut biases);
    let value = loss.value;
    let mut flowing = loss.of_outputs;
    let mut layers = Vec::with_capacity(network.layers.len());
    for (layer, pair) in network.layers.iter().rev().zip(outputs.windows(2)) {
        let [above, below] = pair else { continue };
        flowing.zip_mut_with(above, |cell, above| {
            if *above <= 0.0 {
                *cell = 0.0;
            }
        });
        layers.push((below.t().dot(&flowing), flowing.sum_axis(Axis(0)).insert_axis(Axis(0))));
        flowing = flowing.dot(&layer.weights.t());
    }
    layers.reverse();
    let size = network.setting.dimensions;
    let (mut watched, mut searched) = (Rows::default(), Rows::default());
    for (example, row) in flowing.rows().into_iter().enumerate() {
        let sides =
            [(&inputs.watched[example], &mut watched, 0), (&inputs.searched[example], &mut searched, size)];
        for (met, gradient, from) in sides {
            let share = 1.0 / met.len().max(1) as f32;
            let part: Vec<f32> = row.iter().skip(from).take(size).map(|cell| share * cell).collect();
            met.iter().for_each(|one| gradient.add(*one, part.iter().copied()));
        }
    }
    Gradient { watched, searched, layers, items, biases, examples: targets.len(), loss: value }
}

pub struct Optimizer {
    adam: Adam,
    watched: Moments,
    searched: Moments,
    layers: Vec<(Moments, Moments)>,
    items: Moments,
    biases: Moments,
}

impl Optimizer {
    pub fn new(network: &TowerNetwork, planned: usize) -> Self {
        let layers = network.layers.iter();
        Self {
            adam: Adam::new(network.setting.rate, planned),
            watched: Moments::of(&network.watched),
            searched: Moments::of(&network.searched),
            layers: layers.map(|layer| (Moments::of(&layer.weights), Moments::of(&layer.bias))).collect(),
            items: Moments::of(&network.items),
            biases: Moments::of(&network.biases),
        }
    }

    /// Moves the network by the mean gradient of these pieces, which are added in their order.
    pub fn step(&mut self, network: &mut TowerNetwork, pieces: Vec<Gradient>) {
        let step = self.adam.step(pieces.iter().map(|piece| piece.examples).sum());
        let mut pieces = pieces.into_iter();
        let Some(mut sum) = pieces.next() else { return };
        for piece in pieces {
            sum.watched.merge(piece.watched);
            sum.searched.merge(piece.searched);
            for (own, other) in sum.layers.iter_mut().zip(&piece.layers) {
                own.0 += &other.0;
                own.1 += &other.1;
            }
            sum.items.merge(piece.items);
            sum.biases.merge(piece.biases);
        }
        step.rows(&mut network.watched, &sum.watched, &mut self.watched);
        step.rows(&mut network.searched, &sum.searched, &mut self.searched);
        for ((layer, gradient), moments) in network.layers.iter_mut().zip(&sum.layers).zip(&mut self.layers) {
            step.dense(&mut layer.weights, &gradient.0, &mut moments.0);
            step.dense(&mut layer.bias, &gradient.1, &mut moments.1);
        }
        step.rows(&mut network.items, &sum.items, &mut self.items);
        step.rows(&mut network.biases, &sum.biases, &mut self.biases);
    }
}
