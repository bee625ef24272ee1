//! A network as plain numbers, to be written down and read again.

use ndarray::Array2;

use super::layers::Stack;
use super::{Network, Sequence};
use crate::recommender::random::Random;

const MOST_DIMENSIONS: usize = 256;
const MOST_BLOCKS: usize = 8;
const MOST_WATCHES: usize = 200;

/// Only of items that were met.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    pub dimensions: usize,
    pub blocks: usize,
    pub heads: usize,
    /// How many of the last watches it looks at.
    pub length: usize,
    /// Of each item in turn.
    pub items: Vec<f32>,
    /// One of each item.
    pub biases: Vec<f32>,
    /// Everything else, array by array.
    pub stack: Vec<f32>,
}

impl Parts {
    /// How many numbers belong to the layers of such a shape; none of a shape that no network has.
    pub fn stack_numbers(dimensions: usize, blocks: usize, heads: usize, length: usize) -> Option<usize> {
        let is_a_shape = (1..=MOST_DIMENSIONS).contains(&dimensions)
            && (1..=MOST_BLOCKS).contains(&blocks)
            && (1..=dimensions).contains(&heads)
            && dimensions.is_multiple_of(heads)
            && (1..=MOST_WATCHES).contains(&length);
        is_a_shape
            .then(|| (length + 2) * dimensions + blocks * (6 * dimensions * dimensions + 6 * dimensions))
    }
}

impl Network {
    pub fn to_parts(&self) -> Parts {
        let Sequence { dimensions, blocks, heads, length, .. } = self.setting;
        Parts {
            dimensions,
            blocks,
            heads,
            length,
            items: self.items.iter().copied().collect(),
            biases: self.biases.iter().copied().collect(),
            stack: self.stack.arrays().into_iter().flatten().copied().collect(),
        }
    }

    /// Absent where the numbers do not fit together, or one is none.
    pub fn from_parts(parts: Parts) -> Option<Self> {
        let Parts { dimensions, blocks, heads, length, items, biases, stack: numbers } = parts;
        let wanted = Parts::stack_numbers(dimensions, blocks, heads, length)?;
        let are_numbers = [&items, &biases, &numbers].into_iter().flatten().all(|number| number.is_finite());
        if numbers.len() != wanted || !are_numbers {
            return None;
        }
        let count = biases.len();
        let mut stack = Stack::new(dimensions, blocks, heads, length, &mut Random::new(0));
        let mut left = numbers.into_iter();
        for cell in stack.arrays_mut().into_iter().flatten() {
            *cell = left.next()?;
        }
        Some(Self {
            setting: Sequence { dimensions, blocks, heads, length, ..Sequence::usual() },
            items: Array2::from_shape_vec((count, dimensions), items).ok()?,
            biases: Array2::from_shape_vec((count, 1), biases).ok()?,
            stack,
            met: vec![true; count],
        })
    }

    /// The same of these items alone, in this order.
    pub fn of_items(&self, items: &[usize]) -> Self {
        let axis = ndarray::Axis(0);
        Self {
            setting: self.setting,
            items: self.items.select(axis, items),
            biases: self.biases.select(axis, items),
            stack: self.stack.clone(),
            met: items.iter().map(|item| self.met[*item]).collect(),
        }
    }
}
