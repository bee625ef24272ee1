//! Counters, transitions and co-watches: aggregates over all viewers, none of whom is in them.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::{co_watches, transitions, video_counters, videos};
use crate::on_each;
use crate::recommender::{self, CounterKind, CounterRow, PairRow, Snapshot};

/// Videos looked up in one query.
const CHUNK: usize = 500;

/// Everything that is kept. A row that this version does not understand is left alone.
pub fn load(conn: &mut Conn) -> QueryResult<Snapshot> {
    let counters: Vec<(i64, String, f64, i64)> = video_counters::table.load(conn)?;
    let transitions: Vec<(i64, i64, f64, i64)> = transitions::table.load(conn)?;
    let co_watches: Vec<(i64, i64, f64, i64)> = co_watches::table.load(conn)?;
    let counters = counters.into_iter().filter_map(|(video, kind, value, at_ms)| {
        let kind = CounterKind::from_name(&kind)?;
        Some(CounterRow { video: recommender::VideoId(video), kind, value, at_ms })
    });
    Ok(Snapshot {
        counters: counters.collect(),
        transitions: transitions.into_iter().map(pair).collect(),
        co_watches: co_watches.into_iter().map(pair).collect(),
    })
}

/// Keeps what changed. Of a video that is gone nothing is kept, and a pair of no weight is deleted.
pub fn store(conn: &mut Conn, changed: &Snapshot) -> QueryResult<()> {
    let present = present(conn, changed)?;
    let is_present = |video: &recommender::VideoId| present.contains(&VideoId(video.0));
    for row in changed.counters.iter().filter(|row| is_present(&row.video)) {
        store_counter(conn, row)?;
    }
    for row in changed.transitions.iter().filter(|row| is_present(&row.from) && is_present(&row.to)) {
        store_transition(conn, row)?;
    }
    for row in changed.co_watches.iter().filter(|row| is_present(&row.from) && is_present(&row.to)) {
        store_co_watch(conn, row)?;
    }
    Ok(())
}

fn present(conn: &mut Conn, changed: &Snapshot) -> QueryResult<HashSet<VideoId>> {
    let pairs = changed.transitions.iter().chain(&changed.co_watches);
    let named: HashSet<i64> = changed
        .counters
        .iter()
        .map(|row| row.video.0)
        .chain(pairs.flat_map(|row| [row.from.0, row.to.0]))
        .collect();
    let named: Vec<VideoId> = named.into_iter().map(VideoId).collect();
    let mut present = HashSet::with_capacity(named.len());
    for some in named.chunks(CHUNK) {
        let found: Vec<VideoId> =
            videos::table.filter(videos::id.eq_any(some.to_vec())).select(videos::id).load(conn)?;
        present.extend(found);
    }
    Ok(present)
}

fn store_counter(conn: &mut Conn, row: &CounterRow) -> QueryResult<()> {
    use video_counters::{at_ms, kind, table, value, video_id};
    let changed = (value.eq(row.value), at_ms.eq(row.at_ms));
    let new = (video_id.eq(row.video.0), kind.eq(row.kind.name()), changed);
    on_each!(conn, |conn| diesel::insert_into(table)
        .values(new)
        .on_conflict((video_id, kind))
        .do_update()
        .set(changed)
        .execute(conn))
    .map(drop)
}

fn store_transition(conn: &mut Conn, row: &PairRow) -> QueryResult<()> {
    use transitions::{at_ms, from_video_id, table, to_video_id, weight};
    if row.weight <= 0.0 {
        return diesel::delete(table.find((row.from.0, row.to.0))).execute(conn).map(drop);
    }
    let changed = (weight.eq(row.weight), at_ms.eq(row.at_ms));
    let new = (from_video_id.eq(row.from.0), to_video_id.eq(row.to.0), changed);
    on_each!(conn, |conn| diesel::insert_into(table)
        .values(new)
        .on_conflict((from_video_id, to_video_id))
        .do_update()
        .set(changed)
        .execute(conn))
    .map(drop)
}

fn store_co_watch(conn: &mut Conn, row: &PairRow) -> QueryResult<()> {
    use co_watches::{at_ms, other_video_id, table, video_id, weight};
    if row.weight <= 0.0 {
        return diesel::delete(table.find((row.from.0, row.to.0))).execute(conn).map(drop);
    }
    let changed = (weight.eq(row.weight), at_ms.eq(row.at_ms));
    let new = (video_id.eq(row.from.0), other_video_id.eq(row.to.0), changed);
    on_each!(conn, |conn| diesel::insert_into(table)
        .values(new)
        .on_conflict((video_id, other_video_id))
        .do_update()
        .set(changed)
        .execute(conn))
    .map(drop)
}

fn pair((from, to, weight, at_ms): (i64, i64, f64, i64)) -> PairRow {
    PairRow { from: recommender::VideoId(from), to: recommender::VideoId(to), weight, at_ms }
}
