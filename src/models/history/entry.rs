//! A history as its owner reads it. A video that they may no longer see is not on it, whatever they watched.

use diesel::prelude::*;

use super::History;
use crate::clock::Timestamp;
use crate::db::Conn;

use crate::db::schema::{channels, history, users, videos};
use crate::models::video::{VideoCard, VideoEntry, viewable_by};
use crate::models::viewer::{SignedIn, Viewer};
use crate::models::window::Window;

#[derive(Debug, Clone)]
pub struct HistoryEntry {
    pub card: VideoCard,
    pub position_ms: i64,
    pub finished: bool,
    pub last_watched_at: Timestamp,
}

/// The same with all that other programs read of a video.
#[derive(Debug, Clone)]
pub struct WholeEntry {
    pub entry: VideoEntry,
    pub position_ms: i64,
}

impl History {
    pub fn whole_entries(conn: &mut Conn, viewer: &SignedIn, window: Window) -> QueryResult<Vec<WholeEntry>> {
        let rows: Vec<(VideoEntry, i64)> = history::table
            .inner_join(videos::table.inner_join(channels::table.inner_join(users::table)))
            .filter(history::user_id.eq(viewer.id))
            .filter(viewable_by(&Viewer::SignedIn(viewer.clone())))
            .order((history::last_watched_at.desc(), history::video_id.desc()))
            .limit(window.size())
            .offset(window.offset())
            .select((VideoEntry::as_select(), history::position_ms))
            .load(conn)?;
        Ok(rows.into_iter().map(|(entry, position_ms)| WholeEntry { entry, position_ms }).collect())
    }
}

impl HistoryEntry {
    /// A stretch of what this person watched, the latest first, and one more where there is more.
    pub fn of(conn: &mut Conn, viewer: &SignedIn, window: Window) -> QueryResult<Vec<HistoryEntry>> {
        let rows: Vec<(VideoCard, i64, bool, Timestamp)> = history::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(history::user_id.eq(viewer.id))
            .filter(viewable_by(&Viewer::SignedIn(viewer.clone())))
            .order((history::last_watched_at.desc(), history::video_id.desc()))
            .limit(window.limit())
            .offset(window.offset())
            .select((
                VideoCard::as_select(),
                history::position_ms,
                history::finished,
                history::last_watched_at,
            ))
            .load(conn)?;
        let entry = |(card, position_ms, finished, last_watched_at)| HistoryEntry {
            card,
            position_ms,
            finished,
            last_watched_at,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// How many there are in all.
    pub fn count(conn: &mut Conn, viewer: &SignedIn) -> QueryResult<i64> {
        history::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(history::user_id.eq(viewer.id))
            .filter(viewable_by(&Viewer::SignedIn(viewer.clone())))
            .count()
            .get_result(conn)
    }

    /// How far they came, in hundredths of the video.
    pub fn percent(&self) -> u8 {
        if self.finished {
            return 100;
        }
        let hundredths = self.position_ms.max(0) * 100 / self.card.duration_ms.max(1);
        u8::try_from(hundredths).unwrap_or(100).min(100)
    }
}
