//! Chapters: the list beside a video, and the page where its creator types them.

use askama::Template;

use super::{FormView, Layout};

/// One link of the list.
#[derive(Clone)]
pub struct ChapterView {
    /// "1:30".
    pub time: String,
    pub title: String,
    /// `/w/{short}?t=90`
    pub url: String,
}

/// `/my/videos/{uuid}/chapters`. Field: `chapters`.
#[derive(Template)]
#[template(path = "chapters/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub action: String,
    pub video_title: String,
    pub video_url: String,
    pub back_url: String,
    /// Where the present ones come from, as a sentence.
    pub origin: &'static str,
    pub form: FormView,
}
