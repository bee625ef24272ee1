//! A folder of the workspace for one piece of work that is no task; it goes when this does.

use std::path::{Path, PathBuf};

use super::App;
use crate::error::Result;
use crate::keys::{hex, random_bytes};

pub struct OwnFolder {
    app: App,
    name: String,
    path: PathBuf,
}

impl OwnFolder {
    /// `what` begins its name, for whoever finds it after a crash.
    pub fn make(app: &App, what: &str) -> Result<Self> {
        let name = format!("{what}-{}", hex(&random_bytes::<16>()?));
        let path = app.workspace.fresh_task_dir(&name)?;
        Ok(Self { app: app.clone(), name, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for OwnFolder {
    fn drop(&mut self) {
        if let Err(error) = self.app.workspace.remove_task_dir(&self.name) {
            log::warn!("the folder {} is left to the sweep: {error}", self.name);
        }
    }
}
