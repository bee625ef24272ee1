//! One whole conversation, a hundred replies a page.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{Comment, ListedComment, ThreadData, is_listed_for};
use crate::db::Conn;
use crate::db::ids::{CommentId, Uuid};
use crate::db::schema::comments;
use crate::db::types::Rating;
use crate::models::page_number::PageNumber;
use crate::models::rating;
use crate::models::video::Video;
use crate::models::viewer::Viewer;

const REPLIES: i64 = 100;

#[derive(Debug, Clone)]
pub struct ThreadPage {
    pub thread: ThreadData,
    pub page: PageNumber,
    pub has_next: bool,
    /// The viewer's own opinions of what is shown.
    pub mine: HashMap<CommentId, Rating>,
}

impl Comment {
    /// The conversation to which a comment belongs, at the page that was asked for or else at the one on which the comment stands.
    pub fn thread(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        uuid: Uuid,
        page: Option<&str>,
    ) -> QueryResult<ThreadPage> {
        if !video.comments_enabled {
            return Err(diesel::NotFound);
        }
        let (id, thread): (CommentId, Option<CommentId>) = comments::table
            .filter(comments::uuid.eq(uuid))
            .filter(comments::video_id.eq(video.id))
            .filter(is_listed_for(viewer))
            .select((comments::id, comments::thread_id))
            .first(conn)?;
        let page = match (page, thread) {
            (None, Some(thread)) => page_of(conn, viewer, thread, id)?,
            _ => PageNumber::parse(page, REPLIES),
        };
        let root = ListedComment::query().filter(comments::id.eq(thread.unwrap_or(id))).first(conn)?;
        let replies = ListedComment::query()
            .filter(comments::thread_id.eq(root.id))
            .filter(is_listed_for(viewer))
            .order(comments::id)
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)?;
        let (replies, has_next) = page.cut(replies);
        let thread = ThreadData { root, replies };
        let mine = rating::of_comments(conn, viewer, thread.ids().collect())?;
        Ok(ThreadPage { thread, page, has_next, mine })
    }
}

fn page_of(conn: &mut Conn, viewer: &Viewer, thread: CommentId, reply: CommentId) -> QueryResult<PageNumber> {
    let before: i64 = comments::table
        .filter(comments::thread_id.eq(thread))
        .filter(comments::id.lt(reply))
        .filter(is_listed_for(viewer))
        .count()
        .get_result(conn)?;
    Ok(PageNumber::parse(Some(&(before / REPLIES + 1).to_string()), REPLIES))
}
