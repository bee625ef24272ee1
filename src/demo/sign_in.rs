//! The demonstration administrator's password: random, kept in `{data}/demo-sign-in` for the operator alone.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

use crate::keys::random_bytes;

pub const USERNAME: &str = "admin";
/// Nobody reads mail there, and no real account has it.
pub const EMAIL: &str = "admin@demo.invalid";

const FILE: &str = "demo-sign-in";
/// Letters and digits that nobody mistakes for one another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// The kept password, if there is one.
pub fn read(data_dir: &Path) -> anyhow::Result<Option<String>> {
    let path = data_dir.join(FILE);
    let text = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        text => text.with_context(|| format!("cannot read {}", path.display()))?,
    };
    Ok(text.lines().find_map(|line| line.strip_prefix("password: ")).map(str::to_owned))
}

/// The kept password, or a new one that is kept from now on.
pub fn read_or_make(data_dir: &Path) -> anyhow::Result<String> {
    if let Some(password) = read(data_dir)? {
        return Ok(password);
    }
    let password = random_password()?;
    write_private(&data_dir.join(FILE), &format!("username: {USERNAME}\npassword: {password}\n"))?;
    Ok(password)
}

/// A whole file or none, readable by its owner alone.
pub fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    let new = path.with_extension("new");
    let write = || -> std::io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&new, path)?;
        path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// Twenty letters of 5 bits in groups of four.
fn random_password() -> anyhow::Result<String> {
    let letters: Vec<char> =
        random_bytes::<20>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_password_is_made_once_and_kept_private() {
        let data = tempfile::tempdir().unwrap();
        let first = super::read_or_make(data.path()).unwrap();
        assert_eq!(super::read_or_make(data.path()).unwrap(), first);
        assert_eq!(first.len(), 24);
        let mode = data.path().join("demo-sign-in").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
