//! What is hidden, by two protocols.
//!
//! P1, new viewers (Liang et al. 2018): models see whole histories of other viewers; of each held-out viewer a random
//! fifth is to be found, given the rest. P2, next item: models see what came before a moment; of each viewer seen after
//! it, the last watch is to be found, given all before it.

use super::data::DataSet;
use crate::recommender::random::Random;
use crate::recommender::training::Watched;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    P1,
    P2,
}

impl Protocol {
    /// Ratings below this are no sign of liking; next items need none.
    pub fn least_rating(self) -> f32 {
        match self {
            Self::P1 => 4.0,
            Self::P2 => 0.0,
        }
    }
}

/// A viewer whose targets are hidden from the models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldOut {
    pub viewer: u32,
    pub context: Vec<u32>,
    pub targets: Vec<u32>,
    /// When the target was watched, in the protocol that has time.
    pub at: Option<i64>,
}

pub struct Part {
    pub train: Vec<Watched>,
    pub held: Vec<HeldOut>,
}

pub struct Experiment {
    pub protocol: Protocol,
    pub validation: Part,
    pub test: Part,
}

const SEED: u64 = 98_765;
const FEWEST_WATCHES: usize = 5;

pub fn split(data: &DataSet, protocol: Protocol) -> Experiment {
    let (validation, test) = match protocol {
        Protocol::P1 => by_viewer(data),
        Protocol::P2 => by_time(data),
    };
    Experiment { protocol, validation, test }
}

fn by_viewer(data: &DataSet) -> (Part, Part) {
    let mut histories: Vec<&[Watched]> = data
        .watches
        .chunk_by(|one, other| one.viewer == other.viewer)
        .filter(|history| history.len() >= FEWEST_WATCHES)
        .collect();
    let mut random = Random::new(SEED);
    shuffle(&mut histories, &mut random);
    let (for_test, for_validation) = match histories.len() {
        count @ ..4_000 => (count / 4, count / 8),
        4_000..=20_000 => (1_000, 500),
        count => (count / 10, count / 10),
    };
    let (test, rest) = histories.split_at(for_test);
    let (validation, train) = rest.split_at(for_validation);
    let mut train = train.concat();
    train.sort_by_key(|watch| watch.viewer);
    let known = known_items(&train, data.items.len());
    let mut hold = |histories: &[&[Watched]]| {
        let held =
            histories.iter().filter_map(|history| hide_a_fifth(history, &known, &mut random)).collect();
        Part { train: train.clone(), held }
    };
    let test = hold(test);
    (hold(validation), test)
}

fn hide_a_fifth(history: &[Watched], known: &[bool], random: &mut Random) -> Option<HeldOut> {
    let items: Vec<u32> =
        history.iter().map(|watch| watch.item).filter(|item| known[*item as usize]).collect();
    if items.len() < FEWEST_WATCHES {
        return None;
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    shuffle(&mut order, random);
    let mut hidden = vec![false; items.len()];
    order[..items.len() / 5].iter().for_each(|index| hidden[*index] = true);
    let those = |wanted| {
        items.iter().zip(&hidden).filter(|(_, hidden)| **hidden == wanted).map(|(item, _)| *item).collect()
    };
    Some(HeldOut { viewer: history[0].viewer, context: those(false), targets: those(true), at: None })
}

fn by_time(data: &DataSet) -> (Part, Part) {
    let mut times: Vec<i64> = data.watches.iter().map(|watch| watch.at).collect();
    times.sort_unstable();
    let at = |share: f64| times[((share * times.len() as f64) as usize).min(times.len() - 1)];
    let (from, until) = (at(0.8), at(0.9));
    (before(data, from, until), before(data, until, i64::MAX))
}

fn before(data: &DataSet, from: i64, until: i64) -> Part {
    let train = data.watches.iter().filter(|watch| watch.at < from).copied().collect();
    let hide_the_last = |history: &[Watched]| {
        let seen = &history[..history.partition_point(|watch| watch.at < until)];
        let (last, context) = seen.split_last()?;
        (last.at >= from && !context.is_empty()).then(|| HeldOut {
            viewer: last.viewer,
            context: context.iter().map(|watch| watch.item).collect(),
            targets: vec![last.item],
            at: Some(last.at),
        })
    };
    let histories = data.watches.chunk_by(|one, other| one.viewer == other.viewer);
    Part { train, held: histories.filter_map(hide_the_last).collect() }
}

pub fn known_items(train: &[Watched], items: usize) -> Vec<bool> {
    let mut known = vec![false; items];
    train.iter().for_each(|watch| known[watch.item as usize] = true);
    known
}

fn shuffle<T>(all: &mut [T], random: &mut Random) {
    for last in (1..all.len()).rev() {
        all.swap(last, random.below(last + 1));
    }
}
