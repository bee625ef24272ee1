//! Makes a playlist of what an import took in: its name follows from the owner and its key, as a video's does.

use diesel::OptionalExtension;

use super::{ImportFailure, in_words};
use crate::app::App;
use crate::db::ids::Uuid;
use crate::error::{Error, Invalid, Result};
use crate::import::{FoundPlaylist, Source, SourceError};
use crate::models::import::{Import, ImportItem, Outcome};
use crate::models::playlist::{self, Playlist, PlaylistDetails};

impl App {
    pub(super) fn import_playlist(
        &self,
        import: &Import,
        item: &ImportItem,
        source: &mut dyn Source,
    ) -> Result<Outcome, ImportFailure> {
        let (owner, uuid) = (import.user_id, self.uuid_of_import(import.user_id, &item.key));
        if self.db.read_blocking(|conn| Ok(Playlist::find_own(conn, owner, uuid).optional()?.is_some()))? {
            return self.settle(item, Outcome::ThereAlready { uuid });
        }
        let found = match source.playlist(&item.reference) {
            Ok(found) => found,
            Err(SourceError::Refused(reason)) => return self.settle(item, Outcome::Failed { reason }),
            Err(error) => return Err(error.into()),
        };
        match self.make_playlist(import, item, uuid, &found) {
            Err(Error::Invalid(invalid)) => self.settle(item, Outcome::Failed { reason: in_words(&invalid) }),
            made => made.map_err(ImportFailure::from),
        }
    }

    /// Writes the playlist, and in the same transaction what became of the item. One of which no video is here is not made.
    fn make_playlist(
        &self,
        import: &Import,
        item: &ImportItem,
        uuid: Uuid,
        found: &FoundPlaylist,
    ) -> Result<Outcome> {
        let (owner, now) = (import.user_id, self.now());
        let videos: Vec<Uuid> = found.videos.iter().map(|key| self.uuid_of_import(owner, key)).collect();
        let details = details(import, found)?;
        let item = item.clone();
        self.db.write_blocking(move |conn| {
            let there = playlist::own_videos(conn, owner, &videos)?;
            let missing = videos.len() - there.len();
            let outcome = if there.is_empty() {
                Outcome::PassedOver { reason: "a playlist of which no video was taken".to_owned() }
            } else {
                Playlist::bring(conn, owner, uuid, &details, &there, now)?;
                let left = (missing > 0).then(|| format!("{missing} of its {} videos", videos.len()));
                Outcome::Taken { uuid, left: left.into_iter().collect() }
            };
            item.settle(conn, &outcome, now)?;
            Ok(outcome)
        })
    }
}

/// For whom the import's videos are, and listed where they are. What is too long is cut.
fn details(import: &Import, found: &FoundPlaylist) -> Result<PlaylistDetails, Invalid> {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    PlaylistDetails::parse(
        &cut(&found.title, playlist::TITLE_CHARACTERS),
        &cut(&found.description, playlist::DESCRIPTION_CHARACTERS),
        import.privacy.as_str(),
        import.channel.as_deref().unwrap_or_default(),
    )
}
