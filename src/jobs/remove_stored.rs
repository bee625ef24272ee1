//! Removes stored files and folders that no row names any more. That there was nothing is as good.

use super::Failure;
use crate::app::App;
use crate::storage::StorageKey;

pub fn run(app: &App, keys: &[String]) -> Result<(), Failure> {
    for key in keys {
        let key = StorageKey::parse(key).map_err(|refused| Failure::Permanent(refused.to_string()))?;
        app.storage.delete_prefix(&key)?;
    }
    Ok(())
}
