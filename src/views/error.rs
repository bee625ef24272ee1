//! The page of an error. It needs no viewer and no database, so that it works when those do not.

use askama::Template;

use super::ActionView;

#[derive(Template)]
#[template(path = "errors/show.html")]
pub struct ErrorPage {
    pub site_name: String,
    pub css_url: String,
    pub pages_css_url: String,
    pub icon_url: String,
    pub status: u16,
    /// "There is nothing here".
    pub title: String,
    /// What happened and what can be done, in a sentence or two.
    pub message: String,
    pub actions: Vec<ActionView>,
    /// What to quote when asking for help; shown for errors of ours.
    pub request_id: Option<String>,
}
