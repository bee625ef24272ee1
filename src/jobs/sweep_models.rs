//! Removes models that no row names: of trainings that died between the file and the row.

use std::collections::HashSet;

use super::Failure;
use super::sweep_files::remove_if_old;
use crate::app::App;
use crate::models::recommender_model::RecommenderModel;
use crate::storage::StorageKey;

/// Answers how many were removed.
pub fn run(app: &App) -> Result<usize, Failure> {
    let folders = app.storage.list_prefixes(&StorageKey::parse("models")?)?;
    let kept: HashSet<String> =
        app.db.read_blocking(|conn| Ok(RecommenderModel::kept_files(conn)?))?.into_iter().collect();
    let is_kept = |folder: &StorageKey| kept.iter().any(|file| file.starts_with(&format!("{folder}/")));
    let mut removed = 0;
    for folder in folders.iter().filter(|folder| !is_kept(&folder.key)) {
        removed += remove_if_old(app, &folder.key, folder.modified)?;
    }
    Ok(removed)
}
