//! The candidate network of Covington, Adams and Sargin 2016: the mean of what was watched and the mean of what was searched for, the
//! example's age, and layers of rectified sums above them; a softmax over all items, told from a sample.
//!
//! As there, everybody gives the same number of examples, what is to be told is a later watch and never one from the middle, the order of
//! searches does not count, and at the time of asking the age is nought.

mod examples;
mod step;

use ndarray::Array2;

use self::examples::Examples;
use self::step::{Inputs, Optimizer};
use super::threads::share;
use super::{Ask, Memory, Model, Watched};
use crate::recommender::random::Random;

/// Words that a viewer searched for; sorted as watches are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Searched {
    pub viewer: u32,
    pub word: u32,
    pub at: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Tower {
    pub dimensions: usize,
    /// Of the layers between the means and the viewer's vector.
    pub widths: [usize; 2],
    /// How many of the last watches and of the last searched words count.
    pub most: usize,
    /// Of each viewer, in each epoch.
    pub examples: usize,
    pub batch: usize,
    /// Items against which every example of a piece is told apart.
    pub negatives: usize,
    pub rate: f32,
    pub epochs: usize,
    pub seed: u64,
}

impl Tower {
    /// One set for every site, chosen on validation parts.
    pub fn usual() -> Self {
        Self {
            dimensions: 64,
            widths: [256, 128],
            most: 50,
            examples: 20,
            batch: 256,
            negatives: 512,
            rate: 1e-3,
            epochs: 30,
            seed: 7,
        }
    }
}

/// What was learned: plain numbers, and all there is to keep of it.
#[derive(Clone, Debug)]
pub struct TowerNetwork {
    setting: Tower,
    /// What a watch and a searched word put in; a row for each.
    watched: Array2<f32>,
    searched: Array2<f32>,
    layers: Vec<Layer>,
    /// What comes out, a row and a number for each item.
    items: Array2<f32>,
    biases: Array2<f32>,
    /// Whether each item was in any history; of others the numbers say nothing.
    met: Vec<bool>,
}

#[derive(Clone, Debug)]
pub struct Layer {
    weights: Array2<f32>,
    bias: Array2<f32>,
}

/// The age, its square and its root.
const AGES: usize = 3;
/// Pieces of a batch that are worked on side by side, however many processors there are.
const PIECES: usize = 2;

impl Tower {
    /// `words` is how many different ones were searched for; there may be none.
    pub fn learn(
        self,
        watches: &[Watched],
        searches: &[Searched],
        items: usize,
        words: usize,
    ) -> TowerNetwork {
        let mut random = Random::new(self.seed);
        let mut network = TowerNetwork::new(self, items, words, &mut random);
        watches.iter().for_each(|watch| network.met[watch.item as usize] = true);
        let examples = Examples::new(watches, searches, items, self.most);
        let planned = self.epochs * examples.count(self.examples).div_ceil(self.batch);
        let mut optimizer = Optimizer::new(&network, planned);
        for epoch in 1..=self.epochs {
            let (mut loss, mut told) = (0.0, 0usize);
            for batch in examples.pick(self.examples, &mut random).chunks(self.batch) {
                let halves: Vec<_> = batch.chunks(batch.len().div_ceil(PIECES)).collect();
                let seeds: Vec<u64> = halves.iter().map(|_| random.next()).collect();
                let mut gradients: Vec<Option<step::Gradient>> = halves.iter().map(|_| None).collect();
                share(gradients.iter_mut().zip(halves).zip(&seeds), |((gradient, half), seed)| {
                    let drawn = examples.draw.some(self.negatives, &mut Random::new(*seed));
                    let (inputs, targets) = examples.inputs(half);
                    *gradient = Some(step::gradient(&network, &inputs, &targets, &drawn, &examples.draw));
                });
                let gradients: Vec<step::Gradient> = gradients.into_iter().flatten().collect();
                loss += gradients.iter().map(|gradient| gradient.loss).sum::<f64>();
                told += gradients.iter().map(|gradient| gradient.examples).sum::<usize>();
                optimizer.step(&mut network, gradients);
            }
            log::debug!("tower, epoch {epoch}: a mean loss of {:.4}", loss / told.max(1) as f64);
        }
        network
    }
}

impl TowerNetwork {
    fn new(setting: Tower, items: usize, words: usize, random: &mut Random) -> Self {
        let size = setting.dimensions;
        let mut table = |rows, columns, width| {
            Array2::from_shape_simple_fn((rows, columns), || (2.0 * random.fraction() as f32 - 1.0) * width)
        };
        let (watched, searched) = (table(items, size, 0.1), table(words, size, 0.1));
        let steps = [2 * size + AGES, setting.widths[0], setting.widths[1], size];
        let mut layer = |sizes: &[usize]| Layer {
            weights: table(sizes[0], sizes[1], (6.0 / sizes[0] as f32).sqrt()),
            bias: Array2::zeros((1, sizes[1])),
        };
        let layers = steps.windows(2).map(&mut layer).collect();
        let biases = Array2::zeros((items, 1));
        Self {
            setting,
            watched,
            searched,
            layers,
            items: table(items, size, 0.1),
            biases,
            met: vec![false; items],
        }
    }

    /// The vector of a viewer who has watched these and searched for these words, the last one last.
    pub fn viewer(&self, watched: &[u32], searched: &[u32]) -> Vec<f32> {
        let last = |all: &[u32]| all[all.len().saturating_sub(self.setting.most)..].to_vec();
        let inputs = Inputs { watched: vec![last(watched)], searched: vec![last(searched)], ages: vec![0.0] };
        step::outputs(self, &inputs).remove(0).row(0).to_vec()
    }

    /// How much speaks for one item, given a viewer's vector. None of an item that nobody had watched when this was learned.
    pub fn score_of(&self, viewer: &[f32], item: u32) -> Option<f32> {
        let at = item as usize;
        let dot = || self.items.row(at).iter().zip(viewer).map(|(a, b)| a * b).sum::<f32>();
        self.met.get(at).is_some_and(|met| *met).then(|| self.biases[[at, 0]] + dot())
    }
}

impl Model for TowerNetwork {
    fn score(&self, ask: Ask<'_>, _: Memory) -> Vec<f32> {
        let viewer = self.viewer(ask.context, &[]);
        let score = |item| self.score_of(&viewer, item).unwrap_or(f32::NEG_INFINITY);
        (0..self.items.nrows() as u32).map(score).collect()
    }
}

#[cfg(test)]
mod tests;
