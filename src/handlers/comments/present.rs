//! Comments as they are shown: rows become words, addresses and forms.

mod tree;

use std::collections::HashMap;

use super::answers::Refused;
use crate::clock::Timestamp;
use crate::db::ids::{CommentId, UserId, Uuid};
use crate::db::types::Rating;
use crate::handlers::ratings;
use crate::http::form::as_typed;
use crate::models::comment::{
    Comment, CommentSectionData, CommentSort, ListedComment, ThreadData, ThreadPage,
};
use crate::models::video::{Video, only_by_link};
use crate::models::viewer::Viewer;
use crate::paths;
use crate::text::{SafeHtml, words};
use crate::views::comment::{CommentEdit, NextComments};
use crate::views::{
    ActionView, AvatarView, CommentForm, CommentPage, CommentSection, CommentThread, CommentView, FormView,
    RatingButtons, TabView, TimeView,
};

/// Who looks at the comments of which video, and when.
pub struct Scene<'a> {
    pub viewer: &'a Viewer,
    pub video: &'a Video,
    /// The owner of the video's channel.
    pub creator: UserId,
    pub now: Timestamp,
    /// A form that comes back with its errors.
    pub refused: Option<&'a Refused>,
}

/// The comments under a video, from what [`Comment::section`] found.
pub fn section_view(scene: &Scene<'_>, data: &CommentSectionData) -> CommentSection {
    let uuid = &scene.video.uuid;
    let sort = |label: &str, sort: CommentSort| TabView {
        label: label.to_owned(),
        url: paths::comments::page(uuid, sort.as_str(), None),
        current: sort == data.wanted.sort,
    };
    let next = data.next.map(|after| NextComments {
        frame_id: page_id(Some(after)),
        url: paths::comments::page(uuid, data.wanted.sort.as_str(), Some(&after)),
    });
    CommentSection {
        heading: heading(scene.video),
        form: scene.form(None),
        sign_in_url: scene.sign_in_url(),
        closed: scene.closed().map(str::to_owned),
        sorts: vec![sort("Top", CommentSort::Top), sort("Newest", CommentSort::Newest)],
        page: CommentPage {
            frame_id: page_id(data.wanted.after),
            threads: data.threads.iter().map(|thread| first_of_thread(scene, thread, &data.mine)).collect(),
            next,
        },
    }
}

/// One conversation, from what [`Comment::thread`] found.
pub fn thread_view(scene: &Scene<'_>, data: &ThreadPage) -> CommentThread {
    let root = &data.thread.root;
    let to_page = |label: &str, page: i64| ActionView {
        label: label.to_owned(),
        url: paths::comments::thread_page(&scene.video.uuid, &root.uuid, page),
    };
    let number = data.page.number();
    let earlier = (number > 1).then(|| to_page("Earlier replies", number - 1));
    let later = data.has_next.then(|| to_page("Later replies", number + 1));
    CommentThread {
        frame_id: thread_id(&root.uuid),
        root: tree::grown(scene, &data.thread, &data.mine),
        pages: earlier.into_iter().chain(later).collect(),
    }
}

pub fn edit_view(video: &Video, comment: &Comment, root: &Uuid, form: FormView) -> CommentEdit {
    let thread = paths::comments::thread(&video.uuid, &comment.uuid);
    CommentEdit {
        frame_id: thread_id(root),
        action: paths::comments::edit(&comment.uuid),
        back_url: format!("{thread}{}", paths::comments::anchor(&comment.uuid)),
        form,
    }
}

/// The frame of one page of the list.
pub fn page_id(after: Option<Uuid>) -> String {
    after.map_or_else(|| "comments-after-start".to_owned(), |after| format!("comments-after-{after}"))
}

/// The frame of one conversation.
pub fn thread_id(root: &Uuid) -> String {
    format!("thread-{root}")
}

fn first_of_thread(
    scene: &Scene<'_>,
    thread: &ThreadData,
    mine: &HashMap<CommentId, Rating>,
) -> CommentThread {
    let mut root = tree::grown(scene, thread, mine);
    root.more_replies_url =
        thread.has_more().then(|| paths::comments::thread_page(&scene.video.uuid, &thread.root.uuid, 1));
    CommentThread { frame_id: thread_id(&thread.root.uuid), root, pages: Vec::new() }
}

fn heading(video: &Video) -> String {
    if video.comments == 0 || !video.comments_enabled {
        return "Comments".to_owned();
    }
    words::counted(video.comments, "comment", "comments")
}

impl Scene<'_> {
    /// One comment, still without its replies.
    fn comment(&self, comment: &ListedComment, mine: Option<Rating>) -> CommentView {
        let uuid = &comment.uuid;
        let readable = comment.is_readable_by(self.viewer);
        let own = self.viewer.id() == Some(comment.author.id);
        let may_delete = own || self.viewer.is_moderator() || self.viewer.id() == Some(self.creator);
        let name = if readable { comment.author.display_name.clone() } else { String::new() };
        CommentView {
            id: uuid.to_string(),
            url: format!(
                "{}{}",
                paths::comments::thread(&self.video.uuid, uuid),
                paths::comments::anchor(uuid)
            ),
            avatar: AvatarView::of(&name),
            author_name: name,
            author_url: paths::user(&comment.author.handle),
            author_is_creator: comment.author.id == self.creator,
            body_html: SafeHtml::kept(comment.body_html.clone()),
            removed: (!readable).then(|| removed_words(comment)),
            hidden: (readable && comment.hidden_at.is_some()).then(|| "Hidden from others".to_owned()),
            answers: None,
            published: TimeView {
                iso: comment.created_at.rfc3339(),
                words: words::ago(comment.created_at.millis(), self.now.millis()),
            },
            edited: comment.edited_at.is_some(),
            rating: RatingButtons {
                is_closed: self.reads_only(),
                ..ratings::of_comment::buttons(self.viewer, self.video, comment.into(), mine)
            },
            replies: Vec::new(),
            replies_label: String::new(),
            more_replies_url: None,
            reply_form: if readable { self.form(Some(*uuid)) } else { None },
            sign_in_url: self.sign_in_url(),
            edit_url: own.then(|| paths::comments::edit(uuid)),
            delete_url: may_delete.then(|| paths::comments::delete(uuid)),
            report_url: (!own && !self.reads_only()).then(|| paths::comments::report(uuid)),
        }
    }

    /// Nothing but a link lets them in.
    fn reads_only(&self) -> bool {
        only_by_link(self.viewer, &self.video.access(self.creator))
    }

    /// Why this viewer cannot write here, whether or not they sign in.
    fn closed(&self) -> Option<&'static str> {
        if !self.video.comments_enabled {
            return Some("Comments are turned off.");
        }
        self.reads_only().then_some("The link lets you read the comments, not write any.")
    }

    /// The form of a new comment or of a reply; with what was typed if this is the one that was refused.
    fn form(&self, parent: Option<Uuid>) -> Option<CommentForm> {
        let user = self.viewer.user().filter(|_| self.closed().is_none())?;
        let refused = self.refused.filter(|refused| refused.parent == parent);
        Some(CommentForm {
            action: paths::comments::of_video(&self.video.uuid),
            parent_id: parent.map(|parent| parent.to_string()),
            avatar: AvatarView::of(&user.display_name),
            form: refused.map_or_else(FormView::default, |refused| {
                as_typed([("body", &refused.body)], refused.invalid.clone())
            }),
        })
    }

    fn sign_in_url(&self) -> Option<String> {
        let invited = self.viewer.user().is_none() && self.closed().is_none();
        invited.then(|| paths::sign_in(&paths::videos::watch(&self.video.uuid)))
    }
}

fn removed_words(comment: &ListedComment) -> String {
    let words = match comment.deleted_at {
        Some(_) => "This comment was deleted.",
        None => "This comment was hidden by a moderator.",
    };
    words.to_owned()
}
