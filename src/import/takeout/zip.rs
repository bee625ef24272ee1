//! Reading ZIP archives, as much of them as a Takeout needs: its list of files, and each packed by deflate or not at all.
//!
//! Written here because only this little is needed, and because an archive is somebody else's: what it says of itself is measured
//! before anything is made of it.

use std::fs::File;
use std::io::{self, BufReader, Error, ErrorKind, Read, Seek, SeekFrom, Take};

use flate2::Crc;
use flate2::read::DeflateDecoder;

/// Of the list of files, and of its entries.
const MOST_LIST_BYTES: u64 = 64 << 20;
const MOST_ENTRIES: u64 = 200_000;
/// The end of an archive with the longest comment.
const MOST_END_BYTES: u64 = 22 + 65_535;
const END: [u8; 4] = *b"PK\x05\x06";
const END_64: [u8; 4] = *b"PK\x06\x06";
const END_64_PLACE: [u8; 4] = *b"PK\x06\x07";
const IN_LIST: [u8; 4] = *b"PK\x01\x02";
const BEFORE_FILE: [u8; 4] = *b"PK\x03\x04";
/// Where one of the short numbers has no room, it says this and the long one stands elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;

pub struct Archive {
    file: File,
    entries: Vec<Packed>,
}

/// A file in an archive, as the archive describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub name: String,
    pub bytes: u64,
    pub packed_bytes: u64,
    /// Whether it is an ordinary file, packed in a way that is read here and locked by no password.
    pub is_plain: bool,
    is_deflated: bool,
    checksum: u32,
    place: u64,
}

/// The bytes of a file, checked at their end.
pub struct Unpacking {
    unpacked: Unpacked,
    left: u64,
    crc: Crc,
    checksum: u32,
}

enum Unpacked {
    Stored(Take<BufReader<File>>),
    Deflated(DeflateDecoder<Take<BufReader<File>>>),
}

impl Archive {
    pub fn open(mut file: File) -> io::Result<Self> {
        let (place, bytes, count) = find_list(&mut file)?;
        if bytes > MOST_LIST_BYTES || count > MOST_ENTRIES {
            return Err(refused("it holds more files than any Takeout"));
        }
        let list = read_at(&mut file, place, bytes)?;
        let mut rest = list.as_slice();
        let mut entries = Vec::new();
        while rest.len() >= 46 && entries.len() < usize::try_from(count).unwrap_or(usize::MAX) {
            entries.push(entry(&mut rest)?);
        }
        Ok(Self { file, entries })
    }

    pub fn entries(&self) -> &[Packed] {
        &self.entries
    }

    pub fn unpack(&self, entry: &Packed) -> io::Result<Unpacking> {
        let mut file = self.file.try_clone()?;
        let before = read_at(&mut file, entry.place, 30)?;
        if before[..4] != BEFORE_FILE {
            return Err(torn());
        }
        let skipped = number(&before, 26, 2)? + number(&before, 28, 2)?;
        file.seek(SeekFrom::Start(entry.place.saturating_add(30).saturating_add(skipped)))?;
        let packed = BufReader::new(file).take(entry.packed_bytes);
        let unpacked = match entry.is_deflated {
            true => Unpacked::Deflated(DeflateDecoder::new(packed)),
            false => Unpacked::Stored(packed),
        };
        Ok(Unpacking { unpacked, left: entry.bytes, crc: Crc::new(), checksum: entry.checksum })
    }
}

impl Read for Unpacking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.unpacked {
            Unpacked::Stored(bytes) => bytes.read(buffer)?,
            Unpacked::Deflated(bytes) => bytes.read(buffer).map_err(|_| torn())?,
        };
        // Not one byte more than was announced is handed on.
        self.left = self.left.checked_sub(read as u64).ok_or_else(torn)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && (self.left > 0 || self.crc.sum() != self.checksum) {
            return Err(torn());
        }
        Ok(read)
    }
}

/// Where the list of files begins, how long it is, and of how many.
fn find_list(file: &mut File) -> io::Result<(u64, u64, u64)> {
    let length = file.seek(SeekFrom::End(0))?;
    let start = length.saturating_sub(MOST_END_BYTES);
    let tail = read_at(file, start, length - start)?;
    let at =
        tail.windows(4).rposition(|window| window == END).ok_or_else(|| refused("it is no ZIP archive"))?;
    let end = &tail[at..];
    let (count, bytes, place) = (number(end, 10, 2)?, number(end, 12, 4)?, number(end, 16, 4)?);
    let is_long = count == 0xffff || bytes == ELSEWHERE || place == ELSEWHERE;
    let Some(pointer) =
        at.checked_sub(20).map(|at| &tail[at..]).filter(|there| is_long && there[..4] == END_64_PLACE)
    else {
        return Ok((place, bytes, count));
    };
    let end = read_at(file, number(pointer, 8, 8)?, 56)?;
    if end[..4] != END_64 {
        return Err(torn());
    }
    Ok((number(&end, 48, 8)?, number(&end, 40, 8)?, number(&end, 32, 8)?))
}

/// Takes the next entry from the list.
fn entry(rest: &mut &[u8]) -> io::Result<Packed> {
    let head = *rest;
    if head[..4] != IN_LIST {
        return Err(torn());
    }
    let (flags, method) = (number(head, 8, 2)?, number(head, 10, 2)?);
    let (name, extra) = (number(head, 28, 2)? as usize, number(head, 30, 2)? as usize);
    let comment = number(head, 32, 2)? as usize;
    let whole = 46 + name + extra + comment;
    if head.len() < whole {
        return Err(torn());
    }
    let mut sizes = [number(head, 24, 4)?, number(head, 20, 4)?, number(head, 42, 4)?];
    lengthen(&mut sizes, &head[46 + name..46 + name + extra])?;
    let [bytes, packed_bytes, place] = sizes;
    // Of archives from a Unix: the kind of the file, of which 8 is an ordinary one.
    let kind = number(head, 38, 4)? >> 28;
    let is_ordinary = head[5] != 3 || matches!(kind, 0 | 8);
    let packed = Packed {
        name: String::from_utf8_lossy(&head[46..46 + name]).into_owned(),
        bytes,
        packed_bytes,
        is_plain: is_ordinary && flags & 1 == 0 && matches!(method, 0 | 8),
        is_deflated: method == 8,
        checksum: number(head, 16, 4)? as u32,
        place,
    };
    *rest = &head[whole..];
    Ok(packed)
}

/// The long numbers, in the order of those that are missing.
fn lengthen(sizes: &mut [u64; 3], mut extra: &[u8]) -> io::Result<()> {
    while extra.len() >= 4 {
        let (kind, length) = (number(extra, 0, 2)?, number(extra, 2, 2)? as usize);
        let field = extra.get(4..4 + length).ok_or_else(torn)?;
        if kind == 1 {
            let mut at = 0;
            for size in sizes.iter_mut().filter(|size| **size == ELSEWHERE) {
                *size = number(field, at, 8)?;
                at += 8;
            }
        }
        extra = &extra[4 + length..];
    }
    Ok(())
}

/// The least significant byte stands first.
fn number(bytes: &[u8], at: usize, length: usize) -> io::Result<u64> {
    let field = bytes.get(at..at + length).ok_or_else(torn)?;
    Ok(field.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
}

fn read_at(file: &mut File, place: u64, bytes: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place))?;
    let mut read = Vec::new();
    file.take(bytes).read_to_end(&mut read)?;
    if (read.len() as u64) < bytes { Err(torn()) } else { Ok(read) }
}

fn torn() -> Error {
    refused("the archive is damaged")
}

fn refused(reason: &str) -> Error {
    Error::new(ErrorKind::InvalidData, reason)
}
