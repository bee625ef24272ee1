//! The section of the sequence network: its shape, its layers, then the position, number and vector of each video it knows.

use super::{BadModel, Reader, Writer, from_half, is_finite, to_half};
use crate::recommender::learned::SiteSequence;
use crate::recommender::training::{Network, NetworkParts};

const PART: &str = "sequence";

pub fn write(out: &mut Writer, sequence: &SiteSequence) {
    let parts = sequence.network().to_parts();
    for number in [parts.dimensions, parts.blocks, parts.heads, parts.length, sequence.positions().len()] {
        out.u32(number as u32);
    }
    parts.stack.iter().chain(&parts.biases).for_each(|number| out.f32(*number));
    sequence.positions().iter().for_each(|position| out.u32(*position));
    parts.items.iter().for_each(|cell| out.0.extend_from_slice(&to_half(*cell).to_le_bytes()));
}

pub fn read(section: &mut Reader<'_>, videos: usize) -> Result<SiteSequence, BadModel> {
    let mut number = || section.u32(PART).map(|number| number as usize);
    let (dimensions, blocks, heads, length, count) = (number()?, number()?, number()?, number()?, number()?);
    let of_stack =
        NetworkParts::stack_numbers(dimensions, blocks, heads, length).ok_or(BadModel::Content(PART))?;
    let mut numbers = |count| Ok(section.many::<4>(count, PART)?.map(f32::from_le_bytes).collect::<Vec<_>>());
    let (stack, biases) = (numbers(of_stack)?, numbers(count)?);
    let positions = section.many::<4>(count, PART)?.map(u32::from_le_bytes).collect();
    let cells = count.checked_mul(dimensions).ok_or(BadModel::Content(PART))?;
    let items: Vec<u16> = section.many::<2>(cells, PART)?.map(u16::from_le_bytes).collect();
    if !items.iter().all(|cell| is_finite(*cell)) {
        return Err(BadModel::Content(PART));
    }
    let items = items.into_iter().map(from_half).collect();
    let network =
        Network::from_parts(NetworkParts { dimensions, blocks, heads, length, items, biases, stack });
    network.and_then(|network| SiteSequence::new(network, positions, videos)).ok_or(BadModel::Content(PART))
}
