//! Copies everything from one storage to another, so that a site can change where its files are.
//!
//! A copy may be interrupted anywhere and begun again: what the target has already, with the same bytes, is not sent again. Every file counts
//! only after the target's bytes were read back and hashed, and the source is touched only when all of them did.

use std::fmt;
use std::io::{self, ErrorKind, Read};

use sha2::{Digest, Sha256};

use super::key::AREAS;
use super::{Storage, StorageKey, StoredObject, Workspace};

const FOLDER: &str = "storage-move";
const BUFFER_BYTES: usize = 1 << 20;

/// What becomes of the source's files once all of them are in the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Kept,
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Copied,
    /// The target had it, with the same bytes.
    Present,
    /// It is in the target with other bytes than in the source, even after it was copied.
    Differs,
    /// It was deleted while we came to it.
    Gone,
}

/// One file that was dealt with, of how many.
#[derive(Debug)]
pub struct Step<'a> {
    pub number: usize,
    pub of: usize,
    pub key: &'a StorageKey,
    pub size: u64,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub copied: usize,
    pub copied_bytes: u64,
    pub present: usize,
    pub differing: usize,
    pub deleted: usize,
}

/// Copies all published files; an error ends it, and the next run goes on from there.
pub fn copy_all(
    from: &Storage,
    to: &Storage,
    workspace: &Workspace,
    source: Source,
    mut tell: impl FnMut(Step<'_>),
) -> io::Result<Summary> {
    let mut objects = Vec::new();
    for area in AREAS {
        objects.extend(from.list_objects(&StorageKey::parse(area).map_err(io::Error::other)?)?);
    }
    let mut summary = Summary::default();
    let mut verified = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        let outcome = copy(from, to, workspace, object)?;
        match outcome {
            Outcome::Copied => {
                summary.copied += 1;
                summary.copied_bytes += object.size;
            }
            Outcome::Present => summary.present += 1,
            Outcome::Differs => summary.differing += 1,
            Outcome::Gone => {}
        }
        if matches!(outcome, Outcome::Copied | Outcome::Present) {
            verified.push(&object.key);
        }
        tell(Step { number: index + 1, of: objects.len(), key: &object.key, size: object.size, outcome });
    }
    if source == Source::Deleted && summary.differing == 0 {
        for key in verified {
            from.delete_prefix(key)?;
            summary.deleted += 1;
        }
        if let Storage::Local(local) = from {
            local.remove_empty_dirs()?;
        }
    }
    Ok(summary)
}

fn copy(from: &Storage, to: &Storage, workspace: &Workspace, object: &StoredObject) -> io::Result<Outcome> {
    let key = &object.key;
    let is_there = to.exists(key)? && to.size_of_prefix(key)? == object.size;
    let wanted = match hash(from, key) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Outcome::Gone),
        wanted => wanted?,
    };
    if is_there && hash(to, key)? == wanted {
        return Ok(Outcome::Present);
    }
    let draft = workspace.fresh_task_dir(FOLDER)?.join("draft");
    let copied = match from.fetch(key, &draft).and_then(|()| to.put_file(key, &draft)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Outcome::Gone),
        Err(error) => Err(error),
        Ok(()) if hash(to, key)? == wanted => Ok(Outcome::Copied),
        Ok(()) => Ok(Outcome::Differs),
    };
    workspace.remove_task_dir(FOLDER)?;
    copied
}

/// The SHA-256 of the bytes that the storage gives back.
fn hash(storage: &Storage, key: &StorageKey) -> io::Result<[u8; 32]> {
    let mut stored = storage.read(key)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match stored.bytes.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().into()),
            length => hasher.update(&buffer[..length]),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { copied, copied_bytes, present, differing, deleted } = self;
        write!(f, "{copied} files copied ({copied_bytes} bytes), {present} were there already, ")?;
        write!(f, "{differing} differ, {deleted} deleted from the source")
    }
}
