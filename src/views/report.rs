//! Reporting a video or a comment to the moderators.

use askama::Template;

use super::{ChoiceView, FormView, Layout};

/// `/reports/new?video=` or `?comment=`. Fields: `video` or `comment`, `reason`, `text`.
#[derive(Template)]
#[template(path = "reports/new.html")]
pub struct NewPage {
    pub layout: Layout,
    pub form: FormView,
    /// `video` or `comment`.
    pub subject_kind: &'static str,
    pub subject_id: String,
    /// The video's title, or the beginning of the comment.
    pub subject_text: String,
    pub back_url: String,
    pub reasons: Vec<ChoiceView>,
}
