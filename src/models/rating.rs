//! Likes and dislikes, of videos and of comments: two tables, so that both keep real foreign keys, and one set of rules.
//!
//! The counters stand in the rated row and change by exactly what the rating rows did: a second like of the same person changes neither.

mod score;

use std::collections::HashMap;

use diesel::prelude::*;

pub use self::score::score;
use super::comment::Comment;
use super::video::{Video, VideoRef};
use super::viewer::{SignedIn, Viewer};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, UserId, Uuid, VideoId};
use crate::db::schema::{comment_ratings, comments, ratings, videos};
use crate::db::types::Rating;
use crate::error::Result;
use crate::on_each;

/// Gives an opinion of a video, changes it, or takes it back with `None`. The video comes back with its new counts.
pub fn rate_video(
    conn: &mut Conn,
    viewer: &SignedIn,
    video: Uuid,
    rating: Option<Rating>,
    now: Timestamp,
) -> Result<Video> {
    let mut video = Video::visible_to(conn, &Viewer::SignedIn(viewer.clone()), VideoRef::Uuid(video))?;
    let change = write_video_rating(conn, viewer.id, video.id, rating, now)?;
    if !change.is_none() {
        (video.likes, video.dislikes) = diesel::update(videos::table.find(video.id))
            .set((
                videos::likes.eq(videos::likes + change.likes),
                videos::dislikes.eq(videos::dislikes + change.dislikes),
            ))
            .returning((videos::likes, videos::dislikes))
            .get_result(conn)?;
    }
    Ok(video)
}

/// Gives an opinion of a comment, changes it, or takes it back with `None`; its place among others follows.
pub fn rate_comment(
    conn: &mut Conn,
    viewer: &SignedIn,
    comment: Uuid,
    rating: Option<Rating>,
    now: Timestamp,
) -> Result<(Comment, Video)> {
    let (mut comment, video) = Comment::readable_by(conn, &Viewer::SignedIn(viewer.clone()), comment)?;
    let change = write_comment_rating(conn, viewer.id, comment.id, rating, now)?;
    if !change.is_none() {
        (comment.likes, comment.dislikes) = diesel::update(comments::table.find(comment.id))
            .set((
                comments::likes.eq(comments::likes + change.likes),
                comments::dislikes.eq(comments::dislikes + change.dislikes),
            ))
            .returning((comments::likes, comments::dislikes))
            .get_result(conn)?;
        comment.score = score(comment.likes, comment.dislikes);
        diesel::update(comments::table.find(comment.id))
            .set(comments::score.eq(comment.score))
            .execute(conn)?;
    }
    Ok((comment, video))
}

/// What this viewer thinks of a video.
pub fn of_video(conn: &mut Conn, viewer: &Viewer, video: VideoId) -> QueryResult<Option<Rating>> {
    let Some(user) = viewer.id() else { return Ok(None) };
    ratings::table.find((user, video)).select(ratings::value).first(conn).optional()
}

/// The same of a video that is known by its id in addresses.
pub fn of_video_named(conn: &mut Conn, user: UserId, video: Uuid) -> QueryResult<Option<Rating>> {
    ratings::table
        .inner_join(videos::table)
        .filter(ratings::user_id.eq(user))
        .filter(videos::uuid.eq(video))
        .select(ratings::value)
        .first(conn)
        .optional()
}

/// What this viewer thinks of each of these comments.
pub fn of_comments(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: Vec<CommentId>,
) -> QueryResult<HashMap<CommentId, Rating>> {
    let Some(user) = viewer.id().filter(|_| !ids.is_empty()) else { return Ok(HashMap::new()) };
    let rows: Vec<(CommentId, Rating)> = comment_ratings::table
        .filter(comment_ratings::user_id.eq(user))
        .filter(comment_ratings::comment_id.eq_any(ids))
        .select((comment_ratings::comment_id, comment_ratings::value))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// By how much the counters of the rated row change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Change {
    likes: i64,
    dislikes: i64,
}

impl Change {
    fn is_none(self) -> bool {
        self == Self::default()
    }

    fn gained(self, rating: Rating) -> Self {
        match rating {
            Rating::Like => Self { likes: self.likes + 1, ..self },
            Rating::Dislike => Self { dislikes: self.dislikes + 1, ..self },
        }
    }

    fn lost(self, rating: Rating) -> Self {
        match rating {
            Rating::Like => Self { likes: self.likes - 1, ..self },
            Rating::Dislike => Self { dislikes: self.dislikes - 1, ..self },
        }
    }
}

/// Each statement says by the number of its rows what it did, so that the counters follow it whoever else is rating.
macro_rules! writing {
    ($name:ident, $table:ident, $subject:ident: $id:ty) => {
        fn $name(
            conn: &mut Conn,
            user: UserId,
            subject: $id,
            rating: Option<Rating>,
            now: Timestamp,
        ) -> QueryResult<Change> {
            let unchanged = Change::default();
            let Some(rating) = rating else {
                let taken_back = diesel::delete($table::table.find((user, subject)))
                    .returning($table::value)
                    .get_result::<Rating>(conn)
                    .optional()?;
                return Ok(taken_back.map_or(unchanged, |old| unchanged.lost(old)));
            };
            let row = (
                $table::user_id.eq(user),
                $table::$subject.eq(subject),
                $table::value.eq(rating),
                $table::created_at.eq(now),
            );
            let inserted = on_each!(conn, |conn| diesel::insert_into($table::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(conn))?;
            if inserted == 1 {
                return Ok(unchanged.gained(rating));
            }
            let opposite = match rating {
                Rating::Like => Rating::Dislike,
                Rating::Dislike => Rating::Like,
            };
            let turned =
                diesel::update($table::table.find((user, subject)).filter($table::value.eq(opposite)))
                    .set(($table::value.eq(rating), $table::created_at.eq(now)))
                    .execute(conn)?;
            Ok(if turned == 1 { unchanged.lost(opposite).gained(rating) } else { unchanged })
        }
    };
}

writing!(write_video_rating, ratings, video_id: VideoId);
writing!(write_comment_rating, comment_ratings, comment_id: CommentId);
