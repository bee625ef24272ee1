//! Who writes an upload's file at the moment: one request at a time, and never the sweep meanwhile.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::App;
use crate::db::ids::{UserId, Uuid};

/// Named by owner and upload, so that nobody can hold somebody else's.
#[derive(Default)]
pub struct UploadLocks {
    held: Mutex<HashSet<(UserId, Uuid)>>,
}

/// The right to write, until this is dropped.
pub struct UploadLock {
    app: App,
    name: (UserId, Uuid),
}

impl UploadLock {
    /// None while another request has it.
    pub fn take(app: &App, owner: UserId, upload: Uuid) -> Option<Self> {
        let name = (owner, upload);
        let is_new = app.upload_locks.held().insert(name);
        is_new.then(|| Self { app: app.clone(), name })
    }
}

impl Drop for UploadLock {
    fn drop(&mut self) {
        self.app.upload_locks.held().remove(&self.name);
    }
}

impl UploadLocks {
    fn held(&self) -> MutexGuard<'_, HashSet<(UserId, Uuid)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
