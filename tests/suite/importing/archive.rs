//! Writing ZIP archives, honest ones and others.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Stored,
    Deflated,
    /// A symbolic link of a Unix, to what its bytes name.
    Link,
}

pub fn zip(files: &[(&str, &[u8], Packing)]) -> Vec<u8> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for (name, bytes, packing) in files {
        let place = archive.len() as u32;
        let packed = match packing {
            Packing::Deflated => deflated(bytes),
            Packing::Stored | Packing::Link => bytes.to_vec(),
        };
        let method: u16 = if *packing == Packing::Deflated { 8 } else { 0 };
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut facts = Vec::new();
        // Needs version 2.0, no flags, the method, no time.
        for short in [20, 0, method, 0, 0] {
            facts.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), packed.len() as u32, bytes.len() as u32] {
            facts.extend(long.to_le_bytes());
        }
        facts.extend((name.len() as u16).to_le_bytes());
        facts.extend(0_u16.to_le_bytes());
        archive.extend(b"PK\x03\x04".iter().chain(&facts).chain(name.as_bytes()).chain(&packed));

        let kind: u32 = if *packing == Packing::Link { 0o120_777 } else { 0o100_644 };
        // Made on a Unix; no comment, the first disk, nothing known of the text in it.
        list.extend(b"PK\x01\x02\x14\x03".iter().chain(&facts).chain(&[0; 6]));
        list.extend((kind << 16).to_le_bytes().iter().chain(&place.to_le_bytes()).chain(name.as_bytes()));
    }
    let (count, place) = (files.len() as u16, archive.len() as u32);
    archive.extend(&list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes().iter().chain(&count.to_le_bytes()));
    archive.extend((list.len() as u32).to_le_bytes().iter().chain(&place.to_le_bytes()).chain(&[0, 0]));
    archive
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
