//! What somebody with an account has watched, and where they stopped: one row for each of their videos.
//!
//! It is theirs alone: every query here asks for its owner (`entry` lists it, `forgetting` removes of it, `recording` pauses it, `export` hands it out).

mod entry;
mod export;
mod forgetting;
mod recording;

use diesel::prelude::*;

pub use self::entry::{HistoryEntry, WholeEntry};
pub use self::export::{Export, NamedChannel, Playback, RatedVideo, TurnedDown, WatchedVideo};
pub use self::forgetting::Stretch;
pub use self::recording::Recording;
use super::watch_event::Playable;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, VideoId};
use crate::db::schema::history;
use crate::on_each;

/// Whoever stops this near the end has seen the end.
const FINISHED_FROM_PERCENT: i64 = 95;

#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = history)]
pub struct History {
    pub user_id: UserId,
    pub video_id: VideoId,
    pub position_ms: i64,
    /// Over all playbacks.
    pub watched_ms: i64,
    pub last_watched_at: Timestamp,
    pub finished: bool,
}

impl History {
    pub fn find(conn: &mut Conn, user: UserId, video: VideoId) -> QueryResult<Option<History>> {
        History::query()
            .filter(history::user_id.eq(user))
            .filter(history::video_id.eq(video))
            .first(conn)
            .optional()
    }

    /// Where the player begins: not at the end of what was seen to its end.
    pub fn resume_ms(&self) -> i64 {
        if self.finished { 0 } else { self.position_ms }
    }

    /// So much was watched, nobody knows up to where.
    pub(super) fn add(
        conn: &mut Conn,
        user: UserId,
        video: VideoId,
        gained_ms: i64,
        now: Timestamp,
    ) -> QueryResult<()> {
        let new = (
            history::user_id.eq(user),
            history::video_id.eq(video),
            history::position_ms.eq(0_i64),
            history::watched_ms.eq(gained_ms),
            history::last_watched_at.eq(now),
            history::finished.eq(false),
        );
        on_each!(conn, |conn| diesel::insert_into(history::table)
            .values(new)
            .on_conflict((history::user_id, history::video_id))
            .do_update()
            .set((history::last_watched_at.eq(now), history::watched_ms.eq(history::watched_ms + gained_ms)))
            .execute(conn))?;
        Ok(())
    }

    /// A playback has come to `position_ms`, having watched `gained_ms` since it was last heard of.
    pub(super) fn advance(
        conn: &mut Conn,
        user: UserId,
        video: Playable,
        position_ms: i64,
        gained_ms: i64,
        now: Timestamp,
    ) -> QueryResult<()> {
        let finished =
            video.duration_ms > 0 && position_ms * 100 >= video.duration_ms * FINISHED_FROM_PERCENT;
        let changed = (
            history::position_ms.eq(position_ms),
            history::last_watched_at.eq(now),
            history::finished.eq(finished),
        );
        let new = (
            history::user_id.eq(user),
            history::video_id.eq(video.id),
            history::watched_ms.eq(gained_ms),
            changed,
        );
        on_each!(conn, |conn| diesel::insert_into(history::table)
            .values(new)
            .on_conflict((history::user_id, history::video_id))
            .do_update()
            .set((changed, history::watched_ms.eq(history::watched_ms + gained_ms)))
            .execute(conn))?;
        Ok(())
    }
}
