//! Learns the ranker from lists that were shown, and finds out whether the lists would be better for it.
//!
//! Each half of the people is judged by what was learned from the other half, so that everybody counts and nobody helps to judge
//! themselves. A list is worth the seconds that were watched from it, each discounted by where the order under trial would have put
//! the video. Good places were watched for being good places too: a watch counts by the inverse of how much less is watched at its place than it
//! would be at the first, which the ranker has learned beside everything else (Joachims, Swaminathan and Schnabel 2017). Without
//! a gain over the mixture alone there is no ranker.

mod trial;

pub use trial::{CalibrationStep, RankerTrial};

use super::{Role, ShownList, ShownPlace};
use crate::recommender::ranker::{SiteRanker, lesson};
use crate::recommender::ranking::{Example, MOST_SECONDS, Ranker, Settings};

#[derive(Clone, Debug)]
pub struct RankerSettings {
    /// Fewer teach nothing: places that were shown, those of them that were watched, and the people whom they were shown to.
    pub least_places: usize,
    pub least_watched: usize,
    pub least_people: usize,
    pub network: Settings,
    /// Few lessons are gone over more often, so that there are so many steps.
    pub least_steps: usize,
}

impl Default for RankerSettings {
    fn default() -> Self {
        Self {
            least_steps: 3_000,
            least_places: 2_000,
            least_watched: 100,
            least_people: 10,
            network: Settings { hidden: vec![32, 16], rate: 2e-3, patience: 8, ..Settings::default() },
        }
    }
}

/// What there was to learn from, and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankerReport {
    pub people: usize,
    pub places: usize,
    pub watched: usize,
    /// Absent where there was too little.
    pub trial: Option<RankerTrial>,
}

const DAY_MS: f32 = 86_400_000.0;

/// People who judge whole models teach no ranker either. The ranker is absent where there is too little to learn from, or where the
/// lists would not be better for it.
pub fn learn_ranker(
    lists: &[ShownList],
    until_ms: i64,
    settings: &RankerSettings,
) -> (Option<SiteRanker>, RankerReport) {
    let mut lists: Vec<&ShownList> =
        lists.iter().filter(|list| Role::of(list.viewer) != Role::Judges).collect();
    lists.sort_unstable_by_key(|list| (list.at_ms, list.viewer));
    let mut report = report(&lists);
    let is_enough = report.places >= settings.least_places
        && report.watched >= settings.least_watched
        && report.people >= settings.least_people;
    if !is_enough {
        return (None, report);
    }
    report.trial = trial::hold(&lists, until_ms, settings);
    let share = report.trial.as_ref().and_then(RankerTrial::share);
    let ranker = share.and_then(|share| SiteRanker::new(learn(&lists, until_ms, settings)?, share));
    (ranker, report)
}

fn report(lists: &[&ShownList]) -> RankerReport {
    let mut people: Vec<u32> = lists.iter().map(|list| list.viewer).collect();
    people.sort_unstable();
    people.dedup();
    let places = || lists.iter().flat_map(|list| &list.places);
    RankerReport {
        people: people.len(),
        places: places().count(),
        watched: places().filter(|place| place.watched_seconds > 0.0).count(),
        trial: None,
    }
}

/// `lists` oldest first.
fn learn(lists: &[&ShownList], until_ms: i64, settings: &RankerSettings) -> Option<Ranker> {
    let examples = lists.iter().flat_map(|list| {
        list.places.iter().map(|place| Example {
            features: lesson(&place.row, place.place, days_ago(list, until_ms)),
            watched_seconds: seconds(place),
            rejected: place.rejected,
        })
    });
    let examples: Vec<Example> = examples.collect();
    Ranker::learn(&examples, &paced(settings, examples.len()))
}

/// Of few lessons batches are smaller too.
fn paced(settings: &RankerSettings, examples: usize) -> Settings {
    let (least_steps, settings) = (settings.least_steps, &settings.network);
    let batch = (examples / 64).clamp(16, settings.batch);
    let rounds = (least_steps * batch / examples.max(1)).clamp(settings.rounds, 4 * settings.rounds);
    let patience = settings.patience * rounds / settings.rounds.max(1);
    Settings { batch, rounds, patience, ..settings.clone() }
}

fn days_ago(list: &ShownList, until_ms: i64) -> f32 {
    (until_ms - list.at_ms).max(0) as f32 / DAY_MS
}

/// What is no number was not watched.
fn seconds(place: &ShownPlace) -> f32 {
    if place.watched_seconds.is_finite() { place.watched_seconds.clamp(0.0, MOST_SECONDS) } else { 0.0 }
}

#[cfg(test)]
mod tests;
