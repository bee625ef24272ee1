//! What a visitor may write, parsed.

use crate::error::Invalid;
use crate::text::{markdown, plain};

const CHARACTERS: usize = 5000;

/// The words of a comment, and the HTML that is shown of them. Made only by [`CommentDetails::parse`].
#[derive(Debug, Clone)]
pub struct CommentDetails {
    body: String,
    body_html: String,
}

impl CommentDetails {
    /// Times such as `1:23` become links into the video at `watch_path`. Done outside of any transaction: the one writer of a SQLite
    /// database has better things to do than Markdown.
    pub fn parse(body: &str, watch_path: &str) -> Result<Self, Invalid> {
        let body = plain::clean_text(body);
        if body.chars().count() > CHARACTERS {
            return Err(Invalid::field("body", "A comment has at most 5,000 characters."));
        }
        if markdown::to_plain(&body).is_empty() {
            return Err(Invalid::field("body", "Write something first."));
        }
        let body_html = markdown::to_html_with_times(&body, watch_path).into_string();
        Ok(Self { body, body_html })
    }

    pub fn body(&self) -> &str {
        &self.body
    }

    pub fn body_html(&self) -> &str {
        &self.body_html
    }
}
