//! A task under way: its lease, its progress, and the wish that it end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::media::MediaError;
use crate::models::task::Lease;
use crate::storage::KeyRefused;

/// Why a task did not end well.
#[derive(Debug)]
pub enum Failure {
    /// Trying again cannot help; the sentence is for people.
    Permanent(String),
    /// Worth another attempt later.
    Retry(anyhow::Error),
    /// The process stops or the lease was lost.
    Cancelled,
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Retry(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Retry(error.into())
    }
}

impl From<KeyRefused> for Failure {
    fn from(refused: KeyRefused) -> Self {
        Self::Retry(refused.into())
    }
}

impl From<MediaError> for Failure {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Refused(refused) => Self::Permanent(refused.to_string()),
            MediaError::Failed(error) => Self::Retry(error),
            MediaError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(error) => Self::Retry(error),
            other => Self::Retry(anyhow::anyhow!("{other}")),
        }
    }
}

pub struct Work {
    app: App,
    pub lease: Lease,
    stop: Arc<AtomicBool>,
    /// Set by the lease keeper: the lease was lost, or the process stops.
    cancelled: Arc<AtomicBool>,
    finished: AtomicBool,
    progress: Arc<AtomicU8>,
}

impl Work {
    pub(super) fn new(app: App, lease: Lease, stop: Arc<AtomicBool>) -> Self {
        Self {
            app,
            lease,
            stop,
            cancelled: Arc::default(),
            finished: AtomicBool::new(false),
            progress: Arc::default(),
        }
    }

    /// Whether the task should end now: the process stops, or another worker has taken over.
    pub fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::SeqCst) || self.cancelled.load(Ordering::SeqCst)
    }

    /// A flag that is set within a second or so of that wish: for what cannot ask.
    pub fn cancellation(&self) -> Arc<AtomicBool> {
        self.cancelled.clone()
    }

    /// In percent; shown to the creator and the administrator within a second or so.
    pub fn set_progress(&self, percent: u8) {
        self.progress.store(percent.min(100), Ordering::SeqCst);
    }

    /// Ends the task in the same transaction as what it brought about, exactly once.
    pub fn finish<T, F>(&self, change: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (lease, now) = (self.lease, self.app.now());
        let outcome = self.app.db.write_blocking(move |conn| {
            if !lease.finish(conn, now)? {
                return Err(Error::Conflict("the lease was lost".to_owned()));
            }
            change(conn)
        });
        match outcome {
            Ok(outcome) => {
                self.finished.store(true, Ordering::SeqCst);
                Ok(outcome)
            }
            Err(Error::Conflict(_)) => Err(Failure::Cancelled),
            Err(error) => Err(error.into()),
        }
    }

    /// Ends with [`Failure::Cancelled`] if another worker has taken over: asked before each step that others can see.
    pub fn ensure_held(&self) -> Result<(), Failure> {
        let (lease, now, progress) = (self.lease, self.app.now(), self.progress.load(Ordering::SeqCst));
        let held = self.app.db.write_blocking(move |conn| Ok(lease.renew(conn, Some(progress), now)?))?;
        if held && !self.is_cancelled() { Ok(()) } else { Err(Failure::Cancelled) }
    }

    pub(super) fn finish_if_open(&self) -> Result<()> {
        if self.finished.load(Ordering::SeqCst) {
            return Ok(());
        }
        let (lease, now) = (self.lease, self.app.now());
        self.app.db.write_blocking(move |conn| Ok(lease.finish(conn, now).map(drop)?))
    }

    pub(super) fn release(&self) -> Result<()> {
        let lease = self.lease;
        self.app.db.write_blocking(move |conn| Ok(lease.release(conn).map(drop)?))
    }

    pub(super) fn back_off(&self, attempt: i32, error: &str) -> Result<()> {
        let (lease, now, error) = (self.lease, self.app.now(), error.to_owned());
        self.app.db.write_blocking(move |conn| Ok(lease.back_off(conn, attempt, &error, now).map(drop)?))
    }

    /// Ends the task for good, in the same transaction as what follows from it. False: the lease was lost.
    pub(super) fn fail<F>(&self, reason: &str, change: F) -> Result<bool>
    where
        F: Fn(&mut Conn) -> Result<()> + Send + 'static,
    {
        let (lease, now, reason) = (self.lease, self.app.now(), reason.to_owned());
        self.app.db.write_blocking(move |conn| {
            let failed = lease.fail(conn, &reason, now)?;
            if failed {
                change(conn)?;
            }
            Ok(failed)
        })
    }

    pub(super) fn watch(&self) -> Watch {
        Watch {
            app: self.app.clone(),
            lease: self.lease,
            stop: self.stop.clone(),
            cancelled: self.cancelled.clone(),
            progress: self.progress.clone(),
        }
    }
}

/// What the lease keeper needs of a task under way.
pub(super) struct Watch {
    pub app: App,
    pub lease: Lease,
    pub stop: Arc<AtomicBool>,
    pub cancelled: Arc<AtomicBool>,
    pub progress: Arc<AtomicU8>,
}
