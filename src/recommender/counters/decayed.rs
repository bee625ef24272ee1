//! All counts of one video (or of the whole site), true at one moment and decayed from there.

use super::kind::{CounterKind, KINDS};

#[derive(Clone, Default)]
pub struct Decayed {
    values: [f64; KINDS.len()],
    at_ms: i64,
}

impl Decayed {
    /// Counts something that happened at `at_ms`; a late report is decayed to where the counts already are.
    pub fn add(&mut self, kind: CounterKind, amount: f64, at_ms: i64) {
        self.advance(at_ms);
        let late_ms = self.at_ms - at_ms;
        let value = &mut self.values[kind as usize];
        // A withdrawn like has decayed since it was given, so taking back a whole one could go below nothing.
        *value = (*value + amount * fade(kind, late_ms)).max(0.0);
    }

    pub fn value(&self, kind: CounterKind, now_ms: i64) -> f64 {
        self.values[kind as usize] * fade(kind, now_ms - self.at_ms)
    }

    /// A number by which counts of the same kind can be ordered whenever they were last touched, and which waiting
    /// does not change: the logarithm of what the count would have been at the beginning of time ("forward decay",
    /// Cormode et al., 2009). `None` for a count of nothing and for sums that do not fade.
    pub fn height(&self, kind: CounterKind) -> Option<f64> {
        let value = self.values[kind as usize];
        let half_life_ms = kind.half_life_ms()?;
        (value > 0.0).then(|| value.log2() + self.at_ms as f64 / half_life_ms)
    }

    pub fn rows(&self) -> impl Iterator<Item = (CounterKind, f64, i64)> {
        KINDS
            .into_iter()
            .filter(|kind| self.values[*kind as usize] > 0.0)
            .map(|kind| (kind, self.values[kind as usize], self.at_ms))
    }

    fn advance(&mut self, now_ms: i64) {
        if now_ms <= self.at_ms {
            return;
        }
        for kind in KINDS {
            self.values[kind as usize] *= fade(kind, now_ms - self.at_ms);
        }
        self.at_ms = now_ms;
    }
}

fn fade(kind: CounterKind, elapsed_ms: i64) -> f64 {
    match kind.half_life_ms() {
        Some(half_life_ms) if elapsed_ms > 0 => (-(elapsed_ms as f64) / half_life_ms).exp2(),
        _ => 1.0,
    }
}
