//! Storage: published files, under keys, in the data folder or in a bucket. Callers never see a path of it.
//!
//! What is published is whole: locally a directory appears by one rename after everything in it reached the disk, in a bucket nothing
//! is named before all of it is there. Functions block: call them from worker threads or the blocking pool. An object store that does not
//! answer is `ErrorKind::HostUnreachable`. Which files a database row wants is not known here; the sweep compares the two from outside.

mod bucket;
mod cache;
mod key;
mod local;
pub mod media_type;
pub mod moving;
mod workspace;

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

pub use self::bucket::{Bucket, ObjectFacts, SignedAddress};
pub use self::cache::FileCache;
pub use self::key::{KeyRefused, StorageKey};
pub use self::local::Local;
pub use self::workspace::Workspace;
use crate::config::{self, StorageKind};
use crate::tls;

/// Where published files live.
#[derive(Debug, Clone)]
pub enum Storage {
    Local(Local),
    S3(Bucket),
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

/// A directory below an area with what is directly in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFolder {
    pub key: StorageKey,
    pub modified: SystemTime,
    pub versions: Vec<StoredPrefix>,
}

/// A stored file, as a copy to another storage sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredObject {
    pub key: StorageKey,
    pub size: u64,
}

/// A stored file's bytes as they come.
pub struct StoredBytes {
    pub size: u64,
    pub bytes: Box<dyn io::Read>,
}

/// The disk that holds the data folder, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    pub total: u64,
    pub free: u64,
}

impl Storage {
    /// The storage of this kind. A bucket that is silent for longer than `stall` has failed.
    pub fn connect(
        kind: StorageKind,
        data_dir: &Path,
        settings: &config::Storage,
        stall: Duration,
    ) -> io::Result<Self> {
        tls::install();
        match kind {
            StorageKind::Local => Self::open_local(data_dir),
            StorageKind::S3 => Ok(Self::S3(Bucket::open(data_dir, settings, stall)?)),
        }
    }

    /// Storage within the data folder, whose parts are made if they are missing.
    pub fn open_local(data_dir: &Path) -> io::Result<Self> {
        Ok(Self::Local(Local::open(data_dir)?))
    }

    /// Publishes a finished directory under a key that is not taken yet; the source is gone afterwards. The source must lie in the
    /// [`Workspace`], and holds only files and directories.
    pub fn publish_dir(&self, prefix: &StorageKey, source: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.publish_dir(prefix, source),
            Self::S3(bucket) => bucket.publish_dir(prefix, source),
        }
    }

    /// Publishes one finished file from the [`Workspace`], in place of any that the key had.
    pub fn put_file(&self, key: &StorageKey, source: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.put_file(key, source),
            Self::S3(bucket) => bucket.put_file(key, source),
        }
    }

    /// Publishes a few bytes as a file, in place of any that the key had.
    pub fn put_bytes(&self, key: &StorageKey, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Local(local) => local.put_bytes(key, bytes),
            Self::S3(bucket) => bucket.put_bytes(key, bytes),
        }
    }

    /// Opens a file; `ErrorKind::NotFound` where there is none. From a bucket this is a copy on the local disk, so it is for small
    /// files; [`Self::read`] holds little of a large one.
    pub fn open(&self, key: &StorageKey) -> io::Result<StoredFile> {
        match self {
            Self::Local(local) => local.open_file(key),
            Self::S3(bucket) => bucket.open_file(key),
        }
    }

    /// A file's bytes as they come; `ErrorKind::NotFound` where there is none.
    pub fn read(&self, key: &StorageKey) -> io::Result<StoredBytes> {
        match self {
            Self::Local(local) => {
                let StoredFile { file, size, .. } = local.open_file(key)?;
                Ok(StoredBytes { size, bytes: Box::new(file) })
            }
            Self::S3(bucket) => bucket.read(key),
        }
    }

    /// Puts a published file at a path in the [`Workspace`], for ffmpeg to read. It must only be read: it may be the stored one.
    pub fn fetch(&self, key: &StorageKey, target: &Path) -> io::Result<()> {
        match self {
            Self::Local(local) => local.fetch(key, target),
            Self::S3(bucket) => bucket.fetch(key, target),
        }
    }

    pub fn exists(&self, key: &StorageKey) -> io::Result<bool> {
        match self {
            Self::Local(local) => local.exists(key),
            Self::S3(bucket) => bucket.exists(key),
        }
    }

    /// Removes everything under a key. That there was nothing is as good.
    pub fn delete_prefix(&self, prefix: &StorageKey) -> io::Result<()> {
        match self {
            Self::Local(local) => local.delete_prefix(prefix),
            Self::S3(bucket) => bucket.delete_prefix(prefix),
        }
    }

    /// The bytes of all files under a key; 0 where there is nothing.
    pub fn size_of_prefix(&self, prefix: &StorageKey) -> io::Result<u64> {
        match self {
            Self::Local(local) => local.size_of_prefix(prefix),
            Self::S3(bucket) => bucket.size_of_prefix(prefix),
        }
    }

    /// The directories directly in an area (`media`) or below a key, for the sweep of what no row wants.
    pub fn list_prefixes(&self, parent: &StorageKey) -> io::Result<Vec<StoredPrefix>> {
        match self {
            Self::Local(local) => local.list_prefixes(parent),
            Self::S3(bucket) => bucket.list_prefixes(parent),
        }
    }

    /// The same with what is directly in each of them, all at once: in a bucket a look into each would be a request for each.
    pub fn list_folders(&self, parent: &StorageKey) -> io::Result<Vec<StoredFolder>> {
        match self {
            Self::Local(local) => local.list_folders(parent),
            Self::S3(bucket) => bucket.list_folders(parent),
        }
    }

    /// Every file below a key, in the order of their keys.
    pub fn list_objects(&self, prefix: &StorageKey) -> io::Result<Vec<StoredObject>> {
        match self {
            Self::Local(local) => local.list_objects(prefix),
            Self::S3(bucket) => bucket.list_objects(prefix),
        }
    }

    /// What the local disk has, and has left for us: uploads arrive there and tasks work there, whatever the storage is.
    pub fn capacity(&self) -> io::Result<Capacity> {
        match self {
            Self::Local(local) => local.capacity(),
            Self::S3(bucket) => bucket.capacity(),
        }
    }

    pub fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.capacity()?.free)
    }
}

fn capacity_of(path: &Path) -> io::Result<Capacity> {
    let disk = rustix::fs::statvfs(path)?;
    let bytes = |blocks: u64| blocks.saturating_mul(disk.f_frsize);
    Ok(Capacity { total: bytes(disk.f_blocks), free: bytes(disk.f_bavail) })
}
