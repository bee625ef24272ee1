//! What a training reads of the people with an account.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::{latest_watches, of_video};
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::{videos, watch_events};
use crate::recommender::training::site::SiteWatch;
use crate::recommender::{Watch, counts_as_view};

/// Fewer views of the whole site teach nothing that live counters do not know.
pub const LEAST_VIEWS: i64 = 50;
/// Twice what a training learns from: what is older must still be told apart from what people without an account did.
const MOST_WATCHES: i64 = 400;

/// All views of all videos, by whomever.
pub fn site_views(conn: &mut Conn) -> QueryResult<i64> {
    let sum: Option<i64> =
        videos::table.select(sql::<Nullable<BigInt>>("CAST(SUM(views) AS BIGINT)")).first(conn)?;
    Ok(sum.unwrap_or(0))
}

/// The next people who watched anything, in the order of their ids.
pub fn watchers_after(conn: &mut Conn, after: UserId, limit: i64) -> QueryResult<Vec<UserId>> {
    watch_events::table
        .filter(watch_events::user_id.gt(after))
        .select(watch_events::user_id)
        .distinct()
        .order(watch_events::user_id)
        .limit(limit)
        .load(conn)
}

/// Somebody's latest watches that counted as views, earliest first.
pub fn counted_watches_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<SiteWatch>> {
    let Ok(viewer) = u32::try_from(user.0) else { return Ok(Vec::new()) };
    let mut counted = std::collections::HashMap::new();
    let mut watches = Vec::new();
    for (video, at, watch) in latest_watches(conn, user, MOST_WATCHES)?.into_iter().rev() {
        if counts_as_view(watch, counted.get(&video).copied(), at.millis()) {
            counted.insert(video, at.millis());
            let (video, at_ms) = (of_video(video), at.millis());
            let Watch { watched_ms, duration_ms } = watch;
            watches.push(SiteWatch { viewer, video, at_ms, watched_ms, duration_ms });
        }
    }
    Ok(watches)
}
