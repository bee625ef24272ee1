//! A program of the operator's, written as a shell script.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

/// In `$OUT` the script finds the folder that it lies in.
pub fn script(folder: &TempDir, body: &str) -> PathBuf {
    let path = folder.path().join("program");
    let out = folder.path().display();
    std::fs::write(&path, format!("#!/bin/sh\nOUT={out}\n{body}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}
