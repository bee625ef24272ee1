//! Products of small matrices, in tiles that stay in registers.

const ROWS: usize = 4;
const COLUMNS: usize = 8;

/// A matrix to be read with either index first.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    pub cells: &'a [f32],
    pub rows: usize,
    pub inner: usize,
    pub row_stride: usize,
    pub inner_stride: usize,
}

impl<'a> Left<'a> {
    pub fn of(cells: &'a [f32], inner: usize) -> Self {
        Self { cells, rows: cells.len() / inner, inner, row_stride: inner, inner_stride: 1 }
    }

    /// The same cells with rows and columns exchanged.
    pub fn transposed(cells: &'a [f32], rows: usize) -> Self {
        Self { cells, rows, inner: cells.len() / rows, row_stride: 1, inner_stride: rows }
    }
}

/// Adds `left` × `right` to `sum`, both with `width` columns.
pub fn add_product(sum: &mut [f32], left: Left<'_>, right: &[f32], width: usize) {
    let whole_rows = left.rows / ROWS * ROWS;
    let whole_columns = width / COLUMNS * COLUMNS;
    for row in (0..whole_rows).step_by(ROWS) {
        for column in (0..whole_columns).step_by(COLUMNS) {
            tile(sum, left, right, width, row, column);
        }
    }
    for row in 0..left.rows {
        let columns = if row < whole_rows { whole_columns..width } else { 0..width };
        let cells = &mut sum[row * width..][columns.clone()];
        if cells.is_empty() {
            continue;
        }
        for inner in 0..left.inner {
            let factor = left.cells[row * left.row_stride + inner * left.inner_stride];
            let across = &right[inner * width..][columns.clone()];
            cells.iter_mut().zip(across).for_each(|(cell, other)| *cell += factor * other);
        }
    }
}

fn tile(sum: &mut [f32], left: Left<'_>, right: &[f32], width: usize, row: usize, column: usize) {
    let mut sums = [[0.0f32; COLUMNS]; ROWS];
    for inner in 0..left.inner {
        let start = inner * width + column;
        let across = &right[start..start + COLUMNS];
        for (index, sums) in sums.iter_mut().enumerate() {
            let factor = left.cells[(row + index) * left.row_stride + inner * left.inner_stride];
            sums.iter_mut().zip(across).for_each(|(cell, other)| *cell += factor * other);
        }
    }
    for (index, sums) in sums.iter().enumerate() {
        let cells = &mut sum[(row + index) * width + column..][..COLUMNS];
        cells.iter_mut().zip(sums).for_each(|(cell, other)| *cell += other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_tiles_and_ragged_ends_are_products() {
        for (rows, inner, width) in [(1, 3, 1), (4, 5, 8), (9, 7, 19), (6, 2, 8)] {
            let left: Vec<f32> = (0..rows * inner).map(|cell| (cell % 7) as f32 - 3.0).collect();
            let right: Vec<f32> = (0..inner * width).map(|cell| (cell % 5) as f32 - 2.0).collect();
            let mut expected = vec![1.0; rows * width];
            for row in 0..rows {
                for column in 0..width {
                    for at in 0..inner {
                        expected[row * width + column] += left[row * inner + at] * right[at * width + column];
                    }
                }
            }
            let mut sum = vec![1.0; rows * width];
            add_product(&mut sum, Left::of(&left, inner), &right, width);
            assert_eq!(sum, expected);
            let turned: Vec<f32> =
                (0..rows * inner).map(|cell| left[cell % rows * inner + cell / rows]).collect();
            let mut sum = vec![1.0; rows * width];
            add_product(&mut sum, Left::transposed(&turned, rows), &right, width);
            assert_eq!(sum, expected);
        }
    }
}
