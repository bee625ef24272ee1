//! A whole evaluation: learn each model on what precedes validation, choose on validation, learn again on what precedes
//! the test, measure.

use std::io::{Error, Result};

use super::combine::{self, Scale, Scores};
use super::data::DataSet;
use super::metrics::{Measured, Metric, ranks};
use super::more;
use super::networks::networks;
use super::splits::{Experiment, HeldOut, Part, Protocol, known_items};
use super::spread::Spread;
use super::stage;
use crate::recommender::training::{
    Ask, Factors, LivePopularity, Memory, Model, NextItem, Popularity, Together, Watched, cpu_seconds,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// Nothing later than training but the viewer's own context.
    Frozen,
    /// Also counters of what happened before the moment of asking.
    Live,
}

#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub track: Track,
    pub dimensions: usize,
    pub networks: Networks,
    pub last_stage: LastStage,
    /// How often the ranker goes over its lessons at most.
    pub rounds: usize,
}

/// Models that take minutes where the others take seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Networks {
    Learned,
    LeftOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastStage {
    Sum,
    /// Takes several times as long.
    Ranker,
}

pub struct Row {
    pub name: String,
    pub settings: String,
    pub values: Vec<(Metric, Measured)>,
    /// Processor seconds of learning for the test part; absent where the system does not tell.
    pub cpu_seconds: Option<f64>,
    pub spread: Spread,
}

/// By how much the final list is better than a row, viewer by viewer.
pub struct Difference {
    pub than: String,
    pub by: Measured,
}

pub struct Report {
    pub guide: Metric,
    pub train: usize,
    pub viewers: usize,
    pub unknown_targets: f64,
    /// One per model.
    pub sources: Vec<Row>,
    pub mixture: Row,
    pub sum: Row,
    /// The second stage, where there is time to learn it by.
    pub ranker: Option<Row>,
    pub differences: Vec<Difference>,
    /// The final list's, for whoever wants to score it elsewhere.
    pub scores: Scores,
}

impl Report {
    /// What a viewer would get: the ranker's list, else that of the weighted sum.
    pub fn last(&self) -> &Row {
        self.ranker.as_ref().unwrap_or(&self.sum)
    }
}

pub type Learn = Box<dyn Fn(&[Watched]) -> Result<Box<dyn Model>>>;

pub struct Source {
    pub name: String,
    pub scale: Scale,
    pub learn: Learn,
}

pub struct Tried {
    pub row: Row,
    pub scale: Scale,
    pub memory: Memory,
    /// As it was before validation.
    pub before: Box<dyn Model>,
    pub validation: Scores,
    pub test: Scores,
    /// With another memory, for a second stage that may want both.
    pub second: Option<Second>,
    pub each: Vec<f64>,
}

pub struct Second {
    pub memory: Memory,
    pub validation: Scores,
    pub test: Scores,
}

pub fn evaluate(data: &DataSet, experiment: &Experiment, settings: Settings) -> Result<Report> {
    let guide = Metric::guide(experiment.protocol);
    let mut tried = Vec::new();
    for source in sources(data, experiment.protocol, settings) {
        tried.push(try_source(source, data, experiment)?);
    }
    let on_validation: Vec<&Scores> = tried.iter().map(|one| &one.validation).collect();
    let on_test: Vec<&Scores> = tried.iter().map(|one| &one.test).collect();
    let (validation, test) = (&experiment.validation.held, &experiment.test.held);

    let scaled: Vec<(&Scores, Scale)> = tried.iter().map(|one| (&one.validation, one.scale)).collect();
    let shares = combine::best_mixture(&scaled, validation);
    let mixed = combine::mixture(&shares, &on_test);
    let weights = combine::best_sum(&on_validation, validation, guide);
    let summed = combine::sum(&weights, &on_test);

    let named = |numbers: &mut dyn Iterator<Item = f64>| {
        let of = |(one, number): (&Tried, f64)| format!("{} {number:.3}", one.row.name);
        tried.iter().zip(numbers).map(of).collect::<Vec<_>>().join(", ")
    };
    let mixture =
        row("mixture", named(&mut shares.iter().map(|share| share.weight)), &mixed, experiment, None);
    let sum = row(
        "weighted sum",
        named(&mut weights.iter().map(|weight| f64::from(*weight))),
        &summed,
        experiment,
        None,
    );
    let started = cpu_seconds();
    let ranked = match (experiment.protocol, settings.last_stage) {
        (Protocol::P2, LastStage::Ranker) => stage::rank(&tried, &weights, data, experiment, &settings),
        // Without time there are no moments to learn from.
        (Protocol::P1, _) | (_, LastStage::Sum) => None,
    };
    let ranker = ranked.as_ref().map(|ranked| {
        let said = format!(
            "{} lessons, {} of the sum, {:.1} % of the targets among the candidates",
            ranked.lessons,
            ranked.share_of_sum,
            100.0 * ranked.reached
        );
        row("ranker", said, &ranked.test, experiment, elapsed(started))
    });
    let by_the_sum = values(guide, &summed, test);
    let scores = ranked.map_or(summed, |ranked| ranked.test);
    let each = values(guide, &scores, test);
    let difference = |than: &str, alone: &[f64]| {
        let gains: Vec<f64> = each.iter().zip(alone).map(|(last, alone)| last - alone).collect();
        Difference { than: than.to_owned(), by: Measured::of(&gains) }
    };
    let mut differences: Vec<Difference> =
        tried.iter().map(|one| difference(&one.row.name, &one.each)).collect();
    if ranker.is_some() {
        differences.push(difference(&sum.name, &by_the_sum));
    }
    let known = known_items(&experiment.test.train, data.items.len());
    let lost = test.iter().filter(|one| one.targets.iter().any(|target| !known[*target as usize])).count();
    Ok(Report {
        guide,
        train: experiment.test.train.len(),
        viewers: test.len(),
        unknown_targets: lost as f64 / test.len().max(1) as f64,
        sources: tried.into_iter().map(|one| one.row).collect(),
        mixture,
        sum,
        ranker,
        differences,
        scores,
    })
}

/// The fixed numbers are round ones, the same for every data set.
pub fn sources(data: &DataSet, protocol: Protocol, settings: Settings) -> Vec<Source> {
    let items = data.items.len();
    let any = |name: &str, learn: Learn| Source { name: name.to_owned(), scale: Scale::Any, learn };
    let mut all =
        vec![any("popularity", Box::new(move |train| Ok(Box::new(Popularity::learn(train, items)))))];
    let together = Together { ridge: 300.0, dropout: 0.33 };
    all.push(any(
        "together (EDLAE)",
        Box::new(move |train| Ok(Box::new(together.learn(train, items).map_err(Error::other)?))),
    ));
    let factors = Factors { dimensions: settings.dimensions, unwatched: 0.1, ridge: 0.01, rounds: 10 };
    all.push(any("factors (iALS)", Box::new(move |train| Ok(Box::new(factors.learn(train, items))))));
    if protocol == Protocol::P2 {
        let next = NextItem { ridge: 100.0, past_scale: 3.0, future_scale: 2.0, window: 15, future: 5 };
        all.push(any(
            "next item",
            Box::new(move |train| Ok(Box::new(next.learn(train, items).map_err(Error::other)?))),
        ));
    }
    if protocol == Protocol::P2 && settings.track == Track::Live {
        for days in [1.0, 7.0, 30.0] {
            // A live counter knows all watches, and looks only at those before the moment of asking.
            let watches = data.watches.clone();
            let learn = move |_: &[Watched]| -> Result<Box<dyn Model>> {
                Ok(Box::new(LivePopularity::learn(&watches, items, days)))
            };
            let name = format!("live popularity {days} d");
            all.push(Source { name, scale: Scale::Logarithms, learn: Box::new(learn) });
        }
    }
    all.extend(more::more(data, protocol, settings));
    all.extend(networks(data, protocol, settings.networks));
    all
}

pub fn try_source(source: Source, data: &DataSet, experiment: &Experiment) -> Result<Tried> {
    let (validation, test) = (&experiment.validation, &experiment.test);
    let started = cpu_seconds();
    let before = (source.learn)(&validation.train)?;
    let mut spent = elapsed(started);
    let guide = Metric::guide(experiment.protocol);
    let mut best: Option<(f64, Memory, Scores)> = None;
    // Without time there is no order in a context, and nothing to choose.
    let memories = if experiment.protocol == Protocol::P1 { &[Memory::Whole] } else { before.memories() };
    for memory in memories {
        let scores = score(before.as_ref(), *memory, validation, data);
        let worth = combine::mean_of(guide, &validation.held, |viewer| scores[viewer].clone());
        if best.as_ref().is_none_or(|(least, ..)| worth > *least) {
            best = Some((worth, *memory, scores));
        }
    }
    let (_, memory, on_validation) = best.ok_or_else(|| Error::other("a model without a memory"))?;
    // New viewers are tested with what was learned from the same others.
    let after = if validation.train == test.train {
        None
    } else {
        let started = cpu_seconds();
        let after = (source.learn)(&test.train)?;
        spent = elapsed(started);
        Some(after)
    };
    let after = after.as_deref().unwrap_or(before.as_ref());
    let on_test = score(after, memory, test, data);
    let second = other_memory(before.as_ref(), memory).map(|memory| Second {
        memory,
        validation: score(before.as_ref(), memory, validation, data),
        test: score(after, memory, test, data),
    });
    Ok(Tried {
        memory,
        second,
        before,
        each: values(guide, &on_test, &test.held),
        row: row(&source.name, format!("{memory:?}"), &on_test, experiment, spent),
        scale: source.scale,
        validation: on_validation,
        test: on_test,
    })
}

/// The longest, or the shortest where that one was chosen.
fn other_memory(model: &dyn Model, chosen: Memory) -> Option<Memory> {
    let all = model.memories();
    let order = [Memory::Whole].into_iter().filter(|memory| all.contains(memory)).chain(all.iter().copied());
    order.into_iter().find(|memory| *memory != chosen)
}

fn score(model: &dyn Model, memory: Memory, part: &Part, data: &DataSet) -> Scores {
    let known = known_items(&part.train, data.items.len());
    let of = |one: &HeldOut| {
        let mut scores = model.score(Ask { context: &one.context, at: one.at }, memory);
        if !model.knows_new_items() {
            let unknown = scores.iter_mut().zip(&known).filter(|(_, known)| !**known);
            unknown.for_each(|(score, _)| *score = f32::NEG_INFINITY);
        }
        scores
    };
    part.held.iter().map(of).collect()
}

fn values(metric: Metric, scores: &Scores, held: &[HeldOut]) -> Vec<f64> {
    let of = |(one, scores): (&HeldOut, &Vec<f32>)| metric.of(&ranks(scores, &one.context, &one.targets));
    held.iter().zip(scores).map(of).collect()
}

fn row(
    name: &str,
    settings: String,
    scores: &Scores,
    experiment: &Experiment,
    cpu_seconds: Option<f64>,
) -> Row {
    let held = &experiment.test.held;
    let measured = |metric: Metric| (metric, Measured::of(&values(metric, scores, held)));
    let values = Metric::all(experiment.protocol).into_iter().map(measured).collect();
    let mut watched = vec![0; scores.first().map_or(0, |scores| scores.len())];
    experiment.test.train.iter().for_each(|watch| watched[watch.item as usize] += 1);
    Row { name: name.to_owned(), settings, values, cpu_seconds, spread: Spread::of(scores, held, &watched) }
}

fn elapsed(before: Option<f64>) -> Option<f64> {
    Some(cpu_seconds()? - before?)
}
