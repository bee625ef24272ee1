//! The folder in which one attempt at a task makes its files: its own, and gone when the attempt ends, however it ends.
//!
//! Each attempt has a name of its own, so that one whose lease was lost cannot write among the files of the next.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::app::App;
use crate::keys::random_bytes;
use crate::models::task::Lease;

pub struct MediaFolder {
    app: App,
    name: String,
    path: PathBuf,
}

impl MediaFolder {
    pub fn make(app: &App, lease: &Lease) -> anyhow::Result<Self> {
        app.workspace.remove_task_dirs_of(&lease.task.to_string())?;
        let name = format!("{}-{}", lease.task, unguessable()?);
        let path = app.workspace.fresh_task_dir(&name)?;
        Ok(Self { app: app.clone(), name, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for MediaFolder {
    fn drop(&mut self) {
        if let Err(error) = self.app.workspace.remove_task_dir(&self.name) {
            log::warn!("the folder {} is left to the sweep: {error}", self.name);
        }
    }
}

/// A name that nobody guesses: 24 characters of an address's alphabet, none of them a hyphen at the start.
pub fn unguessable() -> anyhow::Result<String> {
    Ok(format!("v{}", URL_SAFE_NO_PAD.encode(random_bytes::<18>()?)))
}
