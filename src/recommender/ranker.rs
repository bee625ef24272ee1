//! The second stage in the lists: what was learned of shown videos puts the likeliest candidates in a new order.
//!
//! The network of `ranking` says how many seconds of watching to expect of a candidate and how likely "not interested" is. The mixture
//! keeps a share of the say, which held-out lists decided when the ranker was learned: it has seen only what was shown, and a
//! list is more than its first place. What the viewer asked for in so many words ("less of this channel", the sliders) is not the
//! ranker's to weigh and multiplies whatever it says.

mod features;

pub use features::{FEATURES, LAYOUT, decode, encode};

use super::candidates::{Candidate, Scene};
use super::mixture::Weights;
use super::ranking::{Judgement, Ranker};
use features::{Describer, SHOWN_ONLY};

/// What a "not interested" costs, in seconds of watching.
const REJECTION_SECONDS: f32 = 60.0;
const LEAST_WORTH: f32 = 0.01;

/// What was learned, and how much of the say it has beside the mixture: 0 none, 1 all.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteRanker {
    share: f32,
    network: Ranker,
}

impl SiteRanker {
    /// Absent where the network judges rows of another length, or the share is none.
    pub fn new(network: Ranker, share: f32) -> Option<Self> {
        let fits = network.features() == FEATURES + SHOWN_ONLY && (0.0..=1.0).contains(&share);
        fits.then_some(Self { share, network })
    }

    pub fn share(&self) -> f32 {
        self.share
    }

    pub fn network(&self) -> &Ranker {
        &self.network
    }
}

/// A shown video as a lesson: its row, then where it stood and how long ago that was. In lists both are 0, as if it were first and
/// shown today, so that neither a good place nor the past speaks for a video.
pub fn lesson(row: &[f32], place: usize, days_ago: f32) -> Vec<f32> {
    let mut lesson = Vec::with_capacity(row.len() + SHOWN_ONLY);
    lesson.extend_from_slice(row);
    lesson.extend([place as f32, days_ago]);
    lesson
}

/// The natural logarithm of what a row's video is worth to the mixture, and of what it is worth to the ranker, as one.
pub fn value(mixture: f32, judged: Judgement, share: f32) -> f32 {
    (1.0 - share) * mixture + share * worth(judged).ln()
}

/// The mixture's own opinion in a row.
pub fn mixture_of(row: &[f32]) -> f32 {
    row[0]
}

/// Whether the mixture had an opinion at all; what was tried out or filled up has a place without one.
pub fn is_candidate(row: &[f32]) -> bool {
    row[0] > features::LEAST_LOG
}

fn worth(judged: Judgement) -> f32 {
    (judged.expected_watch_seconds - REJECTION_SECONDS * judged.rejection).max(LEAST_WORTH)
}

/// Best first before and after. Probabilities keep their sum, so that a score means the same with and without it.
pub fn rank(ranked: &mut [Candidate<'_>], weights: &Weights, scene: &Scene<'_>) {
    let Some(ranker) = scene.learned.and_then(|learned| learned.ranker.as_ref()) else { return };
    let describer = Describer::new(scene, weights);
    let mut rows = Vec::with_capacity(ranked.len() * (FEATURES + SHOWN_ONLY));
    for (rank, candidate) in ranked.iter().enumerate() {
        describer.describe(candidate.video, candidate.entry, Some((candidate, rank)), &mut rows);
        rows.extend([0.0; SHOWN_ONLY]);
    }
    let judgements = ranker.network.score_all(&rows);
    let before: f32 = ranked.iter().map(|candidate| candidate.probability).sum();
    let values: Vec<f32> = ranked
        .iter()
        .zip(rows.chunks(FEATURES + SHOWN_ONLY))
        .zip(judgements)
        .map(|((candidate, row), judged)| value(mixture_of(row), judged, ranker.share) + candidate.wish.ln())
        .collect();
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for (candidate, value) in ranked.iter_mut().zip(&values) {
        candidate.probability = (value - most).exp().max(f32::MIN_POSITIVE);
    }
    let after: f32 = ranked.iter().map(|candidate| candidate.probability).sum();
    ranked.iter_mut().for_each(|candidate| candidate.probability *= before / after.max(f32::MIN_POSITIVE));
    ranked.sort_unstable_by(super::adjust::order);
}

#[cfg(test)]
mod tests;
