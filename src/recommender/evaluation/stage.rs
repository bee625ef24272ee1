//! The second stage as a whole: lessons from the validation window, a share of the sum beside the network, chosen by viewers
//! it has not learned from, and its lists for the test.

use std::sync::{Mutex, PoisonError};

use super::combine::{Scores, sum};
use super::data::DataSet;
use super::metrics::{Measured, Metric, ranks};
use super::moments::{self, Moment};
use super::ranked::{Jury, Lesson, lesson, order};
use super::run::{Settings, Track, Tried};
use super::splits::{Experiment, Part, known_items};
use super::table::{self, Facts, Table};
use crate::recommender::random::scramble;
use crate::recommender::training::{Ask, Memory, Model, share};

pub struct Ranked {
    /// How much of the sum is added.
    pub share_of_sum: f32,
    pub lessons: usize,
    /// The share of test targets among the candidates.
    pub reached: f64,
    pub test: Scores,
}

const SHARES: [f32; 5] = [0.0, 0.25, 0.5, 1.0, 2.0];
const FEWEST_LESSONS: usize = 40;
/// From different starts: the mean of several is better than any.
const MEMBERS: u64 = 3;

/// One column of scores: a model with a memory. The first ones, each model's best, also name candidates.
struct Column<'a> {
    model: &'a dyn Model,
    memory: Memory,
    validation: &'a Scores,
    test: &'a Scores,
}

/// Absent where there are too few lessons.
pub fn rank(
    tried: &[Tried],
    weights: &[f32],
    data: &DataSet,
    experiment: &Experiment,
    settings: &Settings,
) -> Option<Ranked> {
    let (validation, test) = (&experiment.validation, &experiment.test);
    let stage = Stage { columns: columns(tried), weights };
    let facts = |part: &Part| match settings.track {
        Track::Live => Facts::of(part, &data.watches, data.items.len()),
        Track::Frozen => Facts::of(part, &part.train, data.items.len()),
    };
    let lessons = stage.lessons(&moments::between(validation, test), &facts(validation), validation, data);
    if lessons.len() < FEWEST_LESSONS {
        return None;
    }
    let sums = sum(weights, &tried.iter().map(|one| &one.validation).collect::<Vec<_>>());
    let tables = stage.tables(validation, data, &facts(validation), |column| column.validation);
    let share_of_sum = stage.choose_share(&lessons, &tables, &sums, settings.rounds)?;
    let jury = Jury::learn(&lessons.iter().collect::<Vec<_>>(), stage.width(), settings.rounds, MEMBERS)?;
    let tables = stage.tables(test, data, &facts(test), |column| column.test);
    let reached =
        tables.iter().filter(|(moment, table)| table.items.binary_search(&moment.target).is_ok()).count();
    let sums = sum(weights, &tried.iter().map(|one| &one.test).collect::<Vec<_>>());
    let ordered = |((_, table), sum): (&(Moment, Table), &Vec<f32>)| {
        order(&jury.values(&table.rows), table, sum, share_of_sum)
    };
    Some(Ranked {
        share_of_sum,
        lessons: lessons.len(),
        reached: reached as f64 / tables.len().max(1) as f64,
        test: tables.iter().zip(&sums).map(ordered).collect(),
    })
}

fn columns(tried: &[Tried]) -> Vec<Column<'_>> {
    let best = tried.iter().map(|one| Column {
        model: one.before.as_ref(),
        memory: one.memory,
        validation: &one.validation,
        test: &one.test,
    });
    let second = tried.iter().filter_map(|one| {
        let second = one.second.as_ref()?;
        Some(Column {
            model: one.before.as_ref(),
            memory: second.memory,
            validation: &second.validation,
            test: &second.test,
        })
    });
    best.chain(second).collect()
}

struct Stage<'a> {
    columns: Vec<Column<'a>>,
    /// Of the sum: one for each column that names candidates.
    weights: &'a [f32],
}

impl Stage<'_> {
    fn width(&self) -> usize {
        table::width(self.columns.len())
    }

    fn lessons(&self, moments: &[Moment], facts: &Facts, part: &Part, data: &DataSet) -> Vec<Lesson> {
        let known = known_items(&part.train, data.items.len());
        let found = Mutex::new(Vec::new());
        share(moments.iter().enumerate(), |(index, moment)| {
            let ask = Ask { context: &moment.context, at: Some(moment.at) };
            let scored = self.columns.iter().map(|column| {
                let mut scores = column.model.score(ask, column.memory);
                if !column.model.knows_new_items() {
                    let unknown = scores.iter_mut().zip(&known).filter(|(_, known)| !**known);
                    unknown.for_each(|(score, _)| *score = f32::NEG_INFINITY);
                }
                scores
            });
            let scored: Vec<Vec<f32>> = scored.collect();
            let table = self.table(&scored.iter().map(Vec::as_slice).collect::<Vec<_>>(), moment, facts);
            if let Some(lesson) = lesson(moment, &table) {
                found.lock().unwrap_or_else(PoisonError::into_inner).push((index, lesson));
            }
        });
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.sort_unstable_by_key(|(index, _)| *index);
        found.into_iter().map(|(_, lesson)| lesson).collect()
    }

    /// Of a part's viewers, in their order.
    fn tables(
        &self,
        part: &Part,
        data: &DataSet,
        facts: &Facts,
        scores: impl for<'c> Fn(&'c Column<'c>) -> &'c Scores,
    ) -> Vec<(Moment, Table)> {
        let of = |(index, moment): (usize, Moment)| {
            let scored: Vec<&[f32]> =
                self.columns.iter().map(|column| scores(column)[index].as_slice()).collect();
            let table = self.table(&scored, &moment, facts);
            (moment, table)
        };
        moments::of_part(part, data).into_iter().enumerate().map(of).collect()
    }

    fn table(&self, scored: &[&[f32]], moment: &Moment, facts: &Facts) -> Table {
        let items = table::candidates(&scored[..self.weights.len()], &moment.context);
        table::table(scored, items, moment, facts)
    }

    /// Each half of the viewers is judged by what was learned from the other half. Of shares that cannot be told apart the
    /// largest is taken: the sum is the simpler model (the rule of one standard error, Breiman et al. 1984).
    fn choose_share(
        &self,
        lessons: &[Lesson],
        tables: &[(Moment, Table)],
        sums: &Scores,
        rounds: usize,
    ) -> Option<f32> {
        let mut worths = vec![Vec::new(); SHARES.len()];
        for half in 0..2 {
            let of_half = |viewer: u32| scramble(u64::from(viewer)) % 2 == half;
            let others: Vec<&Lesson> = lessons.iter().filter(|lesson| !of_half(lesson.viewer)).collect();
            let jury = Jury::learn(&others, self.width(), rounds, 1)?;
            for ((moment, table), sum) in tables.iter().zip(sums).filter(|((one, _), _)| of_half(one.viewer))
            {
                let values = jury.values(&table.rows);
                for (worths, share_of_sum) in worths.iter_mut().zip(SHARES) {
                    let scores = order(&values, table, sum, share_of_sum);
                    worths.push(Metric::Mrr.of(&ranks(&scores, &moment.context, &[moment.target])));
                }
            }
        }
        let total = |worths: &Vec<f64>| worths.iter().sum::<f64>();
        let best = worths.iter().max_by(|one, other| total(one).total_cmp(&total(other)))?;
        let as_good = |(worths, _): &(&Vec<f64>, f32)| {
            let losses: Vec<f64> = best.iter().zip(*worths).map(|(best, worth)| best - worth).collect();
            let loss = Measured::of(&losses);
            loss.mean <= loss.error
        };
        worths.iter().zip(SHARES).rfind(as_good).map(|(_, share_of_sum)| share_of_sum)
    }
}
