//! Somebody's own history.

use super::video;
use crate::app::App;
use crate::models::history::WholeEntry;
use crate::views::api::List;
use crate::views::api::history::{UserHistory, WatchedVideo};

pub fn list(app: &App, total: i64, entries: &[WholeEntry]) -> List<WatchedVideo> {
    let watched = |watched: &WholeEntry| WatchedVideo {
        video: video::listed(app, &watched.entry),
        user_history: UserHistory { current_time: watched.position_ms / 1000 },
    };
    List { total, data: entries.iter().map(watched).collect() }
}
