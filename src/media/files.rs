//! Makes finished files durable, and unfinished ones disappear.

use std::fs::File;
use std::path::Path;

use anyhow::Context;

/// Syncs the file and the folder that names it. Returns its size.
pub(super) fn settle(path: &Path) -> anyhow::Result<u64> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    file.sync_all().with_context(|| format!("cannot sync {}", path.display()))?;
    let folder = path.parent().context("the file is in no folder")?;
    File::open(folder).and_then(|folder| folder.sync_all()).context("cannot sync the folder")?;
    Ok(file.metadata().context("cannot read the file's size")?.len())
}

/// Removes what a failed attempt left behind.
pub(super) fn discard(path: &Path) {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            log::warn!("cannot remove {}: {error}", path.display());
        }
        _ => {}
    }
}
