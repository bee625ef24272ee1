//! Removes the stored files of a video whose row is gone, and its received file. That there was nothing is as good.

use super::{Failure, received_file};
use crate::app::App;
use crate::storage::StorageKey;

pub fn run(app: &App, uuid: &str) -> Result<(), Failure> {
    let key = StorageKey::parse(&format!("media/{uuid}"))
        .map_err(|refused| Failure::Permanent(refused.to_string()))?;
    app.storage.delete_prefix(&key)?;
    app.downloads.forget(uuid)?;
    app.workspace.remove_incoming(uuid)?;
    received_file::remove(app, uuid)?;
    Ok(())
}
