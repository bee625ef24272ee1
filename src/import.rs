//! What other programs left behind, read into plain facts. Nothing is believed: whoever takes the facts in parses them as if typed.

mod found_folder;
mod mediacms;
mod peertube;
mod site;
mod source;
mod takeout;
mod walk;
pub mod yt_dlp;

use std::path::PathBuf;

pub use self::found_folder::FolderSource;
pub use self::mediacms::MediacmsSource;
pub use self::peertube::PeertubeSource;
pub use self::source::{Destination, ListedItem, Listing, MOST_ITEMS, Source, SourceError};
pub use self::takeout::TakeoutSource;

/// A video that was found, with everything that was found about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundVideo {
    /// Names it among all that may ever be found, whatever its file is called: importing it twice is noticed by this.
    pub key: String,
    pub file: PathBuf,
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    /// Where it was first shown.
    pub page_url: Option<String>,
    /// When, in seconds since 1970.
    pub shown_at: Option<i64>,
    /// A language tag and a WebVTT or SubRip file each.
    pub captions: Vec<(String, PathBuf)>,
    /// Seconds, and a title each.
    pub chapters: Vec<(i64, String)>,
    pub picture: Option<PathBuf>,
    /// A language tag, as it was told.
    pub language: Option<String>,
    /// Whether it is for adults, or may upset.
    pub sensitive: bool,
    pub comments: usize,
    /// What could not be had, in words.
    pub left: Vec<String>,
}

/// A playlist that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundPlaylist {
    pub title: String,
    pub description: String,
    /// The keys of its videos, in order.
    pub videos: Vec<String>,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct FoundFolder {
    /// By the names of their files.
    pub videos: Vec<FoundVideo>,
    /// What looked like a part of a video and was none, and why.
    pub passed_over: Vec<(PathBuf, String)>,
}
