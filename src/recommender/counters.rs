//! Live counts per video that fade with time, and the short lists of what is watched most right now.
//!
//! Each count is kept as a value and the time at which it was true; it is decayed only when somebody looks. Watches are
//! counted at four half-lives at once, because "popular" means something else after an hour than after a month. The
//! order of one half-life's counts never changes by waiting, so the top lists are kept in order by the events alone.
//! Counts are of viewers together; nothing here knows who watched.

mod decayed;
mod kind;
mod top_list;

pub use kind::CounterKind;

use self::decayed::Decayed;
use self::kind::POPULARITY_KINDS;
use self::top_list::TopList;
use super::ids::{IdMap, IdSet, VideoId};

/// How many of each half-life's list are offered as candidates.
const OFFERED: usize = 20;
/// "Popular" is only said of the first places of a list …
const POPULAR_PLACES: usize = 20;
/// … and only when about three viewers agree.
const POPULAR_FROM: f64 = 2.5;
/// What each half-life contributes to popularity: 6 hours, 2, 7 and 30 days.
const POPULARITY_WEIGHTS: [f64; 4] = [0.2, 0.3, 0.3, 0.2];

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterRow {
    pub video: VideoId,
    pub kind: CounterKind,
    pub value: f64,
    pub at_ms: i64,
}

#[derive(Default)]
pub struct Counters {
    by_video: IdMap<VideoId, Decayed>,
    site: Decayed,
    top: [TopList; 4],
    dirty: IdSet<VideoId>,
}

impl Counters {
    pub fn count_watch(&mut self, video: VideoId, at_ms: i64) {
        for kind in POPULARITY_KINDS {
            self.add(video, kind, 1.0, at_ms);
        }
        self.add(video, CounterKind::Plays, 1.0, at_ms);
        self.place(video);
    }

    pub fn add(&mut self, video: VideoId, kind: CounterKind, amount: f64, at_ms: i64) {
        self.by_video.entry(video).or_default().add(kind, amount, at_ms);
        self.site.add(kind, amount, at_ms);
        self.dirty.insert(video);
    }

    pub fn value(&self, video: VideoId, kind: CounterKind, now_ms: i64) -> f64 {
        self.by_video.get(&video).map_or(0.0, |counts| counts.value(kind, now_ms))
    }

    /// All counts of one video, looked up once.
    pub fn of(&self, video: VideoId, now_ms: i64) -> impl Fn(CounterKind) -> f64 + '_ {
        let counts = self.by_video.get(&video);
        move |kind| counts.map_or(0.0, |counts| counts.value(kind, now_ms))
    }

    /// The same count over the whole site.
    pub fn site_value(&self, kind: CounterKind, now_ms: i64) -> f64 {
        self.site.value(kind, now_ms)
    }

    /// The most watched videos of each half-life with their share of the site's watching, in no particular order.
    pub fn popular(&self, now_ms: i64) -> Vec<(VideoId, f64)> {
        let totals = POPULARITY_KINDS.map(|kind| self.site.value(kind, now_ms).max(f64::MIN_POSITIVE));
        let mut seen = IdSet::default();
        let mut popular = Vec::with_capacity(2 * OFFERED);
        for video in self.top.iter().flat_map(|list| list.first(OFFERED)) {
            let Some(counts) = self.by_video.get(&video) else { continue };
            if !seen.insert(video) {
                continue;
            }
            let shares = POPULARITY_KINDS.iter().zip(POPULARITY_WEIGHTS).zip(totals);
            let share =
                shares.map(|((kind, weight), total)| weight * counts.value(*kind, now_ms) / total).sum();
            popular.push((video, share));
        }
        popular
    }

    /// Whether it may truthfully be called popular: high in the list of the last hours, days or week.
    pub fn is_popular(&self, video: VideoId, now_ms: i64) -> bool {
        let recent = POPULARITY_KINDS.iter().zip(&self.top).take(3);
        recent.into_iter().any(|(kind, list)| {
            list.first(POPULAR_PLACES).any(|placed| placed == video)
                && self.value(video, *kind, now_ms) >= POPULAR_FROM
        })
    }

    pub fn forget(&mut self, video: VideoId) {
        self.by_video.remove(&video);
        self.dirty.remove(&video);
        for list in &mut self.top {
            list.remove(video);
        }
    }

    /// The rows of every video counted since the last call.
    pub fn drain_dirty(&mut self) -> Vec<CounterRow> {
        let mut videos: Vec<VideoId> = self.dirty.drain().collect();
        videos.sort_unstable();
        let mut rows = Vec::with_capacity(videos.len() * 4);
        for video in videos {
            let Some(counts) = self.by_video.get(&video) else { continue };
            rows.extend(counts.rows().map(|(kind, value, at_ms)| CounterRow { video, kind, value, at_ms }));
        }
        rows
    }

    pub fn mark_dirty(&mut self, rows: &[CounterRow]) {
        self.dirty.extend(rows.iter().map(|row| row.video));
    }

    pub fn restore(&mut self, rows: &[CounterRow]) {
        for row in rows.iter().filter(|row| row.value.is_finite()) {
            let counts = self.by_video.entry(row.video).or_default();
            let before = counts.value(row.kind, row.at_ms);
            counts.add(row.kind, row.value - before, row.at_ms);
            self.site.add(row.kind, row.value - before, row.at_ms);
        }
        let videos: IdSet<VideoId> = rows.iter().map(|row| row.video).collect();
        for video in videos {
            self.place(video);
        }
    }

    fn place(&mut self, video: VideoId) {
        let Some(counts) = self.by_video.get(&video) else { return };
        for (kind, list) in POPULARITY_KINDS.iter().zip(&mut self.top) {
            if let Some(height) = counts.height(*kind) {
                list.place(video, height);
            }
        }
    }
}

#[cfg(test)]
mod tests;
