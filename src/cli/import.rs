//! `kinora import`: takes in videos from elsewhere, in the foreground, and reports what became of each.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};

use crate::app::{App, ImportFailure};
use crate::db::types::{ImportItemState, ImportRunner, ImportSource};
use crate::error::Error;
use crate::models::import::{Import, ImportDetails, ImportItem, Outcome};
use crate::models::page_number::PageNumber;
use crate::models::user::User;

#[derive(Subcommand)]
pub enum Command {
    /// A folder written by yt-dlp with --write-info-json. May be interrupted and begun again: what is here already is not taken twice.
    Folder {
        folder: PathBuf,
        #[command(flatten)]
        wish: Wish,
    },
    /// A PeerTube site, or another Kinora: the address of a channel, an account, a playlist, a video, or the whole site.
    Peertube {
        address: String,
        #[command(flatten)]
        wish: Wish,
    },
    /// A MediaCMS site: the address of somebody's page, a video, or the whole site.
    Mediacms {
        address: String,
        #[command(flatten)]
        wish: Wish,
    },
    /// YouTube's part of a Google Takeout: one archive, the folder with all of them, or what was unpacked. May be begun again like a folder.
    Takeout {
        path: PathBuf,
        #[command(flatten)]
        wish: Wish,
    },
}

/// Whose the videos become, and who may see them.
#[derive(Args)]
pub struct Wish {
    /// The user name of whoever the videos become.
    #[arg(long, alias = "username")]
    owner: String,
    /// The handle of one of their channels; their first one otherwise.
    #[arg(long)]
    channel: Option<String>,
    #[arg(long, value_enum, default_value = "private")]
    privacy: PrivacyName,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum PrivacyName {
    Public,
    Unlisted,
    Private,
}

pub fn run(app: &App, command: Command) -> anyhow::Result<()> {
    let (source, address, wish) = match command {
        Command::Folder { folder, wish } => (ImportSource::Folder, whole_path(&folder)?, wish),
        Command::Peertube { address, wish } => (ImportSource::Peertube, address, wish),
        Command::Mediacms { address, wish } => (ImportSource::Mediacms, address, wish),
        Command::Takeout { path, wish } => (ImportSource::Takeout, whole_path(&path)?, wish),
    };
    let import = begin(app, source, &address, &wish)?;
    take_all(app, &import)?;
    report(app, &import)
}

fn whole_path(path: &Path) -> anyhow::Result<String> {
    let path = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
    path.into_os_string().into_string().ok().context("the path must be UTF-8")
}

/// A new import, or the one that an earlier run left unfinished.
fn begin(app: &App, source: ImportSource, address: &str, wish: &Wish) -> anyhow::Result<Import> {
    let privacy = match wish.privacy {
        PrivacyName::Public => "public",
        PrivacyName::Unlisted => "unlisted",
        PrivacyName::Private => "private",
    };
    let channel = wish.channel.as_deref().unwrap_or_default();
    let details = ImportDetails::parse(source.as_str(), address, channel, privacy)?;
    let find = |conn: &mut crate::db::Conn| Ok(User::find_by_handle(conn, &wish.owner)?);
    let owner = app.db.read_blocking(find).map_err(|error| match error {
        Error::NotFound => anyhow::anyhow!("nobody here is called {}", wish.owner),
        other => anyhow::anyhow!("{other}"),
    })?;
    let now = app.now();
    let begun = app.db.write_blocking(move |conn| match Import::left_by_command(conn, owner.id, &details)? {
        Some(import) => {
            Import::begin_again(conn, &import, now)?;
            Ok(Import::find(conn, import.id)?)
        }
        None => Import::create(conn, owner.id, &details, ImportRunner::Command, now),
    });
    begun.map_err(|error| anyhow::anyhow!("{error}"))
}

fn take_all(app: &App, import: &Import) -> anyhow::Result<()> {
    let stopped = |failure| match failure {
        ImportFailure::Ended(reason) => end(app, import, &reason),
        ImportFailure::Retry(error) => error.context("the import stopped here; the next run goes on"),
        ImportFailure::Cancelled => anyhow::anyhow!("stopped"),
    };
    let mut source = app.open_import(import).map_err(stopped)?;
    app.list_import(import, source.as_mut()).map_err(stopped)?;
    while let Some((item, outcome)) =
        app.import_next(import.id, source.as_mut(), &|| false).map_err(stopped)?
    {
        match outcome {
            Outcome::Taken { uuid, left } => {
                println!("taken as {uuid}  {}", item.title);
                left.iter().for_each(|what| println!("    left: {what}"));
            }
            Outcome::ThereAlready { uuid } => println!("there already as {uuid}  {}", item.title),
            // Said with all the others at the end.
            Outcome::PassedOver { .. } => {}
            Outcome::Failed { reason } => println!("FAILED  {}: {reason}", item.title),
        }
    }
    Ok(())
}

/// Notes that nothing can go on, and says why.
fn end(app: &App, import: &Import, reason: &str) -> anyhow::Error {
    let (id, told, now) = (import.id, reason.to_owned(), app.now());
    match app.db.write_blocking(move |conn| Ok(Import::fail(conn, id, &told, now)?)) {
        Ok(()) => anyhow::anyhow!("{reason}"),
        Err(error) => anyhow::anyhow!("{reason} (and this could not be noted: {error})"),
    }
}

fn report(app: &App, import: &Import) -> anyhow::Result<()> {
    let (id, all) = (import.id, PageNumber::first(1000));
    let (import, items) = app
        .db
        .read_blocking(move |conn| {
            let import = Import::find(conn, id)?;
            let items = ImportItem::of_import(conn, &import, all)?;
            Ok((import, items))
        })
        .map_err(|error| anyhow::anyhow!("{error}"))?;
    for item in items.iter().filter(|item| item.state == ImportItemState::PassedOver) {
        println!("passed over  {}: {}", item.title, item.note.as_deref().unwrap_or_default());
    }
    println!(
        "{} taken, {} there already, {} failed, {} passed over. `kinora serve` or `kinora work` makes them watchable.",
        import.taken, import.there_already, import.failed, import.passed_over
    );
    anyhow::ensure!(import.failed == 0, "{} videos were not taken", import.failed);
    Ok(())
}
