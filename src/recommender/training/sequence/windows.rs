//! Histories cut into windows of equal length, and how often each item is drawn to be told apart from what came next.

use crate::recommender::random::Random;
use crate::recommender::training::{Watched, histories};

/// Stands where a window has no watch.
pub const NOTHING: u32 = u32::MAX;

/// As much of one viewer's history as counts (the same of everybody, as in Covington, Adams and Sargin 2016).
const MOST_WATCHES: usize = 200;

pub struct Windows {
    length: usize,
    histories: Vec<Vec<u32>>,
    /// The logarithm of the chance with which each item is drawn.
    pub log_chance: Vec<f32>,
    /// Running sums of the chances.
    sums: Vec<f64>,
}

/// Which history, and the place after its last input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub history: usize,
    pub end: usize,
}

impl Windows {
    pub fn new(watches: &[Watched], items: usize, length: usize) -> Self {
        let items_of = |history: &[Watched]| {
            history[history.len().saturating_sub(MOST_WATCHES)..].iter().map(|watch| watch.item).collect()
        };
        let histories: Vec<Vec<u32>> =
            histories(watches).filter(|history| history.len() > 1).map(items_of).collect();
        let mut counts = vec![0.0f64; items];
        for item in histories.iter().flatten() {
            counts[*item as usize] += 1.0;
        }
        // Half way between all alike and as often as watched.
        let weights: Vec<f64> = counts.iter().map(|count| count.sqrt()).collect();
        let total: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let log_chance = weights.iter().map(|weight| (weight / total).max(1e-12).ln() as f32).collect();
        let sums = weights
            .iter()
            .scan(0.0, |sum, weight| {
                *sum += weight / total;
                Some(*sum)
            })
            .collect();
        Self { length, histories, log_chance, sums }
    }

    /// All histories in windows that follow each other, from another place each time, in another order each time.
    pub fn cut(&self, random: &mut Random) -> Vec<Window> {
        let mut windows = Vec::new();
        for (history, watches) in self.histories.iter().enumerate() {
            let last = watches.len() - 1;
            let shift = if last > self.length { random.below(self.length) } else { 0 };
            let mut end = last;
            windows.push(Window { history, end });
            end = end.saturating_sub(self.length).saturating_sub(shift).max(end.saturating_sub(self.length));
            while end > 0 {
                windows.push(Window { history, end });
                end = end.saturating_sub(self.length);
            }
        }
        for place in (1..windows.len()).rev() {
            windows.swap(place, random.below(place + 1));
        }
        windows
    }

    /// Inputs and what came after each, both padded in front.
    pub fn fill(&self, window: Window, inputs: &mut Vec<u32>, targets: &mut Vec<u32>) {
        let history = &self.histories[window.history];
        let begin = window.end.saturating_sub(self.length);
        let missing = self.length - (window.end - begin);
        for (rows, first) in [(inputs, begin), (targets, begin + 1)] {
            rows.extend(std::iter::repeat_n(NOTHING, missing));
            rows.extend_from_slice(&history[first..first + window.end - begin]);
        }
    }

    pub fn draw(&self, count: usize, random: &mut Random) -> Vec<u32> {
        let draw = |_| {
            let fraction = random.fraction();
            self.sums.partition_point(|sum| *sum <= fraction).min(self.sums.len() - 1) as u32
        };
        (0..count).map(draw).collect()
    }
}
