//! Uploads that are arriving in this process: how many each person has, and how many bytes they may still bring.
//!
//! A quota that looked only at what is stored would let two uploads pass that fit only alone, and find out after gigabytes. An upload in
//! pieces is promised its room in the database; one that is a form keeps its room here, until the database counts its file. Whoever asks
//! first notes what they want here, sees who else does, and only then looks at the database: so of two, one sees the other.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::App;
use crate::db::ids::UserId;
use crate::error::{Invalid, Result};
use crate::models::video::{Upload, check_quota};

#[derive(Default)]
pub struct OpenUploads {
    by_user: Mutex<HashMap<(UserId, Arrival), Open>>,
}

/// How a file arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arrival {
    /// In one form; the database hears of it at its end.
    Form,
    /// In pieces; noted here only while the database is being asked.
    Pieces,
}

#[derive(Default, Debug, Clone, Copy)]
pub struct Open {
    pub uploads: i64,
    pub bytes: i64,
}

/// One upload that is arriving; its room is given back when this is dropped.
pub struct OpenUpload {
    app: App,
    name: (UserId, Arrival),
    /// What the user had stored when this began.
    stored: i64,
    bytes: i64,
}

impl OpenUpload {
    /// Reserves room for as many bytes as were announced, or says why there is none.
    pub async fn begin(app: &App, user: UserId, announced: i64) -> Result<Self> {
        let (mut mine, others) = Self::reserve(app, user, Arrival::Form, announced);
        let (stored, in_pieces) = app
            .db
            .read(move |conn| Ok((Upload::bytes_of_user(conn, user)?, Upload::open_of_user(conn, user)?)))
            .await?;
        let open = others.uploads + in_pieces;
        if open >= app.config.limits.open_uploads {
            return Err(too_many(open).into());
        }
        check_quota(stored.saturating_add(others.bytes), announced, quota(app))?;
        mine.stored = stored;
        Ok(mine)
    }

    /// Notes what is wanted, and answers what else of the same person the database does not count yet.
    pub fn reserve(app: &App, user: UserId, arrival: Arrival, bytes: i64) -> (Self, Open) {
        let mut open = app.open_uploads.open();
        let of = |arrival| open.get(&(user, arrival)).copied().unwrap_or_default();
        let others = match arrival {
            // Pieces that are being promised at this very moment may be counted twice, and then only for that moment.
            Arrival::Form => of(Arrival::Form).and(of(Arrival::Pieces)),
            // The database lets only one of these in at a time, and counts those before.
            Arrival::Pieces => of(Arrival::Form),
        };
        let all = open.entry((user, arrival)).or_default();
        *all = all.and(Open { uploads: 1, bytes });
        drop(open);
        (Self { app: app.clone(), name: (user, arrival), stored: 0, bytes }, others)
    }

    /// Reserves more where more arrived than was announced.
    pub fn grow(&mut self, received: i64) -> Result<(), Invalid> {
        if received <= self.bytes {
            return Ok(());
        }
        let mut open = self.app.open_uploads.open();
        let mine = open.entry(self.name).or_default();
        let others = self.stored.saturating_add(mine.bytes - self.bytes);
        check_quota(others, received, quota(&self.app))?;
        mine.bytes += received - self.bytes;
        self.bytes = received;
        Ok(())
    }
}

impl Open {
    fn and(self, other: Self) -> Self {
        Self { uploads: self.uploads + other.uploads, bytes: self.bytes.saturating_add(other.bytes) }
    }
}

impl Drop for OpenUpload {
    fn drop(&mut self) {
        let mut open = self.app.open_uploads.open();
        if let Some(mine) = open.get_mut(&self.name) {
            mine.uploads -= 1;
            mine.bytes -= self.bytes;
            if mine.uploads <= 0 {
                open.remove(&self.name);
            }
        }
    }
}

impl OpenUploads {
    fn open(&self) -> MutexGuard<'_, HashMap<(UserId, Arrival), Open>> {
        self.by_user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The refusal of one more upload beside those that are under way.
pub fn too_many(open: i64) -> Invalid {
    Invalid::field("file", format!("You have {open} uploads under way. Finish or delete one of them first."))
}

fn quota(app: &App) -> i64 {
    i64::try_from(app.config.limits.quota_bytes).unwrap_or(i64::MAX)
}
