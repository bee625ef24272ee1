//! The names of codecs as browsers know them (RFC 6381), read from the file that was written rather than from what was asked for.

use anyhow::{Context, bail};

use super::boxes::{byte, child, descendant};

/// What a picture's entry says before the boxes in it, and what a sound's does.
const PICTURE_ENTRY: usize = 78;
const SOUND_ENTRY: usize = 28;

/// The name for `CODECS`, from the contents of `moov`.
pub fn name(moov: &[u8]) -> anyhow::Result<String> {
    let samples = descendant(moov, &[b"trak", b"mdia", b"minf", b"stbl", b"stsd"])?;
    let entries = samples.get(8..).context("a box is too short")?;
    if let Ok(entry) = child(entries, b"avc1") {
        let config = child(inner(entry, PICTURE_ENTRY)?, b"avcC")?;
        let (profile, constraints, level) = (byte(config, 1)?, byte(config, 2)?, byte(config, 3)?);
        return Ok(format!("avc1.{profile:02X}{constraints:02X}{level:02X}"));
    }
    if let Ok(entry) = child(entries, b"av01") {
        let config = child(inner(entry, PICTURE_ENTRY)?, b"av1C")?;
        let (first, second) = (byte(config, 1)?, byte(config, 2)?);
        let tier = if second & 0x80 == 0 { 'M' } else { 'H' };
        let depth = if second & 0x40 == 0 { "08" } else { "10" };
        return Ok(format!("av01.{}.{:02}{tier}.{depth}", first >> 5, first & 0x1f));
    }
    if let Ok(entry) = child(entries, b"mp4a") {
        let object = aac_object(child(inner(entry, SOUND_ENTRY)?, b"esds")?)?;
        return Ok(format!("mp4a.40.{object}"));
    }
    bail!("the file holds a codec that was not asked for")
}

fn inner(entry: &[u8], header: usize) -> anyhow::Result<&[u8]> {
    entry.get(header..).context("a box is too short")
}

/// The kind of AAC, which lies three descriptors deep.
fn aac_object(esds: &[u8]) -> anyhow::Result<u8> {
    let stream = descriptor(esds.get(4..).context("a box is too short")?, 3)?;
    // A number and flags; the flags announce fields that ffmpeg does not write.
    anyhow::ensure!(byte(stream, 2)? & 0xe0 == 0, "the sound is described in an unknown way");
    let decoder = descriptor(stream.get(3..).context("a box is too short")?, 4)?;
    anyhow::ensure!(byte(decoder, 0)? == 0x40, "the sound is not AAC");
    let specific = descriptor(decoder.get(13..).context("a box is too short")?, 5)?;
    Ok(byte(specific, 0)? >> 3)
}

/// The contents of a descriptor that must be the next; its length is written seven bits at a time.
fn descriptor(bytes: &[u8], tag: u8) -> anyhow::Result<&[u8]> {
    anyhow::ensure!(byte(bytes, 0)? == tag, "the sound is described in an unknown way");
    let mut length = 0_usize;
    for at in 1..=4 {
        let next = byte(bytes, at)?;
        length = length << 7 | usize::from(next & 0x7f);
        if next & 0x80 == 0 {
            let start = at + 1;
            return bytes.get(start..start + length).context("a descriptor is longer than its box");
        }
    }
    bail!("a descriptor has no length")
}
