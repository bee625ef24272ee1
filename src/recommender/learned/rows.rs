//! A sparse matrix between videos: for each the few strongest weights of its row. Videos are positions in the model's list.

use super::half::{from_half, to_half};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Where each row begins, and at last where the last one ends.
    pub(super) starts: Vec<u32>,
    pub(super) columns: Vec<u32>,
    pub(super) weights: Vec<u16>,
}

impl Rows {
    /// `rows` names positions in ascending order; those it leaves out have an empty row. Of each row the strongest
    /// `kept` weights stay, whichever their sign.
    pub fn strongest(
        positions: usize,
        kept: usize,
        rows: impl Iterator<Item = (u32, Vec<(u32, f32)>)>,
    ) -> Self {
        let mut made = Self { starts: vec![0], ..Self::default() };
        for (position, mut row) in rows {
            made.starts.resize(position as usize + 1, made.columns.len() as u32);
            row.retain(|(_, weight)| to_half(*weight) & 0x7FFF != 0);
            if row.len() > kept {
                row.select_nth_unstable_by(kept, |one, other| other.1.abs().total_cmp(&one.1.abs()));
                row.truncate(kept);
            }
            row.sort_unstable_by_key(|(column, _)| *column);
            made.columns.extend(row.iter().map(|(column, _)| column));
            made.weights.extend(row.iter().map(|(_, weight)| to_half(*weight)));
        }
        made.starts.resize(positions + 1, made.columns.len() as u32);
        made
    }

    pub fn row(&self, position: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let row = self.starts[position as usize] as usize..self.starts[position as usize + 1] as usize;
        let columns = self.columns[row.clone()].iter();
        columns.zip(&self.weights[row]).map(|(column, weight)| (*column, from_half(*weight)))
    }

    /// How many weights there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_stay_and_rows_left_out_are_empty() {
        let row = |weights: &[(u32, f32)]| weights.to_vec();
        let rows = [(1, row(&[(3, 0.25), (0, -0.5), (2, 0.125)])), (3, row(&[(0, 1.0)]))];
        let rows = Rows::strongest(5, 2, rows.into_iter());
        let read = |position| rows.row(position).collect::<Vec<_>>();
        assert_eq!(read(1), [(0, -0.5), (3, 0.25)]);
        assert_eq!(read(3), [(0, 1.0)]);
        assert!([0, 2, 4].into_iter().all(|position| read(position).is_empty()));
        assert_eq!(rows.len(), 3);
    }
}
