//! The ranker against the mixture alone, on lists of people whom it has not learned from; and whether the seconds it expects are
//! those that were watched.

use std::collections::BTreeMap;

use super::{RankerSettings, ShownList, days_ago, learn, seconds};
use crate::recommender::evaluation::Measured;
use crate::recommender::random::scramble;
use crate::recommender::ranker::{is_candidate, lesson, mixture_of, value};
use crate::recommender::ranking::{Judgement, Ranker};

/// How much of the say the ranker may have. Of those that cannot be told apart the least is taken.
pub const SHARES: [f32; 4] = [0.25, 0.5, 0.75, 1.0];
const STEPS: usize = 10;
/// A watch counts at most so many times, however rarely anybody looks at its place.
const LEAST_LOOKED_AT: f64 = 0.1;

/// So many shown places, of which the ranker expected and people watched so much on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibrationStep {
    pub shown: usize,
    pub expected_seconds: f64,
    pub watched_seconds: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RankerTrial {
    /// How many people watched something from a list.
    pub people: usize,
    /// For each share of the say, what a person's lists gain in discounted seconds, in those of the usual list: 1 would be all that is
    /// watched moved from nowhere to the first place. Everybody counts alike, however many lists they saw; seconds do too, so that
    /// what is watched for long is worth more.
    pub gains: Vec<(f32, Measured)>,
    /// From what least was expected of to what most was.
    pub calibration: Vec<CalibrationStep>,
}

impl RankerTrial {
    /// The share of the say with which lists are better, if there is one.
    pub fn share(&self) -> Option<f32> {
        self.chosen().map(|(share, _)| *share)
    }

    pub fn gain(&self) -> Option<Measured> {
        let best = self.gains.iter().max_by(|one, other| one.1.mean.total_cmp(&other.1.mean));
        self.chosen().or(best).map(|(_, gain)| *gain)
    }

    /// Expected over watched seconds, of everything that was shown.
    pub fn ratio(&self) -> Option<f64> {
        let sum = |of: fn(&CalibrationStep) -> f64| {
            self.calibration.iter().map(|step| step.shown as f64 * of(step)).sum::<f64>()
        };
        let watched = sum(|step| step.watched_seconds);
        (watched > 0.0).then(|| sum(|step| step.expected_seconds) / watched)
    }

    fn chosen(&self) -> Option<&(f32, Measured)> {
        let best = self.gains.iter().max_by(|one, other| one.1.mean.total_cmp(&other.1.mean))?;
        let enough = best.1.mean - best.1.error;
        self.gains.iter().find(|(_, gain)| gain.mean >= enough && gain.mean > 0.0)
    }
}

/// One place of a held-out list, as the trial sees it.
struct Seen {
    place: usize,
    mixture: f32,
    is_candidate: bool,
    /// Where it stood, …
    there: Judgement,
    /// … and at the first place.
    first: Judgement,
    seconds: f64,
}

/// Absent where nothing can be learned from a half.
pub fn hold(lists: &[&ShownList], until_ms: i64, settings: &RankerSettings) -> Option<RankerTrial> {
    let mut people: BTreeMap<u32, Person> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for half in 0..2 {
        let of_half = |list: &&&ShownList| scramble(u64::from(list.viewer) ^ 0x7A1F) % 2 == half;
        let others: Vec<&ShownList> = lists.iter().filter(|list| !of_half(list)).copied().collect();
        let ranker = learn(&others, until_ms, settings)?;
        let seen: Vec<(u32, Vec<Seen>)> = lists
            .iter()
            .filter(of_half)
            .map(|list| (list.viewer, look(&ranker, list, days_ago(list, until_ms))))
            .collect();
        let looked_at = looked_at(seen.iter().flat_map(|(_, places)| places));
        for (viewer, places) in &seen {
            people.entry(*viewer).or_default().add(places, &looked_at);
        }
        outcomes.extend(
            seen.iter()
                .flat_map(|(_, places)| places)
                .map(|seen| (f64::from(seen.there.expected_watch_seconds), seen.seconds)),
        );
    }
    let people: Vec<Person> = people.into_values().filter(|person| person.seconds > 0.0).collect();
    if people.len() < settings.least_people {
        return None;
    }
    let usual = people.iter().map(|person| person.seconds / person.lists).sum::<f64>() / people.len() as f64;
    let gains = SHARES.iter().enumerate().map(|(index, share)| {
        let gain = |person: &Person| (person.worth[index] - person.alone) / person.lists / usual;
        (*share, Measured::of(&people.iter().map(gain).collect::<Vec<f64>>()))
    });
    Some(RankerTrial { people: people.len(), gains: gains.collect(), calibration: steps(outcomes) })
}

fn look(ranker: &Ranker, list: &ShownList, days_ago: f32) -> Vec<Seen> {
    let rows = |place_of: fn(usize) -> usize| {
        let rows = list.places.iter().flat_map(|shown| lesson(&shown.row, place_of(shown.place), days_ago));
        ranker.score_all(&rows.collect::<Vec<f32>>())
    };
    let judgements = rows(|place| place).into_iter().zip(rows(|_| 0));
    list.places
        .iter()
        .zip(judgements)
        .map(|(shown, (there, first))| Seen {
            place: shown.place,
            mixture: mixture_of(&shown.row),
            is_candidate: is_candidate(&shown.row),
            there,
            first,
            seconds: f64::from(seconds(shown)),
        })
        .collect()
}

/// For each place, how much of what is watched at the first is watched there for the place alone.
fn looked_at<'a>(seen: impl Iterator<Item = &'a Seen>) -> BTreeMap<usize, f64> {
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for one in seen {
        let sums = sums.entry(one.place).or_default();
        sums.0 += f64::from(one.there.expected_watch_seconds);
        sums.1 += f64::from(one.first.expected_watch_seconds);
    }
    sums.into_iter()
        .map(|(place, (there, first))| {
            (place, (there / first.max(f64::MIN_POSITIVE)).clamp(LEAST_LOOKED_AT, 1.0))
        })
        .collect()
}

/// Sums over a person's lists.
#[derive(Default)]
struct Person {
    lists: f64,
    seconds: f64,
    /// By the mixture alone, and with each share of the ranker.
    alone: f64,
    worth: [f64; SHARES.len()],
}

impl Person {
    fn add(&mut self, places: &[Seen], looked_at: &BTreeMap<usize, f64>) {
        let candidates: Vec<&Seen> = places.iter().filter(|seen| seen.is_candidate).collect();
        let weight = |seen: &Seen| seen.seconds / looked_at.get(&seen.place).copied().unwrap_or(1.0);
        self.lists += 1.0;
        self.seconds += candidates.iter().map(|seen| weight(seen)).sum::<f64>();
        let worth = |value: &dyn Fn(&Seen) -> f32| {
            let mut order = candidates.clone();
            order.sort_by(|one, other| value(other).total_cmp(&value(one)));
            let discounted =
                order.iter().zip(2u32..).map(|(seen, rank)| weight(seen) / f64::from(rank).log2());
            discounted.sum::<f64>()
        };
        self.alone += worth(&|seen| seen.mixture);
        for (sum, share) in self.worth.iter_mut().zip(SHARES) {
            *sum += worth(&|seen| value(seen.mixture, seen.first, share));
        }
    }
}

fn steps(mut outcomes: Vec<(f64, f64)>) -> Vec<CalibrationStep> {
    outcomes.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let each = outcomes.len().div_ceil(STEPS).max(1);
    let mean = |of: &[(f64, f64)], which: fn(&(f64, f64)) -> f64| {
        of.iter().map(which).sum::<f64>() / of.len() as f64
    };
    outcomes
        .chunks(each)
        .map(|step| CalibrationStep {
            shown: step.len(),
            expected_seconds: mean(step, |outcome| outcome.0),
            watched_seconds: mean(step, |outcome| outcome.1),
        })
        .collect()
}
