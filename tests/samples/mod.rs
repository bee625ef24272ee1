//! Real inputs, kept outside the repository.

use std::path::PathBuf;

/// A file of the sample collection, or `None` with a message where the collection is absent.
pub fn sample(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("KINORA_SAMPLES").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/samples")),
        PathBuf::from,
    );
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    }
    Some(path)
}
