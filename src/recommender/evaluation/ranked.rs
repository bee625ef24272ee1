//! The second stage in an evaluation: a network that orders the candidates of all models.
//!
//! It learns from the watches of the validation window, with models that have seen nothing of it, and is applied with
//! models that have seen it all: the same that a site does each night.

use super::moments::Moment;
use super::table::Table;
use crate::recommender::random::{Random, scramble};
use crate::recommender::ranking::{List, Ranker, Settings};

/// Rows of a lesson beside the wanted one, by lot.
const OTHERS: usize = 100;

pub struct Lesson {
    pub viewer: u32,
    pub list: List,
}

/// Absent where the target is no candidate: nothing can be learned from that.
pub fn lesson(moment: &Moment, table: &Table) -> Option<Lesson> {
    let width = table.rows.len() / table.items.len().max(1);
    let wanted = table.items.binary_search(&moment.target).ok()?;
    let mut order: Vec<usize> = (0..table.items.len()).filter(|index| *index != wanted).collect();
    let mut random = Random::new(scramble(u64::from(moment.viewer)) ^ u64::from(moment.target));
    let others = OTHERS.min(order.len());
    for place in 0..others {
        let other = place + random.below(order.len() - place);
        order.swap(place, other);
    }
    order.truncate(others);
    order.insert(0, wanted);
    let rows = order.iter().flat_map(|index| &table.rows[index * width..][..width]).copied().collect();
    Some(Lesson { viewer: moment.viewer, list: List { rows, wanted: 0 } })
}

/// Chosen on halves of the validation viewers of one data set, and the same for all.
fn settings(rounds: usize, seed: u64) -> Settings {
    Settings {
        hidden: vec![32, 16],
        rounds,
        batch: 64,
        rate: 1e-3,
        decay: 0.3,
        kept_aside: 0.1,
        patience: 3,
        seed,
    }
}

/// Networks from different starts, whose mean counts.
pub struct Jury(Vec<Ranker>);

impl Jury {
    pub fn learn(lessons: &[&Lesson], width: usize, rounds: usize, members: u64) -> Option<Self> {
        let lists = || lessons.iter().map(|lesson| lesson.list.clone()).collect();
        let member = |seed| Ranker::learn_lists(lists(), width, &settings(rounds, seed));
        (1..=members).map(member).collect::<Option<Vec<Ranker>>>().map(Self)
    }

    pub fn values(&self, rows: &[f32]) -> Vec<f32> {
        let mut sum = Vec::new();
        for ranker in &self.0 {
            let values = ranker.values(rows);
            sum.resize(values.len(), 0.0);
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        sum.iter_mut().for_each(|sum| *sum /= self.0.len() as f32);
        sum
    }
}

/// All items: candidates by their value and a share of the sum, above all others by the sum alone.
pub fn order(values: &[f32], table: &Table, sum: &[f32], share_of_sum: f32) -> Vec<f32> {
    let highest = sum.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut scores: Vec<f32> = sum.iter().map(|score| score - highest).collect();
    let own: Vec<f32> = table
        .items
        .iter()
        .zip(values)
        .map(|(item, value)| value + share_of_sum * sum[*item as usize])
        .collect();
    let lowest = own.iter().copied().fold(f32::INFINITY, f32::min);
    table.items.iter().zip(own).for_each(|(item, value)| scores[*item as usize] = 1.0 + value - lowest);
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_has_the_wanted_row_first_and_others_by_lot() {
        let table = Table { items: (0..300).collect(), rows: (0..600).map(|cell| cell as f32).collect() };
        let moment = |target| Moment { viewer: 4, context: vec![], at: 0, last: 0, target };
        let found = lesson(&moment(7), &table).unwrap().list;
        assert_eq!((found.wanted, found.rows.len()), (0, 2 * (OTHERS + 1)));
        assert_eq!(found.rows[..2], [14.0, 15.0]);
        let mut firsts: Vec<i64> = found.rows.chunks(2).map(|row| row[0] as i64).collect();
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), OTHERS + 1, "no row twice");
        assert!(lesson(&moment(300), &table).is_none());
    }

    #[test]
    fn candidates_come_before_all_others() {
        let table = Table { items: vec![1, 2], rows: vec![] };
        let scores = order(&[-5.0, -9.0], &table, &[8.0, 0.0, 0.0, 9.0], 0.0);
        assert!(scores[1] > scores[2] && scores[2] > scores[3] && scores[3] > scores[0], "{scores:?}");
        let scores = order(&[-5.0, -9.0], &table, &[8.0, 0.0, 3.0, 9.0], 2.0);
        assert!(scores[2] > scores[1], "the sum has its share: {scores:?}");
    }
}
