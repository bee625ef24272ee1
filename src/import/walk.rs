//! The files of a folder and of the folders in it.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const DEEPEST: usize = 8;

/// By name. Links are not followed: a folder may come from somebody else.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    list(folder, DEEPEST, &mut files)?;
    files.sort();
    Ok(files)
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_file() {
            files.push(entry.path());
        } else if kind.is_dir() && depth > 0 {
            list(&entry.path(), depth - 1, files)?;
        }
    }
    Ok(())
}

pub fn name_of(file: &Path) -> String {
    file.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

/// In small letters.
pub fn extension(file: &Path) -> String {
    file.extension().map(OsStr::to_string_lossy).unwrap_or_default().to_lowercase()
}
