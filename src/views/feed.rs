//! Feeds: what readers of news and podcasts follow. All addresses are absolute, and no text holds what XML forbids.

use askama::Template;
use serde::Serialize;

/// What a page's head tells of the feeds that belong to it.
#[derive(Clone)]
pub struct FeedLinkView {
    pub mime: &'static str,
    pub title: String,
    pub url: String,
}

/// The feed as a whole.
#[derive(Clone)]
pub struct FeedView {
    pub title: String,
    pub description: String,
    /// The page that shows the same.
    pub home_url: String,
    pub feed_url: String,
    /// `urn:uuid:…`, or the address of the site's own feed.
    pub id: String,
    pub image_url: Option<String>,
    /// When the latest of the entries was published or changed.
    pub updated: Moment,
    pub entries: Vec<FeedEntryView>,
}

/// A moment in the two ways in which feeds write it.
#[derive(Clone, Default)]
pub struct Moment {
    /// `2026-01-10T12:00:00Z`
    pub rfc3339: String,
    /// `Sat, 10 Jan 2026 12:00:00 GMT`
    pub rfc822: String,
}

#[derive(Clone)]
pub struct FeedEntryView {
    /// `urn:uuid:…`: stays when the site's address changes.
    pub id: String,
    pub title: String,
    pub url: String,
    pub player_url: String,
    /// Plain text; may be empty.
    pub text: String,
    pub author: String,
    pub author_url: String,
    pub published: Moment,
    pub updated: Moment,
    pub duration_seconds: i64,
    pub width: i32,
    pub height: i32,
    pub views: i64,
    pub is_sensitive: bool,
    pub tags: Vec<String>,
    pub thumbnail: Option<FeedImage>,
    pub poster_url: Option<String>,
    pub file: Option<FeedFile>,
}

#[derive(Clone)]
pub struct FeedImage {
    pub url: String,
    pub width: i32,
    pub height: i32,
}

/// The file that every player plays.
#[derive(Clone)]
pub struct FeedFile {
    pub url: String,
    pub mime: &'static str,
    /// `video` or `audio`.
    pub medium: &'static str,
    pub bytes: i64,
}

/// RSS 2.0 with Media RSS.
#[derive(Template)]
#[template(path = "feeds/videos.rss.xml")]
pub struct RssDocument {
    pub feed: FeedView,
}

/// RFC 4287.
#[derive(Template)]
#[template(path = "feeds/videos.atom.xml")]
pub struct AtomDocument {
    pub feed: FeedView,
}

/// RSS 2.0 as podcast players read it.
#[derive(Template)]
#[template(path = "feeds/podcast.xml")]
pub struct PodcastDocument {
    pub feed: FeedView,
    pub author: String,
    /// The UUID by which directories know the podcast wherever it moves.
    pub guid: String,
}

/// JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).
#[derive(Serialize)]
pub struct JsonDocument {
    pub version: &'static str,
    pub title: String,
    pub home_page_url: String,
    pub feed_url: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    pub items: Vec<JsonItem>,
}

#[derive(Serialize)]
pub struct JsonItem {
    pub id: String,
    pub url: String,
    pub title: String,
    pub content_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    pub date_published: String,
    pub date_modified: String,
    pub authors: Vec<JsonAuthor>,
    pub tags: Vec<String>,
    pub attachments: Vec<JsonAttachment>,
}

#[derive(Serialize)]
pub struct JsonAuthor {
    pub name: String,
    pub url: String,
}

#[derive(Serialize)]
pub struct JsonAttachment {
    pub url: String,
    pub mime_type: &'static str,
    pub size_in_bytes: i64,
    pub duration_in_seconds: i64,
}

impl PodcastDocument {
    /// A podcast is as explicit as any of its episodes.
    pub fn is_explicit(&self) -> bool {
        self.feed.entries.iter().any(|entry| entry.is_sensitive)
    }
}
