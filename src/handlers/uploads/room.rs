//! Whether there is room for a file: its own size, and what the disk has left.

use crate::app::App;
use crate::error::{Error, Invalid, Result};
use crate::text::words;

/// How often the free space is looked at while a file arrives.
pub const LOOK_EVERY_BYTES: u64 = 32 * 1024 * 1024;

pub fn check_size(app: &App, bytes: u64) -> Result<(), Invalid> {
    let most = app.config.limits.upload_bytes;
    if bytes <= most {
        return Ok(());
    }
    Err(Invalid::field("file", format!("A file may have at most {}.", words::bytes(most))))
}

/// Whether `more` bytes leave free what uploads must leave: the database and everybody else need it more.
pub fn has_disk(app: &App, more: u64) -> Result<bool> {
    let capacity = app.storage.capacity()?;
    let reserve = capacity.total / 100 * app.config.limits.disk_reserve_percent;
    let fits = capacity.free > reserve.saturating_add(more);
    if !fits {
        log::error!("an upload was refused: only {} bytes are free", capacity.free);
    }
    Ok(fits)
}

/// The same as a refusal of the form.
pub fn check_disk(app: &App) -> Result<()> {
    if has_disk(app, 0)? { Ok(()) } else { Err(Error::from(Invalid::field("file", NO_DISK))) }
}

pub const NO_DISK: &str = "The site has no room left for uploads. Please tell its administrator.";

/// As the database counts.
pub fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
