//! `kinora import`: takes in videos from elsewhere.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use crate::app::{App, ImportWish, Imported};
use crate::error::Error;
use crate::import::yt_dlp;
use crate::models::user::User;

#[derive(Subcommand)]
pub enum Command {
    /// A folder written by yt-dlp with --write-info-json. May be interrupted and begun again: what is here already is not taken twice.
    Folder {
        folder: PathBuf,
        /// Whose the videos become.
        #[arg(long)]
        username: String,
        /// The handle of one of their channels; their first one otherwise.
        #[arg(long)]
        channel: Option<String>,
        #[arg(long, value_enum, default_value = "private")]
        privacy: PrivacyName,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum PrivacyName {
    Public,
    Unlisted,
    Private,
}

pub fn run(app: &App, command: Command) -> anyhow::Result<()> {
    let Command::Folder { folder, username, channel, privacy } = command;
    let found = yt_dlp::read_folder(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let owner =
        app.db.read_blocking(|conn| Ok(User::find_by_handle(conn, &username)?)).map_err(
            |error| match error {
                Error::NotFound => anyhow::anyhow!("nobody here is called {username}"),
                other => anyhow::anyhow!("{other}"),
            },
        )?;
    let privacy = match privacy {
        PrivacyName::Public => "public",
        PrivacyName::Unlisted => "unlisted",
        PrivacyName::Private => "private",
    };
    let wish = ImportWish { owner: owner.id, channel, privacy: privacy.to_owned() };
    let (mut taken, mut there, mut refused) = (0, 0, 0);
    for (place, video) in found.videos.iter().enumerate() {
        print!("{}/{}  {}  ", place + 1, found.videos.len(), video.title);
        match app.import_video(&wish, video) {
            Ok(Imported::Taken { uuid, left }) => {
                taken += 1;
                println!("taken as {uuid}");
                left.iter().for_each(|what| println!("    left: {what}"));
            }
            Ok(Imported::ThereAlready { uuid }) => {
                there += 1;
                println!("there already as {uuid}");
            }
            Err(Error::Invalid(invalid)) => {
                refused += 1;
                println!("REFUSED: {invalid}");
            }
            Err(error) => {
                return Err(
                    anyhow::anyhow!("{error}").context("the import stopped here; the next run goes on")
                );
            }
        }
    }
    for (path, reason) in &found.passed_over {
        println!("passed over  {}: {reason}", path.display());
    }
    println!(
        "{taken} taken, {there} there already, {refused} refused, {} passed over. `kinora serve` or `kinora work` makes them watchable.",
        found.passed_over.len()
    );
    anyhow::ensure!(refused == 0, "{refused} videos were refused");
    Ok(())
}
