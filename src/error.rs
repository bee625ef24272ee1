//! What can go wrong, in the few kinds that a visitor can tell apart.
//!
//! No HTTP here: `http/errors.rs` turns these into pages. What a viewer may not see is `NotFound`, never `Forbidden`.

use std::collections::BTreeMap;

use diesel::result::{DatabaseErrorKind, Error as DatabaseError};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not found")]
    NotFound,
    #[error("sign-in required")]
    SignInRequired,
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// An address or a form that no page of ours has made.
    #[error("malformed request: {0}")]
    Malformed(&'static str),
    /// A body that a program sent, of which a field is not of the kind that it has to be.
    #[error("a body could not be read: {field}: {reason}")]
    Misread { field: String, reason: String },
    #[error("invalid input: {0}")]
    Invalid(#[from] Invalid),
    #[error("{0}")]
    Conflict(String),
    #[error("request is too large: {0}")]
    TooLarge(String),
    /// The request did not arrive in time.
    #[error("the request arrived too slowly")]
    TooSlow,
    #[error("too many attempts, retry after {retry_after} s")]
    TooMany { retry_after: i64 },
    /// The disk is full; what is there already can be read.
    #[error("the disk is full")]
    DiskFull,
    /// The machine is short of something for a moment: a connection, the writer's queue.
    #[error("busy: {0}")]
    Busy(&'static str),
    #[error("{0:#}")]
    Internal(anyhow::Error),
}

/// Why a form was refused: one sentence a field, in the field's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invalid {
    fields: BTreeMap<&'static str, String>,
}

impl Invalid {
    pub fn field(name: &'static str, message: impl Into<String>) -> Self {
        let mut invalid = Self::default();
        invalid.add(name, message);
        invalid
    }

    /// Keeps the first message of a field: one thing to mend at a time.
    pub fn add(&mut self, name: &'static str, message: impl Into<String>) {
        self.fields.entry(name).or_insert_with(|| message.into());
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub fn fields(&self) -> &BTreeMap<&'static str, String> {
        &self.fields
    }

    /// Collects this field's value, or its complaint.
    pub fn take<T>(&mut self, parsed: Result<T, Invalid>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(other) => {
                for (name, message) in other.fields {
                    self.add(name, message);
                }
                None
            }
        }
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (name, message)) in self.fields.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{name}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::NotFound => Self::NotFound,
            other if is_full(&other) => Self::DiskFull,
            other if is_lock_timeout(&other) => Self::Busy("the database is busy"),
            other => Self::Internal(other.into()),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull;
        }
        if error.kind() == std::io::ErrorKind::HostUnreachable {
            log::warn!("{error}");
            return Self::Busy("the object store does not answer");
        }
        Self::Internal(error.into())
    }
}

fn is_full(error: &DatabaseError) -> bool {
    said(error, |message| {
        message.contains("database or disk is full") || message.contains("No space left on device")
    })
}

fn is_lock_timeout(error: &DatabaseError) -> bool {
    matches!(error, DatabaseError::DatabaseError(DatabaseErrorKind::ClosedConnection, _))
        || said(error, |message| {
            message.contains("database is locked")
                || message.contains("lock timeout")
                || message.contains("statement timeout")
        })
}

/// Both databases say these things in words only.
fn said(error: &DatabaseError, is_it: impl Fn(&str) -> bool) -> bool {
    matches!(error, DatabaseError::DatabaseError(_, information) if is_it(information.message()))
}
