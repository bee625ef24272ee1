//! What a second stage sees: the candidates of one moment, a row of features for each.

use super::combine::standardise;
use super::moments::Moment;
use super::splits::{Part, known_items};
use crate::recommender::training::Watched;

/// The best of each source become candidates.
const PER_SOURCE: usize = 100;
/// Features of a candidate beside two for each source.
const MORE: usize = 8;

pub struct Table {
    pub items: Vec<u32>,
    pub rows: Vec<f32>,
}

/// What is known of items beside their scores.
pub struct Facts {
    known: Vec<bool>,
    /// Each item's watches by time.
    times: Vec<Vec<i64>>,
}

impl Facts {
    /// What the models of `part` know, and the watches that may be counted.
    pub fn of(part: &Part, counted: &[Watched], items: usize) -> Self {
        let mut times = vec![Vec::new(); items];
        counted.iter().for_each(|watch| times[watch.item as usize].push(watch.at));
        times.iter_mut().for_each(|times| times.sort_unstable());
        Self { known: known_items(&part.train, items), times }
    }

    /// Only of watches strictly before the moment.
    fn add(&self, item: u32, moment: &Moment, row: &mut Vec<f32>) {
        let times = &self.times[item as usize];
        let before = &times[..times.partition_point(|at| *at < moment.at)];
        let ago = |at: Option<&i64>| at.map_or(f32::NAN, |at| days(moment.at - at).ln_1p());
        row.push(if self.known[item as usize] { 1.0 } else { 0.0 });
        row.push(ago(before.first()));
        row.push(ago(before.last()));
        row.push((before.len() as f32).ln_1p());
        row.push(ago(before.len().checked_sub(10).and_then(|index| before.get(index))));
    }
}

fn days(seconds: i64) -> f32 {
    seconds.max(0) as f32 / 86_400.0
}

pub fn width(sources: usize) -> usize {
    2 * sources + MORE
}

/// The union of every source's best, in the order of items. `scores` has a list for each source.
pub fn candidates(scores: &[&[f32]], context: &[u32]) -> Vec<u32> {
    let mut seen = vec![false; scores.first().map_or(0, |scores| scores.len())];
    context.iter().for_each(|item| seen[*item as usize] = true);
    let mut chosen = Vec::new();
    for scores in scores {
        let open = |item: &u32| !seen[*item as usize] && scores[*item as usize].is_finite();
        let mut order: Vec<u32> = (0..scores.len() as u32).filter(open).collect();
        if order.len() > PER_SOURCE {
            let by_score = |one: &u32, other: &u32| {
                scores[*other as usize].total_cmp(&scores[*one as usize]).then(one.cmp(other))
            };
            order.select_nth_unstable_by(PER_SOURCE, by_score);
            order.truncate(PER_SOURCE);
        }
        chosen.extend(order);
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

pub fn table(scores: &[&[f32]], items: Vec<u32>, moment: &Moment, facts: &Facts) -> Table {
    let width = width(scores.len());
    let mut columns: Vec<Vec<f32>> = Vec::with_capacity(2 * scores.len());
    for scores in scores {
        let standard = standardise(scores);
        let own: Vec<f32> = items.iter().map(|item| scores[*item as usize]).collect();
        columns.push(items.iter().map(|item| standard[*item as usize]).collect());
        columns.push(ranks(&own));
    }
    let mut rows = Vec::with_capacity(items.len() * width);
    for (index, item) in items.iter().enumerate() {
        rows.extend(columns.iter().map(|column| column[index]));
        facts.add(*item, moment, &mut rows);
        rows.push((moment.context.len() as f32).ln_1p());
        rows.push(((moment.at - moment.last).max(0) as f32).ln_1p());
        rows.push((items.len() as f32).ln());
    }
    Table { items, rows }
}

/// Minus the logarithm of the place, so that better is more. Equal scores share the best place.
fn ranks(scores: &[f32]) -> Vec<f32> {
    let mut order: Vec<f32> = scores.to_vec();
    order.sort_unstable_by(|one, other| other.total_cmp(one));
    let place = |score: &f32| order.partition_point(|other| other > score);
    scores.iter().map(|score| -(place(score) as f32).ln_1p()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_are_every_source_s_best_but_what_was_watched_and_what_cannot_be_known() {
        let up: Vec<f32> = (0..300).map(|item| item as f32).collect();
        let mut down: Vec<f32> = (0..300).map(|item| -(item as f32)).collect();
        down[0] = f32::NEG_INFINITY;
        let found = candidates(&[&up, &down], &[299]);
        let expected: Vec<u32> = (1..=100).chain(199..299).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_row_knows_places_and_what_happened_before_the_moment_only() {
        let watch = |item, at: i64| Watched { viewer: 0, item, at: at * 86_400 };
        let part = Part { train: vec![watch(0, 1), watch(1, 2)], held: vec![] };
        let facts = Facts::of(&part, &[watch(0, 1), watch(1, 2), watch(2, 9)], 3);
        let moment = Moment { viewer: 0, context: vec![], at: 5 * 86_400, last: 4 * 86_400, target: 1 };
        let scores = [3.0, 5.0, f32::NEG_INFINITY];
        let table = table(&[&scores], vec![0, 1, 2], &moment, &facts);
        let rows: Vec<&[f32]> = table.rows.chunks(width(1)).collect();
        assert_eq!(rows.len(), 3);
        let places: Vec<f32> = rows.iter().map(|row| row[1]).collect();
        assert_eq!(places, [-(1f32.ln_1p()), 0.0, -(2f32.ln_1p())]);
        assert_eq!(rows[0][2..4], [1.0, 4f32.ln_1p()]);
        assert!(
            rows[2][2] == 0.0 && rows[2][3].is_nan() && rows[2][5] == 0.0,
            "not watched yet: {:?}",
            rows[2]
        );
    }
}
