//! A fraction as ffprobe prints it: frame rates and pixel shapes.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub numerator: u32,
    pub denominator: u32,
}

impl Rate {
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `30000/1001` or `64:45`. Zero on either side means that the file does not know.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (numerator, denominator) = text.split_once(['/', ':'])?;
        let rate = Self { numerator: numerator.parse().ok()?, denominator: denominator.parse().ok()? };
        (rate.numerator > 0 && rate.denominator > 0).then_some(rate)
    }

    pub fn value(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }

    /// `length` scaled by this fraction, rounded.
    pub fn times(self, length: u64) -> u64 {
        let (numerator, denominator) = (u64::from(self.numerator), u64::from(self.denominator));
        length.saturating_mul(numerator).saturating_add(denominator / 2) / denominator
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}
