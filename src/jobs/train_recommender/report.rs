//! What a training found, as it is kept and as it is told.

use super::gather::Gathered;
use crate::models::recommender_model::{Metrics, Value};
use crate::recommender::Learned;
use crate::recommender::evaluation::Measured;
use crate::recommender::training::site::{Judgement, Portrait};

pub fn metrics(
    gathered: &Gathered,
    learned: &Learned,
    judgement: &Judgement,
    portrait: &Portrait,
    against: Option<i64>,
) -> Metrics {
    let history = &gathered.history;
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let is_tested = judgement.people > 0;
    let tested = |value: f64| is_tested.then_some(value);
    let rival = |value: f64| (is_tested && against.is_some()).then_some(value);
    Metrics {
        site_views: gathered.site_views,
        viewers: count(gathered.people),
        watches: count(history.watches.len()),
        videos: count(learned.videos.len()),
        pairs: count(history.co_watches.len()),
        trained_until_ms: learned.trained_until_ms,
        held_out: count(judgement.people),
        recall: tested(judgement.recall20.candidate),
        ndcg: tested(judgement.ndcg10.candidate),
        running_recall: rival(judgement.recall20.running),
        running_ndcg: rival(judgement.ndcg10.running),
        compared_with: against,
        gain: is_tested.then(|| value(judgement.ndcg10.difference)),
        recall_gain: is_tested.then(|| value(judgement.recall20.difference)),
        coverage: portrait.coverage,
        small_channels: portrait.small_channels,
        repeats: portrait.repeats,
        ..Metrics::default()
    }
}

/// Why it is not published, if it is worse beyond chance.
pub fn refusal(judgement: &Judgement, against: Option<i64>) -> Option<String> {
    if judgement.is_not_worse() {
        return None;
    }
    let rival =
        against.map_or_else(|| "live counters alone".to_owned(), |version| format!("version {version}"));
    let (ndcg, recall) = (judgement.ndcg10.difference, judgement.recall20.difference);
    Some(format!(
        "Worse than {rival} for {} viewers: NDCG@10 {:+.4} ± {:.4}, Recall@20 {:+.4} ± {:.4}.",
        judgement.people, ndcg.mean, ndcg.error, recall.mean, recall.error
    ))
}

fn value(measured: Measured) -> Value {
    Value { mean: measured.mean, error: measured.error }
}
