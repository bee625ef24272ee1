//! The comments under a video as a page shows them: twenty roots at a time, each with its first replies, in a fixed number of queries.

use std::collections::HashMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamp as SqlTimestamp};

use super::standing::is_readable;
use super::{Comment, is_listed_for};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, UserId, Uuid, VideoId};
use crate::db::schema::{comments, users};
use crate::db::types::Rating;
use crate::models::rating;
use crate::models::video::Video;
use crate::models::viewer::Viewer;

const ROOTS: usize = 20;
const FIRST_REPLIES: usize = 5;
/// For so long one's own new comment stands first and one's own new reply is never folded away: who has spoken sees it.
const FRESH_SECONDS: i64 = 600;

/// In which order roots are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CommentSort {
    #[default]
    Top,
    Newest,
}

/// Which page of the comments: those after the root named `after`, or the first ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommentsWanted {
    pub sort: CommentSort,
    pub after: Option<Uuid>,
}

/// A comment as lists show it. Its words are already empty where it was deleted, but not where it is hidden.
#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = comments::table.inner_join(users::table), table_name = comments)]
pub struct ListedComment {
    pub id: CommentId,
    pub uuid: Uuid,
    pub parent_id: Option<CommentId>,
    pub body_html: String,
    pub likes: i64,
    pub dislikes: i64,
    pub replies: i64,
    pub hidden_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub edited_at: Option<Timestamp>,
    pub created_at: Timestamp,
    #[diesel(embed)]
    pub author: CommentAuthor,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct CommentAuthor {
    pub id: UserId,
    pub handle: String,
    pub display_name: String,
}

/// A root and the replies that are shown with it, the oldest first.
#[derive(Debug, Clone)]
pub struct ThreadData {
    pub root: ListedComment,
    pub replies: Vec<ListedComment>,
}

/// A page of the comments under a video.
#[derive(Debug, Clone, Default)]
pub struct CommentSectionData {
    pub wanted: CommentsWanted,
    pub threads: Vec<ThreadData>,
    /// The root after which the next page begins.
    pub next: Option<Uuid>,
    /// The viewer's own opinions of what is shown.
    pub mine: HashMap<CommentId, Rating>,
}

impl CommentSort {
    /// What a query string says, or the best first.
    pub fn parse(text: Option<&str>) -> Self {
        if text == Some("newest") { Self::Newest } else { Self::Top }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Newest => "newest",
        }
    }
}

impl Comment {
    /// A page of the comments under a video that this viewer may see. At most five queries, however much is said: the root to begin
    /// after, the viewer's own new roots, the page's roots, their first replies, the viewer's ratings.
    pub fn section(
        conn: &mut Conn,
        viewer: &Viewer,
        video: &Video,
        wanted: CommentsWanted,
        now: Timestamp,
    ) -> QueryResult<CommentSectionData> {
        // What only some may read is not counted, so the count says "nothing" to strangers alone.
        if !video.comments_enabled || (video.comments == 0 && viewer.id().is_none()) {
            return Ok(CommentSectionData { wanted, ..CommentSectionData::default() });
        }
        let fresh_since = now.plus_seconds(-FRESH_SECONDS);
        let (mut roots, next) = match wanted.sort {
            CommentSort::Top => top_roots(conn, viewer, video.id, wanted.after, fresh_since)?,
            CommentSort::Newest => newest_roots(conn, viewer, video.id, wanted.after)?,
        };
        if let (CommentSort::Top, None, Some(author)) = (wanted.sort, wanted.after, viewer.id()) {
            let mut own = own_fresh_roots(conn, author, video.id, fresh_since)?;
            own.append(&mut roots);
            roots = own;
        }
        let threads = with_first_replies(conn, viewer, roots, fresh_since)?;
        let ids = threads.iter().flat_map(ThreadData::ids).collect();
        Ok(CommentSectionData { wanted, threads, next, mine: rating::of_comments(conn, viewer, ids)? })
    }
}

impl ThreadData {
    pub fn ids(&self) -> impl Iterator<Item = CommentId> {
        std::iter::once(self.root.id).chain(self.replies.iter().map(|reply| reply.id))
    }

    /// Whether others have said more in this conversation than is loaded.
    pub fn has_more(&self) -> bool {
        let shown = self.replies.iter().filter(|reply| reply.is_shown()).count();
        i64::try_from(shown).unwrap_or(i64::MAX) < self.root.replies
    }
}

impl ListedComment {
    /// Whether everybody sees its words.
    pub fn is_shown(&self) -> bool {
        self.deleted_at.is_none() && self.hidden_at.is_none()
    }

    pub fn is_readable_by(&self, viewer: &Viewer) -> bool {
        is_readable(viewer, self.author.id, self.hidden_at, self.deleted_at)
    }
}

/// By score, then the latest first; without the viewer's own new ones, which stand before the first page.
fn top_roots(
    conn: &mut Conn,
    viewer: &Viewer,
    video: VideoId,
    after: Option<Uuid>,
    fresh_since: Timestamp,
) -> QueryResult<(Vec<ListedComment>, Option<Uuid>)> {
    let reader = viewer.id().unwrap_or(UserId(0));
    let mut query = ListedComment::query()
        .filter(comments::video_id.eq(video))
        .filter(comments::parent_id.is_null())
        .filter(is_listed_for(viewer))
        .filter(comments::user_id.ne(reader).or(comments::created_at.le(fresh_since)))
        .order((comments::score.desc(), comments::id.desc()))
        .limit(ROOTS as i64 + 1)
        .into_boxed();
    if let Some((_, score, id)) = position(conn, video, after)? {
        query =
            query.filter(comments::score.le(score)).filter(comments::score.lt(score).or(comments::id.lt(id)));
    }
    Ok(cut(query.load(conn)?))
}

fn newest_roots(
    conn: &mut Conn,
    viewer: &Viewer,
    video: VideoId,
    after: Option<Uuid>,
) -> QueryResult<(Vec<ListedComment>, Option<Uuid>)> {
    let mut query = ListedComment::query()
        .filter(comments::video_id.eq(video))
        .filter(comments::parent_id.is_null())
        .filter(is_listed_for(viewer))
        .order((comments::created_at.desc(), comments::id.desc()))
        .limit(ROOTS as i64 + 1)
        .into_boxed();
    if let Some((created_at, _, id)) = position(conn, video, after)? {
        query = query
            .filter(comments::created_at.le(created_at))
            .filter(comments::created_at.lt(created_at).or(comments::id.lt(id)));
    }
    Ok(cut(query.load(conn)?))
}

fn own_fresh_roots(
    conn: &mut Conn,
    author: UserId,
    video: VideoId,
    fresh_since: Timestamp,
) -> QueryResult<Vec<ListedComment>> {
    ListedComment::query()
        .filter(comments::user_id.eq(author))
        .filter(comments::created_at.gt(fresh_since))
        .filter(comments::video_id.eq(video))
        .filter(comments::parent_id.is_null())
        .filter(comments::deleted_at.is_null().or(comments::replies.gt(0_i64)))
        .order(comments::id.desc())
        .limit(ROOTS as i64)
        .load(conn)
}

/// Where the root stands after which a page begins. Deleted ones keep their place; an unknown one means the first page.
fn position(
    conn: &mut Conn,
    video: VideoId,
    after: Option<Uuid>,
) -> QueryResult<Option<(Timestamp, f64, CommentId)>> {
    let Some(after) = after else { return Ok(None) };
    comments::table
        .filter(comments::uuid.eq(after))
        .filter(comments::video_id.eq(video))
        .select((comments::created_at, comments::score, comments::id))
        .first(conn)
        .optional()
}

fn cut(mut roots: Vec<ListedComment>) -> (Vec<ListedComment>, Option<Uuid>) {
    let more = roots.len() > ROOTS;
    roots.truncate(ROOTS);
    let next = roots.last().filter(|_| more).map(|root| root.uuid);
    (roots, next)
}

fn with_first_replies(
    conn: &mut Conn,
    viewer: &Viewer,
    roots: Vec<ListedComment>,
    fresh_since: Timestamp,
) -> QueryResult<Vec<ThreadData>> {
    let answered: Vec<CommentId> = roots.iter().map(|root| root.id).collect();
    let mut replies: HashMap<CommentId, Vec<ListedComment>> = HashMap::new();
    // Hidden replies are not counted; their author looks for them all the same.
    if roots.iter().any(|root| root.replies > 0) || viewer.id().is_some() && !roots.is_empty() {
        let found: Vec<(Option<CommentId>, ListedComment)> = comments::table
            .inner_join(users::table)
            .filter(first_replies(&answered, viewer, fresh_since))
            .filter(is_listed_for(viewer))
            .order(comments::id)
            .select((comments::thread_id, ListedComment::as_select()))
            .load(conn)?;
        for (thread, reply) in found {
            replies.entry(thread.unwrap_or(reply.id)).or_default().push(reply);
        }
    }
    let thread = |root: ListedComment| {
        let replies = replies.remove(&root.id).unwrap_or_default();
        ThreadData { root, replies }
    };
    Ok(roots.into_iter().map(thread).collect())
}

type Condition = diesel::expression::SqlLiteral<
    Bool,
    diesel::expression::UncheckedBind<
        diesel::expression::SqlLiteral<Bool>,
        diesel::dsl::AsExprOf<Timestamp, SqlTimestamp>,
    >,
>;

/// The first few of each conversation and the viewer's own new ones. Numbering rows within groups is beyond Diesel's own words; only
/// integers that the database gave us are written into this text.
fn first_replies(roots: &[CommentId], viewer: &Viewer, fresh_since: Timestamp) -> Condition {
    let roots = roots.iter().map(CommentId::to_string).collect::<Vec<_>>().join(",");
    let reader = viewer.id().unwrap_or(UserId(0));
    let readable = if viewer.is_moderator() {
        "deleted_at IS NULL".to_owned()
    } else {
        format!("deleted_at IS NULL AND (hidden_at IS NULL OR user_id = {reader})")
    };
    sql::<Bool>(&format!(
        "comments.id IN (SELECT id FROM (SELECT id, user_id, created_at, \
         ROW_NUMBER() OVER (PARTITION BY thread_id ORDER BY id) AS place FROM comments \
         WHERE thread_id IN ({roots}) AND ({readable} OR replies > 0)) AS placed \
         WHERE place <= {FIRST_REPLIES} OR (user_id = {reader} AND created_at > "
    ))
    .bind::<SqlTimestamp, _>(fresh_since)
    .sql("))")
}
