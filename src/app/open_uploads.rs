//! Uploads that are arriving in this process: how many each person has, and how many bytes they may still bring.
//!
//! A quota that looked only at what is stored would let two uploads pass that fit only alone, and find out after gigabytes. The
//! database has the last word, when the file has arrived; this refuses early.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::App;
use crate::db::ids::UserId;
use crate::error::{Invalid, Result};
use crate::models::video::check_quota;

#[derive(Default)]
pub struct OpenUploads {
    by_user: Mutex<HashMap<UserId, Open>>,
}

#[derive(Default, Clone, Copy)]
struct Open {
    uploads: i64,
    bytes: i64,
}

/// One upload that is arriving; its room is given back when this is dropped.
pub struct OpenUpload {
    app: App,
    user: UserId,
    /// What the user had stored when this began.
    stored: i64,
    bytes: i64,
}

impl OpenUpload {
    /// Reserves room for as many bytes as were announced, or says why there is none.
    pub fn begin(app: &App, user: UserId, stored: i64, announced: i64) -> Result<Self, Invalid> {
        let limits = &app.config.limits;
        let mut open = app.open_uploads.open();
        let mine = open.entry(user).or_default();
        if mine.uploads >= limits.open_uploads {
            return Err(Invalid::field(
                "file",
                format!("You have {} uploads under way. Wait until one of them is finished.", mine.uploads),
            ));
        }
        check_quota(stored.saturating_add(mine.bytes), announced, quota(app))?;
        mine.uploads += 1;
        mine.bytes += announced;
        drop(open);
        Ok(Self { app: app.clone(), user, stored, bytes: announced })
    }

    /// Reserves more where more arrived than was announced.
    pub fn grow(&mut self, received: i64) -> Result<(), Invalid> {
        if received <= self.bytes {
            return Ok(());
        }
        let mut open = self.app.open_uploads.open();
        let mine = open.entry(self.user).or_default();
        let others = self.stored.saturating_add(mine.bytes - self.bytes);
        check_quota(others, received, quota(&self.app))?;
        mine.bytes += received - self.bytes;
        self.bytes = received;
        Ok(())
    }
}

impl Drop for OpenUpload {
    fn drop(&mut self) {
        let mut open = self.app.open_uploads.open();
        if let Some(mine) = open.get_mut(&self.user) {
            mine.uploads -= 1;
            mine.bytes -= self.bytes;
            if mine.uploads <= 0 {
                open.remove(&self.user);
            }
        }
    }
}

impl OpenUploads {
    fn open(&self) -> MutexGuard<'_, HashMap<UserId, Open>> {
        self.by_user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn quota(app: &App) -> i64 {
    i64::try_from(app.config.limits.quota_bytes).unwrap_or(i64::MAX)
}
