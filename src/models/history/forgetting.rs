//! Forgetting what somebody watched: the rows that say so, and those that let it be guessed.
//!
//! A list that was shown beside a video says that its page was open, so it goes with the video. Other servers hear of it by
//! `users.history_forgotten_at` and forget what they hold in memory.

use diesel::prelude::*;

use super::History;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, VideoId};
use crate::db::schema::{history, impressions, users, videos, watch_events};
use crate::models::video::VideoRef;

/// How much of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    All,
    /// What was last watched before this moment.
    Before(Timestamp),
}

impl History {
    /// Forgets that this person watched a video; what is not on their own history is not found.
    pub fn forget(conn: &mut Conn, user: UserId, video: VideoRef, now: Timestamp) -> QueryResult<VideoId> {
        let own = history::table
            .inner_join(videos::table)
            .filter(history::user_id.eq(user))
            .select(history::video_id);
        let video: VideoId = match video {
            VideoRef::Uuid(uuid) => own.filter(videos::uuid.eq(uuid)).first(conn)?,
            VideoRef::Integer(id) => own.filter(videos::id.eq(id)).first(conn)?,
        };
        diesel::delete(history::table.find((user, video))).execute(conn)?;
        diesel::delete(
            watch_events::table
                .filter(watch_events::user_id.eq(user))
                .filter(watch_events::video_id.eq(video)),
        )
        .execute(conn)?;
        diesel::delete(
            impressions::table.filter(impressions::user_id.eq(user)).filter(impressions::video_id.eq(video)),
        )
        .execute(conn)?;
        note_forgetting(conn, user, now)?;
        Ok(video)
    }

    pub fn forget_all(conn: &mut Conn, user: UserId, stretch: Stretch, now: Timestamp) -> QueryResult<()> {
        let until = match stretch {
            // Another server's clock may be ahead of ours.
            Stretch::All => now.plus_days(1),
            Stretch::Before(moment) => moment,
        };
        diesel::delete(
            history::table.filter(history::user_id.eq(user)).filter(history::last_watched_at.lt(until)),
        )
        .execute(conn)?;
        diesel::delete(
            watch_events::table
                .filter(watch_events::user_id.eq(user))
                .filter(watch_events::created_at.lt(until)),
        )
        .execute(conn)?;
        diesel::delete(
            impressions::table
                .filter(impressions::user_id.eq(user))
                .filter(impressions::created_at.lt(until)),
        )
        .execute(conn)?;
        note_forgetting(conn, user, now)
    }

    /// Those who had something forgotten since then, by whichever process.
    pub fn forgotten_since(conn: &mut Conn, since: Timestamp) -> QueryResult<Vec<UserId>> {
        users::table.filter(users::history_forgotten_at.ge(since)).select(users::id).load(conn)
    }
}

fn note_forgetting(conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<()> {
    diesel::update(users::table.find(user)).set(users::history_forgotten_at.eq(now)).execute(conn)?;
    Ok(())
}
