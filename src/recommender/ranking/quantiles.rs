//! Features of any scale brought to one: what share of all examples has less.

const KNOTS: usize = 64;
/// So many values tell a distribution well enough.
const SAMPLE: usize = 200_000;

/// Straight lines between knots. A value that is none (not finite) counts as the least.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    values: Vec<f32>,
    /// The share of examples below each value, and half of those equal to it.
    shares: Vec<f32>,
}

impl Quantiles {
    pub fn of(values: impl Iterator<Item = f32> + Clone) -> Self {
        let every = values.clone().count().div_ceil(SAMPLE).max(1);
        let mut sorted: Vec<f32> = values.step_by(every).filter(|value| value.is_finite()).collect();
        sorted.sort_unstable_by(f32::total_cmp);
        let mut knots: Vec<f32> = (0..KNOTS)
            .filter_map(|knot| sorted.get(knot * sorted.len().saturating_sub(1) / (KNOTS - 1)).copied())
            .collect();
        knots.dedup();
        // What was always the same has taught nothing, whatever it is later.
        if knots.len() == 1 {
            knots.clear();
        }
        let share = |value: &f32| {
            let below = sorted.partition_point(|other| other < value);
            let not_above = sorted.partition_point(|other| other <= value);
            (below + not_above) as f32 / 2.0 / sorted.len() as f32
        };
        Self { shares: knots.iter().map(share).collect(), values: knots }
    }

    pub fn at(&self, value: f32) -> f32 {
        if !value.is_finite() {
            return 0.0;
        }
        // So few are counted in vector instructions sooner than searched.
        let above = self.values.iter().map(|knot| u32::from(*knot <= value)).sum::<u32>() as usize;
        let Some(below) = above.checked_sub(1) else { return 0.0 };
        let (start, low) = (self.values[below], self.shares[below]);
        match self.values.get(above) {
            Some(end) => low + (self.shares[above] - low) * (value - start) / (end - start),
            None if value > start => 1.0,
            None => low,
        }
    }

    pub fn to_parts(&self) -> (Vec<f32>, Vec<f32>) {
        (self.values.clone(), self.shares.clone())
    }

    pub fn from_parts((values, shares): (Vec<f32>, Vec<f32>)) -> Option<Self> {
        let ascending = values.windows(2).all(|pair| pair[0] < pair[1]);
        let finite = values.iter().chain(&shares).all(|number| number.is_finite());
        let in_bounds = shares.iter().all(|share| (0.0..=1.0).contains(share));
        (values.len() == shares.len() && ascending && finite && in_bounds).then_some(Self { values, shares })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_becomes_the_share_that_has_less() {
        let quantiles = Quantiles::of((0..=1000).map(|value| (value * value) as f32));
        for value in [0, 10, 333, 500, 999] {
            let share = quantiles.at((value * value) as f32);
            assert!((share - value as f32 / 1000.0).abs() < 0.01, "{value}: {share}");
        }
        assert_eq!(quantiles.at(-1.0), 0.0);
        assert_eq!(quantiles.at(2e6), 1.0);
        assert_eq!(quantiles.at(f32::NAN), 0.0);
        assert_eq!(quantiles.at(f32::NEG_INFINITY), 0.0);
    }

    #[test]
    fn equal_values_share_the_middle() {
        let quantiles = Quantiles::of([0.0, 0.0, 0.0, 1.0].into_iter());
        assert_eq!((quantiles.at(0.0), quantiles.at(1.0)), (0.375, 0.875));
        let nothing = Quantiles::of([f32::NAN].into_iter());
        assert_eq!(nothing.at(3.0), 0.0);
        let constant = Quantiles::of([7.0; 9].into_iter());
        assert_eq!((constant.at(7.0), constant.at(100.0)), (0.0, 0.0));
    }
}
