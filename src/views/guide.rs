//! A document of ours as a page.

use askama::Template;

use super::Layout;
use crate::text::SafeHtml;

#[derive(Template)]
#[template(path = "guides/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub back_url: String,
    pub title: String,
    pub html: SafeHtml,
}
