//! Everything that somebody's lists go by, to take away.
//!
//! The title of a video is told only as far as its viewer may see it now.

use diesel::dsl::case_when;
use diesel::prelude::*;

use super::Recording;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::Uuid;
use crate::db::schema::{channels, feedback, history, ratings, subscriptions, videos, watch_events};
use crate::db::types::{Rating, WatchSource};
use crate::models::video::viewable_by;
use crate::models::viewer::{SignedIn, Viewer};

#[derive(Debug, Clone)]
pub struct Export {
    pub recording: Recording,
    pub history: Vec<WatchedVideo>,
    pub playbacks: Vec<Playback>,
    pub ratings: Vec<RatedVideo>,
    pub not_interested: Vec<TurnedDown>,
    pub less_of: Vec<NamedChannel>,
    pub subscriptions: Vec<NamedChannel>,
}

#[derive(Debug, Clone, Queryable)]
pub struct WatchedVideo {
    pub uuid: Uuid,
    pub title: Option<String>,
    pub position_ms: i64,
    pub watched_ms: i64,
    pub finished: bool,
    pub last_watched_at: Timestamp,
}

#[derive(Debug, Clone, Queryable)]
pub struct Playback {
    pub video: Uuid,
    pub began_at: Timestamp,
    pub watched_ms: i64,
    pub position_ms: i64,
    /// The list or page that led there, and the place on it.
    pub source: WatchSource,
    pub rank: Option<i32>,
}

#[derive(Debug, Clone, Queryable)]
pub struct RatedVideo {
    pub uuid: Uuid,
    pub title: Option<String>,
    pub rating: Rating,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Queryable)]
pub struct TurnedDown {
    pub uuid: Uuid,
    pub title: Option<String>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Queryable)]
pub struct NamedChannel {
    pub handle: String,
    pub display_name: String,
    pub at: Timestamp,
}

impl Export {
    pub fn of(conn: &mut Conn, viewer: &SignedIn) -> QueryResult<Self> {
        let user = viewer.id;
        let seen_by = Viewer::SignedIn(viewer.clone());
        let title = || case_when(viewable_by(&seen_by), videos::title);
        Ok(Self {
            recording: Recording::of(conn, user)?,
            history: history::table
                .inner_join(videos::table.inner_join(channels::table))
                .filter(history::user_id.eq(user))
                .order((history::last_watched_at.desc(), history::video_id.desc()))
                .select((
                    videos::uuid,
                    title(),
                    history::position_ms,
                    history::watched_ms,
                    history::finished,
                    history::last_watched_at,
                ))
                .load(conn)?,
            playbacks: watch_events::table
                .inner_join(videos::table)
                .filter(watch_events::user_id.eq(user))
                .order((watch_events::created_at.desc(), watch_events::id.desc()))
                .select((
                    videos::uuid,
                    watch_events::created_at,
                    watch_events::watched_ms,
                    watch_events::position_ms,
                    watch_events::source,
                    watch_events::rank,
                ))
                .load(conn)?,
            ratings: ratings::table
                .inner_join(videos::table.inner_join(channels::table))
                .filter(ratings::user_id.eq(user))
                .order((ratings::created_at.desc(), ratings::video_id.desc()))
                .select((videos::uuid, title(), ratings::value, ratings::created_at))
                .load(conn)?,
            not_interested: feedback::table
                .inner_join(videos::table.inner_join(channels::table))
                .filter(feedback::user_id.eq(user))
                .order((feedback::created_at.desc(), feedback::id.desc()))
                .select((videos::uuid, title(), feedback::created_at))
                .load(conn)?,
            less_of: feedback::table
                .inner_join(channels::table)
                .filter(feedback::user_id.eq(user))
                .order((feedback::created_at.desc(), feedback::id.desc()))
                .select((channels::handle, channels::display_name, feedback::created_at))
                .load(conn)?,
            subscriptions: subscriptions::table
                .inner_join(channels::table)
                .filter(subscriptions::user_id.eq(user))
                .order((subscriptions::created_at.desc(), subscriptions::channel_id.desc()))
                .select((channels::handle, channels::display_name, subscriptions::created_at))
                .load(conn)?,
        })
    }
}
