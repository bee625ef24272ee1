use super::kind::KINDS;
use super::*;
use crate::recommender::random::Random;

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[test]
fn a_count_halves_after_its_half_life() {
    let mut counters = Counters::default();
    counters.count_watch(VideoId(1), 0);
    let value = |kind, now_ms| counters.value(VideoId(1), kind, now_ms);
    assert_eq!(value(CounterKind::Watches6Hours, 6 * HOUR_MS), 0.5);
    assert_eq!(value(CounterKind::Watches2Days, 4 * DAY_MS), 0.25);
    assert_eq!(value(CounterKind::Watches7Days, 7 * DAY_MS), 0.5);
    assert_eq!(value(CounterKind::Watches30Days, 30 * DAY_MS), 0.5);
    assert_eq!(value(CounterKind::Plays, 300 * DAY_MS), 1.0);
}

#[test]
fn late_and_early_reports_give_the_same_count() {
    let (mut forward, mut backward) = (Counters::default(), Counters::default());
    for at_ms in [0, DAY_MS, 3 * DAY_MS] {
        forward.count_watch(VideoId(1), at_ms);
        backward.count_watch(VideoId(1), 3 * DAY_MS - at_ms);
    }
    backward.forget(VideoId(1));
    for at_ms in [3 * DAY_MS, DAY_MS, 0] {
        backward.count_watch(VideoId(1), at_ms);
    }
    for kind in KINDS {
        let (one, other) = (&forward, &backward);
        let difference = one.value(VideoId(1), kind, 5 * DAY_MS) - other.value(VideoId(1), kind, 5 * DAY_MS);
        assert!(difference.abs() < 1e-9, "{kind:?}");
    }
}

#[test]
fn the_top_list_kept_by_events_is_the_one_a_sort_would_give() {
    let mut random = Random::new(7);
    let mut counters = Counters::default();
    let mut now_ms = 1_700_000_000_000;
    for _ in 0..5_000 {
        now_ms += random.below(20 * 60_000) as i64;
        counters.count_watch(VideoId(random.below(400).min(random.below(400)) as i64), now_ms);
    }
    for (kind, list) in POPULARITY_KINDS.iter().zip(&counters.top) {
        let mut sorted: Vec<(f64, VideoId)> =
            counters.by_video.keys().map(|video| (counters.value(*video, *kind, now_ms), *video)).collect();
        sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
        let kept: Vec<VideoId> = list.first(100).collect();
        let expected: Vec<VideoId> = sorted.into_iter().take(100).map(|(_, video)| video).collect();
        assert_eq!(kept, expected, "{kind:?}");
    }
}

#[test]
fn popularity_follows_the_last_hours_and_needs_a_few_viewers() {
    let mut counters = Counters::default();
    for _ in 0..20 {
        counters.count_watch(VideoId(1), 0);
    }
    for _ in 0..8 {
        counters.count_watch(VideoId(2), 14 * DAY_MS);
    }
    counters.count_watch(VideoId(3), 14 * DAY_MS);
    let share = |video| counters.popular(14 * DAY_MS).into_iter().find(|(id, _)| id.0 == video).unwrap().1;
    assert!(share(2) > share(1), "eight today outweigh twenty of two weeks ago");
    assert!(counters.is_popular(VideoId(2), 14 * DAY_MS));
    assert!(!counters.is_popular(VideoId(3), 14 * DAY_MS), "one viewer does not make a video popular");
    assert!(!counters.is_popular(VideoId(2), 60 * DAY_MS), "popularity passes");
}

#[test]
fn restored_counts_are_the_stored_ones_and_restoring_twice_changes_nothing() {
    let mut counters = Counters::default();
    counters.count_watch(VideoId(1), 0);
    counters.count_watch(VideoId(2), DAY_MS);
    counters.add(VideoId(2), CounterKind::Likes, 1.0, 2 * DAY_MS);
    let rows = counters.drain_dirty();
    assert!(counters.drain_dirty().is_empty());
    let mut restored = Counters::default();
    restored.restore(&rows);
    restored.restore(&rows);
    for kind in KINDS {
        for video in [VideoId(1), VideoId(2)] {
            let difference =
                counters.value(video, kind, 9 * DAY_MS) - restored.value(video, kind, 9 * DAY_MS);
            assert!(difference.abs() < 1e-9, "{video:?} {kind:?}");
        }
        let difference = counters.site_value(kind, 9 * DAY_MS) - restored.site_value(kind, 9 * DAY_MS);
        assert!(difference.abs() < 1e-9, "{kind:?}");
    }
    assert_eq!(counters.popular(2 * DAY_MS).len(), restored.popular(2 * DAY_MS).len());
}
