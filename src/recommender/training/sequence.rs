//! What comes next by the order of what was watched: a small causal transformer (SASRec, Kang and McAuley 2018), trained against many
//! sampled items at once (Klenitskiy and Vasilev 2023) with the correction for how often each is sampled (Yi et al. 2019).
//!
//! Every watch in a history predicts the one after it. One table of vectors serves for what was watched and for what is to come. Work is
//! cut into pieces that never depend on the machine, so the same watches and seed give the same model everywhere.

mod layers;
mod parts;
mod step;
mod windows;

use ndarray::Array2;

use self::layers::Stack;
pub use self::parts::Parts;
use self::step::Optimizer;
use self::windows::Windows;
use super::threads::Threads;
use super::vectors::dot;
use super::{Ask, Memory, Model, Watched};
use crate::recommender::random::Random;

/// Settings; lengths in watches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence {
    pub dimensions: usize,
    pub blocks: usize,
    pub heads: usize,
    /// How many of the last watches it looks at.
    pub length: usize,
    /// Windows in one step.
    pub batch: usize,
    /// Items against which every watch of a piece is told apart.
    pub negatives: usize,
    pub dropout: f32,
    pub rate: f32,
    pub epochs: usize,
    pub seed: u64,
}

impl Sequence {
    /// One set for every site, chosen on validation parts.
    pub fn usual() -> Self {
        Self {
            dimensions: 64,
            blocks: 2,
            heads: 2,
            length: 50,
            batch: 32,
            negatives: 512,
            dropout: 0.2,
            rate: 2e-3,
            epochs: 12,
            seed: 7,
        }
    }
}

/// What was learned: plain numbers, and all there is to keep of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    setting: Sequence,
    /// A row for each item.
    items: Array2<f32>,
    /// A number for each; what speaks for an item whoever asks.
    biases: Array2<f32>,
    stack: Stack,
    /// Whether each item was in any history; of others the numbers say nothing.
    met: Vec<bool>,
}

/// Pieces of a batch that are worked on side by side, however many processors there are.
const PIECES: usize = 2;

impl Sequence {
    pub fn learn(self, watches: &[Watched], items: usize) -> Network {
        self.learn_while(watches, items, Threads::All, |_| usize::MAX)
    }

    /// `more` is asked after each time over all watches how often it may go over them again.
    pub fn learn_while(
        self,
        watches: &[Watched],
        items: usize,
        threads: Threads,
        mut more: impl FnMut(&Network) -> usize,
    ) -> Network {
        let mut random = Random::new(self.seed);
        let mut network = Network::new(self, items, &mut random);
        watches.iter().for_each(|watch| network.met[watch.item as usize] = true);
        let windows = Windows::new(watches, items, self.length);
        let steps = windows.count().div_ceil(self.batch);
        let mut optimizer = Optimizer::new(&network, self.epochs * steps);
        let mut left = self.epochs;
        while left > 0 {
            let (mut loss, mut places) = (0.0, 0usize);
            for batch in windows.cut(&mut random).chunks(self.batch) {
                let halves: Vec<_> = batch.chunks(batch.len().div_ceil(PIECES)).collect();
                let seeds: Vec<u64> = halves.iter().map(|_| random.next()).collect();
                let mut gradients: Vec<Option<step::Gradient>> = halves.iter().map(|_| None).collect();
                threads.share(gradients.iter_mut().zip(halves).zip(&seeds), |((gradient, half), seed)| {
                    *gradient = Some(step::gradient(&network, &windows, half, *seed));
                });
                let gradients: Vec<step::Gradient> = gradients.into_iter().flatten().collect();
                loss += gradients.iter().map(|gradient| gradient.loss).sum::<f64>();
                places += gradients.iter().map(|gradient| gradient.places).sum::<usize>();
                optimizer.step(&mut network, gradients);
            }
            left -= 1;
            log::debug!("sequence, {left} epochs left: a mean loss of {:.4}", loss / places.max(1) as f64);
            let allowed = more(&network);
            if allowed < left {
                left = allowed;
                optimizer.plan(left * steps);
            }
        }
        network
    }
}

impl Network {
    fn new(setting: Sequence, items: usize, random: &mut Random) -> Self {
        let vectors = layers::normal(items, setting.dimensions, 0.05, random);
        let stack = Stack::new(setting.dimensions, setting.blocks, setting.heads, setting.length, random);
        Self { setting, items: vectors, biases: Array2::zeros((items, 1)), stack, met: vec![false; items] }
    }

    /// How many items it has vectors of.
    pub fn items(&self) -> usize {
        self.items.nrows()
    }

    pub fn dimensions(&self) -> usize {
        self.setting.dimensions
    }

    /// The vector of a viewer who has watched these, the last one last. None of somebody who has watched nothing.
    pub fn viewer(&self, context: &[u32]) -> Option<Vec<f32>> {
        self.read(context, 1).pop()
    }

    /// The same, and before it what it was before the last watch; nothing but zeros for somebody who has watched one thing only.
    pub fn viewer_before_and_after(&self, context: &[u32]) -> Option<[Vec<f32>; 2]> {
        let mut read = self.read(context, 2);
        let after = read.pop()?;
        Some([read.pop().unwrap_or_else(|| vec![0.0; after.len()]), after])
    }

    fn read(&self, context: &[u32], last: usize) -> Vec<Vec<f32>> {
        if context.is_empty() {
            return Vec::new();
        }
        let recent = &context[context.len().saturating_sub(self.setting.length)..];
        let read = self.stack.read(&self.items, recent, last);
        read.rows().into_iter().map(|row| row.to_vec()).collect()
    }

    /// How much speaks for one item, given a viewer's vector: a product of vectors, so that some candidates cost little. None of an item
    /// that nobody had watched when this was learned.
    pub fn score_of(&self, viewer: &[f32], item: u32) -> Option<f32> {
        self.scores_of(viewer, std::iter::once(item)).next().map(|(_, score)| score)
    }

    /// The same of many items, each with its score, but for those that have none.
    pub fn scores_of(
        &self,
        viewer: &[f32],
        items: impl Iterator<Item = u32>,
    ) -> impl Iterator<Item = (u32, f32)> {
        // Taken once: to take each row of its array takes as long as the product.
        let (vectors, biases) = (self.items.as_slice(), self.biases.as_slice());
        let (vectors, biases) = (vectors.unwrap_or_default(), biases.unwrap_or_default());
        let size = self.setting.dimensions;
        items.filter_map(move |item| {
            let at = item as usize;
            let vector = vectors.get(at * size..(at + 1) * size).filter(|_| self.met[at])?;
            Some((item, biases[at] + dot(vector, viewer)))
        })
    }
}

impl Model for Network {
    fn score(&self, ask: Ask<'_>, _: Memory) -> Vec<f32> {
        let viewer = self.viewer(ask.context).unwrap_or_else(|| vec![0.0; self.setting.dimensions]);
        let score = |item| self.score_of(&viewer, item).unwrap_or(f32::NEG_INFINITY);
        (0..self.items.nrows() as u32).map(score).collect()
    }
}

#[cfg(test)]
mod tests;
