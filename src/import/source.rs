//! Where videos come from: something that can be listed, and of which each thing can be fetched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{FoundPlaylist, FoundVideo};

/// Further items than this are not listed: an import of more is made of several.
pub const MOST_ITEMS: usize = 20_000;

pub trait Source {
    /// Everything that is there.
    fn list(&mut self) -> Result<Listing, SourceError>;

    /// One of what was listed, by its reference.
    fn fetch(&mut self, reference: &str, into: &Destination) -> Result<FoundVideo, SourceError>;

    /// One of the playlists that were listed, by its reference. Most sources list none.
    fn playlist(&mut self, _reference: &str) -> Result<FoundPlaylist, SourceError> {
        Err(SourceError::Refused("There are no playlists in it.".to_owned()))
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub items: Vec<ListedItem>,
    /// Of these videos, and maybe of others.
    pub playlists: Vec<ListedItem>,
    /// What looked like a video, or a part of one, and was none, and why.
    pub passed_over: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedItem {
    /// See [`FoundVideo::key`]; a playlist's is none of a video.
    pub key: String,
    /// By which the source finds it again, in another process too.
    pub reference: String,
    pub title: String,
}

/// Where a source puts what it has to fetch first.
pub struct Destination<'a> {
    /// The film, and nothing else; what an earlier attempt left there may be gone on with.
    pub film: PathBuf,
    /// Made when it is first needed.
    folder: PathBuf,
    /// The largest film that is wanted.
    pub most_bytes: u64,
    pub is_cancelled: &'a dyn Fn() -> bool,
}

/// Why nothing came.
#[derive(Debug)]
pub enum SourceError {
    /// Trying again cannot help; a sentence for people.
    Refused(String),
    /// Worth another attempt later.
    Unreachable(String),
    Cancelled,
}

impl<'a> Destination<'a> {
    pub fn new(film: PathBuf, folder: PathBuf, most_bytes: u64, is_cancelled: &'a dyn Fn() -> bool) -> Self {
        Self { film, folder, most_bytes, is_cancelled }
    }

    /// For captions and the picture.
    pub fn beside(&self, name: &str) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.folder)?;
        Ok(self.folder.join(name))
    }

    /// Refuses a film that would only be thrown away.
    pub fn check_size(&self, bytes: u64) -> Result<(), SourceError> {
        if bytes > self.most_bytes {
            return Err(SourceError::Refused(
                "The film is larger than the site takes, or than the quota has room for.".to_owned(),
            ));
        }
        Ok(())
    }

    pub fn is_film(&self, path: &Path) -> bool {
        self.film == path
    }
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(reason) | Self::Unreachable(reason) => f.write_str(reason),
            Self::Cancelled => f.write_str("stopped"),
        }
    }
}

impl From<io::Error> for SourceError {
    fn from(error: io::Error) -> Self {
        Self::Unreachable(error.to_string())
    }
}
