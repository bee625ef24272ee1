//! A folder as a source: its films stay where they are.

use std::path::PathBuf;

use super::source::{Destination, ListedItem, Listing, Source, SourceError};
use super::{FoundFolder, FoundVideo, yt_dlp};

/// A folder that yt-dlp wrote.
pub struct FolderSource {
    folder: PathBuf,
    found: Option<FoundFolder>,
}

impl FolderSource {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, found: None }
    }

    fn found(&mut self) -> Result<&FoundFolder, SourceError> {
        let found = match self.found.take() {
            Some(found) => found,
            None => yt_dlp::read_folder(&self.folder).map_err(|error| {
                SourceError::Refused(format!("{} cannot be read: {error}", self.folder.display()))
            })?,
        };
        Ok(self.found.insert(found))
    }
}

impl Source for FolderSource {
    fn list(&mut self) -> Result<Listing, SourceError> {
        let found = self.found()?;
        let item = |video: &FoundVideo| ListedItem {
            key: video.key.clone(),
            reference: video.key.clone(),
            title: video.title.clone(),
        };
        let passed_over = |(path, reason): &(PathBuf, String)| (path.display().to_string(), reason.clone());
        Ok(Listing {
            items: found.videos.iter().map(item).collect(),
            playlists: Vec::new(),
            passed_over: found.passed_over.iter().map(passed_over).collect(),
        })
    }

    fn fetch(&mut self, reference: &str, _into: &Destination) -> Result<FoundVideo, SourceError> {
        let found = self.found()?.videos.iter().find(|video| video.key == reference);
        found.cloned().ok_or_else(|| SourceError::Refused("It is no longer in the folder.".to_owned()))
    }
}
