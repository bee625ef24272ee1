//! What is said in a video, to read.

use askama::Template;

use super::{Layout, TabView};

/// `/w/{id}/transcript`
#[derive(Template)]
#[template(path = "transcripts/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub video_title: String,
    pub video_url: String,
    /// The language of the words, for screen readers.
    pub language: String,
    /// Said of captions that no person has looked at.
    pub is_generated: bool,
    /// The languages, where there are several.
    pub languages: Vec<TabView>,
    pub paragraphs: Vec<ParagraphView>,
}

#[derive(Clone)]
pub struct ParagraphView {
    /// "1:30".
    pub time: String,
    /// `/w/{short}?t=90`
    pub url: String,
    pub speaker: Option<String>,
    pub words: String,
}
