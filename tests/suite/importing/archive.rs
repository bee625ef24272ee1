//! Writing ZIP archives, honest ones and others.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    Stored,
    Deflated,
    /// A symbolic link of a Unix, to what its bytes name.
    Link,
}

pub fn zip(files: &[(&str, &[u8], Packing)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes, packing) in files {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        match packing {
            Packing::Link => {
                archive.add_symlink(*name, std::str::from_utf8(bytes).unwrap(), stored).unwrap();
                continue;
            }
            Packing::Stored => archive.start_file(*name, stored).unwrap(),
            Packing::Deflated => {
                archive.start_file(*name, stored.compression_method(CompressionMethod::Deflated)).unwrap();
            }
        }
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
