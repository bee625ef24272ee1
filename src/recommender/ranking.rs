//! The second stage: a small network that judges each candidate by all that is known of it at once.
//!
//! For one impression it says how many seconds of watching to expect, and how likely "not interested" is (after
//! Covington, Adams and Sargin 2016). The first is a logistic regression in which every impression speaks once against
//! and with each second watched for: the odds, e^x, are then the expected seconds themselves. It can also learn from
//! whole lists which of their rows was the one wanted (`List`), where only the order matters.
//!
//! `quantiles` brings features of any scale to one, `network` holds the weights and their gradients, `learning` finds
//! them. What a feature means is its maker's business; their order must be the same in learning and in use.

mod learning;
mod network;
mod quantiles;
#[cfg(test)]
mod tests;

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut2};

use self::learning::{Lessons, fit};
use self::network::Network;
use self::quantiles::Quantiles;

pub use self::learning::Settings;

/// A quantile, its square and its root: three inputs for each feature.
const INPUTS_PER_FEATURE: usize = 3;
const SECONDS: usize = 0;
const REJECTION: usize = 1;
const HEADS: usize = 2;
/// One film seen to its end should not outweigh a hundred short ones.
pub const MOST_SECONDS: f32 = 3_600.0;

/// What came of showing one video once. Learning takes examples oldest first.
#[derive(Clone, Debug)]
pub struct Example {
    pub features: Vec<f32>,
    /// 0 where it was passed over.
    pub watched_seconds: f32,
    pub rejected: bool,
}

/// Candidates of one request, row by row, and which of them was wanted.
#[derive(Clone, Debug)]
pub struct List {
    pub rows: Vec<f32>,
    pub wanted: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    pub expected_watch_seconds: f32,
    /// The probability of "not interested".
    pub rejection: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ranker {
    quantiles: Vec<Quantiles>,
    network: Network,
}

/// All that a ranker consists of, for a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// For each feature its knots: values and the quantiles at them.
    pub quantiles: Vec<(Vec<f32>, Vec<f32>)>,
    /// Inputs, hidden layers, heads.
    pub widths: Vec<usize>,
    pub weights: Vec<f32>,
}

impl Ranker {
    /// Absent where there is nothing to learn from: no examples, of different lengths, or nobody watched anything.
    pub fn learn(examples: &[Example], settings: &Settings) -> Option<Self> {
        let features = examples.first()?.features.len();
        let nothing = examples.iter().all(|example| example.watched_seconds <= 0.0);
        if features == 0 || nothing || examples.iter().any(|example| example.features.len() != features) {
            return None;
        }
        let quantiles: Vec<Quantiles> = (0..features)
            .map(|feature| Quantiles::of(examples.iter().map(|example| example.features[feature])))
            .collect();
        let rows = examples.iter().flat_map(|example| {
            quantiles.iter().zip(&example.features).map(|(quantiles, value)| quantiles.at(*value))
        });
        let lessons = Impressions::new(rows.collect(), features, examples);
        let mut network = Network::new(&settings.widths(features * INPUTS_PER_FEATURE, HEADS), settings.seed);
        network.start_at(&lessons.base_rates());
        Some(Self { network: fit(network, &lessons, settings), quantiles })
    }

    /// Learns an order alone: `value` is then the larger the likelier, and a judgement has no meaning.
    pub fn learn_lists(mut lists: Vec<List>, features: usize, settings: &Settings) -> Option<Self> {
        let broken = |list: &List| {
            !list.rows.len().is_multiple_of(features) || list.wanted * features >= list.rows.len()
        };
        if features == 0 || lists.is_empty() || lists.iter().any(broken) {
            return None;
        }
        let quantiles: Vec<Quantiles> = (0..features)
            .map(|feature| {
                Quantiles::of(
                    lists.iter().flat_map(|list| list.rows.iter().skip(feature).step_by(features)).copied(),
                )
            })
            .collect();
        for list in &mut lists {
            for row in list.rows.chunks_mut(features) {
                row.iter_mut().zip(&quantiles).for_each(|(cell, quantiles)| *cell = quantiles.at(*cell));
            }
        }
        let network = Network::new(&settings.widths(features * INPUTS_PER_FEATURE, 1), settings.seed);
        Some(Self { network: fit(network, &Lists { lists }, settings), quantiles })
    }

    pub fn features(&self) -> usize {
        self.quantiles.len()
    }

    pub fn score(&self, features: &[f32]) -> Judgement {
        judge(self.outputs(features).row(0))
    }

    /// The same for many candidates, row by row: several at a time are quicker.
    pub fn score_all(&self, rows: &[f32]) -> Vec<Judgement> {
        self.outputs(rows).rows().into_iter().map(judge).collect()
    }

    /// One number for each row, by which to order them.
    pub fn values(&self, rows: &[f32]) -> Vec<f32> {
        self.outputs(rows).column(0).to_vec()
    }

    fn outputs(&self, rows: &[f32]) -> Array2<f32> {
        let features = self.features();
        let mut inputs = Array2::zeros((rows.len() / features, features * INPUTS_PER_FEATURE));
        let (cells, _) = inputs.as_slice_mut().unwrap_or_default().as_chunks_mut::<INPUTS_PER_FEATURE>();
        // Most features of a candidate are what they were of the one before.
        let mut before: Vec<(f32, [f32; INPUTS_PER_FEATURE])> =
            self.quantiles.iter().map(|quantiles| (0.0, expanded(quantiles.at(0.0)))).collect();
        for (cells, row) in cells.chunks_exact_mut(features).zip(rows.chunks_exact(features)) {
            for (((cell, value), quantiles), before) in
                cells.iter_mut().zip(row).zip(&self.quantiles).zip(&mut before)
            {
                if *value != before.0 {
                    *before = (*value, expanded(quantiles.at(*value)));
                }
                *cell = before.1;
            }
        }
        self.network.outputs(inputs.view())
    }

    pub fn to_parts(&self) -> Parts {
        Parts {
            quantiles: self.quantiles.iter().map(Quantiles::to_parts).collect(),
            widths: self.network.widths(),
            weights: self.network.numbers().copied().collect(),
        }
    }

    /// Absent where the parts do not fit each other or hold what is no number.
    pub fn from_parts(parts: Parts) -> Option<Self> {
        let quantiles =
            parts.quantiles.into_iter().map(Quantiles::from_parts).collect::<Option<Vec<Quantiles>>>()?;
        let fits = !quantiles.is_empty() && parts.widths.first()? == &(quantiles.len() * INPUTS_PER_FEATURE);
        let network = Network::from_parts(&parts.widths, &parts.weights)?;
        fits.then_some(Self { quantiles, network })
    }
}

fn judge(outputs: ArrayView1<'_, f32>) -> Judgement {
    Judgement {
        expected_watch_seconds: outputs[SECONDS].min(MOST_SECONDS.ln()).exp(),
        rejection: outputs.get(REJECTION).map_or(0.0, |output| logistic(*output)),
    }
}

fn expanded(quantile: f32) -> [f32; INPUTS_PER_FEATURE] {
    [quantile, quantile * quantile, quantile.sqrt()]
}

fn all_expanded(quantiles: &[f32]) -> Vec<f32> {
    quantiles.iter().flat_map(|quantile| expanded(*quantile)).collect()
}

fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// ln(1 + e^x) without overflow.
fn softplus(x: f32) -> f32 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

struct Impressions<'a> {
    rows: Vec<f32>,
    features: usize,
    examples: &'a [Example],
    /// Seconds weigh by it, so that they do not drown the rejections.
    scale: f32,
}

impl<'a> Impressions<'a> {
    fn new(rows: Vec<f32>, features: usize, examples: &'a [Example]) -> Self {
        let scale = 1.0 / (1.0 + Self::mean_seconds(examples));
        Self { rows, features, examples, scale }
    }

    fn mean_seconds(examples: &[Example]) -> f32 {
        examples.iter().map(Self::seconds).sum::<f32>() / examples.len().max(1) as f32
    }

    fn seconds(example: &Example) -> f32 {
        example.watched_seconds.clamp(0.0, MOST_SECONDS)
    }

    /// Where a network that knows nothing should begin.
    fn base_rates(&self) -> [f32; HEADS] {
        let count = self.examples.len() as f32;
        let seconds = Self::mean_seconds(self.examples);
        let rejected = self.examples.iter().filter(|example| example.rejected).count() as f32;
        [seconds.max(1e-3).ln(), ((rejected + 0.5) / (count - rejected + 0.5)).ln()]
    }
}

impl Lessons for Impressions<'_> {
    fn count(&self) -> usize {
        self.examples.len()
    }

    fn inputs(&self, lesson: usize) -> Vec<f32> {
        all_expanded(&self.rows[lesson * self.features..][..self.features])
    }

    fn loss(
        &self,
        lesson: usize,
        outputs: ArrayView2<'_, f32>,
        mut gradients: ArrayViewMut2<'_, f32>,
    ) -> f64 {
        let example = &self.examples[lesson];
        let seconds = Self::seconds(example);
        let (time, rejection) = (outputs[[0, SECONDS]], outputs[[0, REJECTION]]);
        gradients[[0, SECONDS]] = self.scale * ((1.0 + seconds) * logistic(time) - seconds);
        let rejected = if example.rejected { 1.0 } else { 0.0 };
        gradients[[0, REJECTION]] = logistic(rejection) - rejected;
        f64::from(self.scale * (seconds * softplus(-time) + softplus(time)))
            + f64::from(softplus(rejection) - rejected * rejection)
    }
}

struct Lists {
    lists: Vec<List>,
}

impl Lessons for Lists {
    fn count(&self) -> usize {
        self.lists.len()
    }

    fn inputs(&self, lesson: usize) -> Vec<f32> {
        all_expanded(&self.lists[lesson].rows)
    }

    /// The negative logarithm of the wanted row's share in the softmax.
    fn loss(
        &self,
        lesson: usize,
        outputs: ArrayView2<'_, f32>,
        mut gradients: ArrayViewMut2<'_, f32>,
    ) -> f64 {
        let wanted = self.lists[lesson].wanted;
        let highest = outputs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = outputs.iter().map(|output| (output - highest).exp()).sum();
        gradients.zip_mut_with(&outputs, |gradient, output| *gradient = (output - highest).exp() / total);
        gradients[[wanted, 0]] -= 1.0;
        f64::from(total.ln() + highest - outputs[[wanted, 0]])
    }
}
