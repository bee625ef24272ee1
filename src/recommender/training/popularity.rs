//! How often each item was watched: over all of training, or fading up to the moment of asking.

use super::{Ask, Memory, Model, Watched};

pub struct Popularity {
    counts: Vec<f32>,
}

impl Popularity {
    pub fn learn(watches: &[Watched], items: usize) -> Self {
        let mut counts = vec![0.0; items];
        for watch in watches {
            counts[watch.item as usize] += 1.0;
        }
        Self { counts }
    }
}

impl Model for Popularity {
    fn score(&self, _: Ask<'_>, _: Memory) -> Vec<f32> {
        self.counts.clone()
    }
}

/// What a server knows that counts every watch as it happens: each item's fading count after each of its watches.
pub struct LivePopularity {
    half_life_seconds: f64,
    counts: Vec<Vec<(i64, f64)>>,
}

/// So that an item nobody watched has a logarithm.
const LEAST: f64 = 1e-6;

impl LivePopularity {
    pub fn learn(watches: &[Watched], items: usize, half_life_days: f64) -> Self {
        let half_life_seconds = half_life_days * 86_400.0;
        let mut times = vec![Vec::new(); items];
        for watch in watches {
            times[watch.item as usize].push(watch.at);
        }
        let counted = |mut times: Vec<i64>| {
            times.sort_unstable();
            let mut last: Option<(i64, f64)> = None;
            let count = |at: i64| {
                let kept = last.map_or(0.0, |(before, count)| count * fade(at - before, half_life_seconds));
                last = Some((at, kept + 1.0));
                (at, kept + 1.0)
            };
            times.into_iter().map(count).collect()
        };
        Self { half_life_seconds, counts: times.into_iter().map(counted).collect() }
    }
}

fn fade(elapsed: i64, half_life_seconds: f64) -> f64 {
    (-(elapsed as f64) / half_life_seconds).exp2()
}

impl Model for LivePopularity {
    /// The logarithm of the count, of watches strictly before the moment of asking.
    fn score(&self, ask: Ask<'_>, _: Memory) -> Vec<f32> {
        let now = ask.at.unwrap_or(i64::MIN);
        let count = |counts: &Vec<(i64, f64)>| {
            let before = counts.partition_point(|(at, _)| *at < now);
            let last = before.checked_sub(1).map(|index| counts[index]);
            last.map_or(0.0, |(at, count)| count * fade(now - at, self.half_life_seconds))
        };
        self.counts.iter().map(|counts| (LEAST + count(counts)).ln() as f32).collect()
    }

    fn knows_new_items(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_counts_half_after_its_half_life_and_not_before_it_happened() {
        let day = 86_400;
        let watch = |item, at| Watched { viewer: 0, item, at };
        let live = LivePopularity::learn(&[watch(0, 0), watch(0, day), watch(1, 5 * day)], 2, 1.0);
        let at = |at| live.score(Ask { context: &[], at: Some(at) }, Memory::Whole);
        assert!((at(2 * day)[0] - (0.75f64 + LEAST).ln() as f32).abs() < 1e-6);
        assert_eq!(at(5 * day)[1], (LEAST.ln()) as f32, "a watch of this very moment is not known yet");
        assert!(at(5 * day + 1)[1] > -0.001);
    }
}
