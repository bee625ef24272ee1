use super::*;
use crate::recommender::random::{Random, scramble};
use crate::recommender::ranker::FEATURES;

const UNTIL_MS: i64 = 40 * 86_400_000;
const LOOKS_ON: f64 = 0.85;

/// Lists of twenty, roughly in the mixture's order, which knows nothing of the last number of a row: `appeal` says from it how likely
/// somebody watches who looks that far down.
fn lists(people: u32, appeal: impl Fn(u32, f64) -> f64) -> Vec<ShownList> {
    let mut random = Random::new(9);
    let mut lists = Vec::new();
    for viewer in 0..people {
        for turn in 0..4 {
            let mut looks = true;
            let place = |place: usize| {
                let mut row = vec![0.0; FEATURES];
                row[0] = -0.1 * place as f32 - 2.0 * random.fraction() as f32;
                let says = random.fraction();
                row[FEATURES - 1] = says as f32;
                looks &= random.fraction() < LOOKS_ON;
                let is_watched = looks && random.fraction() < appeal(viewer, says);
                let watched_seconds = if is_watched { 60.0 } else { 0.0 };
                ShownPlace { place, row, watched_seconds, rejected: false }
            };
            let at_ms = UNTIL_MS - i64::from(turn * people + viewer) * 60_000;
            lists.push(ShownList { viewer, at_ms, places: (0..20).map(place).collect() });
        }
    }
    lists
}

fn settings() -> RankerSettings {
    let network = Settings { hidden: vec![12], rate: 3e-3, rounds: 12, patience: 6, ..Settings::default() };
    RankerSettings { network, least_steps: 500, ..RankerSettings::default() }
}

#[test]
fn what_the_mixture_does_not_know_is_learned_and_expected_seconds_are_true() {
    let lists = lists(160, |_, says| if says > 0.7 { 0.5 } else { 0.05 });
    let (ranker, report) = learn_ranker(&lists, UNTIL_MS, &settings());
    let trial = report.trial.expect("there was a trial");
    let ranker = ranker.unwrap_or_else(|| panic!("it helps: {trial:?}"));
    let gain = trial.gain().unwrap();
    assert!(gain.mean > 4.0 * gain.error && gain.mean > 0.05, "{trial:?}");
    assert!(trial.people > 40 && report.people > 50);
    let ratio = trial.ratio().unwrap();
    assert!((0.7..1.4).contains(&ratio), "{ratio}");
    let (least, most) = (trial.calibration[0], trial.calibration[9]);
    assert!(most.expected_seconds > 3.0 * least.expected_seconds);
    assert!(most.watched_seconds > 3.0 * least.watched_seconds, "{:?}", trial.calibration);
    // In a list all are asked for as if they were first, so a place says nothing; the last number does, whatever the mixture says.
    let asked = |says: f32| {
        let expected = |place: &ShownPlace| {
            let mut row = place.row.clone();
            row[FEATURES - 1] = says;
            ranker.network().score(&lesson(&row, 0, 0.0)).expected_watch_seconds
        };
        lists[0].places.iter().map(expected).sum::<f32>()
    };
    assert!(asked(0.9) > 2.0 * asked(0.3), "{} {}", asked(0.9), asked(0.3));
    assert_eq!(
        learn_ranker(&lists, UNTIL_MS, &settings()).0,
        Some(ranker),
        "the same lists, the same ranker"
    );
}

#[test]
fn below_the_minimum_there_is_no_ranker() {
    let some = lists(60, |_, says| if says > 0.7 { 0.5 } else { 0.05 });
    let (ranker, report) = learn_ranker(&some[..100], UNTIL_MS, &settings());
    assert!(ranker.is_none() && report.trial.is_none());
    assert!(report.places < 2_000 && report.watched > 50, "{report:?}");
    let unwatched = lists(60, |_, _| 0.001);
    let (ranker, report) = learn_ranker(&unwatched, UNTIL_MS, &settings());
    assert!(ranker.is_none() && report.trial.is_none() && report.places > 2_000);
    let of_few = lists(9, |_, says| if says > 0.7 { 0.5 } else { 0.05 });
    let many: Vec<ShownList> = (0..6).flat_map(|_| of_few.clone()).collect();
    assert!(learn_ranker(&many, UNTIL_MS, &settings()).0.is_none(), "of nine people");
    assert_eq!(learn_ranker(&[], UNTIL_MS, &settings()), (None, RankerReport::default()));
}

#[test]
fn a_ranker_that_is_wrong_about_others_is_left_out() {
    // What one half of the people wants, the other half does not.
    let opposite = lists(60, |viewer, says| {
        let half = scramble(u64::from(viewer) ^ 0x7A1F).is_multiple_of(2);
        if (says > 0.5) == half { 0.5 } else { 0.02 }
    });
    let (ranker, report) = learn_ranker(&opposite, UNTIL_MS, &settings());
    assert!(ranker.is_none());
    let trial = report.trial.expect("it was tried");
    assert!(trial.gain().is_some_and(|gain| gain.mean < 0.0), "{trial:?}");
}

#[test]
fn what_is_watched_for_longer_comes_first_where_it_is_opened_as_often() {
    let mut lists = lists(160, |_, _| 0.05);
    for place in
        lists.iter_mut().flat_map(|list| &mut list.places).filter(|place| place.row[FEATURES - 1] > 0.5)
    {
        place.watched_seconds *= 15.0;
    }
    let (ranker, report) = learn_ranker(&lists, UNTIL_MS, &settings());
    let gain = report.trial.as_ref().and_then(RankerTrial::gain).expect("there was a trial");
    assert!(ranker.is_some() && gain.mean > 3.0 * gain.error, "{report:?}");
}

#[test]
fn numbers_that_are_none_break_nothing() {
    let mut lists = lists(60, |_, says| if says > 0.7 { 0.5 } else { 0.05 });
    for (index, place) in lists.iter_mut().flat_map(|list| &mut list.places).enumerate() {
        if index % 7 == 0 {
            place.row[index % FEATURES] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY][index % 3];
        }
        if index % 50 == 0 {
            place.watched_seconds = f32::NAN;
        }
    }
    let (ranker, _) = learn_ranker(&lists, UNTIL_MS, &settings());
    let judged = ranker.expect("most of it is sound").network().score(&[f32::NAN; FEATURES + 2]);
    assert!(judged.expected_watch_seconds.is_finite() && judged.rejection.is_finite());
}
