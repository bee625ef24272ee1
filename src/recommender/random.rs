//! Repeatable randomness: the same seed gives the same list, which is what makes a list testable and explainable.
//!
//! This is SplitMix64 (Steele, Lea and Flood, 2014): eight bytes of state, good enough to choose what to explore. It is
//! not for secrets.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scramble(self.0)
    }

    /// At least 0 and below 1.
    pub fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// At least 0 and below `end`, or 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let scaled = (u128::from(self.next()) * end as u128) >> 64;
        scaled as usize
    }
}

/// Spreads a number over all 64 bits; equal numbers stay equal.
pub fn scramble(number: u64) -> u64 {
    let mut mixed = number;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
