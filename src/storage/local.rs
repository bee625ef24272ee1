//! Storage in the data folder of this machine.
//!
//! Layout: `media/{uuid}/{version}/…` and `models/{version}`, with `tmp/` beside them on the same file system. Every step that makes
//! something visible is: files to disk, directory to disk, rename, parent directory to disk. A failed fsync fails the whole step and is never
//! tried again on the same file: the system may have dropped the bytes.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::key::StorageKey;
use super::{Capacity, StoredFile, StoredFolder, StoredObject, StoredPrefix};
use crate::keys::{hex, random_bytes};

#[derive(Debug, Clone)]
pub struct Local {
    root: PathBuf,
}

impl Local {
    pub fn open(data_dir: &Path) -> io::Result<Self> {
        let root = std::path::absolute(data_dir)?;
        for area in ["media", "models", "tmp"] {
            fs::create_dir_all(root.join(area))?;
        }
        Ok(Self { root })
    }

    pub fn publish_dir(&self, prefix: &StorageKey, source: &Path) -> io::Result<()> {
        let target = self.replaceable(prefix)?;
        sync_tree(source)?;
        if target.symlink_metadata().is_ok() {
            return Err(io::Error::new(ErrorKind::AlreadyExists, format!("{prefix} is published already")));
        }
        self.move_into_place(source, &target)
    }

    pub fn put_file(&self, key: &StorageKey, source: &Path) -> io::Result<()> {
        let target = self.replaceable(key)?;
        File::open(source)?.sync_all()?;
        self.move_into_place(source, &target)
    }

    pub fn put_bytes(&self, key: &StorageKey, bytes: &[u8]) -> io::Result<()> {
        let draft = self.unique_tmp("put")?;
        let mut file = File::create_new(&draft)?;
        let put = file.write_all(bytes).and_then(|()| self.put_file(key, &draft));
        if put.is_err()
            && let Err(error) = fs::remove_file(&draft)
        {
            log::warn!("a draft of {key} was left behind: {error}");
        }
        put
    }

    pub fn open_file(&self, key: &StorageKey) -> io::Result<StoredFile> {
        let file = File::open(self.path(key)).map_err(as_not_found)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(ErrorKind::NotFound.into());
        }
        Ok(StoredFile { file, size: metadata.len(), modified: metadata.modified()? })
    }

    /// A second name costs nothing on the same disk; elsewhere it is a copy.
    pub fn fetch(&self, key: &StorageKey, target: &Path) -> io::Result<()> {
        let source = self.path(key);
        match fs::hard_link(&source, target) {
            Err(error) if error.kind() != ErrorKind::NotFound => fs::copy(&source, target).map(drop),
            linked => linked,
        }
    }

    pub fn exists(&self, key: &StorageKey) -> io::Result<bool> {
        match self.path(key).try_exists().map_err(as_not_found) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            exists => exists,
        }
    }

    pub fn delete_prefix(&self, prefix: &StorageKey) -> io::Result<()> {
        let target = self.replaceable(prefix)?;
        let grave = self.unique_tmp("deleted")?;
        match fs::rename(&target, &grave) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            renamed => renamed?,
        }
        sync_parent(&target)?;
        // From here nothing finds it any more; what a crash leaves of it lies in tmp, where the sweep looks.
        if grave.is_dir() { fs::remove_dir_all(&grave) } else { fs::remove_file(&grave) }
    }

    pub fn size_of_prefix(&self, prefix: &StorageKey) -> io::Result<u64> {
        match size_of(&self.path(prefix)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            size => size,
        }
    }

    pub fn list_prefixes(&self, parent: &StorageKey) -> io::Result<Vec<StoredPrefix>> {
        let entries = match fs::read_dir(self.path(parent)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            let metadata = entry.metadata()?;
            let key = entry.file_name().to_str().and_then(|name| parent.join(name).ok());
            match key {
                Some(key) if metadata.is_dir() => {
                    found.push(StoredPrefix { key, modified: metadata.modified()? })
                }
                // Not ours: left alone.
                _ => {}
            }
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(found)
    }

    pub fn list_folders(&self, parent: &StorageKey) -> io::Result<Vec<StoredFolder>> {
        let folders = self.list_prefixes(parent)?.into_iter();
        folders
            .map(|StoredPrefix { key, modified }| {
                let versions = self.list_prefixes(&key)?;
                Ok(StoredFolder { key, modified, versions })
            })
            .collect()
    }

    pub fn list_objects(&self, prefix: &StorageKey) -> io::Result<Vec<StoredObject>> {
        let mut objects = Vec::new();
        collect_objects(&self.path(prefix), prefix, &mut objects)?;
        objects.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(objects)
    }

    pub fn capacity(&self) -> io::Result<Capacity> {
        super::capacity_of(&self.root)
    }

    /// Removes the directories that have nothing in them any more.
    pub fn remove_empty_dirs(&self) -> io::Result<()> {
        super::key::AREAS.iter().try_for_each(|area| remove_empty_below(&self.root.join(area)))
    }

    fn path(&self, key: &StorageKey) -> PathBuf {
        self.root.join(key.as_str())
    }

    fn replaceable(&self, key: &StorageKey) -> io::Result<PathBuf> {
        if key.is_area() {
            return Err(io::Error::new(ErrorKind::InvalidInput, format!("{key} is a whole area")));
        }
        Ok(self.path(key))
    }

    fn unique_tmp(&self, what: &str) -> io::Result<PathBuf> {
        let random = random_bytes::<16>().map_err(io::Error::other)?;
        Ok(self.root.join("tmp").join(format!("{what}-{}", hex(&random))))
    }

    fn move_into_place(&self, source: &Path, target: &Path) -> io::Result<()> {
        let Some(parent) = target.parent() else { return Err(ErrorKind::InvalidInput.into()) };
        self.make_durable_dirs(parent)?;
        fs::rename(source, target)?;
        sync_dir(parent)
    }

    /// Makes missing directories below the root, each made known to the disk by its parent.
    fn make_durable_dirs(&self, dir: &Path) -> io::Result<()> {
        if dir == self.root || dir.is_dir() {
            return Ok(());
        }
        if let Some(parent) = dir.parent() {
            self.make_durable_dirs(parent)?;
        }
        match fs::create_dir(dir) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => made?,
        }
        sync_parent(dir)
    }
}

/// Everything in a directory to the disk, inner things first. A link or a device in it is refused: only files are published.
fn sync_tree(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sync_tree(&entry.path())?;
        } else if kind.is_file() {
            File::open(entry.path())?.sync_all()?;
        } else {
            let name = entry.file_name();
            return Err(io::Error::new(
                ErrorKind::InvalidData,
                format!("{name:?} is neither a file nor a directory"),
            ));
        }
    }
    sync_dir(dir)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_dir)
}

/// Below a file there is nothing either.
fn as_not_found(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::NotADirectory { ErrorKind::NotFound.into() } else { error }
}

fn remove_empty_below(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            continue;
        }
        remove_empty_below(&entry.path())?;
        match fs::remove_dir(entry.path()) {
            Err(error) if error.kind() != ErrorKind::DirectoryNotEmpty => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// What is not ours, and what goes while we look, is left out.
fn collect_objects(dir: &Path, prefix: &StorageKey, objects: &mut Vec<StoredObject>) -> io::Result<()> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let Some(key) = entry.file_name().to_str().and_then(|name| prefix.join(name).ok()) else { continue };
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            collect_objects(&entry.path(), &key, objects)?;
        } else if metadata.is_file() {
            objects.push(StoredObject { key, size: metadata.len() });
        }
    }
    Ok(())
}

fn size_of(path: &Path) -> io::Result<u64> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_dir() {
        return Ok(metadata.len());
    }
    let mut size = 0;
    for entry in fs::read_dir(path)? {
        size += size_of(&entry?.path())?;
    }
    Ok(size)
}

#[cfg(test)]
mod tests;
