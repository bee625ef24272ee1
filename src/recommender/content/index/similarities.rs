//! Sums of likeness by video, for one search.

use std::cell::RefCell;

use super::Neighbour;

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
        let all = others.map(|slot| Neighbour { slot: *slot, similarity: self.by_slot[*slot as usize] });
        let mut best: Vec<Neighbour> = all.filter(|found| found.similarity >= LEAST_SIMILARITY).collect();
        let order =
            |a: &Neighbour, b: &Neighbour| b.similarity.total_cmp(&a.similarity).then(a.slot.cmp(&b.slot));
        if best.len() > count {
            best.select_nth_unstable_by(count - 1, order);
            best.truncate(count);
        }
        best.sort_unstable_by(order);
        best
    }
}
