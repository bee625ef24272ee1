//! What accuracy does not say: how much of a catalogue the lists show, and how evenly.

use super::splits::HeldOut;

const LENGTH: usize = 20;
/// The most watched fifth of the catalogue is its head, the rest its tail.
const HEAD: f64 = 0.2;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// The share of all items that is in the first twenty of at least one list.
    pub coverage: f64,
    /// The share of places that goes to the tail.
    pub tail: f64,
    /// How unevenly places go to items: 0 to all alike, 1 all to one.
    pub gini: f64,
    /// The share of one viewer's list that another viewer's has too.
    pub overlap: f64,
}

impl Spread {
    /// `watched` says how often each item was watched in training.
    pub fn of(scores: &[Vec<f32>], held: &[HeldOut], watched: &[u32]) -> Self {
        let mut shown = vec![0u32; watched.len()];
        for (scores, one) in scores.iter().zip(held) {
            first(scores, &one.context).into_iter().for_each(|item| shown[item as usize] += 1);
        }
        let places = shown.iter().map(|count| f64::from(*count)).sum::<f64>().max(1.0);
        let items = watched.len().max(1) as f64;
        let mut order: Vec<usize> = (0..watched.len()).collect();
        order.sort_by_key(|item| std::cmp::Reverse(watched[*item]));
        let of_tail = order.split_off((HEAD * items) as usize);
        let tail: f64 = of_tail.iter().map(|item| f64::from(shown[*item])).sum();
        let lists = scores.len() as f64;
        let pairs: f64 = shown.iter().map(|count| f64::from(*count) * (f64::from(*count) - 1.0)).sum();
        let coverage = shown.iter().filter(|count| **count > 0).count() as f64 / items;
        let overlap = if lists > 1.0 { pairs / places / (lists - 1.0) } else { 0.0 };
        Self { coverage, tail: tail / places, gini: gini(shown), overlap }
    }
}

fn first(scores: &[f32], context: &[u32]) -> Vec<u32> {
    let mut open = vec![true; scores.len()];
    context.iter().for_each(|item| open[*item as usize] = false);
    let mut order: Vec<u32> = (0..scores.len() as u32)
        .filter(|item| open[*item as usize] && scores[*item as usize].is_finite())
        .collect();
    let best_first = |one: &u32, other: &u32| {
        scores[*other as usize].total_cmp(&scores[*one as usize]).then(one.cmp(other))
    };
    if order.len() > LENGTH {
        order.select_nth_unstable_by(LENGTH, best_first);
        order.truncate(LENGTH);
    }
    order
}

fn gini(mut shown: Vec<u32>) -> f64 {
    shown.sort_unstable();
    let count = shown.len() as f64;
    let total: f64 = shown.iter().map(|shown| f64::from(*shown)).sum();
    let weighted: f64 =
        shown.iter().zip(1..).map(|(shown, place)| f64::from(*shown) * f64::from(place)).sum();
    if total > 0.0 { 2.0 * weighted / (count * total) - (count + 1.0) / count } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewers(count: u32) -> Vec<HeldOut> {
        (0..count).map(|viewer| HeldOut { viewer, context: vec![], targets: vec![], at: None }).collect()
    }

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn lists_that_are_all_the_same_cover_little_and_those_that_differ_much() {
        let watched: Vec<u32> = (0..100).rev().collect();
        let same: Vec<f32> = (0..100).map(|item| -(item as f32)).collect();
        let spread = Spread::of(&vec![same; 5], &viewers(5), &watched);
        near(spread.coverage, 0.2);
        near(spread.tail, 0.0);
        near(spread.overlap, 1.0);
        near(spread.gini, 0.8);
        let apart =
            (0..5).map(|viewer| (0..100).map(|item| if item / 20 == viewer { 1.0 } else { 0.0 }).collect());
        let spread = Spread::of(&apart.collect::<Vec<_>>(), &viewers(5), &watched);
        near(spread.coverage, 1.0);
        near(spread.tail, 0.8);
        near(spread.overlap, 0.0);
        near(spread.gini, 0.0);
    }

    #[test]
    fn what_was_watched_or_cannot_be_known_has_no_place() {
        let held = HeldOut { viewer: 0, context: vec![1], targets: vec![], at: None };
        let scores = vec![1.0, 2.0, f32::NEG_INFINITY];
        near(Spread::of(&[scores], &[held], &[1, 1, 1]).coverage, 1.0 / 3.0);
    }
}
