//! What people without an account taught: the sums over all viewers less what the people with an account account for.
//!
//! Sums fade and are pruned, so the difference is an estimate, never below nothing. Nobody can be told apart in it.

use super::{SiteHistory, SiteWatch};
use crate::recommender::counters::{CounterKind, CounterRow};
use crate::recommender::ids::{IdMap, VideoId};
use crate::recommender::pairs::{PairRow, fade};
use crate::recommender::training::site::people::teaches;
use crate::recommender::transitions::{Earlier, each_lesson};

pub struct Anonymous {
    /// The smaller id first.
    pub together: Vec<(VideoId, VideoId, f32)>,
    /// What led to what.
    pub next: Vec<(VideoId, VideoId, f32)>,
    pub watches: IdMap<VideoId, f32>,
}

type Weights = IdMap<(VideoId, VideoId), f32>;

impl Anonymous {
    pub fn of(history: &SiteHistory) -> Self {
        let now_ms = history.until_ms;
        let mut together = faded(&history.co_watches, now_ms);
        let mut next = faded(&history.transitions, now_ms);
        let mut watches = watched(&history.counters, now_ms);
        subtract(&history.watches, now_ms, &mut together, &mut next, &mut watches);
        Self { together: left(together), next: left(next), watches }
    }
}

fn faded(rows: &[PairRow], now_ms: i64) -> Weights {
    let usable = rows.iter().filter(|row| row.weight.is_finite() && row.weight > 0.0 && row.from != row.to);
    usable.map(|row| ((row.from, row.to), row.weight as f32 * fade(now_ms - row.at_ms))).collect()
}

/// Fading like the pairs do.
fn watched(counters: &[CounterRow], now_ms: i64) -> IdMap<VideoId, f32> {
    let of_a_month = counters.iter().filter(|row| row.kind == CounterKind::Watches30Days);
    let usable = of_a_month.filter(|row| row.value.is_finite() && row.value > 0.0);
    usable.map(|row| (row.video, row.value as f32 * fade(now_ms - row.at_ms))).collect()
}

/// Goes through the watches as they were learned from when they happened.
fn subtract(
    watches: &[SiteWatch],
    now_ms: i64,
    together: &mut Weights,
    next: &mut Weights,
    counted: &mut IdMap<VideoId, f32>,
) {
    let mut sorted: Vec<&SiteWatch> = watches.iter().collect();
    sorted.sort_unstable_by_key(|watch| (watch.viewer, watch.at_ms, watch.video));
    for history in sorted.chunk_by(|one, other| one.viewer == other.viewer) {
        // Latest last, each video once.
        let mut before: Vec<Earlier> = Vec::new();
        for watch in history {
            let kept = fade(now_ms - watch.at_ms);
            if let Some(count) = counted.get_mut(&watch.video) {
                *count = (*count - kept).max(0.0);
            }
            if !teaches(watch) {
                continue;
            }
            let known = before.iter().rposition(|earlier| earlier.video == watch.video);
            if let Some(place) = known {
                before.remove(place);
            } else {
                each_lesson(before.iter().rev().copied(), watch.at_ms, |lesson| {
                    let (one, other) = (lesson.earlier, watch.video);
                    if let Some(weight) = next.get_mut(&(one, other)) {
                        *weight -= lesson.leads * kept;
                    }
                    if let Some(weight) = together.get_mut(&(one.min(other), one.max(other))) {
                        *weight -= lesson.belongs * kept;
                    }
                });
            }
            before.push(Earlier { video: watch.video, at_ms: watch.at_ms });
        }
    }
}

/// In an order that does not depend on how a map lies in memory.
fn left(weights: Weights) -> Vec<(VideoId, VideoId, f32)> {
    const NOTHING: f32 = 0.01;
    let mut left: Vec<_> = weights
        .into_iter()
        .filter(|(_, weight)| *weight > NOTHING)
        .map(|((one, other), weight)| (one, other, weight))
        .collect();
    left.sort_unstable_by_key(|(one, other, _)| (*one, *other));
    left
}
