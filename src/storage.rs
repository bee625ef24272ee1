//! Storage: published files, under keys. Callers never see a path of it.
//!
//! What is published is whole: a directory appears by one rename after everything in it reached the disk, so a power cut leaves all of it or
//! nothing. What disappears, disappears by one rename too. Functions block: call them from worker threads or the blocking pool.
//! Which files a database row wants is not known here; the sweep compares the two from outside.

mod cache;
mod key;
mod local;
mod workspace;

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::SystemTime;

pub use self::cache::FileCache;
pub use self::key::{KeyRefused, StorageKey};
pub use self::local::Local;
pub use self::workspace::Workspace;

/// Where published files live.
#[derive(Debug, Clone)]
pub enum Storage {
    Local(Local),
}

/// An open file with what a response needs to know of it.
#[derive(Debug)]
pub struct StoredFile {
    pub file: File,
    pub size: u64,
    pub modified: SystemTime,
}

/// One directory below a key, as the sweep sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPrefix {
    pub key: StorageKey,
    pub modified: SystemTime,
}

/// The disk that holds everything, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    pub total: u64,
    pub free: u64,
}

impl Storage {
    /// Storage within the data folder, whose parts are made if they are missing.
    pub fn open_local(data_dir: &Path) -> io::Result<Self> {
        Ok(Self::Local(Local::open(data_dir)?))
    }

    /// Publishes a finished directory under a key that is not taken yet; the source is gone afterwards. The source must lie in the
    /// [`Workspace`], and holds only files and directories.
    pub fn publish_dir(&self, prefix: &StorageKey, source: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.publish_dir(prefix, source),
        }
    }

    /// Publishes one finished file from the [`Workspace`], in place of any that the key had.
    pub fn put_file(&self, key: &StorageKey, source: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.put_file(key, source),
        }
    }

    /// Publishes a few bytes as a file, in place of any that the key had.
    pub fn put_bytes(&self, key: &StorageKey, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Local(local) => local.put_bytes(key, bytes),
        }
    }

    /// Opens a file; `ErrorKind::NotFound` where there is none.
    pub fn open(&self, key: &StorageKey) -> io::Result<StoredFile> {
        match self {
            Self::Local(local) => local.open_file(key),
        }
    }

    /// Puts a published file at a path in the [`Workspace`], for ffmpeg to read. It must only be read: it may be the stored one.
    pub fn fetch(&self, key: &StorageKey, target: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.fetch(key, target),
        }
    }

    pub fn exists(&self, key: &StorageKey) -> io::Result<bool> {
        match self {
            Self::Local(local) => local.exists(key),
        }
    }

    /// Removes everything under a key. That there was nothing is as good.
    pub fn delete_prefix(&self, prefix: &StorageKey) -> io::Result<()> {
        match self {
            Self::Local(local) => local.delete_prefix(prefix),
        }
    }

    /// The bytes of all files under a key; 0 where there is nothing.
    pub fn size_of_prefix(&self, prefix: &StorageKey) -> io::Result<u64> {
        match self {
            Self::Local(local) => local.size_of_prefix(prefix),
        }
    }

    /// The directories directly in an area (`media`) or below a key, for the sweep of what no row wants.
    pub fn list_prefixes(&self, parent: &StorageKey) -> io::Result<Vec<StoredPrefix>> {
        match self {
            Self::Local(local) => local.list_prefixes(parent),
        }
    }

    /// What the disk has, and has left for us.
    pub fn capacity(&self) -> io::Result<Capacity> {
        match self {
            Self::Local(local) => local.capacity(),
        }
    }

    pub fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.capacity()?.free)
    }
}
