use std::time::Instant;

use super::learning::gradients;
use super::*;
use crate::recommender::random::Random;

/// Shown at random; who sees a video of a good kind (feature 0) watches it, the longer the larger feature 1 is; a bad
/// kind (feature 2) is rejected now and then. Feature 3 says nothing.
fn examples(count: usize) -> Vec<Example> {
    let mut random = Random::new(3);
    (0..count)
        .map(|_| {
            let (good, long, bad) = (random.fraction() < 0.3, random.fraction(), random.fraction() < 0.2);
            let clicked = random.fraction() < if good { 0.4 } else { 0.05 };
            Example {
                features: vec![
                    if good { 1.0 } else { 0.0 },
                    (1e4 * long) as f32,
                    if bad { 5.0 } else { -5.0 },
                    random.fraction() as f32,
                ],
                watched_seconds: if clicked { 20.0 + 400.0 * long as f32 } else { 0.0 },
                rejected: bad && random.fraction() < 0.3,
            }
        })
        .collect()
}

fn lists(count: usize) -> Vec<List> {
    let mut random = Random::new(5);
    (0..count)
        .map(|_| {
            let rows: Vec<f32> = (0..20 * 3).map(|_| random.fraction() as f32).collect();
            // The wanted row is the one where the first two features agree most.
            let gap = |row: usize| (rows[row * 3] - rows[row * 3 + 1]).abs();
            let wanted = (0..20).min_by(|one, other| gap(*one).total_cmp(&gap(*other))).unwrap();
            List { rows, wanted }
        })
        .collect()
}

fn check_gradients(network: &Network, lessons: &impl Lessons) {
    let batch: Vec<usize> = (0..lessons.count()).collect();
    let (_, found) = gradients(network, lessons, &batch);
    let mut random = Random::new(8);
    for _ in 0..60 {
        let weight = random.below(found.numbers().count());
        let told = *found.numbers().nth(weight).unwrap();
        let moved = |by: f32| {
            let mut other = network.clone();
            *other.numbers_mut().nth(weight).unwrap() += by;
            gradients(&other, lessons, &batch).0
        };
        let by = 4e-3;
        let expected = (moved(by) - moved(-by)) / f64::from(2.0 * by);
        let error = (f64::from(told) - expected).abs();
        assert!(error < 0.02 * expected.abs() + 2e-3, "weight {weight}: {told} is not {expected}");
    }
}

#[test]
fn gradients_are_those_of_finite_differences() {
    let mut examples = examples(24);
    examples.iter_mut().for_each(|example| example.watched_seconds /= 100.0);
    let rows = (0..24 * 4).map(|cell| (cell * 37 % 101) as f32 / 101.0).collect();
    let lessons = Impressions::new(rows, 4, &examples);
    check_gradients(&Network::new(&[12, 9, 6, 2], 4), &lessons);
    let lessons = Lists { lists: lists(9) };
    check_gradients(&Network::new(&[9, 8, 5, 1], 4), &lessons);
}

#[test]
fn expected_seconds_and_rejection_are_calibrated() {
    let examples = examples(20_000);
    let settings = Settings { hidden: vec![24], ..Settings::default() };
    let ranker = Ranker::learn(&examples, &settings).unwrap();
    // By kind, and of each kind the shorter and the longer half: what is said is what was seen.
    for kind in 0..8 {
        let (good, bad, long) = (kind % 2 == 1, kind / 2 % 2 == 1, kind / 4 == 1);
        let of_kind = |example: &&Example| {
            let features = &example.features;
            (features[0] > 0.0, features[2] > 0.0, features[1] > 5_000.0) == (good, bad, long)
        };
        let (mut count, mut said, mut seen) = (0.0, [0.0; 2], [0.0; 2]);
        for example in examples.iter().filter(of_kind) {
            let judged = ranker.score(&example.features);
            count += 1.0;
            said[0] += judged.expected_watch_seconds;
            said[1] += judged.rejection;
            seen[0] += example.watched_seconds;
            seen[1] += if example.rejected { 1.0 } else { 0.0 };
        }
        let ratio = said[0] / seen[0];
        assert!((0.8..1.25).contains(&ratio), "{good} {bad} {long}: {said:?} said, {seen:?} seen");
        let gap = (said[1] - seen[1]).abs() / count;
        assert!(gap < 0.03, "{good} {bad} {long}: {said:?} said, {seen:?} seen");
    }
}

#[test]
fn an_order_is_learned_from_lists() {
    let settings = Settings { hidden: vec![16, 8], batch: 16, rate: 5e-3, rounds: 12, ..Settings::default() };
    let ranker = Ranker::learn_lists(lists(1_000), 3, &settings).unwrap();
    let fresh = lists(1_300);
    let right = fresh[1_000..].iter().filter(|list| {
        let values = ranker.values(&list.rows);
        let best = (0..20).max_by(|one, other| values[*one].total_cmp(&values[*other]));
        best == Some(list.wanted)
    });
    let right = right.count();
    assert!(right > 150, "{right} of 300, where chance finds 15");
}

#[test]
fn nothing_to_learn_from_makes_no_ranker() {
    let settings = Settings::default();
    assert!(Ranker::learn(&[], &settings).is_none());
    let unseen = Example { features: vec![1.0], watched_seconds: 0.0, rejected: false };
    assert!(Ranker::learn(&vec![unseen.clone(); 50], &settings).is_none());
    let seen = Example { watched_seconds: 9.0, ..unseen };
    assert!(Ranker::learn(std::slice::from_ref(&seen), &settings).is_some());
    let other = Example { features: vec![], ..seen.clone() };
    assert!(Ranker::learn(&[seen, other], &settings).is_none());
    assert!(Ranker::learn_lists(vec![List { rows: vec![1.0; 4], wanted: 2 }], 2, &settings).is_none());
}

#[test]
fn parts_make_the_same_ranker_again_and_broken_ones_none() {
    let settings = Settings { rounds: 2, ..Settings::default() };
    let ranker = Ranker::learn(&examples(500), &settings).unwrap();
    let again = Ranker::learn(&examples(500), &settings).unwrap();
    assert_eq!(ranker, again, "the same examples make the same ranker");
    let parts = ranker.to_parts();
    assert_eq!(Ranker::from_parts(parts.clone()).unwrap(), ranker);
    let broken = |change: &dyn Fn(&mut Parts)| {
        let mut parts = parts.clone();
        change(&mut parts);
        assert!(Ranker::from_parts(parts).is_none());
    };
    broken(&|parts| parts.weights[7] = f32::NAN);
    broken(&|parts| parts.weights.truncate(9));
    broken(&|parts| parts.quantiles.truncate(3));
    broken(&|parts| parts.widths.clear());
    broken(&|parts| parts.widths[0] = usize::MAX);
    broken(&|parts| parts.quantiles[1].0.reverse());
}

/// Printed rather than asserted tightly: other work runs on the machine.
#[test]
fn five_hundred_candidates_are_judged_in_a_moment() {
    let mut random = Random::new(6);
    let mut row = || (0..60).map(|_| random.fraction() as f32).collect::<Vec<f32>>();
    let example = |features| Example { features, watched_seconds: 9.0, rejected: false };
    let few: Vec<Example> = (0..50).map(|_| example(row())).collect();
    let ranker = Ranker::learn(&few, &Settings { rounds: 1, ..Settings::default() }).unwrap();
    let rows: Vec<f32> = (0..500).flat_map(|_| row()).collect();
    let times = (0..20).map(|_| {
        let start = Instant::now();
        assert_eq!(ranker.score_all(&rows).len(), 500);
        start.elapsed()
    });
    let quickest = times.min().unwrap();
    println!("500 candidates with 60 features: {quickest:?}");
    let most_ms = if cfg!(debug_assertions) { 500 } else { 3 };
    assert!(quickest.as_millis() < most_ms, "{quickest:?}");
}
