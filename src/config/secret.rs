//! The master key: given by the operator, or made once in the data folder.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

use super::Config;
use crate::keys::{MasterKey, Secret};

/// The key of this site. Without a configured one, 32 random bytes are made once in `{data}/secret.key`, readable by its owner only.
pub fn master_key(config: &Config) -> anyhow::Result<MasterKey> {
    let current = match &config.secret_key {
        Some(secret) => secret.clone(),
        None => kept_or_made(&config.data_dir)?,
    };
    MasterKey::from_secrets(&current, config.secret_key_old.as_ref())
        .map_err(|reason| anyhow::anyhow!("KINORA_SECRET_KEY: {reason}"))
}

fn kept_or_made(data_dir: &Path) -> anyhow::Result<Secret> {
    let path = data_dir.join("secret.key");
    match std::fs::read_to_string(&path) {
        Ok(text) => return Ok(Secret::new(text.trim_end().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("KINORA_DATA_DIR: cannot read {}", path.display()));
        }
    }
    std::fs::create_dir_all(data_dir)
        .with_context(|| format!("KINORA_DATA_DIR: cannot create the folder {}", data_dir.display()))?;
    let secret = Secret::random()?;
    // Written beside and renamed without replacing, so that two first starts agree on one key.
    let draft = data_dir.join(format!("secret.key.{}", std::process::id()));
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .with_context(|| format!("KINORA_DATA_DIR: cannot write in {}", data_dir.display()))?;
    file.write_all(secret.expose().as_bytes())?;
    file.sync_all()?;
    let kept = std::fs::hard_link(&draft, &path);
    std::fs::remove_file(&draft)?;
    match kept {
        Ok(()) => Ok(secret),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(Secret::new(std::fs::read_to_string(&path)?.trim_end().to_owned()))
        }
        Err(error) => Err(error).with_context(|| format!("cannot write {}", path.display())),
    }
}
