//! Where a received file is: in the incoming folder, or still in the bucket into which its creator's browser put it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::Path;

use super::{Failure, Work};
use crate::app::App;
use crate::db::ids::Uuid;
use crate::models::video::{DirectUpload, Upload};
use crate::storage::Storage;

/// Brings the file to the incoming folder, if the bucket has it. From then on it is there alone, safe on the disk.
pub fn bring(app: &App, work: &Work, upload: &Upload, folder: &Path) -> Result<(), Failure> {
    let (Storage::S3(bucket), name) = (&app.storage, upload.uuid.as_str()) else { return Ok(()) };
    let target = app.workspace.incoming(name)?;
    if target.is_file() {
        return Ok(());
    }
    let capacity = app.storage.capacity()?;
    let reserve = capacity.total / 100 * app.config.limits.disk_reserve_percent;
    if capacity.free < reserve.saturating_add(upload.bytes.unsigned_abs()) {
        return Err(Failure::Retry(anyhow::anyhow!(
            "the disk has no room for the file that is in the bucket"
        )));
    }
    let draft = folder.join("received");
    match bucket.fetch_received(name, &draft) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        fetched => fetched?,
    }
    if work.is_cancelled() {
        return Err(Failure::Cancelled);
    }
    File::open(&draft)?.sync_all()?;
    fs::rename(&draft, &target)?;
    if let Some(parent) = target.parent() {
        File::open(parent)?.sync_all()?;
    }
    Ok(bucket.remove_received(name)?)
}

/// Removes the file from the bucket. That there was none is as good.
pub fn remove(app: &App, name: &str) -> std::io::Result<()> {
    match &app.storage {
        Storage::S3(bucket) => bucket.remove_received(name),
        Storage::Local(_) => Ok(()),
    }
}

/// Gives up what was not finished within its day, and removes what is whole and nobody's. Answers how many.
pub fn sweep(app: &App, is_old: impl Fn(std::time::SystemTime) -> bool) -> Result<usize, Failure> {
    let Storage::S3(bucket) = &app.storage else { return Ok(0) };
    let now = app.now();
    let expired = app.db.read_blocking(move |conn| Ok(DirectUpload::expired(conn, now)?))?;
    let mut removed = expired.len();
    for upload in expired {
        bucket.give_up_receiving(upload.uuid.as_str(), &upload.store_upload)?;
        app.db.write_blocking(move |conn| Ok(DirectUpload::remove(conn, upload.uuid)?))?;
    }
    let old = bucket.received_files()?.into_iter().filter(|(_, modified)| is_old(*modified));
    let names: Vec<String> = old.map(|(name, _)| name).collect();
    for names in names.chunks(200) {
        let uuids: Vec<Uuid> = names.iter().filter_map(|name| Uuid::parse(name)).collect();
        let wanted = app.db.read_blocking(move |conn| {
            let mut wanted = Upload::waiting(conn, &uuids, now)?;
            wanted.extend(DirectUpload::open_among(conn, &uuids)?);
            Ok(wanted)
        })?;
        for name in names.iter().filter(|name| !wanted.iter().any(|uuid| uuid.as_str() == *name)) {
            bucket.remove_received(name)?;
            removed += 1;
        }
    }
    Ok(removed)
}
