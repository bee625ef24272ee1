//! Ranks of what was hidden, and what they are worth.
//!
//! Equal scores share the middle of their ranks, so a model that says nothing gains nothing. Items of the context are no
//! candidates. Items a model cannot know (score minus infinity) share the middle of what is left at the end.

use super::splits::Protocol;
use crate::recommender::random::Random;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    Recall20,
    Recall50,
    Ndcg100,
    HitRate10,
    Ndcg10,
    Mrr,
}

impl Metric {
    pub fn all(protocol: Protocol) -> [Self; 3] {
        match protocol {
            Protocol::P1 => [Self::Recall20, Self::Recall50, Self::Ndcg100],
            Protocol::P2 => [Self::HitRate10, Self::Ndcg10, Self::Mrr],
        }
    }

    /// What settings are chosen by.
    pub fn guide(protocol: Protocol) -> Self {
        match protocol {
            Protocol::P1 => Self::Ndcg100,
            Protocol::P2 => Self::Mrr,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Recall20 => "Recall@20",
            Self::Recall50 => "Recall@50",
            Self::Ndcg100 => "NDCG@100",
            Self::HitRate10 => "HR@10",
            Self::Ndcg10 => "NDCG@10",
            Self::Mrr => "MRR",
        }
    }

    /// One viewer's value, from the ranks (from 1) of their hidden items.
    pub fn of(self, ranks: &[f64]) -> f64 {
        match self {
            Self::Recall20 => recall(ranks, 20),
            Self::Recall50 => recall(ranks, 50),
            Self::Ndcg100 => gain(ranks, 100),
            Self::HitRate10 => f64::from(u8::from(first(ranks) <= 10.0)),
            Self::Ndcg10 => gain(ranks, 10),
            Self::Mrr => 1.0 / first(ranks),
        }
    }
}

fn first(ranks: &[f64]) -> f64 {
    ranks.iter().copied().fold(f64::INFINITY, f64::min)
}

fn recall(ranks: &[f64], length: usize) -> f64 {
    let found = ranks.iter().filter(|rank| **rank <= length as f64).count();
    found as f64 / ranks.len().min(length).max(1) as f64
}

/// Discounted gain over that of the best list possible.
fn gain(ranks: &[f64], length: usize) -> f64 {
    let discount = |rank: f64| 1.0 / (1.0 + rank).log2();
    let near = ranks.iter().filter(|rank| **rank <= length as f64);
    // An empty sum would be minus zero.
    let found = near.fold(0.0, |found, rank| found + discount(*rank));
    let best: f64 = (1..=ranks.len().min(length)).map(|rank| discount(rank as f64)).sum();
    if best > 0.0 { found / best } else { 0.0 }
}

/// The rank of each target among all items but those of the context.
pub fn ranks(scores: &[f32], context: &[u32], targets: &[u32]) -> Vec<f64> {
    let excluded: Vec<f32> = context.iter().map(|item| scores[*item as usize]).collect();
    let rank = |target: &u32| {
        let score = scores[*target as usize];
        let count = |test: &dyn Fn(f32) -> bool| {
            let among = |all: &[f32]| all.iter().filter(|other| test(**other)).count();
            among(scores) as f64 - among(&excluded) as f64
        };
        1.0 + count(&|other| other > score) + (count(&|other| other == score) - 1.0) / 2.0
    };
    targets.iter().map(rank).collect()
}

/// A mean over viewers with the standard deviation of its bootstrap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    pub mean: f64,
    pub error: f64,
}

const RESAMPLES: usize = 1_000;

impl Measured {
    pub fn of(values: &[f64]) -> Self {
        let count = values.len().max(1) as f64;
        let mut random = Random::new(1);
        let mut resample =
            || (0..values.len()).map(|_| values[random.below(values.len())]).sum::<f64>() / count;
        let means: Vec<f64> = (0..RESAMPLES).map(|_| resample()).collect();
        let middle = means.iter().sum::<f64>() / RESAMPLES as f64;
        let variance = means.iter().map(|mean| (mean - middle).powi(2)).sum::<f64>() / RESAMPLES as f64;
        Self { mean: values.iter().sum::<f64>() / count, error: variance.sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-6, "{value} is not {expected}");
    }

    #[test]
    fn equal_scores_share_the_middle_rank_and_the_context_is_no_candidate() {
        assert_eq!(ranks(&[3.0, 2.0, 2.0, 2.0, 1.0], &[0], &[1, 4]), [2.0, 4.0]);
        assert_eq!(ranks(&[0.0; 5], &[], &[3]), [3.0]);
        let unknown = f32::NEG_INFINITY;
        assert_eq!(ranks(&[1.0, unknown, unknown, 0.5, unknown], &[0], &[1]), [3.0]);
    }

    /// Worked out by hand: 1 / log2(2) = 1, 1 / log2(4) = .5, 1 / log2(3) = .6309298, 1 / log2(11) = .2890648.
    #[test]
    fn values_are_those_worked_out_by_hand() {
        near(Metric::Recall20.of(&[1.0, 20.0, 20.5, 60.0]), 0.5);
        near(Metric::Recall50.of(&[1.0, 20.0, 20.5, 60.0]), 0.75);
        near(Metric::Recall20.of(&(1..=40).map(f64::from).collect::<Vec<_>>()), 1.0);
        near(Metric::Ndcg100.of(&[1.0, 3.0]), 1.5 / 1.630_929_8);
        near(Metric::Ndcg100.of(&[101.0]), 0.0);
        near(Metric::Ndcg10.of(&[10.0]), 0.289_064_8);
        near(Metric::Ndcg10.of(&[11.0]), 0.0);
        near(Metric::HitRate10.of(&[10.0]), 1.0);
        near(Metric::HitRate10.of(&[10.5]), 0.0);
        near(Metric::Mrr.of(&[4.0]), 0.25);
    }

    #[test]
    fn the_error_of_a_mean_is_about_that_of_theory() {
        let values: Vec<f64> = (0..400).map(|index| f64::from(index % 2)).collect();
        let measured = Measured::of(&values);
        near(measured.mean, 0.5);
        assert!((measured.error - 0.025).abs() < 0.003, "{measured:?}");
    }
}
