//! Where the key frames of a rendition are: for a playlist of them alone, with which players show pictures while one seeks quickly.
//!
//! Every fragment of ours begins with a key frame; the range from the fragment's table to the end of its first picture can be decoded.

use std::io::{Read, Seek};

use anyhow::{Context, ensure};

use super::boxes::{TopBox, byte, child, contents, descendant, eight, four, top_boxes};
use super::playlist::{ByteRange, Segment};

/// What the boxes of one rendition tell.
pub struct Layout {
    /// Where the description ends and the first fragment begins.
    pub beginning: u64,
    /// The contents of `moov`.
    pub description: Vec<u8>,
    /// Each key frame that begins a fragment, with the time until the next.
    pub key_frames: Vec<Segment>,
}

/// Reads the layout of a file that plays for so long.
pub fn layout(file: &mut (impl Read + Seek), duration_us: u64) -> anyhow::Result<Layout> {
    let boxes = top_boxes(file)?;
    let moov = boxes.iter().find(|place| &place.kind == b"moov").context("the file has no description")?;
    let description = contents(file, moov)?;
    let timescale = timescale(&description)?;
    let mut found: Vec<(u64, ByteRange)> = Vec::new();
    for (place, data) in boxes.iter().zip(boxes.iter().skip(1)) {
        if &place.kind != b"moof" {
            continue;
        }
        let table = contents(file, place)?;
        let Some(bytes) = first_key_frame(&table, place)? else { continue };
        let within = &data.kind == b"mdat" && data.contents < bytes.end() && bytes.end() <= data.end;
        ensure!(within, "a picture lies outside of its data");
        found.push((decode_time_us(&table, timescale)?, bytes));
    }
    let first = found.first().map_or(0, |(time, _)| *time);
    let ends = found.iter().skip(1).map(|(time, _)| *time).chain([first.saturating_add(duration_us)]);
    let key_frames = found
        .iter()
        .zip(ends)
        .map(|((time, bytes), end)| Segment { duration_us: end.saturating_sub(*time).max(1), bytes: *bytes })
        .collect();
    Ok(Layout { beginning: moov.end, description, key_frames })
}

/// How many units of time a second has.
fn timescale(moov: &[u8]) -> anyhow::Result<u64> {
    let header = descendant(moov, &[b"trak", b"mdia", b"mdhd"])?;
    let at = if byte(header, 0)? == 1 { 20 } else { 12 };
    Ok(u64::from(four(header, at)?).max(1))
}

fn decode_time_us(moof: &[u8], timescale: u64) -> anyhow::Result<u64> {
    let time = descendant(moof, &[b"traf", b"tfdt"])?;
    let units = if byte(time, 0)? == 1 { eight(time, 4)? } else { u64::from(four(time, 4)?) };
    Ok(u64::try_from(u128::from(units) * 1_000_000 / u128::from(timescale))?)
}

const SIZES_IN_RUN: u32 = 0x200;
const FLAGS_IN_RUN: u32 = 0x400;
const NO_KEY_FRAME: u32 = 0x1_0000;

/// None where the fragment begins with another sort of frame, or with sound.
fn first_key_frame(moof: &[u8], place: &TopBox) -> anyhow::Result<Option<ByteRange>> {
    let fragment = child(moof, b"traf")?;
    let (default_size, default_flags) = defaults(child(fragment, b"tfhd")?)?;
    let run = child(fragment, b"trun")?;
    let flags = four(run, 0)? & 0x00ff_ffff;
    ensure!(four(run, 4)? > 0, "a fragment is empty");
    let mut at = 8;
    let mut next = |present: bool| -> anyhow::Result<Option<u32>> {
        if !present {
            return Ok(None);
        }
        let number = four(run, at)?;
        at += 4;
        Ok(Some(number))
    };
    let offset = next(flags & 0x1 != 0)?.context("a fragment does not say where its data is")?;
    let first_flags = next(flags & 0x4 != 0)?;
    next(flags & 0x100 != 0)?;
    let size = next(flags & SIZES_IN_RUN != 0)?.or(default_size).context("a picture has no size")?;
    let own_flags = next(flags & FLAGS_IN_RUN != 0)?;
    let frame = first_flags.or(own_flags).or(default_flags).unwrap_or_default();
    if frame & NO_KEY_FRAME != 0 {
        return Ok(None);
    }
    Ok(Some(ByteRange { start: place.start, length: u64::from(offset) + u64::from(size) }))
}

/// The size and the flags of samples that do not say their own.
fn defaults(header: &[u8]) -> anyhow::Result<(Option<u32>, Option<u32>)> {
    let flags = four(header, 0)? & 0x00ff_ffff;
    ensure!(flags & 0x2_0000 != 0 && flags & 0x1 == 0, "a fragment counts from elsewhere than its table");
    let mut at = 8;
    let mut found = [None; 4];
    for (field, flag) in found.iter_mut().zip([0x2, 0x8, 0x10, 0x20]) {
        if flags & flag != 0 {
            *field = Some(four(header, at)?);
            at += 4;
        }
    }
    Ok((found[2], found[3]))
}
