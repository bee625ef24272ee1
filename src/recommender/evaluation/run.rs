//! A whole evaluation: learn each model on what precedes validation, choose on validation, learn again on what precedes
//! the test, measure.

use std::io::{Error, Result};

use super::combine::{self, Scale, Scores};
use super::data::DataSet;
use super::metrics::{Measured, Metric, ranks};
use super::splits::{Experiment, HeldOut, Part, Protocol, known_items};
use crate::recommender::training::{
    Ask, Factors, LivePopularity, Memory, Model, NextItem, Popularity, Sequence, Together, Watched,
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
}

pub struct Row {
    pub name: String,
    pub settings: String,
    pub values: Vec<(Metric, Measured)>,
    /// Processor seconds of learning for the test part; absent where the system does not tell.
    pub cpu_seconds: Option<f64>,
}

/// By how much the weighted sum is better than a row, viewer by viewer.
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
    pub differences: Vec<Difference>,
    /// The weighted sum's, for whoever wants to score it elsewhere.
    pub scores: Scores,
}

type Learn = Box<dyn Fn(&[Watched]) -> Result<Box<dyn Model>>>;

struct Source {
    name: String,
    scale: Scale,
    learn: Learn,
}

struct Tried {
    row: Row,
    scale: Scale,
    validation: Scores,
    test: Scores,
    each: Vec<f64>,
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
    let each = values(guide, &summed, test);
    let difference = |one: &Tried| {
        let gains: Vec<f64> = each.iter().zip(&one.each).map(|(sum, alone)| sum - alone).collect();
        Difference { than: one.row.name.clone(), by: Measured::of(&gains) }
    };
    let differences = tried.iter().map(difference).collect();
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
        differences,
        scores: summed,
    })
}

/// The fixed numbers are round ones, the same for every data set.
fn sources(data: &DataSet, protocol: Protocol, settings: Settings) -> Vec<Source> {
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
    if protocol == Protocol::P2 {
        let sequence = Sequence::usual();
        all.push(any("sequence", Box::new(move |train| Ok(Box::new(sequence.learn(train, items))))));
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
    all
}

fn try_source(source: Source, data: &DataSet, experiment: &Experiment) -> Result<Tried> {
    let (validation, test) = (&experiment.validation, &experiment.test);
    let before = cpu_seconds();
    let mut model = (source.learn)(&validation.train)?;
    let mut spent = elapsed(before);
    let guide = Metric::guide(experiment.protocol);
    let mut best: Option<(f64, Memory, Scores)> = None;
    // Without time there is no order in a context, and nothing to choose.
    let memories = if experiment.protocol == Protocol::P1 { &[Memory::Whole] } else { model.memories() };
    for memory in memories {
        let scores = score(model.as_ref(), *memory, validation, data);
        let worth = combine::mean_of(guide, &validation.held, |viewer| scores[viewer].clone());
        if best.as_ref().is_none_or(|(least, ..)| worth > *least) {
            best = Some((worth, *memory, scores));
        }
    }
    let (_, memory, on_validation) = best.ok_or_else(|| Error::other("a model without a memory"))?;
    // New viewers are tested with what was learned from the same others.
    if validation.train != test.train {
        let before = cpu_seconds();
        model = (source.learn)(&test.train)?;
        spent = elapsed(before);
    }
    let on_test = score(model.as_ref(), memory, test, data);
    Ok(Tried {
        each: values(guide, &on_test, &test.held),
        row: row(&source.name, format!("{memory:?}"), &on_test, experiment, spent),
        scale: source.scale,
        validation: on_validation,
        test: on_test,
    })
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
    Row { name: name.to_owned(), settings, values, cpu_seconds }
}

fn elapsed(before: Option<f64>) -> Option<f64> {
    Some(cpu_seconds()? - before?)
}

/// What this process has used of the processors so far, all threads together (Linux).
fn cpu_seconds() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = |field: Option<&str>| field?.parse::<f64>().ok();
    Some((ticks(fields.next())? + ticks(fields.next())?) / TICKS_PER_SECOND)
}
