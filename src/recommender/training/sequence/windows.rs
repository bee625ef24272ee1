//! Histories cut into windows of equal length.

use crate::recommender::random::Random;
use crate::recommender::training::sampled::{Draw, NOTHING};
use crate::recommender::training::{Watched, histories};

/// As much of one viewer's history as counts (the same of everybody, as in Covington, Adams and Sargin 2016).
const MOST_WATCHES: usize = 200;

pub struct Windows {
    length: usize,
    histories: Vec<Vec<u32>>,
    pub draw: Draw,
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
        let draw = Draw::new(histories.iter().flatten().copied(), items);
        Self { length, histories, draw }
    }

    /// How many windows a cut has, nearly.
    pub fn count(&self) -> usize {
        let of = |history: &Vec<u32>| match history.len() - 1 {
            last if last > self.length => 1 + (last - self.length / 2).div_ceil(self.length),
            _ => 1,
        };
        self.histories.iter().map(of).sum()
    }

    /// All histories in windows: the latest watches of each in one, those before them cut at another place each time; in another order
    /// each time.
    pub fn cut(&self, random: &mut Random) -> Vec<Window> {
        let mut windows = Vec::new();
        for (history, watches) in self.histories.iter().enumerate() {
            let last = watches.len() - 1;
            windows.push(Window { history, end: last });
            if last > self.length {
                let mut end = last - 1 - random.below(self.length);
                while end > 0 {
                    windows.push(Window { history, end });
                    end = end.saturating_sub(self.length);
                }
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
}
