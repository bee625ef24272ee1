//! Comments: the section under a video, its threads, one comment, and the form.
//!
//! Three kinds of frames: `comments` is the whole section (posting and sorting swap it), `comments-after-{cursor}` is
//! one page of threads (so "Show more" grows the list), `thread-{id}` is one conversation (so a reply swaps only that).

use askama::Template;

use super::{ActionView, AvatarView, FormView, Layout, RatingButtons, TabView, TimeView};
use crate::text::SafeHtml;

#[derive(Template, Clone)]
#[template(path = "comments/_section.html")]
pub struct CommentSection {
    /// "48 comments".
    pub heading: String,
    /// Absent when nobody is signed in or comments are closed.
    pub form: Option<CommentForm>,
    /// Where a visitor signs in to comment.
    pub sign_in_url: Option<String>,
    /// Why nobody can comment: "Comments are turned off."
    pub closed: Option<String>,
    /// Top and Newest.
    pub sorts: Vec<TabView>,
    pub page: CommentPage,
}

/// Up to twenty threads and the way to the next.
#[derive(Template, Clone)]
#[template(path = "comments/_page.html")]
pub struct CommentPage {
    /// `comments-after-{cursor}`; the first page is `comments-after-start`.
    pub frame_id: String,
    pub threads: Vec<CommentThread>,
    pub next: Option<NextComments>,
}

#[derive(Clone)]
pub struct NextComments {
    /// `comments-after-{cursor}`, the frame that the next page answers with.
    pub frame_id: String,
    pub url: String,
}

/// A root comment with its replies.
#[derive(Template, Clone)]
#[template(path = "comments/_thread.html")]
pub struct CommentThread {
    /// `thread-{id}`.
    pub frame_id: String,
    pub root: CommentView,
    /// To the other pages of a very long conversation.
    pub pages: Vec<ActionView>,
}

#[derive(Template, Clone)]
#[template(path = "comments/_comment.html")]
pub struct CommentView {
    /// Used for the anchor `comment-{id}`.
    pub id: String,
    pub url: String,
    pub author_name: String,
    pub author_url: String,
    pub avatar: AvatarView,
    /// Shown as "Creator" beside the name.
    pub author_is_creator: bool,
    pub body_html: SafeHtml,
    /// What is shown instead of a comment that was deleted or hidden; its replies stay.
    pub removed: Option<String>,
    /// To those who still read a hidden comment: "Hidden from others".
    pub hidden: Option<String>,
    /// Whom a reply answers, where the page does not show it by its place.
    pub answers: Option<ActionView>,
    pub published: TimeView,
    pub edited: bool,
    pub rating: RatingButtons,
    pub replies: Vec<CommentView>,
    /// "3 replies", or empty.
    pub replies_label: String,
    /// When not all replies are on the page: the thread's own page.
    pub more_replies_url: Option<String>,
    /// The reply form; absent when the viewer cannot comment.
    pub reply_form: Option<CommentForm>,
    /// Where "Reply" leads when nobody is signed in.
    pub sign_in_url: Option<String>,
    pub edit_url: Option<String>,
    /// The POST address.
    pub delete_url: Option<String>,
    pub report_url: Option<String>,
}

/// The form of a new comment or of a reply. Fields: `body`, and `parent_id` of a reply.
#[derive(Template, Clone)]
#[template(path = "comments/_form.html")]
pub struct CommentForm {
    /// `/w/{id}/comments`.
    pub action: String,
    pub parent_id: Option<String>,
    pub avatar: AvatarView,
    pub form: FormView,
}

/// `/w/{id}/comments`: the same section on a page of its own, where "Show more" leads without JavaScript.
#[derive(Template)]
#[template(path = "comments/index.html")]
pub struct IndexPage {
    pub layout: Layout,
    pub video_title: String,
    pub video_url: String,
    pub section: CommentSection,
}

/// `/w/{id}/comments/{comment}`: one conversation.
#[derive(Template)]
#[template(path = "comments/show.html")]
pub struct ShowPage {
    pub layout: Layout,
    pub video_title: String,
    pub video_url: String,
    pub thread: CommentThread,
}

/// `/comments/{id}`: edit one's own comment.
#[derive(Template)]
#[template(path = "comments/edit.html")]
pub struct EditPage {
    pub layout: Layout,
    pub video_title: String,
    pub edit: CommentEdit,
}

/// The form of the edit page, which also swaps itself into a conversation.
#[derive(Template, Clone)]
#[template(path = "comments/_edit.html")]
pub struct CommentEdit {
    /// The conversation, as `thread-{id}`.
    pub frame_id: String,
    pub action: String,
    pub back_url: String,
    pub form: FormView,
}

/// What stands where a conversation stood: nothing, or a form whose text must not be lost.
#[derive(Template)]
#[template(path = "comments/_gone.html")]
pub struct CommentsGone {
    pub frame_id: String,
    pub form: Option<CommentForm>,
}

impl CommentForm {
    /// Field ids are unique on the page, as there is one form per thread.
    pub fn field_id(&self) -> String {
        match &self.parent_id {
            Some(parent) => format!("reply-to-{parent}"),
            None => "new-comment".to_owned(),
        }
    }

    pub fn is_reply(&self) -> bool {
        self.parent_id.is_some()
    }
}
