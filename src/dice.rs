//! Seeded chance: the same seed throws the same numbers on every machine, for content that is made up.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014): small, fast, and well mixed from any seed. Never for secrets: who knows one number knows
//! the next.

pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to just below 1.
    pub fn unit(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the first `count` numbers from 0 on; 0 when there is none.
    pub fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// From `low` to just below `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low).max(0) as f64) as i64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A place in `weights`, each as likely as it is heavy; None where nothing weighs anything.
    pub fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let mut rest = self.unit() * total;
        for (place, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return Some(place);
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_throws_the_same_numbers() {
        let throw = |seed| {
            let mut dice = Dice::new(seed);
            (0..5).map(|_| dice.number()).collect::<Vec<_>>()
        };
        assert_eq!(throw(7), throw(7));
        assert_ne!(throw(7), throw(8));
    }

    #[test]
    fn the_heavier_side_falls_more_often_and_the_weightless_never() {
        let mut dice = Dice::new(1);
        let mut fell = [0; 3];
        for _ in 0..1000 {
            fell[dice.weighted(&[1.0, 0.0, 3.0]).unwrap()] += 1;
        }
        assert!(fell[1] == 0 && fell[2] > 2 * fell[0] && fell[0] > 100, "{fell:?}");
        assert_eq!(dice.weighted(&[]), None);
        assert!((0..1000).all(|_| dice.below(3) < 3 && (5..9).contains(&dice.between(5, 9))));
    }
}
