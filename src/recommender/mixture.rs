//! Stage two: one probability per candidate, p(v) = sum over sources k of w_k · softmax(T_k · z_k)(v).
//!
//! z is the logarithm of a source's score, so softmax(T · z) is score^T over its sum: a source that already speaks in
//! shares keeps them (T = 1), and a likeness is sharpened (T = 2). Mixing distributions instead of adding scores is what
//! keeps a source with large numbers or many candidates from drowning the others. The weights depend on the page and
//! on how much the viewer has watched, times how much the source has to go on. They were set by hand and are to be
//! replaced by what expectation maximisation finds on a site's own watches.

use super::candidates::{Candidates, Scene};
use super::request::{MIXED_SOURCES, Page, Source};

type Weights = [f32; MIXED_SOURCES.len()];

/// Order: next, next of recent, co-watched, similar, similar to recent, popular, subscription, fresh.
const UP_NEXT: [Weights; 4] = [
    [0.34, 0.00, 0.16, 0.28, 0.00, 0.12, 0.04, 0.06],
    [0.28, 0.08, 0.18, 0.22, 0.06, 0.09, 0.05, 0.04],
    [0.24, 0.12, 0.22, 0.16, 0.08, 0.08, 0.07, 0.03],
    [0.22, 0.14, 0.25, 0.12, 0.09, 0.07, 0.08, 0.03],
];
const HOME: [Weights; 4] = [
    [0.00, 0.00, 0.00, 0.00, 0.00, 0.45, 0.30, 0.25],
    [0.00, 0.15, 0.18, 0.00, 0.22, 0.20, 0.15, 0.10],
    [0.00, 0.18, 0.27, 0.00, 0.18, 0.14, 0.16, 0.07],
    [0.00, 0.18, 0.32, 0.00, 0.14, 0.12, 0.18, 0.06],
];

/// Turns the sources' scores into parts of each candidate's probability.
pub fn combine(candidates: &mut Candidates<'_>, scene: &Scene<'_>) {
    let weights = weights(candidates, scene);
    for (source, weight) in MIXED_SOURCES.into_iter().zip(weights) {
        let sharpen = sharpening(source);
        let total: f32 = candidates.all.iter().map(|candidate| sharpen(candidate.part(source))).sum();
        let scale = if total > 0.0 { weight / total } else { 0.0 };
        for candidate in &mut candidates.all {
            candidate.set_part(source, sharpen(candidate.part(source)) * scale);
        }
    }
    for candidate in &mut candidates.all {
        candidate.probability = MIXED_SOURCES.into_iter().map(|source| candidate.part(source)).sum();
    }
}

/// The table's weights times each source's confidence, summing to 1 (or all 0 when no source knows anything).
fn weights(candidates: &Candidates<'_>, scene: &Scene<'_>) -> Weights {
    let table = match scene.page() {
        Page::Home => &HOME,
        Page::UpNext => &UP_NEXT,
    };
    let mut weights = table[context_class(scene.context.length)];
    for (source, weight) in MIXED_SOURCES.into_iter().zip(&mut weights) {
        *weight *= candidates.confidence(source);
    }
    let total: f32 = weights.iter().sum();
    if total > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= total);
    }
    weights
}

fn context_class(length: usize) -> usize {
    match length {
        0 => 0,
        1..=4 => 1,
        5..=19 => 2,
        _ => 3,
    }
}

fn sharpening(source: Source) -> fn(f32) -> f32 {
    match source {
        Source::Similar | Source::SimilarToRecent => |score| score.max(0.0) * score.max(0.0),
        _ => |score| score.max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_weights_sums_to_one() {
        for weights in UP_NEXT.iter().chain(&HOME) {
            assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{weights:?}");
        }
        assert_eq!([0, 1, 4, 5, 19, 20, 200].map(context_class), [0, 1, 1, 2, 2, 3, 3]);
    }
}
