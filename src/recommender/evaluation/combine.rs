//! Several models' scores made one, in two ways whose numbers are found on the validation part alone.
//!
//! A weighted sum of standard scores is the sharper one where all models know all items. A mixture of distributions, with
//! weights by expectation maximisation, lets one model put its trust into an item the others cannot know.

use std::sync::{Mutex, PoisonError};

use super::metrics::{Metric, ranks};
use super::splits::HeldOut;
use crate::recommender::training::share;

/// For each viewer, a score per item.
pub type Scores = Vec<Vec<f32>>;

/// So many viewers are enough to choose by.
const MOST_VIEWERS: usize = 1_000;
const STEPS: [f32; 5] = [1.0, 0.5, 0.25, 0.12, 0.06];
/// A part that adds less than this share is not worth its place.
const LEAST_GAIN: f64 = 0.001;
const ROUNDS: usize = 60;
const SHARPNESS: [f32; 4] = [0.5, 1.0, 2.0, 3.0];

pub fn mean_of(metric: Metric, held: &[HeldOut], scores: impl Fn(usize) -> Vec<f32>) -> f64 {
    let of = |(index, one): (usize, &HeldOut)| metric.of(&ranks(&scores(index), &one.context, &one.targets));
    held.iter().enumerate().map(of).sum::<f64>() / held.len().max(1) as f64
}

/// Mean 0 and deviation 1 over what the model knows; what it cannot know gets the mean, so that others decide.
pub fn standardise(scores: &[f32]) -> Vec<f32> {
    let known = || scores.iter().filter(|score| score.is_finite()).map(|score| f64::from(*score));
    let count = known().count().max(1) as f64;
    let mean = known().sum::<f64>() / count;
    let deviation = (known().map(|score| (score - mean).powi(2)).sum::<f64>() / count).sqrt() + 1e-9;
    let standard = |score: &f32| {
        if score.is_finite() { ((f64::from(*score) - mean) / deviation) as f32 } else { 0.0 }
    };
    scores.iter().map(standard).collect()
}

/// The weights of the best sum found: from the best part alone on, one weight after another is tried larger and
/// smaller. At the end a part whose absence does no harm is left out, so each has its place by what it adds.
pub fn best_sum(parts: &[&Scores], held: &[HeldOut], guide: Metric) -> Vec<f32> {
    let held = &held[..held.len().min(MOST_VIEWERS)];
    let standard: Vec<Scores> = parts
        .iter()
        .map(|scores| scores.iter().take(held.len()).map(|one| standardise(one)).collect())
        .collect();
    let worth = |weights: &[f32]| {
        let pieces = Mutex::new(vec![0.0; held.len()]);
        share(0..held.len(), |viewer| {
            let scores = add(weights, standard.iter().map(|scores| scores[viewer].as_slice()));
            let value = guide.of(&ranks(&scores, &held[viewer].context, &held[viewer].targets));
            pieces.lock().unwrap_or_else(PoisonError::into_inner)[viewer] = value;
        });
        let values = pieces.into_inner().unwrap_or_else(PoisonError::into_inner);
        values.iter().sum::<f64>() / values.len().max(1) as f64
    };
    let alone = |part: usize| {
        let mut weights = vec![0.0; parts.len()];
        weights[part] = 1.0;
        weights
    };
    let mut best: (f64, Vec<f32>) = (0..parts.len())
        .map(|part| (worth(&alone(part)), alone(part)))
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .unwrap_or_default();
    for step in STEPS {
        for part in 0..parts.len() {
            for change in [step, -step] {
                loop {
                    let mut tried = best.1.clone();
                    tried[part] = (tried[part] + change).max(0.0);
                    let changed = tried[part] != best.1[part] && tried.iter().any(|weight| *weight > 0.0);
                    let tried_worth = if changed { worth(&tried) } else { f64::NEG_INFINITY };
                    if tried_worth <= best.0 {
                        break;
                    }
                    best = (tried_worth, tried);
                }
            }
        }
    }
    for part in 0..parts.len() {
        let mut without = best.1.clone();
        without[part] = 0.0;
        if best.1[part] > 0.0 && without.iter().any(|weight| *weight > 0.0) {
            let without_worth = worth(&without);
            if without_worth >= best.0 * (1.0 - LEAST_GAIN) {
                best = (without_worth, without);
            }
        }
    }
    let total: f32 = best.1.iter().sum();
    best.1.iter().map(|weight| weight / total.max(f32::MIN_POSITIVE)).collect()
}

pub fn sum(weights: &[f32], parts: &[&Scores]) -> Scores {
    let viewers = parts.first().map_or(0, |scores| scores.len());
    let of = |viewer: usize| {
        let standard: Vec<Vec<f32>> = parts.iter().map(|scores| standardise(&scores[viewer])).collect();
        add(weights, standard.iter().map(Vec::as_slice))
    };
    (0..viewers).map(of).collect()
}

fn add<'a>(weights: &[f32], parts: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut total = Vec::new();
    for (weight, scores) in weights.iter().zip(parts) {
        total.resize(scores.len(), 0.0);
        if *weight > 0.0 {
            total.iter_mut().zip(scores).for_each(|(cell, score)| *cell += weight * score);
        }
    }
    total
}

/// One model's place in the mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    pub weight: f64,
    pub sharpness: f32,
    pub scale: Scale,
}

/// Logarithms of counts are what a distribution is made from; anything else is standardised first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Logarithms,
    Any,
}

fn distribution(scores: &[f32], sharpness: f32, scale: Scale) -> Vec<f32> {
    let standard = match scale {
        Scale::Logarithms => scores.to_vec(),
        Scale::Any => standardise(scores),
    };
    let level = |(index, score): (usize, &f32)| {
        if scores[index].is_finite() { sharpness * score } else { f32::NEG_INFINITY }
    };
    let mut levels: Vec<f32> = standard.iter().enumerate().map(level).collect();
    let highest = levels.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    levels.iter_mut().for_each(|level| *level = (*level - highest).exp());
    let total: f32 = levels.iter().sum();
    levels.iter_mut().for_each(|level| *level /= total.max(f32::MIN_POSITIVE));
    levels
}

/// Each sharpness by likelihood, then all weights by expectation maximisation.
pub fn best_mixture(parts: &[(&Scores, Scale)], held: &[HeldOut]) -> Vec<Share> {
    let fits = parts.iter().map(|(scores, scale)| {
        let tried: &[f32] = if *scale == Scale::Logarithms { &[1.0] } else { &SHARPNESS };
        let fit = |sharpness: &f32| {
            let found: Vec<f64> = held
                .iter()
                .zip(*scores)
                .take(MOST_VIEWERS)
                .map(|(one, scores)| {
                    let shares = distribution(scores, *sharpness, *scale);
                    let total: f32 = one.targets.iter().map(|target| shares[*target as usize]).sum();
                    f64::from(total) / one.targets.len().max(1) as f64 + 1e-9
                })
                .collect();
            (found.iter().map(|share| share.ln()).sum::<f64>(), *sharpness, found)
        };
        tried.iter().map(fit).max_by(|one, other| one.0.total_cmp(&other.0))
    });
    let fits: Vec<_> = fits.flatten().collect();
    let mut weights = vec![1.0 / fits.len().max(1) as f64; fits.len()];
    for _ in 0..ROUNDS {
        let viewers = held.len().min(MOST_VIEWERS);
        let mut owed = vec![0.0; fits.len()];
        for viewer in 0..viewers {
            let total: f64 = weights.iter().zip(&fits).map(|(weight, fit)| weight * fit.2[viewer]).sum();
            for ((owed, weight), fit) in owed.iter_mut().zip(&weights).zip(&fits) {
                *owed += weight * fit.2[viewer] / total / viewers as f64;
            }
        }
        weights = owed;
    }
    let chosen = weights.iter().zip(&fits).zip(parts);
    chosen
        .map(|((weight, fit), (_, scale))| Share { weight: *weight, sharpness: fit.1, scale: *scale })
        .collect()
}

pub fn mixture(shares: &[Share], parts: &[&Scores]) -> Scores {
    let viewers = parts.first().map_or(0, |scores| scores.len());
    let of = |viewer: usize| {
        let each: Vec<Vec<f32>> = shares
            .iter()
            .zip(parts)
            .map(|(share, scores)| distribution(&scores[viewer], share.sharpness, share.scale))
            .collect();
        let weights: Vec<f32> = shares.iter().map(|share| share.weight as f32).collect();
        add(&weights, each.iter().map(Vec::as_slice))
    };
    (0..viewers).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> Vec<HeldOut> {
        (0..20)
            .map(|viewer| HeldOut { viewer, context: vec![], targets: vec![viewer % 5], at: None })
            .collect()
    }

    /// A model that is right, and one that says the opposite.
    fn scores(sign: f32) -> Scores {
        (0..20)
            .map(|viewer| {
                (0..5).map(|item| if item == viewer % 5 { sign } else { 0.1 * item as f32 }).collect()
            })
            .collect()
    }

    #[test]
    fn the_model_that_is_right_gets_the_weight() {
        let (right, wrong) = (scores(2.0), scores(-2.0));
        let shares = best_mixture(&[(&wrong, Scale::Any), (&right, Scale::Any)], &held());
        assert!(shares[1].weight > 0.95, "{shares:?}");
        let weights = best_sum(&[&wrong, &right], &held(), Metric::Mrr);
        let total = sum(&weights, &[&wrong, &right]);
        assert_eq!(mean_of(Metric::Mrr, &held(), |viewer| total[viewer].clone()), 1.0);
    }

    #[test]
    fn a_mixture_can_name_an_item_the_other_model_cannot_know() {
        let unknown = f32::NEG_INFINITY;
        let shares = [Share { weight: 0.5, sharpness: 1.0, scale: Scale::Any }; 2];
        let mixed = mixture(&shares, &[&vec![vec![1.0, 0.0, unknown]], &vec![vec![0.0, 0.0, 9.0]]]);
        assert!(mixed[0][2] > mixed[0][1]);
        assert!((mixed[0].iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }
}
