//! Sums of likeness by video, for one search.

use std::cell::RefCell;

use super::Neighbour;
use crate::recommender::highest::highest;

const LEAST_SIMILARITY: f32 = 0.05;

/// One thread's sums by slot, cleared by walking over what was touched, so that a search allocates nothing large.
#[derive(Default)]
pub struct Similarities {
    by_slot: Vec<f32>,
    touched: Vec<u32>,
}

thread_local! {
    pub static SIMILARITIES: RefCell<Similarities> = RefCell::default();
}

impl Similarities {
    pub fn start(&mut self, slots: usize) {
        for slot in self.touched.drain(..) {
            self.by_slot[slot as usize] = 0.0;
        }
        if self.by_slot.len() < slots {
            self.by_slot.resize(slots, 0.0);
        }
    }

    pub fn add(&mut self, slot: u32, amount: f32) {
        let sum = &mut self.by_slot[slot as usize];
        if *sum == 0.0 {
            self.touched.push(slot);
        }
        *sum += amount;
    }

    pub fn best_except(&self, slot: u32, count: usize) -> Vec<Neighbour> {
        let others = self.touched.iter().filter(|other| **other != slot);
        let all = others.map(|slot| (*slot, self.by_slot[*slot as usize]));
        let best = highest(count, all.filter(|(_, similarity)| *similarity >= LEAST_SIMILARITY));
        let mut best: Vec<Neighbour> =
            best.into_iter().map(|(slot, similarity)| Neighbour { slot, similarity }).collect();
        best.sort_unstable_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.slot.cmp(&b.slot)));
        best
    }
}
