//! What search engines read: the pages of the site, with what is to be seen on them (https://www.sitemaps.org and its extension for videos).

use askama::Template;

#[derive(Template)]
#[template(path = "sitemaps/show.xml")]
pub struct ShowDocument {
    /// Absolute addresses of pages without a video of their own.
    pub pages: Vec<String>,
    pub videos: Vec<SitemapVideoView>,
}

pub struct SitemapVideoView {
    pub url: String,
    /// RFC 3339.
    pub changed: String,
    /// What there is to be shown; a video without a picture is listed as a page only.
    pub film: Option<SitemapFilm>,
}

pub struct SitemapFilm {
    pub title: String,
    pub description: String,
    pub thumbnail_url: String,
    pub player_url: String,
    pub published: String,
    /// Within what the extension allows; None where it does not.
    pub duration_seconds: Option<i64>,
    pub views: i64,
}

#[derive(Template)]
#[template(path = "sitemaps/index.xml")]
pub struct IndexDocument {
    /// Absolute addresses of the parts.
    pub sitemaps: Vec<String>,
}
