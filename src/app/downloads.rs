//! One quality of a video as one file, made when it is first asked for and kept while there is room.
//!
//! Each file is made once, however many ask for it at the same time, and few are made at once. Who may have it is the caller's
//! question, at each request: the cache has no addresses of its own.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{App, OwnFolder};
use crate::db::ids::Uuid;
use crate::error::{Error, Result};
use crate::media;
use crate::models::video::DownloadParts;
use crate::storage::{FileCache, StorageKey, StoredFile};

/// Copying is a matter of the disk, which two at a time keep busy.
const AT_ONCE: usize = 2;

pub struct Downloads {
    cache: FileCache,
    turns: Arc<Semaphore>,
    under_way: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// A quality of a published version.
#[derive(Debug, Clone)]
pub struct WantedDownload {
    pub uuid: Uuid,
    pub version: String,
    pub quality: u32,
    pub parts: DownloadParts,
}

impl Downloads {
    pub fn new(cache: FileCache) -> Self {
        Self { cache, turns: Arc::new(Semaphore::new(AT_ONCE)), under_way: Mutex::default() }
    }

    /// Whether a file of about this size can be made at all.
    pub fn has_room_for(&self, bytes: i64) -> bool {
        self.cache.has_room_for(u64::try_from(bytes).unwrap_or(0))
    }

    /// The file, from the cache or made now. Whoever made it go on goes away without harm: it is finished for the next.
    pub async fn open(app: &App, wanted: WantedDownload) -> Result<StoredFile> {
        if let Some(file) = cached(app, &wanted).await? {
            return Ok(file);
        }
        let alone = app.downloads.alone(&wanted.name()).lock_owned().await;
        if let Some(file) = cached(app, &wanted).await? {
            return Ok(file);
        }
        let turn =
            app.downloads.turns.clone().acquire_owned().await.map_err(|error| anyhow::anyhow!(error))?;
        let app = app.clone();
        let made = spawn_blocking(move || {
            let made = make(&app, &wanted);
            drop((alone, turn));
            app.downloads.forget_finished();
            made
        });
        made.await.map_err(|error| anyhow::anyhow!(error))?
    }

    /// Removes what was kept of a video that is gone.
    pub fn forget(&self, uuid: &str) -> std::io::Result<()> {
        self.cache.forget(&format!("{uuid}."))
    }

    fn alone(&self, name: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.entry(name.to_owned()).or_default().clone()
    }

    fn forget_finished(&self) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.retain(|_, waiting| Arc::strong_count(waiting) > 1);
    }
}

impl WantedDownload {
    fn name(&self) -> String {
        format!("{}.{}.{}.mp4", self.uuid, self.version, self.quality)
    }
}

async fn cached(app: &App, wanted: &WantedDownload) -> Result<Option<StoredFile>> {
    let (app, name) = (app.clone(), wanted.name());
    let found = spawn_blocking(move || app.downloads.cache.get(&name, moment(&app)));
    Ok(found.await.map_err(|error| anyhow::anyhow!(error))??)
}

fn make(app: &App, wanted: &WantedDownload) -> Result<StoredFile> {
    let engine = app.media.as_ref().map_err(|_| Error::Busy("there is no ffmpeg"))?;
    check_disk(app, wanted.parts.bytes())?;
    let folder = OwnFolder::make(app, "download")?;
    // Apart from what is made: the inputs may be the stored files themselves, and ffmpeg may write where it writes.
    let (inputs, made) = (folder.path().join("inputs"), folder.path().join("made"));
    std::fs::create_dir(&inputs)?;
    std::fs::create_dir(&made)?;
    let fetched = |name: &str| -> Result<PathBuf> {
        let key = StorageKey::parse(&format!("media/{}/{}/{name}", wanted.uuid, wanted.version))
            .map_err(anyhow::Error::from)?;
        let path = inputs.join(name);
        app.storage.fetch(&key, &path)?;
        Ok(path)
    };
    let picture = fetched(&wanted.parts.picture)?;
    let sound = wanted.parts.sound.as_deref().map(fetched).transpose()?;
    let name = wanted.name();
    let joined = media::join_renditions(engine, &picture, sound.as_deref(), &made, &name)
        .map_err(|error| Error::Internal(error.into()))?;
    app.downloads.cache.put(&name, &joined, moment(app))?;
    app.downloads.cache.get(&name, moment(app))?.ok_or(Error::NotFound)
}

/// What can be made again must never take the room that uploads and the database need.
fn check_disk(app: &App, bytes: i64) -> Result<()> {
    let capacity = app.storage.capacity()?;
    let reserve = capacity.total / 100 * app.config.limits.disk_reserve_percent;
    if capacity.free > reserve.saturating_add(u64::try_from(bytes).unwrap_or(0)) {
        return Ok(());
    }
    Err(Error::Busy("the disk has no room for a download"))
}

fn moment(app: &App) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(app.now().millis().unsigned_abs())
}
