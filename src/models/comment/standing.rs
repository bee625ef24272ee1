//! Whether a comment is shown, hidden or deleted, and the counters that follow from it.
//!
//! Whoever changes this, or adds a comment, first holds the video's row: two changes to one conversation never count at once.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::Comment;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, UserId, VideoId};
use crate::db::schema::{comments, videos};
use crate::models::viewer::Viewer;

/// Whether everybody sees one comment more than before, or one fewer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown {
    More,
    Fewer,
}

/// What stands in this viewer's lists: what they may read, and shells that others have answered.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn is_listed_for(viewer: &Viewer) -> _ {
    let moderator: bool = viewer.is_moderator();
    // No account has the key 0.
    let reader: UserId = viewer.id().unwrap_or(UserId(0));
    let visible =
        comments::hidden_at.is_null().or(moderator.into_sql::<Bool>()).or(comments::user_id.eq(reader));
    comments::deleted_at.is_null().and(visible).or(comments::replies.gt(0_i64))
}

/// Whether this viewer sees the words of a comment, given that they see the video.
pub(super) fn is_readable(
    viewer: &Viewer,
    author: UserId,
    hidden_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
) -> bool {
    let visible = hidden_at.is_none() || viewer.is_moderator() || viewer.id() == Some(author);
    deleted_at.is_none() && visible
}

impl Comment {
    /// Takes a comment from everybody's sight; its author and moderators still read it. False if that changed nothing.
    pub fn hide(conn: &mut Conn, id: CommentId, now: Timestamp) -> QueryResult<bool> {
        let before = held(conn, id)?;
        if before.deleted_at.is_some() || before.hidden_at.is_some() {
            return Ok(false);
        }
        diesel::update(comments::table.find(id)).set(comments::hidden_at.eq(now)).execute(conn)?;
        count(conn, &before, Shown::Fewer)?;
        Ok(true)
    }

    /// Shows a hidden comment again. False if that changed nothing.
    pub fn unhide(conn: &mut Conn, id: CommentId) -> QueryResult<bool> {
        let before = held(conn, id)?;
        if before.deleted_at.is_some() || before.hidden_at.is_none() {
            return Ok(false);
        }
        diesel::update(comments::table.find(id))
            .set(comments::hidden_at.eq(None::<Timestamp>))
            .execute(conn)?;
        count(conn, &before, Shown::More)?;
        Ok(true)
    }

    /// Deletes a comment's words for good, whoever asks; the row stays as the shell under its replies. False if it was deleted before.
    pub fn erase(conn: &mut Conn, id: CommentId, now: Timestamp) -> QueryResult<bool> {
        let before = held(conn, id)?;
        if before.deleted_at.is_some() {
            return Ok(false);
        }
        diesel::update(comments::table.find(id))
            .set((comments::deleted_at.eq(now), comments::body.eq(""), comments::body_html.eq("")))
            .execute(conn)?;
        if before.hidden_at.is_none() {
            count(conn, &before, Shown::Fewer)?;
        }
        Ok(true)
    }
}

/// Waits until nobody else changes comments on this video, until the end of the transaction.
pub(super) fn hold(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
    match conn {
        // The one writer is never in the middle of something else.
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => {
            videos::table.find(video).select(videos::id).for_no_key_update().first::<VideoId>(conn).map(drop)
        }
    }
}

/// Carries a change into the video's counter, the conversation's and that of the comment it answers.
pub(super) fn count(conn: &mut Conn, comment: &Comment, shown: Shown) -> QueryResult<()> {
    let change: i64 = match shown {
        Shown::More => 1,
        Shown::Fewer => -1,
    };
    let above: Vec<CommentId> = comment.thread_id.into_iter().chain(comment.parent_id).collect();
    if !above.is_empty() {
        diesel::update(comments::table.filter(comments::id.eq_any(above)))
            .set(comments::replies.eq(comments::replies + change))
            .execute(conn)?;
    }
    diesel::update(videos::table.find(comment.video_id))
        .set(videos::comments.eq(videos::comments + change))
        .execute(conn)?;
    Ok(())
}

/// The comment as it is once nobody else can change its standing.
fn held(conn: &mut Conn, id: CommentId) -> QueryResult<Comment> {
    let video = comments::table.find(id).select(comments::video_id).first(conn)?;
    hold(conn, video)?;
    Comment::find(conn, id)
}
