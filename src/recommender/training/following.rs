//! What was watched soon after what: counts of pairs (a first-order Markov chain, seen a few steps ahead), fading with age.
//!
//! Pairs are kept with their times, so that a moment sees only what came before it: as a server's counters do that
//! change with every watch.

use super::{Ask, Memory, Model, Watched, histories};

#[derive(Clone, Copy, Debug)]
pub struct Following {
    /// So many watches ahead are counted, each step further for 1/e less.
    pub ahead: usize,
    pub half_life_days: f64,
    /// A video followed so often is believed half.
    pub smoothing: f32,
    /// How much what follows everything is taken back: 0 not at all, 1 in proportion.
    pub surprise: f32,
}

pub struct Followers {
    setting: Following,
    /// For each item the watches after it, by time.
    after: Vec<Vec<After>>,
    /// How often each item was watched, by time.
    times: Vec<Vec<i64>>,
}

#[derive(Clone, Copy)]
struct After {
    at: i64,
    item: u32,
    weight: f32,
}

/// Older watches of a context have no say in what comes next.
const LOOKS_BACK: usize = 12;

impl Following {
    pub fn learn(self, watches: &[Watched], items: usize) -> Followers {
        let mut after = vec![Vec::new(); items];
        let mut times = vec![Vec::new(); items];
        for history in histories(watches) {
            for (index, watch) in history.iter().enumerate() {
                times[watch.item as usize].push(watch.at);
                for (step, later) in history[index + 1..].iter().take(self.ahead).enumerate() {
                    let weight = (-(step as f32)).exp();
                    after[watch.item as usize].push(After { at: later.at, item: later.item, weight });
                }
            }
        }
        after.iter_mut().for_each(|list| list.sort_unstable_by_key(|after| (after.at, after.item)));
        times.iter_mut().for_each(|list| list.sort_unstable());
        Followers { setting: self, after, times }
    }
}

impl Model for Followers {
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32> {
        let now = ask.at.unwrap_or(i64::MAX);
        let half_life = self.setting.half_life_days * 86_400.0;
        let mut scores = vec![0.0; self.after.len()];
        let mut touched = Vec::new();
        let mut counts = vec![0.0f32; self.after.len()];
        for (ago, item) in ask.context.iter().rev().take(LOOKS_BACK).enumerate() {
            let say = memory.weight(ago);
            let list = &self.after[*item as usize];
            let list = &list[..list.partition_point(|after| after.at < now)];
            // From the latest, whose age is known even where a protocol has no time.
            let latest = if ask.at.is_some() { now } else { list.last().map_or(0, |after| after.at) };
            let mut total = self.setting.smoothing;
            for after in list {
                let age = (latest - after.at) as f64 / half_life;
                let weight = after.weight * (-age as f32).exp2();
                total += weight;
                if counts[after.item as usize] == 0.0 {
                    touched.push(after.item);
                }
                counts[after.item as usize] += weight;
            }
            for item in touched.drain(..) {
                let count = std::mem::take(&mut counts[item as usize]);
                scores[item as usize] += say * count / total;
            }
        }
        for (score, times) in scores.iter_mut().zip(&self.times).filter(|(score, _)| **score > 0.0) {
            let watched = times.partition_point(|at| *at < now) as f32;
            *score /= (watched + self.setting.smoothing).powf(self.setting.surprise);
        }
        scores
    }

    fn memories(&self) -> &'static [Memory] {
        &[Memory::Fading(0.5), Memory::Fading(1.0), Memory::Fading(2.0), Memory::Fading(4.0)]
    }

    fn knows_new_items(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_before_this_moment_counts_and_nothing_later() {
        let watch = |viewer, item, at| Watched { viewer, item, at };
        let all = [
            watch(0, 0, 10),
            watch(0, 1, 20),
            watch(1, 0, 30),
            watch(1, 2, 40),
            watch(2, 0, 50),
            watch(2, 2, 60),
        ];
        let setting = Following { ahead: 2, half_life_days: 30.0, smoothing: 1.0, surprise: 0.0 };
        let model = setting.learn(&all, 3);
        let at = |at| model.score(Ask { context: &[0], at }, Memory::Fading(1.0));
        assert_eq!(at(Some(20)), [0.0; 3]);
        assert!(at(Some(25))[1] > 0.4 && at(Some(25))[2] == 0.0);
        let late = at(Some(61));
        assert!(late[2] > 1.9 * late[1], "{late:?}");
        let timeless = at(None);
        assert!(timeless.iter().zip(&late).all(|(one, other)| (one - other).abs() < 1e-4), "{timeless:?}");
    }
}
