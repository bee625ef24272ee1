//! The upload that a request is about, held for it alone.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::refusal::Refusal;
use crate::app::{App, UploadLock};
use crate::clock::Timestamp;
use crate::db::ids::{UserId, Uuid};
use crate::db::types::VideoState;
use crate::error::{Error, Result};
use crate::handlers::uploads::room::signed;
use crate::http::body_file::{Sink, blocking};
use crate::models::video::{Completion, Upload};

/// What is found under an upload's address.
pub enum Found {
    Arriving(Target),
    /// Its file is whole and has become a video's.
    Finished(Upload),
}

/// An upload that still arrives.
pub struct Target {
    pub upload: Upload,
    /// How much of the file there is.
    pub offset: u64,
    path: PathBuf,
    lock: Arc<UploadLock>,
}

/// A file that is written under a lock. Whoever still writes holds it, even when the request is gone.
pub struct LockedFile {
    pub file: File,
    _lock: Arc<UploadLock>,
}

impl Sink for LockedFile {
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.write(bytes)
    }
}

impl Target {
    /// One of this person's own uploads; anybody else's is not found.
    pub async fn find(app: &App, owner: UserId, uuid: &str) -> Result<Found, Refusal> {
        let uuid = Uuid::parse(uuid).ok_or(Error::NotFound)?;
        let lock = UploadLock::take(app, owner, uuid).ok_or(Refusal::Locked)?;
        let (upload, state) = app.db.read(move |conn| Ok(Upload::with_state(conn, owner, uuid)?)).await?;
        if state != VideoState::Uploading {
            return Ok(Found::Finished(upload));
        }
        if upload.is_overdue(app.now()) {
            return Err(Refusal::Expired);
        }
        Ok(Found::Arriving(Self::of(app, upload, lock).await?))
    }

    async fn of(app: &App, upload: Upload, lock: UploadLock) -> Result<Self> {
        let path = app.workspace.incoming(upload.uuid.as_str())?;
        let looked_at = path.clone();
        let offset = blocking(move || match std::fs::metadata(looked_at) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        });
        Ok(Self { offset: offset.await?, upload, path, lock: Arc::new(lock) })
    }

    /// How large the file will be.
    pub fn length(&self) -> u64 {
        u64::try_from(self.upload.bytes).unwrap_or(0)
    }

    pub fn left(&self) -> u64 {
        self.length().saturating_sub(self.offset)
    }

    pub fn is_whole(&self) -> bool {
        self.left() == 0
    }

    /// The file, to be written at its end.
    pub async fn open(&self) -> Result<Arc<LockedFile>> {
        let path = self.path.clone();
        let file = blocking(move || OpenOptions::new().append(true).create(true).open(path)).await?;
        Ok(Arc::new(LockedFile { file, _lock: self.lock.clone() }))
    }

    /// An empty file beside it, for a piece that is looked at before it counts.
    pub async fn scratch(&self, app: &App) -> Result<(PathBuf, Arc<LockedFile>)> {
        let path = app.workspace.incoming(&format!("{}-piece", self.upload.uuid))?;
        let made = path.clone();
        let open = move || OpenOptions::new().read(true).write(true).create(true).truncate(true).open(made);
        let file = blocking(open).await?;
        Ok((path, Arc::new(LockedFile { file, _lock: self.lock.clone() })))
    }

    /// Brings to the disk what was written, and notes it; a file that is whole is handed on. Answers until when the rest is waited for.
    pub async fn settle(&mut self, app: &App, file: Arc<LockedFile>) -> Result<Timestamp> {
        let is_first = self.offset == 0;
        let folder = self.path.parent().map(PathBuf::from).filter(|_| is_first);
        self.offset = blocking(move || {
            file.file.sync_all()?;
            // The folder names the file, and must remember it too.
            folder.map_or(Ok(()), |folder| File::open(folder)?.sync_all())?;
            Ok(file.file.metadata()?.len())
        })
        .await?;
        let (upload, now, expires_at) = (self.upload.clone(), app.now(), expiry(app));
        if !self.is_whole() {
            let (upload, received) = (upload.uuid, signed(self.offset));
            app.db.write(move |conn| Upload::note_received(conn, upload, received, expires_at)).await?;
            return Ok(expires_at);
        }
        let completed = app.db.write(move |conn| Upload::complete(conn, &upload, now)).await?;
        if completed == Completion::Done {
            app.wake_workers();
        }
        Ok(expires_at)
    }
}

/// Until when an upload of which a byte has just arrived is waited for.
pub fn expiry(app: &App) -> Timestamp {
    app.now().plus_seconds(app.config.limits.unfinished_upload_hours * 3600)
}
