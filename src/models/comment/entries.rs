//! The comments under a video as other programs read them: roots a stretch at a time, and whole conversations.

use std::collections::HashMap;

use diesel::dsl::count;
use diesel::prelude::*;

use super::standing::is_readable;
use super::{CommentSort, is_listed_for};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, UserId, Uuid, VideoId};
use crate::db::schema::{comments, users};
use crate::models::user::User;
use crate::models::video::Video;
use crate::models::viewer::Viewer;
use crate::models::window::Window;

/// Replies of one conversation beyond these are not told.
const MOST_REPLIES: i64 = 1000;

/// A comment with its author. Its words are still there where it is hidden: whoever shows it asks [`CommentEntry::is_readable_by`].
#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = comments::table.inner_join(users::table), table_name = comments)]
pub struct CommentEntry {
    pub id: CommentId,
    pub uuid: Uuid,
    pub video_id: VideoId,
    pub thread_id: Option<CommentId>,
    pub parent_id: Option<CommentId>,
    /// Markdown, as typed.
    pub body: String,
    pub likes: i64,
    pub dislikes: i64,
    pub replies: i64,
    pub hidden_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    pub created_at: Timestamp,
    #[diesel(embed)]
    pub author: User,
}

/// How addresses name a comment, and a conversation after the one that began it: by its key or its UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentRef {
    Uuid(Uuid),
    Integer(CommentId),
}

impl CommentRef {
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(uuid) = Uuid::parse(text) {
            return Some(Self::Uuid(uuid));
        }
        let digits = !text.is_empty() && text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(CommentId).map(Self::Integer))?
    }
}

impl CommentEntry {
    pub fn is_readable_by(&self, viewer: &Viewer) -> bool {
        is_readable(viewer, self.author.id, self.hidden_at, self.deleted_at)
    }

    /// A stretch of the comments that answer none, and how many there are.
    pub fn roots(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        sort: CommentSort,
        window: Window,
    ) -> QueryResult<(i64, Vec<CommentEntry>)> {
        if !video.comments_enabled {
            return Ok((0, Vec::new()));
        }
        let is_root =
            || comments::video_id.eq(video.id).and(comments::parent_id.is_null()).and(is_listed_for(viewer));
        let total = comments::table.filter(is_root()).count().get_result(conn)?;
        let roots = CommentEntry::query().filter(is_root()).limit(window.size()).offset(window.offset());
        let roots = match sort {
            CommentSort::Top => roots.order((comments::score.desc(), comments::id.desc())).load(conn)?,
            CommentSort::Newest => {
                roots.order((comments::created_at.desc(), comments::id.desc())).load(conn)?
            }
        };
        Ok((total, roots))
    }

    /// A whole conversation: the comment that began it, then its replies, the oldest first.
    pub fn conversation(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        thread: CommentRef,
    ) -> QueryResult<(CommentEntry, Vec<CommentEntry>)> {
        if !video.comments_enabled {
            return Err(diesel::NotFound);
        }
        let roots = CommentEntry::query()
            .filter(comments::video_id.eq(video.id))
            .filter(comments::thread_id.is_null())
            .filter(is_listed_for(viewer));
        let root = match thread {
            CommentRef::Uuid(uuid) => roots.filter(comments::uuid.eq(uuid)).first(conn)?,
            CommentRef::Integer(id) => roots.filter(comments::id.eq(id)).first(conn)?,
        };
        let replies = CommentEntry::query()
            .filter(comments::thread_id.eq(root.id))
            .filter(is_listed_for(viewer))
            .order(comments::id)
            .limit(MOST_REPLIES)
            .load(conn)?;
        Ok((root, replies))
    }

    /// One that this viewer finds under this video, be it a shell under its answers.
    pub fn listed_on(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        comment: CommentRef,
    ) -> QueryResult<CommentEntry> {
        if !video.comments_enabled {
            return Err(diesel::NotFound);
        }
        let here =
            CommentEntry::query().filter(comments::video_id.eq(video.id)).filter(is_listed_for(viewer));
        match comment {
            CommentRef::Uuid(uuid) => here.filter(comments::uuid.eq(uuid)).first(conn),
            CommentRef::Integer(id) => here.filter(comments::id.eq(id)).first(conn),
        }
    }

    /// The same of one that they may read.
    pub fn readable_on(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        comment: CommentRef,
    ) -> QueryResult<CommentEntry> {
        let entry = Self::listed_on(conn, viewer, video, comment)?;
        if entry.is_readable_by(viewer) { Ok(entry) } else { Err(diesel::NotFound) }
    }

    /// A stretch of the direct answers to a comment, the oldest first, and how many there are.
    pub fn answers(
        conn: &mut Conn,
        viewer: &Viewer,
        comment: CommentId,
        window: Window,
    ) -> QueryResult<(i64, Vec<CommentEntry>)> {
        let answers = CommentEntry::query()
            .filter(comments::parent_id.eq(comment))
            .filter(is_listed_for(viewer))
            .order(comments::id)
            .limit(window.size())
            .offset(window.offset())
            .load(conn)?;
        Ok((Self::count_answers(conn, viewer, comment)?, answers))
    }

    pub fn count_answers(conn: &mut Conn, viewer: &Viewer, comment: CommentId) -> QueryResult<i64> {
        comments::table
            .filter(comments::parent_id.eq(comment))
            .filter(is_listed_for(viewer))
            .count()
            .get_result(conn)
    }

    /// The last one of a video, whoever may read it; 0 where there is none.
    pub fn newest(conn: &mut Conn, video: VideoId) -> QueryResult<CommentId> {
        let newest = comments::table.filter(comments::video_id.eq(video)).order(comments::id.desc());
        let newest: Option<CommentId> = newest.select(comments::id).first(conn).optional()?;
        Ok(newest.unwrap_or(CommentId(0)))
    }

    /// What was said under a video after this one, the oldest first: the last of it, where that is more than `most`. Comments of one
    /// video are written one after the other, so that none turns up before one that was there already.
    pub fn since(
        conn: &mut Conn,
        video: VideoId,
        after: CommentId,
        most: usize,
    ) -> QueryResult<Vec<CommentEntry>> {
        let mut said: Vec<CommentEntry> = CommentEntry::query()
            .filter(comments::video_id.eq(video))
            .filter(comments::id.gt(after))
            .order(comments::id.desc())
            .limit(i64::try_from(most).unwrap_or(i64::MAX))
            .load(conn)?;
        said.reverse();
        Ok(said)
    }

    /// How many replies in each of these conversations are by this person; conversations without any are left out.
    pub fn replies_by(
        conn: &mut Conn,
        author: UserId,
        threads: &[CommentId],
    ) -> QueryResult<HashMap<CommentId, i64>> {
        let counted: Vec<(Option<CommentId>, i64)> = comments::table
            .filter(comments::thread_id.eq_any(threads.to_vec()))
            .filter(comments::user_id.eq(author))
            .filter(comments::deleted_at.is_null())
            .filter(comments::hidden_at.is_null())
            .group_by(comments::thread_id)
            .select((comments::thread_id, count(comments::id)))
            .load(conn)?;
        Ok(counted.into_iter().filter_map(|(thread, replies)| Some((thread?, replies))).collect())
    }
}
