//! `kinora storage`: copies the published files between the data folder and the bucket.

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use crate::app::open_storage;
use crate::config::{Config, StorageKind};
use crate::storage::Workspace;
use crate::storage::moving::{self, Outcome, Source, Step};
use crate::text::words;

#[derive(Subcommand)]
pub enum Command {
    /// Copy every published file to the data folder or to the bucket, and read it back there. May be interrupted and begun again.
    Move {
        /// Where to; the other one is where they come from.
        #[arg(long)]
        to: Place,
        /// When every file is in the target with the same bytes, delete those of the source.
        #[arg(long)]
        delete_source: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Place {
    Local,
    S3,
}

pub fn run(config: &Config, command: Command) -> anyhow::Result<()> {
    let Command::Move { to, delete_source } = command;
    if config.storage.bucket.is_empty() {
        anyhow::bail!("KINORA_STORAGE_BUCKET (storage.bucket): must be set to copy to a bucket or from one");
    }
    let (from, to) = match to {
        Place::Local => (StorageKind::S3, StorageKind::Local),
        Place::S3 => (StorageKind::Local, StorageKind::S3),
    };
    let workspace = Workspace::open(&config.data_dir).context("KINORA_DATA_DIR: cannot be used")?;
    let source = if delete_source { Source::Deleted } else { Source::Kept };
    let (from, to) = (open_storage(config, from)?, open_storage(config, to)?);
    let summary = moving::copy_all(&from, &to, &workspace, source, |step| println!("{}", line(&step)))
        .context("the copy stopped here; what was copied is kept, and the next run goes on")?;
    println!("{summary}");
    if summary.differing > 0 {
        anyhow::bail!("{} files differ; nothing was deleted", summary.differing);
    }
    Ok(())
}

fn line(step: &Step<'_>) -> String {
    let outcome = match step.outcome {
        Outcome::Copied => "copied",
        Outcome::Present => "there already",
        Outcome::Differs => "DIFFERS",
        Outcome::Gone => "gone meanwhile",
    };
    format!("{} of {}  {}  {}  {outcome}", step.number, step.of, step.key, words::bytes(step.size))
}
