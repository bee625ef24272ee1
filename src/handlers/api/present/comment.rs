//! Comments and conversations. What whoever asks may not read is there as a deleted comment, if others answered it.

use std::collections::HashMap;

use super::channel;
use crate::app::App;
use crate::db::ids::{CommentId, UserId};
use crate::models::comment::CommentEntry;
use crate::models::video::Video;
use crate::models::viewer::Viewer;
use crate::paths;
use crate::views::api::List;
use crate::views::api::comment::{Comment, Threads, Tree};

pub fn threads(
    app: &App,
    viewer: &Viewer,
    video: &Video,
    total: i64,
    roots: &[CommentEntry],
    from_creator: &HashMap<CommentId, i64>,
) -> Threads {
    let root = |root: &CommentEntry| {
        comment(app, viewer, video, root, root.id, from_creator.get(&root.id).copied().unwrap_or(0))
    };
    Threads { total, total_not_deleted_comments: video.comments, data: roots.iter().map(root).collect() }
}

/// One by itself. How often the creator of the video answered it is not told.
pub fn one(app: &App, viewer: &Viewer, video: &Video, entry: &CommentEntry) -> Comment {
    comment(app, viewer, video, entry, entry.thread_id.unwrap_or(entry.id), 0)
}

/// `replies` have to be in the order in which they were written.
pub fn tree(
    app: &App,
    viewer: &Viewer,
    video: &Video,
    creator: UserId,
    (root, answers_to_root): (&CommentEntry, i64),
    replies: &[CommentEntry],
) -> Tree {
    let from_creator = replies.iter().filter(|reply| reply.author.id == creator).count();
    // From the last to the first, each is done before the one it answers: no recursion, however deep people argue.
    let mut answers: HashMap<CommentId, Vec<Tree>> = HashMap::new();
    for reply in replies.iter().rev() {
        let children = in_order(answers.remove(&reply.id));
        let comment = comment(app, viewer, video, reply, root.id, 0);
        let node = Tree { comment, total_children: reply.replies.max(length(&children)), children };
        answers.entry(reply.parent_id.unwrap_or(root.id)).or_default().push(node);
    }
    Tree {
        total_children: answers_to_root,
        comment: comment(app, viewer, video, root, root.id, i64::try_from(from_creator).unwrap_or(i64::MAX)),
        children: in_order(answers.remove(&root.id)),
    }
}

/// A stretch of the answers to one comment, of which `total` tells; those to them are had in the same way.
pub fn answers(
    app: &App,
    viewer: &Viewer,
    video: &Video,
    total: i64,
    answers: &[CommentEntry],
) -> List<Tree> {
    let told = |answer: &CommentEntry| Tree {
        comment: one(app, viewer, video, answer),
        total_children: answer.replies,
        children: Vec::new(),
    };
    List { total, data: answers.iter().map(told).collect() }
}

fn length(children: &[Tree]) -> i64 {
    i64::try_from(children.len()).unwrap_or(i64::MAX)
}

fn in_order(answers: Option<Vec<Tree>>) -> Vec<Tree> {
    answers.unwrap_or_default().into_iter().rev().collect()
}

fn comment(
    app: &App,
    viewer: &Viewer,
    video: &Video,
    entry: &CommentEntry,
    thread: CommentId,
    from_creator: i64,
) -> Comment {
    let is_readable = entry.is_readable_by(viewer);
    let gone_at = entry.deleted_at.or(entry.hidden_at);
    Comment {
        id: entry.id.0,
        uuid: entry.uuid.to_string(),
        url: format!("{}{}", app.origins.canonical(), paths::comments::thread(&video.uuid, &entry.uuid)),
        text: if is_readable { entry.body.clone() } else { String::new() },
        thread_id: thread.0,
        in_reply_to_comment_id: entry.parent_id.map(|parent| parent.0),
        video_id: entry.video_id.0,
        created_at: entry.created_at.rfc3339(),
        updated_at: entry.edited_at.unwrap_or(entry.created_at).rfc3339(),
        deleted_at: if is_readable { None } else { gone_at.map(|at| at.rfc3339()) },
        is_deleted: !is_readable,
        held_for_review: false,
        total_replies: entry.replies,
        total_replies_from_video_author: from_creator,
        likes: entry.likes,
        dislikes: entry.dislikes,
        account: is_readable.then(|| channel::account(app, &entry.author)),
    }
}
