//! Comments: what people say under a video, in conversations of a root comment and its replies.
//!
//! A root has no `thread_id` and no `parent_id`; every reply carries the root's id as `thread_id`, however deep it stands. `replies`
//! counts what everybody sees: on a root the replies of the whole conversation, on a reply its direct answers. `videos.comments` counts
//! all comments that everybody sees. Both change in the transaction of what changes them, under a lock on the video's row.
//!
//! A deleted comment loses its words at once; where others have answered it, an empty shell stays in its place. A hidden one is shown to
//! moderators and to its author alone.

mod details;
mod entries;
mod lists;
mod standing;
mod threads;

use diesel::prelude::*;

pub use self::details::CommentDetails;
pub use self::entries::{CommentEntry, CommentRef};
pub use self::lists::{
    CommentAuthor, CommentSectionData, CommentSort, CommentsWanted, ListedComment, ThreadData,
};
use self::standing::{Shown, is_listed_for};
pub use self::threads::ThreadPage;
use super::admin::{self, comments::CommentAction};
use super::audit::Actor;
use super::video::{Video, VideoRef, listed};
use super::viewer::{SignedIn, Viewer};
use super::webhook;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, UserId, Uuid, VideoId};
use crate::db::schema::{channels, comments, videos};
use crate::error::{Error, Invalid, Result};

/// The same words by the same person in the same place within this time are one comment: a second click, not a second thought.
const DOUBLE_CLICK_SECONDS: i64 = 10;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = comments)]
pub struct Comment {
    pub id: CommentId,
    pub uuid: Uuid,
    pub video_id: VideoId,
    pub user_id: UserId,
    pub thread_id: Option<CommentId>,
    pub parent_id: Option<CommentId>,
    pub depth: i32,
    pub body: String,
    pub likes: i64,
    pub dislikes: i64,
    pub replies: i64,
    pub score: f64,
    pub hidden_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Comment {
    pub fn find(conn: &mut Conn, id: CommentId) -> QueryResult<Comment> {
        Comment::query().filter(comments::id.eq(id)).first(conn)
    }

    /// A comment that this viewer may read, on a video that they may see, and that video.
    pub fn readable_by(conn: &mut Conn, viewer: &Viewer, uuid: Uuid) -> QueryResult<(Comment, Video)> {
        let comment = Comment::query().filter(comments::uuid.eq(uuid)).first(conn)?;
        let video: Uuid = videos::table.find(comment.video_id).select(videos::uuid).first(conn)?;
        let video = Video::visible_to(conn, viewer, VideoRef::Uuid(video))?;
        if comment.is_readable_by(viewer) { Ok((comment, video)) } else { Err(diesel::NotFound) }
    }

    /// What a comment under a video is called in the database; whoever does something with it decides who may.
    pub fn uuid_under(conn: &mut Conn, video: VideoRef, comment: CommentRef) -> QueryResult<Uuid> {
        let under = comments::table.inner_join(videos::table).select(comments::uuid).into_boxed();
        let under = match video {
            VideoRef::Uuid(uuid) => under.filter(videos::uuid.eq(uuid)),
            VideoRef::Integer(id) => under.filter(videos::id.eq(id)),
        };
        match comment {
            CommentRef::Uuid(uuid) => under.filter(comments::uuid.eq(uuid)).first(conn),
            CommentRef::Integer(id) => under.filter(comments::id.eq(id)).first(conn),
        }
    }

    /// The same of a comment under whichever video. Integers can be counted through, so they find only what is under videos in lists.
    pub fn uuid_of(conn: &mut Conn, comment: CommentRef) -> QueryResult<Uuid> {
        match comment {
            CommentRef::Uuid(uuid) => Ok(uuid),
            CommentRef::Integer(id) => comments::table
                .inner_join(videos::table)
                .filter(comments::id.eq(id))
                .filter(listed())
                .select(comments::uuid)
                .first(conn),
        }
    }

    /// One of this person's own, for its edit page; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, author: &SignedIn, uuid: Uuid) -> QueryResult<(Comment, Video)> {
        let (comment, video) = Self::readable_by(conn, &Viewer::SignedIn(author.clone()), uuid)?;
        if comment.user_id == author.id { Ok((comment, video)) } else { Err(diesel::NotFound) }
    }

    /// Says something under a video, or answers `parent`. Repeated within seconds, it gives the first comment back.
    pub fn create(
        conn: &mut Conn,
        author: &SignedIn,
        video: Uuid,
        parent: Option<Uuid>,
        details: &CommentDetails,
        now: Timestamp,
    ) -> Result<Comment> {
        let viewer = Viewer::SignedIn(author.clone());
        let video = Video::visible_to(conn, &viewer, VideoRef::Uuid(video))?;
        if !video.comments_enabled {
            return Err(Invalid::field("body", "Comments are turned off for this video.").into());
        }
        standing::hold(conn, video.id)?;
        let parent = parent.map(|parent| answerable(conn, &viewer, video.id, parent)).transpose()?;
        let parent_id = parent.as_ref().map(|parent| parent.id);
        if let Some(first) = just_posted(conn, author.id, video.id, parent_id, details, now)? {
            return Ok(first);
        }
        let id: CommentId = diesel::insert_into(comments::table)
            .values((
                comments::uuid.eq(Uuid::random()),
                comments::video_id.eq(video.id),
                comments::user_id.eq(author.id),
                comments::thread_id.eq(parent.as_ref().map(|parent| parent.thread_id.unwrap_or(parent.id))),
                comments::parent_id.eq(parent_id),
                comments::depth.eq(parent.as_ref().map_or(0, |parent| parent.depth.saturating_add(1))),
                comments::body.eq(details.body()),
                comments::body_html.eq(details.body_html()),
                comments::likes.eq(0_i64),
                comments::dislikes.eq(0_i64),
                comments::replies.eq(0_i64),
                comments::score.eq(0.0),
                comments::created_at.eq(now),
            ))
            .returning(comments::id)
            .get_result(conn)?;
        let comment = Comment::find(conn, id)?;
        standing::count(conn, &comment, Shown::More)?;
        webhook::comment(conn, &comment, &video, author, now)?;
        Ok(comment)
    }

    /// Changes the words of one's own comment; unchanged words leave no mark.
    pub fn update_own(
        conn: &mut Conn,
        author: &SignedIn,
        uuid: Uuid,
        details: &CommentDetails,
        now: Timestamp,
    ) -> Result<Comment> {
        let (comment, _) = Self::find_own(conn, author, uuid)?;
        // Filtered again: it may have been deleted since it was read, and its words must not come back.
        diesel::update(
            comments::table
                .find(comment.id)
                .filter(comments::deleted_at.is_null())
                .filter(comments::body.ne(details.body())),
        )
        .set((
            comments::body.eq(details.body()),
            comments::body_html.eq(details.body_html()),
            comments::edited_at.eq(now),
        ))
        .execute(conn)?;
        Ok(comment)
    }

    /// Deletes a comment: its author may, moderators and the owner of the video's channel. What somebody may only as a moderator is
    /// written to the audit log.
    pub fn delete(conn: &mut Conn, actor: &Actor, uuid: Uuid, now: Timestamp) -> Result<Comment> {
        let viewer = &actor.user;
        let (comment, owner) = comments::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(comments::uuid.eq(uuid))
            .select((Comment::as_select(), channels::user_id))
            .first::<(Comment, UserId)>(conn)?;
        let readable = comment.is_readable_by(&Viewer::SignedIn(viewer.clone()));
        let is_own = comment.user_id == viewer.id || owner == viewer.id;
        if !readable || !(is_own || viewer.role.is_moderator()) {
            return Err(Error::NotFound);
        }
        if is_own {
            Self::erase(conn, comment.id, now)?;
        } else {
            admin::comments::apply(conn, actor, &comment, CommentAction::Delete, now)?;
        }
        Ok(comment)
    }

    /// Whether this viewer sees its words, given that they see the video.
    pub fn is_readable_by(&self, viewer: &Viewer) -> bool {
        standing::is_readable(viewer, self.user_id, self.hidden_at, self.deleted_at)
    }
}

/// The comment that is being answered; it must stand on the same video and still say something.
fn answerable(conn: &mut Conn, viewer: &Viewer, video: VideoId, uuid: Uuid) -> Result<Comment> {
    let parent = Comment::query()
        .filter(comments::uuid.eq(uuid))
        .filter(comments::video_id.eq(video))
        .first(conn)
        .optional()?;
    parent.filter(|parent| parent.is_readable_by(viewer)).ok_or_else(|| {
        Invalid::field("body", "The comment that you are answering is no longer there.").into()
    })
}

fn just_posted(
    conn: &mut Conn,
    author: UserId,
    video: VideoId,
    parent: Option<CommentId>,
    details: &CommentDetails,
    now: Timestamp,
) -> QueryResult<Option<Comment>> {
    let same: Vec<Comment> = Comment::query()
        .filter(comments::user_id.eq(author))
        .filter(comments::created_at.gt(now.plus_seconds(-DOUBLE_CLICK_SECONDS)))
        .filter(comments::video_id.eq(video))
        .filter(comments::body.eq(details.body()))
        .filter(comments::deleted_at.is_null())
        .order(comments::id)
        .load(conn)?;
    Ok(same.into_iter().find(|comment| comment.parent_id == parent))
}
