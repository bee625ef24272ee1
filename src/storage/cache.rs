//! Files that can be made again at any time, kept as long as there is room: what was not used for longest goes first.
//!
//! They lie beside the published files, not among them, so no address of a published file leads here. A use is noted in the file's
//! time of access; its time of change stays, for the validators of responses are made from it.

use std::fs::{self, File, FileTimes};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use super::StoredFile;
use super::key::is_segment;

#[derive(Debug)]
pub struct FileCache {
    folder: PathBuf,
    most_bytes: u64,
    /// Whoever clears up does so alone.
    clearing: Mutex<()>,
}

impl FileCache {
    pub fn open(data_dir: &Path, most_bytes: u64) -> io::Result<Self> {
        let folder = std::path::absolute(data_dir)?.join("cache");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, most_bytes, clearing: Mutex::new(()) })
    }

    /// Whether a file of this size could stay at all.
    pub fn has_room_for(&self, bytes: u64) -> bool {
        bytes <= self.most_bytes
    }

    /// The file of this name, if it is still there. `now` is noted as its last use.
    pub fn get(&self, name: &str, now: SystemTime) -> io::Result<Option<StoredFile>> {
        let file = match File::open(self.path(name)?) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        file.set_times(FileTimes::new().set_accessed(now))?;
        let metadata = file.metadata()?;
        Ok(Some(StoredFile { file, size: metadata.len(), modified: metadata.modified()? }))
    }

    /// Takes a finished file from the workspace, and makes room for it.
    pub fn put(&self, name: &str, source: &Path, now: SystemTime) -> io::Result<()> {
        File::open(source)?.set_times(FileTimes::new().set_accessed(now))?;
        let target = self.path(name)?;
        fs::rename(source, &target)?;
        self.make_room(&target)
    }

    /// Removes every file whose name begins so.
    pub fn forget(&self, beginning: &str) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(|name| name.starts_with(beginning)) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }

    fn make_room(&self, newest: &Path) -> io::Result<()> {
        let _alone = self.clearing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            match entry.metadata() {
                Ok(metadata) => files.push((metadata.accessed()?, metadata.len(), entry.path())),
                // It was removed while we looked.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        files.sort();
        for (_, bytes, path) in files {
            if total <= self.most_bytes {
                break;
            }
            if path != newest {
                remove(&path)?;
                total -= bytes;
            }
        }
        Ok(())
    }

    fn path(&self, name: &str) -> io::Result<PathBuf> {
        if is_segment(name) {
            return Ok(self.folder.join(name));
        }
        Err(io::Error::new(ErrorKind::InvalidInput, format!("{name:?} is not a name of ours")))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::FileCache;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn put(cache: &FileCache, data: &Path, name: &str, bytes: usize, seconds: u64) {
        let draft = data.join("draft");
        std::fs::write(&draft, vec![7; bytes]).unwrap();
        cache.put(name, &draft, at(seconds)).unwrap();
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let data = tempfile::tempdir().unwrap();
        let cache = FileCache::open(data.path(), 100).unwrap();
        put(&cache, data.path(), "a", 40, 1);
        put(&cache, data.path(), "b", 40, 2);
        let changed = cache.get("a", at(3)).unwrap().unwrap().modified;
        put(&cache, data.path(), "c", 40, 4);
        assert!(cache.get("b", at(5)).unwrap().is_none());
        assert!(cache.get("c", at(5)).unwrap().is_some());
        let kept = cache.get("a", at(6)).unwrap().unwrap();
        assert_eq!((kept.size, kept.modified), (40, changed), "a use is no change");
    }

    #[test]
    fn all_of_a_video_is_forgotten_at_once_and_nothing_else() {
        let data = tempfile::tempdir().unwrap();
        let cache = FileCache::open(data.path(), 100).unwrap();
        for name in ["one-720", "one-360", "two-360"] {
            put(&cache, data.path(), name, 1, 1);
        }
        cache.forget("one-").unwrap();
        let there = |name: &str| cache.get(name, at(2)).unwrap().is_some();
        assert_eq!([there("one-720"), there("one-360"), there("two-360")], [false, false, true]);
    }

    #[test]
    fn up_09_a_name_leads_nowhere_else() {
        let data = tempfile::tempdir().unwrap();
        let cache = FileCache::open(data.path(), 100).unwrap();
        for name in ["../kinora.db", "/etc/passwd", "..", "", "a/b", "-x"] {
            assert!(cache.get(name, at(1)).is_err(), "{name:?}");
        }
    }
}
