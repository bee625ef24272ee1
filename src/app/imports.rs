//! Imports under way: opening their source, listing it, taking in the next item. Tasks and the command do the same with it.
//!
//! Each step is committed by itself, with the item's state and the counts, so that whoever goes on after a cut takes nothing twice.

mod playlists;
mod taking;

use std::path::PathBuf;

use diesel::OptionalExtension;

use super::App;
use crate::config::Switch;
use crate::db::ids::{ImportId, UserId};
use crate::db::types::{ImportItemKind, ImportSource};
use crate::error::{Error, Result};
use crate::import::{
    Destination, FolderSource, ListedItem, Listing, MOST_ITEMS, MediacmsSource, PeertubeSource, Source,
    SourceError, TakeoutSource,
};
use crate::models::import::{Import, ImportItem, NewImportItem, Outcome};
use crate::models::video::{Upload, Video};
use crate::outgoing::{Client, Networks};
use crate::text::plain;

/// How many items one transaction writes.
const CHUNK: usize = 200;
const TITLE_CHARACTERS: usize = 300;

/// Why a step was not taken.
#[derive(Debug)]
pub enum ImportFailure {
    /// The whole import cannot go on; a sentence for its owner.
    Ended(String),
    /// Worth another attempt later.
    Retry(anyhow::Error),
    Cancelled,
}

impl App {
    pub fn open_import(&self, import: &Import) -> Result<Box<dyn Source>, ImportFailure> {
        match import.source {
            ImportSource::Folder => Ok(Box::new(FolderSource::new(PathBuf::from(&import.address)))),
            ImportSource::Takeout => Ok(Box::new(TakeoutSource::new(PathBuf::from(&import.address)))),
            ImportSource::Peertube => {
                Ok(Box::new(PeertubeSource::new(self.import_client(), &import.address)?))
            }
            ImportSource::Mediacms => {
                Ok(Box::new(MediacmsSource::new(self.import_client(), &import.address)?))
            }
        }
    }

    /// Dials as far as the operator lets imports reach.
    pub fn import_client(&self) -> Client {
        Client::new(match self.config.imports.private_networks {
            Switch::On => Networks::Private,
            Switch::Off => Networks::Public,
        })
    }

    /// Finds out what is there.
    pub fn list_import(&self, import: &Import, source: &mut dyn Source) -> Result<(), ImportFailure> {
        let (id, now) = (import.id, self.now());
        let items = items(source.list()?);
        for chunk in items.chunks(CHUNK) {
            let chunk = chunk.to_vec();
            self.db.write_blocking(move |conn| Ok(ImportItem::add(conn, id, &chunk)?))?;
        }
        Ok(self.db.write_blocking(move |conn| Ok(Import::note_listed(conn, id, now)?))?)
    }

    /// Takes in the next item that waits, and tells what became of it. None: nothing waits, so that the import is done, or it was stopped.
    pub fn import_next(
        &self,
        id: ImportId,
        source: &mut dyn Source,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Option<(ImportItem, Outcome)>, ImportFailure> {
        let next =
            move |conn: &mut crate::db::Conn| Ok((Import::find(conn, id)?, ImportItem::next(conn, id)?));
        let (import, item) = self.db.read_blocking(next)?;
        let now = self.now();
        let Some(item) = item else {
            self.db.write_blocking(move |conn| Ok(Import::finish(conn, id, now)?))?;
            return Ok(None);
        };
        let outcome = self.import_item(&import, &item, source, is_cancelled)?;
        Ok(Some((item, outcome)))
    }

    /// Notes that an item cannot be had, so that the others get their turn.
    pub fn give_up_import_item(&self, id: ImportId, reason: &str) -> Result<()> {
        let (reason, now) = (reason.to_owned(), self.now());
        self.db.write_blocking(move |conn| {
            if let Some(item) = ImportItem::next(conn, id)? {
                item.settle(conn, &Outcome::Failed { reason: reason.clone() }, now)?;
            }
            Ok(())
        })
    }

    fn import_item(
        &self,
        import: &Import,
        item: &ImportItem,
        source: &mut dyn Source,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Outcome, ImportFailure> {
        if self.db.read_blocking(|conn| Ok(import.owner_is_disabled(conn)?))? {
            return Err(ImportFailure::Ended("The account is disabled.".to_owned()));
        }
        match item.kind {
            ImportItemKind::Video => self.import_video(import, item, source, is_cancelled),
            ImportItemKind::Playlist => self.import_playlist(import, item, source),
        }
    }

    fn import_video(
        &self,
        import: &Import,
        item: &ImportItem,
        source: &mut dyn Source,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Outcome, ImportFailure> {
        let (owner, video) = (import.user_id, self.uuid_of_import(import.user_id, &item.key));
        if self.db.read_blocking(|conn| Ok(Video::find_own(conn, owner, video).optional()?.is_some()))? {
            return self.settle(item, Outcome::ThereAlready { uuid: video });
        }
        let folder_name = format!("import-{video}");
        let folder = self.workspace.fresh_task_dir(&folder_name)?;
        let film = self.workspace.incoming(video.as_str())?;
        let into = Destination::new(film, folder, self.room_of(owner)?, is_cancelled);
        let outcome = match source.fetch(&item.reference, &into) {
            Ok(found) => match self.take_in(import, item, video, &found, &into) {
                Err(Error::Invalid(invalid)) => {
                    self.forget_fetched(video)?;
                    self.settle(item, Outcome::Failed { reason: in_words(&invalid) })
                }
                taken => taken.map_err(ImportFailure::from),
            },
            Err(SourceError::Refused(reason)) => {
                self.forget_fetched(video)?;
                self.settle(item, Outcome::Failed { reason })
            }
            Err(error) => Err(error.into()),
        };
        self.workspace.remove_task_dir(&folder_name)?;
        outcome
    }

    fn settle(&self, item: &ImportItem, outcome: Outcome) -> Result<Outcome, ImportFailure> {
        let (item, settled, now) = (item.clone(), outcome.clone(), self.now());
        self.db.write_blocking(move |conn| Ok(item.settle(conn, &settled, now)?))?;
        Ok(outcome)
    }

    /// How large the next film may be.
    fn room_of(&self, owner: UserId) -> Result<u64, ImportFailure> {
        let stored = self.db.read_blocking(move |conn| Ok(Upload::bytes_of_user(conn, owner)?))?;
        let room = u64::try_from(self.quota_bytes().saturating_sub(stored)).unwrap_or(0);
        if room == 0 {
            let reason = "The quota is used up. Delete a video to make room, then go on.";
            return Err(ImportFailure::Ended(reason.to_owned()));
        }
        let capacity = self.storage.capacity()?;
        let reserve = capacity.total / 100 * self.config.limits.disk_reserve_percent;
        let Some(free) = capacity.free.checked_sub(reserve).filter(|free| *free > 0) else {
            return Err(ImportFailure::Retry(anyhow::anyhow!("The disk has no room for further films.")));
        };
        Ok(room.min(free).min(self.config.limits.upload_bytes))
    }
}

fn items(listing: Listing) -> Vec<NewImportItem> {
    let line = |text: &str| plain::clean_line(text).chars().take(TITLE_CHARACTERS).collect::<String>();
    let found = |kind: ImportItemKind, items: Vec<ListedItem>| {
        items.into_iter().map(move |item| NewImportItem {
            kind,
            title: line(&item.title),
            key: item.key,
            reference: item.reference,
            passed_over: None,
        })
    };
    let passed_over = listing.passed_over.into_iter().map(|(what, reason)| NewImportItem {
        kind: ImportItemKind::Video,
        title: line(&what),
        key: format!("passed over {what}"),
        reference: String::new(),
        passed_over: Some(reason),
    });
    // The playlists after the videos that they are made of.
    let playlists = found(ImportItemKind::Playlist, listing.playlists);
    found(ImportItemKind::Video, listing.items).chain(playlists).chain(passed_over).take(MOST_ITEMS).collect()
}

/// The sentences without the names of their fields.
fn in_words(invalid: &crate::error::Invalid) -> String {
    invalid.fields().values().cloned().collect::<Vec<_>>().join(" ")
}

impl From<SourceError> for ImportFailure {
    fn from(error: SourceError) -> Self {
        match error {
            SourceError::Refused(reason) => Self::Ended(reason),
            SourceError::Unreachable(reason) => Self::Retry(anyhow::anyhow!(reason)),
            SourceError::Cancelled => Self::Cancelled,
        }
    }
}

impl From<Error> for ImportFailure {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(error) => Self::Retry(error),
            other => Self::Retry(anyhow::anyhow!("{other}")),
        }
    }
}

impl From<std::io::Error> for ImportFailure {
    fn from(error: std::io::Error) -> Self {
        Error::from(error).into()
    }
}
