//! What a training found, as it is kept and as it is told.

use super::gather::Gathered;
use super::learning::Lesson;
use crate::models::recommender_model::{Calibration, Metrics, NetworkMetrics, RankerMetrics, Value};
use crate::recommender::evaluation::Measured;
use crate::recommender::training::site::{Judgement, NetworksReport, Portrait, RankerReport, SequenceReport};
use crate::recommender::{Learned, SiteRanker};

pub fn metrics(
    gathered: &Gathered,
    lesson: &Lesson,
    judgement: &Judgement,
    portrait: &Portrait,
    against: Option<i64>,
) -> Metrics {
    let (history, learned) = (&gathered.history, &lesson.learned);
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
        network: lesson.network.clone(),
        ranker: lesson.ranker.clone(),
        calibration: lesson.calibration.clone(),
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

/// The network, learned now or carried on from `before`; what it adds is found out at each training.
pub fn network(
    report: &NetworksReport,
    learned: &Learned,
    before: Option<NetworkMetrics>,
) -> Option<NetworkMetrics> {
    let of_night = |night: SequenceReport| NetworkMetrics {
        people: count(night.people),
        videos: count(night.videos),
        watches: count(night.watches),
        epochs: count(night.epochs),
        seconds: night.seconds,
        ..NetworkMetrics::default()
    };
    let metrics = match report.learned {
        Some(night) => of_night(night),
        None => before?,
    };
    let share = learned.share_of_networks().map(f64::from);
    Some(NetworkMetrics { gain: report.gain.map(value), share, ..metrics })
}

/// What was learned of shown lists. Absent where none were shown.
pub fn ranker(report: &RankerReport, ranker: Option<&SiteRanker>) -> Option<RankerMetrics> {
    let trial = report.trial.as_ref();
    (report.places > 0).then(|| RankerMetrics {
        people: count(report.people),
        places: count(report.places),
        watched: count(report.watched),
        gain: trial.and_then(|trial| trial.gain()).map(value),
        share: ranker.map(|ranker| f64::from(ranker.share())),
        ratio: trial.and_then(|trial| trial.ratio()),
    })
}

pub fn calibration(report: &RankerReport) -> Vec<Calibration> {
    let steps = report.trial.iter().flat_map(|trial| &trial.calibration);
    steps
        .map(|step| Calibration {
            shown: count(step.shown),
            expected_seconds: step.expected_seconds,
            watched_seconds: step.watched_seconds,
        })
        .collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn value(measured: Measured) -> Value {
    Value { mean: measured.mean, error: measured.error }
}
