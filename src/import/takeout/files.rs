//! The files of a Takeout, packed or not, behind one list. An archive is somebody else's: it is counted before it is believed.
//!
//! Nothing is unpacked by its own name, only one film at a time to a place of ours, and never more of it than was announced.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::zip::{Archive, Packed};
use crate::import::source::{Destination, SourceError};
use crate::import::walk;

/// Of one folder.
const MOST_ARCHIVES: usize = 1000;
/// Of one table or description.
const MOST_TEXT_BYTES: u64 = 64 << 20;
/// Of all of them together.
const MOST_TEXTS_BYTES: u64 = 1 << 30;
/// Text packs to a twentieth of its size, films not at all; what grows more is made to do harm.
const MOST_RATIO: u64 = 200;
const CHUNK_BYTES: usize = 1 << 20;

pub struct Files {
    archives: Vec<Archive>,
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
    InArchive { archive: usize, packed: Packed },
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
        let archive = Archive::open(file).map_err(|error| named(&error.to_string()))?;
        for packed in archive.entries().iter().filter(|packed| !packed.name.ends_with('/')) {
            let name = packed.name.clone();
            let is_within = !name.starts_with('/')
                && !name.contains(['\\', '\0'])
                && !name.split('/').any(|part| part == "..");
            let grows = packed.bytes / packed.packed_bytes.max(1) > MOST_RATIO;
            let reason = match () {
                () if !is_within => "its path leads out of the archive",
                () if !packed.is_plain => {
                    "a link, locked with a password, or packed in a way that is not read here"
                }
                () if grows => "it would grow beyond measure when unpacked",
                () => {
                    let place = Place::InArchive { archive: self.archives.len(), packed: packed.clone() };
                    self.entries.push(Entry { name, bytes: packed.bytes, place });
                    continue;
                }
            };
            self.passed_over.push((name, reason.to_owned()));
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
        match &entry.place {
            Place::OnDisk(path) => {
                File::open(path)?.take(MOST_TEXT_BYTES).read_to_end(&mut bytes)?;
            }
            Place::InArchive { archive, packed } => {
                let unpacked = self.archives[*archive].unpack(packed);
                unpacked
                    .and_then(|mut text| text.read_to_end(&mut bytes))
                    .map_err(|error| torn(entry, &error))?;
            }
        }
        Ok(String::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// Where the film lies: on the disk as it is, or unpacked from its archive.
    pub fn film(&self, entry: &Entry, into: &Destination) -> Result<PathBuf, SourceError> {
        let mut packed = match &entry.place {
            Place::OnDisk(path) => return Ok(path.clone()),
            Place::InArchive { archive, packed } => {
                self.archives[*archive].unpack(packed).map_err(|error| torn(entry, &error))?
            }
        };
        let mut film = File::create(&into.film)?;
        let mut chunk = vec![0; CHUNK_BYTES];
        loop {
            if (into.is_cancelled)() {
                return Err(SourceError::Cancelled);
            }
            let read = match packed.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(torn(entry, &error)),
                Err(error) => return Err(error.into()),
            };
            film.write_all(&chunk[..read])?;
        }
        film.sync_all()?;
        Ok(into.film.clone())
    }
}

fn torn(entry: &Entry, error: &io::Error) -> SourceError {
    SourceError::Refused(format!("{} cannot be unpacked: {error}", entry.name))
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
