//! Two linear models between items, each solved in one go.
//!
//! `Together` predicts an item from all others of the same viewer (EASE, Steck 2019), with the dropout of EDLAE (Steck
//! 2020) as a ridge that grows with an item's frequency. `NextItem` predicts the coming watches from the last ones, both
//! fading with distance (after SLIST, Choi et al. 2021). Both score a context by summing the rows of its items. Of a large
//! catalogue only the most watched items have a row (`rows`).

use super::rows::Rows;
use super::solve::{Cholesky, Matrix, NotPositive};
use super::{Ask, Memory, Model, Watched, histories};

/// Settings of the co-watch model.
#[derive(Clone, Copy, Debug)]
pub struct Together {
    pub ridge: f32,
    /// The share of a viewer's watches that is thought away.
    pub dropout: f32,
}

/// Settings of the next-item model, in watches.
#[derive(Clone, Copy, Debug)]
pub struct NextItem {
    pub ridge: f32,
    pub past_scale: f32,
    pub future_scale: f32,
    pub window: usize,
    pub future: usize,
}

pub struct Linear {
    weights: Matrix,
    rows: Rows,
    memories: &'static [Memory],
}

impl Linear {
    pub(super) fn new(weights: Matrix, rows: Rows, memories: &'static [Memory]) -> Self {
        Self { weights, rows, memories }
    }
}

impl Together {
    pub fn learn(self, watches: &[Watched], items: usize) -> Result<Linear, NotPositive> {
        let rows = Rows::of(watches, items);
        let weights = self.solve(gram_of(watches, &rows))?;
        use Memory::{Fading, Whole};
        const TRIED: &[Memory] = &[Whole, Fading(3.0), Fading(5.0), Fading(10.0), Fading(40.0)];
        Ok(Linear { weights, rows, memories: TRIED })
    }

    /// The weights that follow from how often each two rows were watched by the same viewer (lower half).
    pub(super) fn solve(self, mut gram: Matrix) -> Result<Matrix, NotPositive> {
        let scaled = self.dropout / (1.0 - self.dropout);
        for row in 0..gram.size {
            gram.add(row, row, self.ridge + scaled * gram.at(row, row));
        }
        let mut weights = Cholesky::of(gram)?.inverse();
        let scales: Vec<f32> = (0..weights.size).map(|row| -1.0 / weights.at(row, row)).collect();
        let (size, stride) = (weights.size, weights.stride);
        for (index, row) in weights.cells.chunks_mut(stride).take(size).enumerate() {
            for (cell, scale) in row.iter_mut().zip(&scales) {
                *cell *= scale;
            }
            row[index] = 0.0;
        }
        Ok(weights)
    }
}

impl NextItem {
    pub fn learn(self, watches: &[Watched], items: usize) -> Result<Linear, NotPositive> {
        let rows = Rows::of(watches, items);
        let mut gram = Matrix::zero(rows.len());
        let mut ahead = Matrix::zero(rows.len());
        self.count(watches, |item| rows.of_item(item), &mut gram, &mut ahead);
        use Memory::Fading;
        const TRIED: &[Memory] = &[Fading(2.0), Fading(3.0), Fading(5.0), Fading(8.0)];
        Ok(Linear { weights: self.solve(gram, ahead)?, rows, memories: TRIED })
    }

    /// A pair of watches adds the same for every moment at which both are in sight, so each is added once, with the
    /// sum over those moments. What has no row keeps its place in a history.
    pub(super) fn count(
        self,
        watches: &[Watched],
        row_of: impl Fn(u32) -> Option<usize>,
        gram: &mut Matrix,
        ahead: &mut Matrix,
    ) {
        let sums = self.sums();
        let leads: Vec<f32> = (0..self.window + self.future)
            .map(|lag| {
                let moments = lag.saturating_sub(self.future)..lag.min(self.window);
                moments.map(|moment| self.past(moment) * self.coming(lag - moment - 1)).sum()
            })
            .collect();
        for history in histories(watches) {
            let at: Vec<Option<usize>> = history.iter().map(|watch| row_of(watch.item)).collect();
            for later in 0..at.len() {
                let Some(row) = at[later] else { continue };
                for lag in 0..self.window.min(later + 1) {
                    let moments = (self.window - lag).min(history.len() - 1 - later);
                    if let Some(earlier) = at[later - lag] {
                        add_lower(gram, row, earlier, self.past(lag) * sums[moments]);
                    }
                }
                for lag in 1..leads.len().min(later + 1) {
                    if let Some(earlier) = at[later - lag] {
                        ahead.add(earlier, row, leads[lag]);
                    }
                }
            }
        }
    }

    /// The weights that follow from the past with itself (lower half) and with what came (all of it).
    pub(super) fn solve(self, mut gram: Matrix, mut ahead: Matrix) -> Result<Matrix, NotPositive> {
        for row in 0..gram.size {
            gram.add(row, row, self.ridge);
        }
        Cholesky::of(gram)?.solve(&mut ahead);
        Ok(ahead)
    }

    /// How much a watch adds to the past with itself over all moments after it, and how much two watches in turn do.
    pub(super) fn weight_of_a_step(self) -> (f32, f32) {
        let whole = self.sums()[self.window];
        (whole, self.past(1) * whole)
    }

    fn past(self, distance: usize) -> f32 {
        (-(distance as f32) / self.past_scale).exp()
    }

    fn coming(self, distance: usize) -> f32 {
        (-(distance as f32) / self.future_scale).exp()
    }

    fn sums(self) -> Vec<f32> {
        let add = |sum: &mut f32, distance| Some(std::mem::replace(sum, *sum + self.past(2 * distance)));
        (0..=self.window).scan(0.0, add).collect()
    }
}

impl Model for Linear {
    fn score(&self, ask: Ask<'_>, memory: Memory) -> Vec<f32> {
        let mut scores = vec![0.0; self.weights.size];
        for (ago, item) in ask.context.iter().rev().enumerate() {
            let weight = memory.weight(ago);
            // What is this far back changes no order.
            if weight < 1e-6 {
                break;
            }
            let Some(row) = self.rows.of_item(*item) else { continue };
            for (score, cell) in scores.iter_mut().zip(self.weights.row(row)) {
                *score += weight * cell;
            }
        }
        self.rows.spread(scores)
    }

    fn memories(&self) -> &'static [Memory] {
        self.memories
    }
}

/// How many viewers watched both, in the lower half.
pub(super) fn gram_of(watches: &[Watched], rows: &Rows) -> Matrix {
    let mut gram = Matrix::zero(rows.len());
    count_together(watches, |item| rows.of_item(item), &mut gram);
    gram
}

/// Adds 1 for each two rows of one history, to the lower half.
pub(super) fn count_together(watches: &[Watched], row_of: impl Fn(u32) -> Option<usize>, gram: &mut Matrix) {
    for history in histories(watches) {
        let at: Vec<usize> = history.iter().filter_map(|watch| row_of(watch.item)).collect();
        for (index, one) in at.iter().enumerate() {
            at[..=index].iter().for_each(|other| add_lower(gram, *one, *other, 1.0));
        }
    }
}

fn add_lower(gram: &mut Matrix, one: usize, other: usize, amount: f32) {
    gram.add(one.max(other), one.min(other), amount);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watches(histories: &[&[u32]]) -> Vec<Watched> {
        let of = |(viewer, items): (usize, &&[u32])| {
            let watch = move |(at, item): (usize, &u32)| Watched {
                viewer: viewer as u32,
                item: *item,
                at: at as i64,
            };
            items.iter().enumerate().map(watch).collect::<Vec<_>>()
        };
        histories.iter().enumerate().flat_map(of).collect()
    }

    fn ask(context: &[u32]) -> Ask<'_> {
        Ask { context, at: None }
    }

    #[test]
    fn two_items_together_have_the_weight_of_the_formula() {
        // Gram [[2, 1], [1, 2]] plus the ridge 1: the inverse is [[3, -1], [-1, 3]] / 8, so the weight is 1/3.
        let all = watches(&[&[0, 1], &[0], &[1]]);
        let model = Together { ridge: 1.0, dropout: 0.0 }.learn(&all, 2).unwrap();
        let scores = model.score(ask(&[0]), Memory::Whole);
        assert!(scores[0] == 0.0 && (scores[1] - 1.0 / 3.0).abs() < 1e-6, "{scores:?}");
        // Half thought away adds the diagonal once more: [[5, 1], [1, 5]], weight 1/5.
        let model = Together { ridge: 1.0, dropout: 0.5 }.learn(&all, 2).unwrap();
        assert!((model.score(ask(&[0]), Memory::Whole)[1] - 0.2).abs() < 1e-6);
    }

    #[test]
    fn what_comes_next_has_a_direction_and_equals_the_sum_over_moments() {
        let setting = NextItem { ridge: 2.0, past_scale: 3.0, future_scale: 2.0, window: 3, future: 2 };
        let all = watches(&[&[0, 1, 2, 3, 4], &[2, 0, 1]]);
        let model = setting.learn(&all, 5).unwrap();
        let scores = model.score(ask(&[0]), Memory::Fading(3.0));
        assert!(scores[1] > scores[2] && scores[1] > scores[4], "{scores:?}");
        assert!(model.score(ask(&[1]), Memory::Fading(3.0))[0] < scores[1]);
        // The same by its definition: a row of past and of future per moment, (X'X + ridge) B = X'Y.
        let (mut gram, mut ahead) = (Matrix::zero(5), Matrix::zero(5));
        for history in [vec![0usize, 1, 2, 3, 4], vec![2, 0, 1]] {
            for moment in 0..history.len() - 1 {
                let past: Vec<_> = (0..3.min(moment + 1))
                    .map(|s| (history[moment - s], (-(s as f32) / 3.0).exp()))
                    .collect();
                let coming: Vec<_> = (1..=2.min(history.len() - 1 - moment))
                    .map(|s| (history[moment + s], (-(s as f32 - 1.0) / 2.0).exp()))
                    .collect();
                for (one, weight) in &past {
                    past.iter().for_each(|(other, second)| gram.add(*one, *other, weight * second));
                    coming.iter().for_each(|(other, second)| ahead.add(*one, *other, weight * second));
                }
            }
        }
        (0..5).for_each(|item| gram.add(item, item, 2.0));
        Cholesky::of(gram).unwrap().solve(&mut ahead);
        for (item, score) in scores.iter().enumerate().take(5) {
            assert!((score - ahead.at(0, item)).abs() < 1e-5, "{item}");
        }
    }

    #[test]
    fn the_latest_watches_have_the_most_say() {
        let all = watches(&[&[0, 1], &[0, 1], &[2, 3], &[2, 3]]);
        let model = Together { ridge: 1.0, dropout: 0.0 }.learn(&all, 4).unwrap();
        let scores = model.score(ask(&[0, 2]), Memory::Fading(1.0));
        assert!(scores[3] > scores[1] && scores[1] > 0.0);
        assert_eq!(model.score(ask(&[0, 2]), Memory::Last(1))[1], 0.0);
    }
}
