//! After "not interested" or "less of this channel": what was noted, and how to take it back.

use askama::Template;

use super::Layout;

#[derive(Template)]
#[template(path = "feedback/show.html")]
pub struct FeedbackPage {
    pub layout: Layout,
    pub heading: String,
    pub video_title: String,
    /// The POST address, `/w/{id}/feedback`.
    pub action: String,
    /// What `kind` must be to take it back.
    pub undo_kind: Option<String>,
    /// The page that the viewer came from.
    pub back_url: String,
}
