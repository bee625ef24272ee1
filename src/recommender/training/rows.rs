//! Which items have a row in a square matrix: its inverse costs the cube of their number, so only the most watched do.

use super::Watched;

/// The inverse then takes about a minute of one core.
const MOST: usize = 8_000;

pub struct Rows {
    /// The row of each item that has one.
    of_item: Vec<Option<u32>>,
    /// The item of each row, ascending.
    items: Vec<u32>,
}

impl Rows {
    pub fn of(watches: &[Watched], items: usize) -> Self {
        Self::most_watched(watches, items, MOST)
    }

    fn most_watched(watches: &[Watched], items: usize, most: usize) -> Self {
        let mut counts = vec![0u32; items];
        watches.iter().for_each(|watch| counts[watch.item as usize] += 1);
        let mut order: Vec<u32> = (0..items as u32).collect();
        order.sort_by_key(|item| std::cmp::Reverse(counts[*item as usize]));
        order.truncate(most);
        order.sort_unstable();
        let mut of_item = vec![None; items];
        order.iter().zip(0..).for_each(|(item, row)| of_item[*item as usize] = Some(row));
        Self { of_item, items: order }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn of_item(&self, item: u32) -> Option<usize> {
        self.of_item[item as usize].map(|row| row as usize)
    }

    /// Each row's number at its item; 0, no evidence, at items without one.
    pub fn spread(&self, scores: Vec<f32>) -> Vec<f32> {
        if self.items.len() == self.of_item.len() {
            return scores;
        }
        let mut spread = vec![0.0; self.of_item.len()];
        self.items.iter().zip(scores).for_each(|(item, score)| spread[*item as usize] = score);
        spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_watched_have_rows_and_the_rest_no_evidence() {
        let watch = |item| Watched { viewer: 0, item, at: 0 };
        let watches = [3, 1, 3, 4, 1, 3].map(watch);
        let rows = Rows::most_watched(&watches, 5, 2);
        assert_eq!((rows.of_item(1), rows.of_item(3), rows.of_item(4)), (Some(0), Some(1), None));
        assert_eq!(rows.spread(vec![0.5, 0.7]), [0.0, 0.5, 0.0, 0.7, 0.0]);
    }
}
