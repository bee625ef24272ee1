//! How far the demonstration has come, in `{data}/demo-state`: killed at any moment, the next run goes on from here.
//!
//! What was done is told by what is there: the people, and each film by its identifier, which the bookmark's seed decides. Only the
//! month that is told about them is counted here, day by day.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::sign_in::write_private;
use crate::clock::Timestamp;
use crate::db::ids::Uuid;
use crate::keys::{hex, random_bytes};

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Bookmark {
    #[serde(skip)]
    path: PathBuf,
    seed: String,
    /// Milliseconds since 1970; every moment of the demonstration is reckoned from it.
    began_ms: i64,
    pub days_told: i64,
    pub is_finished: bool,
}

impl Bookmark {
    pub fn read(data_dir: &Path) -> anyhow::Result<Option<Self>> {
        let path = path_in(data_dir);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text.with_context(|| format!("cannot read {}", path.display()))?,
        };
        let found: Self =
            serde_json::from_str(&text).with_context(|| format!("{} is damaged", path.display()))?;
        Ok(Some(Self { path, ..found }))
    }

    pub fn begin(data_dir: &Path, now: Timestamp) -> anyhow::Result<Self> {
        let bookmark = Self {
            path: path_in(data_dir),
            seed: hex(&random_bytes::<16>()?),
            began_ms: now.millis(),
            days_told: 0,
            is_finished: false,
        };
        bookmark.save()?;
        Ok(bookmark)
    }

    pub fn save(&self) -> anyhow::Result<()> {
        write_private(&self.path, &serde_json::to_string(self)?)
    }

    pub fn began(&self) -> Timestamp {
        Timestamp::from_millis(self.began_ms)
    }

    /// The same identifier for the same name at every run, and another on every site.
    pub fn uuid_of(&self, name: &str) -> Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.digest(name)[..16]);
        Uuid::from(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The same number for the same name at every run.
    pub fn number_of(&self, name: &str) -> u64 {
        self.digest(name)[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn digest(&self, name: &str) -> [u8; 32] {
        Sha256::digest(format!("{} {name}", self.seed)).into()
    }
}

fn path_in(data_dir: &Path) -> PathBuf {
    data_dir.join("demo-state")
}
