//! Large symmetric systems: a Cholesky factor, and what can be had from it.
//!
//! Everything is done in blocks of 64 × 64, nearly all of it in one small loop (`subtract_product`) that the compiler
//! turns into vector instructions and that stays in the cache. Sizes are padded to whole blocks with the identity, so no
//! loop has a ragged end.

use super::threads::share;

const BLOCK: usize = 64;
const STRIP: usize = 8;
const ROWS: usize = 4;

/// A matrix of whole blocks, row by row.
pub struct Matrix {
    /// Rows and columns that mean something; those after them are padding.
    pub size: usize,
    pub stride: usize,
    pub cells: Vec<f32>,
}

#[derive(Debug, thiserror::Error)]
#[error("the system cannot be solved: its matrix is not positive definite")]
pub struct NotPositive;

impl Matrix {
    pub fn zero(size: usize) -> Self {
        let stride = size.div_ceil(BLOCK).max(1) * BLOCK;
        Self { size, stride, cells: vec![0.0; stride * stride] }
    }

    pub fn row(&self, row: usize) -> &[f32] {
        &self.cells[row * self.stride..][..self.size]
    }

    pub fn at(&self, row: usize, column: usize) -> f32 {
        self.cells[row * self.stride + column]
    }

    pub fn add(&mut self, row: usize, column: usize, amount: f32) {
        self.cells[row * self.stride + column] += amount;
    }

    /// Makes the upper half a copy of the lower one.
    pub fn mirror_lower(&mut self) {
        for row in 0..self.stride {
            for column in 0..row {
                self.cells[column * self.stride + row] = self.cells[row * self.stride + column];
            }
        }
    }

    fn block(&self, row: usize, column: usize) -> Block {
        let start = row * BLOCK * self.stride + column * BLOCK;
        block_of(&self.cells[start..], self.stride)
    }
}

type Block = Vec<f32>;

fn block_of(cells: &[f32], stride: usize) -> Block {
    (0..BLOCK).flat_map(|row| cells[row * stride..][..BLOCK].iter().copied()).collect()
}

/// The columns a row of blocks needs: all, or only those up to the diagonal where the rest follows by symmetry.
#[derive(Clone, Copy)]
enum Columns {
    All(usize),
    Lower,
}

impl Columns {
    fn width(self, block_row: usize) -> usize {
        match self {
            Self::All(width) => width,
            Self::Lower => (block_row + 1) * BLOCK,
        }
    }
}

pub struct Cholesky {
    lower: Matrix,
    /// The inverse of each block on the diagonal.
    inverses: Vec<Block>,
}

impl Cholesky {
    /// Reads the lower half of `matrix` only.
    pub fn of(mut matrix: Matrix) -> Result<Self, NotPositive> {
        let stride = matrix.stride;
        for pad in matrix.size..stride {
            matrix.cells[pad * stride + pad] = 1.0;
        }
        let mut inverses = Vec::new();
        for pivot in 0..stride / BLOCK {
            let inverse = factor_block(&mut matrix, pivot)?;
            let (_, below) = matrix.cells.split_at_mut((pivot + 1) * BLOCK * stride);
            let first = pivot * BLOCK;
            let across = pack_right(&transposed(&inverse), BLOCK, BLOCK);
            share(below.chunks_mut(BLOCK * stride), |rows| {
                let old = pack_left(&block_of(&rows[first..], stride), -1.0);
                clear(rows, stride, first, BLOCK);
                subtract_product(rows, stride, first, &old, &across, BLOCK);
            });
            let height = below.len() / stride;
            let mut panel = vec![0.0; BLOCK * height];
            for row in 0..height {
                for column in 0..BLOCK {
                    panel[column * height + row] = below[row * stride + first + column];
                }
            }
            let panel = pack_right(&panel, height, height);
            share(below.chunks_mut(BLOCK * stride).enumerate(), |(index, rows)| {
                let left = pack_left(&block_of(&rows[first..], stride), 1.0);
                subtract_product(rows, stride, first + BLOCK, &left, &panel, (index + 1) * BLOCK);
            });
            inverses.push(inverse);
        }
        Ok(Self { lower: matrix, inverses })
    }

    pub fn inverse(&self) -> Matrix {
        let mut inverse = Matrix::zero(self.lower.size);
        for position in 0..inverse.stride {
            inverse.add(position, position, 1.0);
        }
        self.substitute(&mut inverse, Columns::Lower);
        inverse.mirror_lower();
        inverse
    }

    /// Puts X with A X = `right` in the place of `right`.
    pub fn solve(&self, right: &mut Matrix) {
        let width = right.stride;
        self.substitute(right, Columns::All(width));
    }

    fn substitute(&self, right: &mut Matrix, columns: Columns) {
        let stride = right.stride;
        let blocks = stride / BLOCK;
        for pivot in 0..blocks {
            let (upper, below) = right.cells.split_at_mut((pivot + 1) * BLOCK * stride);
            let width = columns.width(pivot);
            let rows = &mut upper[pivot * BLOCK * stride..];
            let solved = multiply_in_place(rows, stride, &self.inverses[pivot], width);
            share(below.chunks_mut(BLOCK * stride).enumerate(), |(index, rows)| {
                let left = pack_left(&self.lower.block(pivot + 1 + index, pivot), 1.0);
                subtract_product(rows, stride, 0, &left, &solved, width);
            });
        }
        for pivot in (0..blocks).rev() {
            let (above, rest) = right.cells.split_at_mut(pivot * BLOCK * stride);
            let rows = &mut rest[..BLOCK * stride];
            let back = transposed(&self.inverses[pivot]);
            let solved = multiply_in_place(rows, stride, &back, columns.width(pivot));
            share(above.chunks_mut(BLOCK * stride).enumerate(), |(index, rows)| {
                let left = pack_left(&transposed(&self.lower.block(pivot, index)), 1.0);
                subtract_product(rows, stride, 0, &left, &solved, columns.width(index));
            });
        }
    }
}

/// Factors the block on the diagonal, in double precision, and returns the factor's inverse.
fn factor_block(matrix: &mut Matrix, pivot: usize) -> Result<Block, NotPositive> {
    let mut factor: Vec<f64> = matrix.block(pivot, pivot).iter().copied().map(f64::from).collect();
    for row in 0..BLOCK {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|at| factor[row * BLOCK + at] * factor[column * BLOCK + at]).sum();
            let rest = factor[row * BLOCK + column] - dot;
            factor[row * BLOCK + column] = if column < row {
                rest / factor[column * BLOCK + column]
            } else if rest > 0.0 {
                rest.sqrt()
            } else {
                return Err(NotPositive);
            };
        }
    }
    let mut inverse = vec![0.0f64; BLOCK * BLOCK];
    for column in 0..BLOCK {
        for row in column..BLOCK {
            let unit = if row == column { 1.0 } else { 0.0 };
            let dot: f64 =
                (column..row).map(|at| factor[row * BLOCK + at] * inverse[at * BLOCK + column]).sum();
            inverse[row * BLOCK + column] = (unit - dot) / factor[row * BLOCK + row];
        }
    }
    Ok(inverse.iter().map(|cell| *cell as f32).collect())
}

fn transposed(block: &[f32]) -> Block {
    (0..BLOCK * BLOCK).map(|cell| block[cell % BLOCK * BLOCK + cell / BLOCK]).collect()
}

fn clear(rows: &mut [f32], stride: usize, first: usize, width: usize) {
    for row in rows.chunks_mut(stride) {
        row[first..first + width].fill(0.0);
    }
}

/// Multiplies a row of blocks by `left` and returns it packed.
fn multiply_in_place(rows: &mut [f32], stride: usize, left: &[f32], width: usize) -> Vec<[f32; STRIP]> {
    let old = pack_right(rows, stride, width);
    clear(rows, stride, 0, width);
    subtract_product(rows, stride, 0, &pack_left(left, -1.0), &old, width);
    pack_right(rows, stride, width)
}

/// A block by groups of four rows, each column by column.
fn pack_left(block: &[f32], scale: f32) -> Vec<[f32; ROWS]> {
    (0..BLOCK * BLOCK / ROWS)
        .map(|at| {
            let (group, column) = (at / BLOCK, at % BLOCK);
            std::array::from_fn(|row| scale * block[(group * ROWS + row) * BLOCK + column])
        })
        .collect()
}

/// 64 rows by strips of eight columns, each row by row.
fn pack_right(rows: &[f32], stride: usize, width: usize) -> Vec<[f32; STRIP]> {
    (0..width / STRIP * BLOCK)
        .map(|at| {
            let (strip, row) = (at / BLOCK, at % BLOCK);
            std::array::from_fn(|column| rows[row * stride + strip * STRIP + column])
        })
        .collect()
}

fn subtract_product(
    target: &mut [f32],
    stride: usize,
    first: usize,
    left: &[[f32; ROWS]],
    right: &[[f32; STRIP]],
    width: usize,
) {
    for (index, strip) in right.chunks_exact(BLOCK).take(width / STRIP).enumerate() {
        for (group, rows) in left.chunks_exact(BLOCK).enumerate() {
            let mut sums = [[0.0f32; STRIP]; ROWS];
            for (factors, cells) in rows.iter().zip(strip) {
                for (sum, factor) in sums.iter_mut().zip(factors) {
                    for (sum, cell) in sum.iter_mut().zip(cells) {
                        *sum += factor * cell;
                    }
                }
            }
            for (row, sum) in sums.iter().enumerate() {
                let start = (group * ROWS + row) * stride + first + index * STRIP;
                for (cell, sum) in target[start..start + STRIP].iter_mut().zip(sum) {
                    *cell -= sum;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommender::random::Random;

    /// A well-conditioned matrix of 150 rows: more than two blocks and not a whole number of them.
    fn sample() -> Matrix {
        let mut random = Random::new(4);
        let mut matrix = Matrix::zero(150);
        for row in 0..150 {
            for column in 0..row {
                let cell = random.fraction() as f32 - 0.5;
                matrix.add(row, column, cell);
                matrix.add(column, row, cell);
            }
            matrix.add(row, row, 40.0);
        }
        matrix
    }

    #[test]
    fn a_matrix_times_its_inverse_is_the_identity() {
        let inverse = Cholesky::of(sample()).unwrap().inverse();
        let matrix = sample();
        for row in 0..150 {
            for column in 0..150 {
                let cell: f32 = (0..150).map(|at| matrix.at(row, at) * inverse.at(at, column)).sum();
                let expected = if row == column { 1.0 } else { 0.0 };
                assert!((cell - expected).abs() < 1e-5, "{row} {column}: {cell}");
            }
        }
    }

    #[test]
    fn a_solution_gives_the_right_side_again() {
        let mut solution = Matrix::zero(150);
        let mut random = Random::new(5);
        for row in 0..150 {
            for column in 0..150 {
                solution.add(row, column, random.fraction() as f32);
            }
        }
        let right = solution.cells.clone();
        Cholesky::of(sample()).unwrap().solve(&mut solution);
        let matrix = sample();
        for row in 0..150 {
            for column in 0..150 {
                let cell: f32 = (0..150).map(|at| matrix.at(row, at) * solution.at(at, column)).sum();
                assert!((cell - right[row * solution.stride + column]).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn what_cannot_be_solved_is_said() {
        assert!(Cholesky::of(Matrix::zero(3)).is_err());
    }
}
