//! What one quality is put together from when it is to be one file: a picture and the sound that all of them share.

use super::MediaFile;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DownloadParts {
    /// The names of stored files of the same version.
    pub picture: String,
    /// None for a silent video.
    pub sound: Option<String>,
    bytes: i64,
}

impl DownloadParts {
    /// None where the stream does not have this quality.
    pub fn of(files: &[MediaFile], quality: u32) -> Option<Self> {
        let picture = files.iter().find(|file| file.quality() == Some(quality))?;
        let sound = files.iter().find(|file| file.is_main_sound());
        Some(Self {
            picture: picture.name.clone(),
            sound: sound.map(|file| file.name.clone()),
            bytes: picture.bytes + sound.map_or(0, |file| file.bytes),
        })
    }

    /// About how large the file becomes.
    pub fn bytes(&self) -> i64 {
        self.bytes
    }
}
