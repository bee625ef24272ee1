//! Removes files that no row wants: abandoned uploads, folders of attempts that died, versions that were never published.
//!
//! Only what has lain still for an hour is touched, so that nothing under way is; and a row always comes before its file or a minute
//! after it, so that what is old and nobody's is nobody's for good.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{Failure, received_file};
use crate::app::App;
use crate::db::ids::{TaskId, Uuid};
use crate::models::channel::Channel;
use crate::models::task::TaskRow;
use crate::models::video::{Upload, Video};
use crate::storage::{StorageKey, StoredFolder, Workspace};

const STILL_MS: i64 = 3_600_000;
/// How many names one query asks for.
const CHUNK: usize = 200;

/// Answers how many things were removed.
pub fn run(app: &App) -> Result<usize, Failure> {
    let in_bucket = received_file::sweep(app, |modified| is_old(app, modified))?;
    Ok(sweep_incoming(app)? + sweep_task_folders(app)? + sweep_stored(app)? + in_bucket)
}

fn sweep_incoming(app: &App) -> Result<usize, Failure> {
    let old: Vec<String> = old(app, app.workspace.incoming_uploads()?);
    let mut removed = 0;
    for names in old.chunks(CHUNK) {
        let uuids: Vec<Uuid> =
            names.iter().filter_map(|name| Uuid::parse(Workspace::upload_of(name))).collect();
        let now = app.now();
        let wanted = app.db.read_blocking(move |conn| Upload::waiting(conn, &uuids, now))?;
        let is_wanted = |name: &str| wanted.iter().any(|uuid| uuid.as_str() == Workspace::upload_of(name));
        let unwanted = names.iter().filter(|name| !is_wanted(name));
        let mut released = Vec::new();
        for name in unwanted {
            app.workspace.remove_incoming(name)?;
            released.extend(Uuid::parse(name));
            removed += 1;
        }
        app.db.write_blocking(move |conn| Ok(Upload::release_all(conn, &released)?))?;
    }
    Ok(removed)
}

fn sweep_task_folders(app: &App) -> Result<usize, Failure> {
    let mut removed = 0;
    for name in old(app, app.workspace.task_dirs()?) {
        let task = name.split('-').next().and_then(|number| number.parse().ok()).map(TaskId);
        let now = app.now();
        let is_running = match task {
            Some(task) => app.db.read_blocking(move |conn| Ok(TaskRow::is_leased(conn, task, now)?))?,
            None => false,
        };
        if !is_running {
            app.workspace.remove_task_dir(&name)?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn sweep_stored(app: &App) -> Result<usize, Failure> {
    let mut removed = 0;
    let folders = app.storage.list_folders(&StorageKey::parse("media")?)?;
    for folders in folders.chunks(CHUNK) {
        let uuids: Vec<Uuid> = folders.iter().filter_map(|folder| Uuid::parse(folder.key.name())).collect();
        let wanted: HashMap<String, Vec<String>> = app.db.read_blocking(move |conn| {
            let videos = Video::stored_versions(conn, &uuids)?.into_iter();
            let of_videos = videos.map(|(uuid, version)| (uuid.to_string(), version.into_iter().collect()));
            let channels = Channel::stored_versions(conn, &uuids)?.into_iter();
            Ok(of_videos.chain(channels.map(|(uuid, versions)| (uuid.to_string(), versions))).collect())
        })?;
        for folder in folders {
            removed += match wanted.get(folder.key.name()) {
                Some(versions) => sweep_versions(app, folder, versions)?,
                None => remove_if_old(app, &folder.key, folder.modified)?,
            };
        }
    }
    Ok(removed)
}

fn sweep_versions(app: &App, folder: &StoredFolder, wanted: &[String]) -> Result<usize, Failure> {
    let mut removed = 0;
    for version in &folder.versions {
        if !wanted.iter().any(|wanted| wanted == version.key.name()) {
            removed += remove_if_old(app, &version.key, version.modified)?;
        }
    }
    Ok(removed)
}

pub(super) fn remove_if_old(app: &App, prefix: &StorageKey, modified: SystemTime) -> Result<usize, Failure> {
    if !is_old(app, modified) {
        return Ok(0);
    }
    log::info!("{prefix} belongs to nothing and is removed");
    app.storage.delete_prefix(prefix)?;
    Ok(1)
}

fn old(app: &App, entries: Vec<(String, SystemTime)>) -> Vec<String> {
    entries.into_iter().filter(|(_, modified)| is_old(app, *modified)).map(|(name, _)| name).collect()
}

fn is_old(app: &App, modified: SystemTime) -> bool {
    let modified_ms = modified.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    i64::try_from(modified_ms).unwrap_or(i64::MAX).saturating_add(STILL_MS) <= app.now().millis()
}
