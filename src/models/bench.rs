//! Rows for measurements, many at a time: what a seed makes up goes in as it is, and the counters are reckoned from it.
//!
//! Only for an empty database: the rows bring their own ids, and no rule of the other models is asked.

use diesel::prelude::*;

use super::feed;
use super::search;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, CommentId, UserId, Uuid, VideoId};
use crate::db::schema::{
    channels, comments, handles, media_files, ratings, subscriptions, users, video_tags, videos, watch_events,
};
use crate::db::types::{
    HandleKind, MediaKind, Privacy, Rating, RecommendationPolicy, Role, VideoState, WatchSource,
};
use crate::error::Result;
use crate::on_each;
use crate::recommender::Snapshot;

/// Rows in one statement; times their columns, fewer values than SQLite binds.
const ROWS: usize = 500;

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = handles)]
pub struct NewHandle {
    pub handle: String,
    pub skeleton: String,
    pub kind: HandleKind,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = users)]
pub struct NewPerson {
    pub id: UserId,
    pub uuid: Uuid,
    pub handle: String,
    pub email: String,
    pub password_hash: String,
    pub display_name: String,
    pub about: String,
    pub role: Role,
    pub session_epoch: i64,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = channels)]
pub struct NewChannel {
    pub id: ChannelId,
    pub uuid: Uuid,
    pub handle: String,
    pub user_id: UserId,
    pub display_name: String,
    pub about: String,
    pub subscribers: i64,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = videos)]
pub struct NewVideo {
    pub id: VideoId,
    pub uuid: Uuid,
    pub channel_id: ChannelId,
    pub title: String,
    pub description: String,
    pub description_html: String,
    pub privacy: Privacy,
    pub sensitive: bool,
    pub state: VideoState,
    pub published_at: Timestamp,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub duration_ms: i64,
    pub width: i32,
    pub height: i32,
    pub media_version: String,
    pub media_epoch: i64,
    pub poster: String,
    pub comments_enabled: bool,
    pub downloads_enabled: bool,
    pub views: i64,
    pub likes: i64,
    pub dislikes: i64,
    pub comments: i64,
    pub recommendation_policy: RecommendationPolicy,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = video_tags)]
pub struct NewTag {
    pub video_id: VideoId,
    pub tag: String,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = media_files)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewFile {
    pub video_id: VideoId,
    pub version: String,
    pub kind: MediaKind,
    pub name: String,
    pub height: Option<i32>,
    pub codec: Option<String>,
    pub bytes: i64,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = comments)]
#[diesel(treat_none_as_default_value = false)]
pub struct NewComment {
    pub id: CommentId,
    pub uuid: Uuid,
    pub video_id: VideoId,
    pub user_id: UserId,
    pub thread_id: Option<CommentId>,
    pub parent_id: Option<CommentId>,
    pub depth: i32,
    pub body: String,
    pub body_html: String,
    pub likes: i64,
    pub dislikes: i64,
    pub replies: i64,
    pub score: f64,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = ratings)]
pub struct NewRating {
    pub user_id: UserId,
    pub video_id: VideoId,
    pub value: Rating,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = subscriptions)]
pub struct NewSubscription {
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = watch_events)]
pub struct NewWatch {
    pub uuid: Uuid,
    pub user_id: UserId,
    pub video_id: VideoId,
    pub created_at: Timestamp,
    pub watched_ms: i64,
    pub duration_ms: i64,
    pub position_ms: i64,
    pub source: WatchSource,
}

/// A row that is inserted with hundreds of its kind.
pub trait Bulk: Sized + Clone + Send + Sync + 'static {
    fn insert(conn: &mut Conn, rows: &[Self]) -> QueryResult<()>;
}

macro_rules! bulk {
    ($($row:ident in $table:ident),+ $(,)?) => {$(
        impl Bulk for $row {
            fn insert(conn: &mut Conn, rows: &[Self]) -> QueryResult<()> {
                for some in rows.chunks(ROWS) {
                    on_each!(conn, |conn| diesel::insert_into($table::table).values(some).execute(conn))?;
                }
                Ok(())
            }
        }
    )+};
}

bulk!(
    NewHandle in handles,
    NewPerson in users,
    NewChannel in channels,
    NewVideo in videos,
    NewTag in video_tags,
    NewFile in media_files,
    NewComment in comments,
    NewRating in ratings,
    NewSubscription in subscriptions,
    NewWatch in watch_events,
);

/// Reckons every counter from the rows it counts, and what each person has watched from their playbacks.
pub fn count(conn: &mut Conn) -> QueryResult<()> {
    let statements = [
        "UPDATE videos SET
            views = (SELECT COUNT(*) FROM watch_events WHERE watch_events.video_id = videos.id),
            likes = (SELECT COUNT(*) FROM ratings WHERE ratings.video_id = videos.id AND value = 'like'),
            dislikes = (SELECT COUNT(*) FROM ratings WHERE ratings.video_id = videos.id AND value = 'dislike'),
            comments = (SELECT COUNT(*) FROM comments WHERE comments.video_id = videos.id)",
        "UPDATE channels SET subscribers =
            (SELECT COUNT(*) FROM subscriptions WHERE subscriptions.channel_id = channels.id)",
        "UPDATE comments SET replies =
            (SELECT COUNT(*) FROM comments AS answers WHERE answers.thread_id = comments.id)
            WHERE thread_id IS NULL",
        "INSERT INTO history (user_id, video_id, position_ms, watched_ms, last_watched_at, finished)
            SELECT user_id, video_id, MAX(position_ms), SUM(watched_ms), MAX(created_at),
                MAX(position_ms) * 100 >= MAX(duration_ms) * 95
            FROM watch_events GROUP BY user_id, video_id",
    ];
    statements.into_iter().try_for_each(|sql| diesel::sql_query(sql).execute(conn).map(drop))
}

/// PostgreSQL counts its ids apart from the rows: the next one must be beyond those that were brought.
pub fn go_on_counting(conn: &mut Conn) -> QueryResult<()> {
    let Conn::Postgres(conn) = conn else { return Ok(()) };
    for table in ["users", "channels", "videos", "comments"] {
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 1) FROM {table}))"
        );
        diesel::sql_query(sql).execute(conn)?;
    }
    Ok(())
}

/// Puts these videos where search finds them.
pub fn index(conn: &mut Conn, ids: &[VideoId]) -> QueryResult<()> {
    ids.iter().try_for_each(|id| search::index(conn, *id))
}

/// Keeps what a recommender has learned from the same watches.
pub fn keep_knowledge(conn: &mut Conn, knowledge: &Snapshot) -> Result<()> {
    Ok(feed::store_knowledge(conn, knowledge)?)
}
