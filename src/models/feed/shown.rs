//! What a training reads of shown lists: what was known of each place, and what came of it.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::{feedback, impressions, watch_events};
use crate::db::types::FeedbackKind;
use crate::models::impression::Item;
use crate::recommender::training::site::{ShownList, ShownPlace};

/// As many as are learned from, the latest.
const MOST_LISTS: usize = 20_000;
const AT_ONCE: i64 = 400;
/// By then what is watched of a list has mostly been watched.
const SETTLED_MS: i64 = 3_600_000;
/// A "not interested" after this time is no answer to the list.
const ANSWERED_MS: i64 = 6 * 3_600_000;

type Row = (i64, Uuid, UserId, Timestamp, String, Option<Vec<u8>>);

/// Of the lists whose features were kept, the latest first. `is_listed` says which videos everybody may find: what is no longer one of
/// them teaches nothing.
pub fn lists_until(
    conn: &mut Conn,
    now: Timestamp,
    is_listed: impl Fn(VideoId) -> bool,
) -> QueryResult<Vec<ShownList>> {
    let (mut below, mut lists) = (i64::MAX, Vec::new());
    while lists.len() < MOST_LISTS {
        let rows: Vec<Row> = impressions::table
            .filter(impressions::features.is_not_null())
            .filter(impressions::created_at.le(now.plus_millis(-SETTLED_MS)))
            .filter(impressions::id.lt(below))
            .order(impressions::id.desc())
            .limit(AT_ONCE)
            .select((
                impressions::id,
                impressions::uuid,
                impressions::user_id,
                impressions::created_at,
                impressions::items,
                impressions::features,
            ))
            .load(conn)?;
        let Some((last, ..)) = rows.last() else { break };
        below = *last;
        let outcomes = Outcomes::of(conn, &rows)?;
        lists.extend(rows.into_iter().filter_map(|row| list(row, &outcomes, &is_listed)));
    }
    Ok(lists)
}

/// None of a list that another version of the program wrote.
fn list(row: Row, outcomes: &Outcomes, is_listed: &impl Fn(VideoId) -> bool) -> Option<ShownList> {
    let (_, uuid, user, at, items, features) = row;
    let items: Vec<Item> = serde_json::from_str(&items).ok()?;
    let rows = ShownList::rows(&features?, items.len())?;
    let known = items.iter().zip(rows).filter(|(item, _)| is_listed(item.video));
    let places: Vec<ShownPlace> = known
        .filter_map(|(item, row)| {
            Some(ShownPlace {
                place: item.rank.saturating_sub(1),
                row: row?,
                watched_seconds: outcomes.watched_ms(uuid, item.video) as f32 / 1000.0,
                rejected: outcomes.was_rejected(user, item.video, at),
            })
        })
        .collect();
    let viewer = u32::try_from(user.0).ok()?;
    (!places.is_empty()).then_some(ShownList { viewer, at_ms: at.millis(), places })
}

/// What came of some lists.
struct Outcomes {
    watched_ms: HashMap<(Uuid, VideoId), i64>,
    rejected: HashMap<(UserId, VideoId), Timestamp>,
}

impl Outcomes {
    fn of(conn: &mut Conn, rows: &[Row]) -> QueryResult<Self> {
        let lists: Vec<Uuid> = rows.iter().map(|row| row.1).collect();
        let people: HashSet<UserId> = rows.iter().map(|row| row.2).collect();
        let watches: Vec<(Option<Uuid>, VideoId, i64)> = watch_events::table
            .filter(watch_events::impression_uuid.eq_any(lists))
            .select((watch_events::impression_uuid, watch_events::video_id, watch_events::watched_ms))
            .load(conn)?;
        let mut watched_ms = HashMap::new();
        for (list, video, watched) in watches {
            if let Some(list) = list {
                *watched_ms.entry((list, video)).or_default() += watched;
            }
        }
        let opinions: Vec<(UserId, Option<VideoId>, Timestamp)> = feedback::table
            .filter(feedback::user_id.eq_any(people.into_iter().collect::<Vec<_>>()))
            .filter(feedback::kind.eq(FeedbackKind::NotInterested))
            .select((feedback::user_id, feedback::video_id, feedback::created_at))
            .load(conn)?;
        let rejected = opinions.into_iter().filter_map(|(user, video, at)| Some(((user, video?), at)));
        Ok(Self { watched_ms, rejected: rejected.collect() })
    }

    fn watched_ms(&self, list: Uuid, video: VideoId) -> i64 {
        self.watched_ms.get(&(list, video)).copied().unwrap_or(0)
    }

    fn was_rejected(&self, user: UserId, video: VideoId, shown: Timestamp) -> bool {
        let after = self.rejected.get(&(user, video)).map(|at| at.millis() - shown.millis());
        after.is_some_and(|after| (0..ANSWERED_MS).contains(&after))
    }
}
