//! A conversation as a tree: replies under what they answer, to a depth that a narrow screen can bear.
//!
//! What is deeper stands beside what it answers and says whom. A reply whose parent is not on the page stands under the root.

use std::collections::HashMap;

use super::Scene;
use crate::db::ids::CommentId;
use crate::db::types::Rating;
use crate::models::comment::{ListedComment, ThreadData};
use crate::paths;
use crate::text::words;
use crate::views::{ActionView, CommentView};

/// A root, its replies, and theirs.
const LEVELS: usize = 2;

/// The root with its replies in their places.
pub fn grown(scene: &Scene<'_>, thread: &ThreadData, mine: &HashMap<CommentId, Rating>) -> CommentView {
    let places = places(thread);
    let mut branches: HashMap<CommentId, Vec<&ListedComment>> = HashMap::new();
    for reply in &thread.replies {
        let above = places.get(&reply.id).map_or(thread.root.id, |place| place.above);
        branches.entry(above).or_default().push(reply);
    }
    let mut root = Tree { scene, mine, places: &places, branches: &branches }.grow(&thread.root);
    if thread.root.replies > 0 {
        root.replies_label = words::counted(thread.root.replies, "reply", "replies");
    }
    root
}

/// Where a reply stands.
struct Place<'a> {
    above: CommentId,
    level: usize,
    /// What it answers, if that is not what it stands under.
    answers: Option<&'a ListedComment>,
}

struct Tree<'a> {
    scene: &'a Scene<'a>,
    mine: &'a HashMap<CommentId, Rating>,
    places: &'a HashMap<CommentId, Place<'a>>,
    branches: &'a HashMap<CommentId, Vec<&'a ListedComment>>,
}

/// Replies come oldest first, so what is answered has its place before what answers.
fn places(thread: &ThreadData) -> HashMap<CommentId, Place<'_>> {
    let by_id: HashMap<CommentId, &ListedComment> =
        thread.replies.iter().map(|reply| (reply.id, reply)).collect();
    let mut places: HashMap<CommentId, Place<'_>> = HashMap::with_capacity(thread.replies.len());
    for reply in &thread.replies {
        let parent = reply.parent_id.and_then(|id| Some((by_id.get(&id)?, places.get(&id)?)));
        let place = match parent {
            None => Place { above: thread.root.id, level: 1, answers: None },
            Some((parent, place)) if place.level < LEVELS => {
                Place { above: parent.id, level: place.level + 1, answers: None }
            }
            Some((parent, place)) => Place { above: place.above, level: LEVELS, answers: Some(parent) },
        };
        places.insert(reply.id, place);
    }
    places
}

impl Tree<'_> {
    /// Never deeper than [`LEVELS`].
    fn grow(&self, comment: &ListedComment) -> CommentView {
        let mut view = self.scene.comment(comment, self.mine.get(&comment.id).copied());
        view.answers = self.places.get(&comment.id).and_then(|place| place.answers).map(|answered| {
            let readable = answered.is_readable_by(self.scene.viewer);
            let name = if readable { answered.author.display_name.as_str() } else { "a removed comment" };
            ActionView { label: name.to_owned(), url: paths::comments::anchor(&answered.uuid) }
        });
        let replies = self.branches.get(&comment.id).map(Vec::as_slice).unwrap_or_default();
        view.replies = replies.iter().map(|reply| self.grow(reply)).collect();
        let count = i64::try_from(view.replies.len()).unwrap_or(i64::MAX);
        view.replies_label = words::counted(count, "reply", "replies");
        view
    }
}
