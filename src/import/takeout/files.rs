//! The files of a Takeout, packed or not, behind one list. An archive is somebody else's: it is counted before it is believed.
//!
//! Nothing is unpacked by its own name, only one film at a time to a place of ours, and never more of it than was announced.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use zip::read::{Config, ZipFile};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipArchive};

use crate::import::source::{Destination, SourceError};
use crate::import::walk;

/// Of one folder.
const MOST_ARCHIVES: usize = 1000;
/// Of one archive.
const MOST_ENTRIES: usize = 200_000;
/// Of one table or description.
const MOST_TEXT_BYTES: u64 = 64 << 20;
/// Of all of them together.
const MOST_TEXTS_BYTES: u64 = 1 << 30;
/// Text packs to a twentieth of its size, films not at all; what grows more is made to do harm.
const MOST_RATIO: u64 = 200;
const CHUNK_BYTES: usize = 1 << 20;

pub struct Files {
    archives: Vec<ZipArchive<File>>,
    entries: Vec<Entry>,
    passed_over: Vec<(String, String)>,
    texts_bytes: u64,
}

/// A file by its path within the Takeout, with `/` between folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub bytes: u64,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    OnDisk(PathBuf),
    InArchive { archive: usize, index: usize },
}

impl Files {
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        let unreadable =
            |error: io::Error| SourceError::Refused(format!("{} cannot be read: {error}", path.display()));
        let mut files =
            Self { archives: Vec::new(), entries: Vec::new(), passed_over: Vec::new(), texts_bytes: 0 };
        if path.metadata().map_err(unreadable)?.is_file() {
            files.add_archive(path)?;
            return Ok(files);
        }
        for file in walk::files(path).map_err(unreadable)? {
            if walk::extension(&file) == "zip" {
                files.add_archive(&file)?;
            } else {
                let within = file.strip_prefix(path).unwrap_or(&file);
                let name = within.to_string_lossy().replace('\\', "/");
                let bytes = file.metadata().map_err(unreadable)?.len();
                files.entries.push(Entry { name, bytes, place: Place::OnDisk(file) });
            }
        }
        Ok(files)
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// What was found that is no plain file within the archive.
    pub fn passed_over(&self) -> Vec<(String, String)> {
        self.passed_over.clone()
    }

    fn add_archive(&mut self, path: &Path) -> Result<(), SourceError> {
        let named = |what: &str| SourceError::Refused(format!("{}: {what}", walk::name_of(path)));
        if self.archives.len() >= MOST_ARCHIVES {
            return Err(named("there are too many archives"));
        }
        let file = File::open(path).map_err(|error| named(&error.to_string()))?;
        let mut archive = opened(file).map_err(|error| named(&error.to_string()))?;
        for index in 0..archive.len() {
            let packed = archive.by_index_raw(index).map_err(|error| named(&in_words(error).to_string()))?;
            if packed.is_dir() {
                continue;
            }
            let (name, bytes) = (String::from_utf8_lossy(packed.name_raw()).into_owned(), packed.size());
            match reason_against(&packed) {
                Some(reason) => self.passed_over.push((name, reason.to_owned())),
                None => {
                    let place = Place::InArchive { archive: self.archives.len(), index };
                    self.entries.push(Entry { name, bytes, place });
                }
            }
        }
        self.archives.push(archive);
        Ok(())
    }

    /// None of what is too long to be a table or a description, or is no text.
    pub fn text(&mut self, entry: &Entry) -> Result<Option<String>, SourceError> {
        if entry.bytes > MOST_TEXT_BYTES {
            return Ok(None);
        }
        self.texts_bytes += entry.bytes;
        if self.texts_bytes > MOST_TEXTS_BYTES {
            return Err(SourceError::Refused("Its tables are longer than those of any Takeout.".to_owned()));
        }
        let mut bytes = Vec::new();
        match entry.place {
            Place::OnDisk(ref path) => {
                File::open(path)?.take(MOST_TEXT_BYTES).read_to_end(&mut bytes)?;
            }
            Place::InArchive { archive, index } => {
                self.unpack(entry, archive, index, |chunk| {
                    bytes.extend_from_slice(chunk);
                    Ok(())
                })?;
            }
        }
        Ok(String::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// Where the film lies: on the disk as it is, or unpacked from its archive.
    pub fn film(&mut self, entry: &Entry, into: &Destination) -> Result<PathBuf, SourceError> {
        let (archive, index) = match entry.place {
            Place::OnDisk(ref path) => return Ok(path.clone()),
            Place::InArchive { archive, index } => (archive, index),
        };
        let mut film = File::create(&into.film)?;
        self.unpack(entry, archive, index, |chunk| {
            if (into.is_cancelled)() {
                return Err(SourceError::Cancelled);
            }
            Ok(film.write_all(chunk)?)
        })?;
        film.sync_all()?;
        Ok(into.film.clone())
    }

    /// Hands the file on in pieces. Other bytes than were announced, or more of them, end it.
    fn unpack(
        &mut self,
        entry: &Entry,
        archive: usize,
        index: usize,
        mut take: impl FnMut(&[u8]) -> Result<(), SourceError>,
    ) -> Result<(), SourceError> {
        let archive = &mut self.archives[archive];
        let mut unpacked = archive.by_index(index).map_err(|error| torn(entry, &in_words(error)))?;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            match unpacked.read(&mut chunk).map_err(|error| torn(entry, &error))? {
                0 => return Ok(()),
                read => take(&chunk[..read])?,
            }
        }
    }
}

/// An archive whose list is not longer than that of any Takeout, which is found out before the list is read.
fn opened(mut file: File) -> io::Result<ZipArchive<File>> {
    let entries = ZipIterable::try_new(&mut file, Config::default()).map_err(in_words)?.len();
    if entries > MOST_ENTRIES {
        return Err(io::Error::new(ErrorKind::InvalidData, "it holds more files than any Takeout"));
    }
    ZipArchive::new(file).map_err(in_words)
}

fn reason_against(packed: &ZipFile<'_, File>) -> Option<&'static str> {
    let name = String::from_utf8_lossy(packed.name_raw());
    let is_within =
        !name.starts_with('/') && !name.contains(['\\', '\0']) && !name.split('/').any(|part| part == "..");
    // The kind that a Unix gives: nothing, or an ordinary file.
    let is_ordinary = packed.unix_mode().is_none_or(|mode| matches!(mode >> 12, 0 | 8));
    let is_readable = matches!(packed.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
    if !is_within {
        Some("its path leads out of the archive")
    } else if !is_ordinary || packed.encrypted() || !is_readable {
        Some("a link, locked with a password, or packed in a way that is not read here")
    } else if packed.size() / packed.compressed_size().max(1) > MOST_RATIO {
        Some("it would grow beyond measure when unpacked")
    } else {
        None
    }
}

fn in_words(error: ZipError) -> io::Error {
    match error {
        ZipError::Io(error) => error,
        ZipError::InvalidArchive(what) => {
            io::Error::new(ErrorKind::InvalidData, format!("it is no ZIP archive, or a damaged one ({what})"))
        }
        other => io::Error::new(ErrorKind::InvalidData, other.to_string()),
    }
}

/// What is wrong with an archive is worth no second attempt; what is wrong with the disk may be.
fn torn(entry: &Entry, error: &io::Error) -> SourceError {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other => {
            SourceError::Refused(format!("{} cannot be unpacked: {error}", entry.name))
        }
        _ => SourceError::Unreachable(error.to_string()),
    }
}

impl Entry {
    /// In small letters.
    pub fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase()
    }

    pub fn stem(&self) -> &str {
        self.file_name().rsplit_once('.').map_or(self.file_name(), |(stem, _)| stem)
    }

    /// The stem without the number that tells films of the same title apart: `Boats(1)`.
    pub fn title_part(&self) -> &str {
        self.numbered().map_or(self.stem(), |(title, _)| title)
    }

    pub fn number(&self) -> u32 {
        self.numbered().map_or(0, |(_, number)| number)
    }

    /// The folder that holds the folder that it is in, with a `/`; of a file at the top, everything.
    pub fn grandparent(&self) -> &str {
        let parent = self.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        parent.rfind('/').map_or("", |end| &parent[..=end])
    }

    fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    fn numbered(&self) -> Option<(&str, u32)> {
        let (title, number) = self.stem().strip_suffix(')')?.rsplit_once('(')?;
        Some((title, number.parse().ok()?))
    }
}
