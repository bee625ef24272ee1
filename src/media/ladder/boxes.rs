//! Reads the boxes of an MP4 file that our own ffmpeg wrote: just enough to find where its pictures are and what they are.
//!
//! It never trusts a length: every read is checked against what encloses it, so the worst that a damaged file does is an error.

use std::io::{Read, Seek, SeekFrom};

use anyhow::{Context, bail, ensure};

/// A box at the top of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopBox {
    pub kind: [u8; 4],
    pub start: u64,
    /// Where its contents begin.
    pub contents: u64,
    pub end: u64,
}

/// Twelve hours have about 65,000.
const MOST_BOXES: usize = 1_000_000;
/// A description or a table of samples is never nearly as large; pictures are not read.
const MOST_CONTENTS: u64 = 8 << 20;

/// All boxes of the file, in its order.
pub fn top_boxes(file: &mut (impl Read + Seek)) -> anyhow::Result<Vec<TopBox>> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut boxes = Vec::new();
    let mut start = 0;
    while start < length {
        file.seek(SeekFrom::Start(start))?;
        let mut header = [0; 8];
        file.read_exact(&mut header).context("the file ends within a box")?;
        let (size, kind) = (four(&header, 0)?, kind_at(&header, 4)?);
        let (size, header) = if size == 1 {
            let mut long = [0; 8];
            file.read_exact(&mut long).context("the file ends within a box")?;
            (u64::from_be_bytes(long), 16)
        } else {
            (u64::from(size), 8)
        };
        let end = start.checked_add(size).filter(|end| size >= header && *end <= length);
        let end = end.context("a box is longer than its file")?;
        ensure!(boxes.len() < MOST_BOXES, "the file has too many boxes");
        boxes.push(TopBox { kind, start, contents: start + header, end });
        start = end;
    }
    Ok(boxes)
}

/// The bytes in a box.
pub fn contents(file: &mut (impl Read + Seek), place: &TopBox) -> anyhow::Result<Vec<u8>> {
    let length = place.end - place.contents;
    ensure!(length <= MOST_CONTENTS, "a box is too large to be read");
    file.seek(SeekFrom::Start(place.contents))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    ensure!(bytes.len() as u64 == length, "the file ends within a box");
    Ok(bytes)
}

/// The contents of the first box of this kind among these.
pub fn child<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> anyhow::Result<&'a [u8]> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let size = usize::try_from(four(rest, 0)?)?;
        let found = kind_at(rest, 4)?;
        let Some(contents) = rest.get(8..size) else { bail!("a box is longer than what encloses it") };
        if &found == kind {
            return Ok(contents);
        }
        rest = rest.get(size..).context("a box is longer than what encloses it")?;
    }
    bail!("there is no box {}", String::from_utf8_lossy(kind))
}

/// The contents of a box within boxes.
pub fn descendant<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> anyhow::Result<&'a [u8]> {
    path.iter().try_fold(bytes, |bytes, kind| child(bytes, kind))
}

pub fn byte(bytes: &[u8], at: usize) -> anyhow::Result<u8> {
    bytes.get(at).copied().context("a box is too short")
}

/// A number of four bytes.
pub fn four(bytes: &[u8], at: usize) -> anyhow::Result<u32> {
    let number = at.checked_add(4).and_then(|end| bytes.get(at..end)).context("a box is too short")?;
    Ok(u32::from_be_bytes(number.try_into()?))
}

/// A number of eight bytes.
pub fn eight(bytes: &[u8], at: usize) -> anyhow::Result<u64> {
    let number = at.checked_add(8).and_then(|end| bytes.get(at..end)).context("a box is too short")?;
    Ok(u64::from_be_bytes(number.try_into()?))
}

fn kind_at(bytes: &[u8], at: usize) -> anyhow::Result<[u8; 4]> {
    Ok(four(bytes, at)?.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{child, contents, descendant, top_boxes};

    fn a_box(kind: &[u8; 4], contents: &[u8]) -> Vec<u8> {
        let size = u32::try_from(contents.len() + 8).unwrap();
        [size.to_be_bytes().as_slice(), kind, contents].concat()
    }

    #[test]
    fn boxes_are_found_where_they_are() {
        let inner = a_box(b"traf", &a_box(b"tfhd", b"here"));
        let file = [a_box(b"ftyp", b"isom"), a_box(b"moof", &inner)].concat();
        let mut file = Cursor::new(file);
        let boxes = top_boxes(&mut file).unwrap();
        assert_eq!((boxes[1].kind, boxes[1].start, boxes[1].end), (*b"moof", 12, 40));
        let moof = contents(&mut file, &boxes[1]).unwrap();
        assert_eq!(descendant(&moof, &[b"traf", b"tfhd"]).unwrap(), b"here");
        assert!(descendant(&moof, &[b"traf", b"trun"]).is_err());
        let long = [1_u32.to_be_bytes().as_slice(), b"mdat", &20_u64.to_be_bytes(), b"long"].concat();
        assert_eq!(top_boxes(&mut Cursor::new(long)).unwrap()[0].contents, 16);
    }

    #[test]
    fn lengths_that_lie_are_errors_and_nothing_worse() {
        for bytes in [
            &b"\0\0\0\x09ftyp"[..],
            b"\0\0\0\x07ftyp",
            b"\0\0\0\0ftyp",
            b"\0\0\0\x01ftyp\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\0\0\0\x01ftyp\0\0",
            b"\0\0\0",
            b"\xff\xff\xff\xffftyp",
        ] {
            assert!(top_boxes(&mut Cursor::new(bytes)).is_err(), "{bytes:?}");
            assert!(child(bytes, b"ftyp").is_err(), "{bytes:?}");
        }
    }
}
