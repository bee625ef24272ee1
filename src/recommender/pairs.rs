//! Decayed weights between pairs of videos: the store beneath `transitions` and `co_watches`.
//!
//! A row holds what leads from one video; all its weights are true at the same moment, so that reading a row costs one
//! exponential. A row is bounded: when it is full, its weakest pair makes room. Stored pairs that were dropped are
//! handed out once more with weight 0, which asks the site to delete them.

use super::ids::{IdMap, IdSet, VideoId};

/// What was seen a month ago counts half.
const HALF_LIFE_MS: f64 = 30.0 * 24.0 * 60.0 * 60.0 * 1000.0;
const ROW_LIMIT: usize = 96;

/// A pair as it is stored; weight 0 means that the stored row is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairRow {
    pub from: VideoId,
    pub to: VideoId,
    pub weight: f64,
    pub at_ms: i64,
}

#[derive(Default)]
pub struct Pairs {
    rows: IdMap<VideoId, Row>,
    dirty: IdSet<(VideoId, VideoId)>,
}

#[derive(Default)]
struct Row {
    at_ms: i64,
    pairs: Vec<(VideoId, f32)>,
}

/// A row read at one moment.
pub struct RowNow<'a> {
    pairs: &'a [(VideoId, f32)],
    fade: f32,
}

impl Pairs {
    pub fn add(&mut self, from: VideoId, to: VideoId, weight: f32, at_ms: i64) {
        let row = self.rows.entry(from).or_default();
        row.advance(at_ms);
        let weight = weight * fade(row.at_ms - at_ms);
        match row.pairs.iter_mut().find(|(other, _)| *other == to) {
            Some((_, known)) => *known += weight,
            None => {
                if let Some(dropped) = row.make_room() {
                    self.dirty.insert((from, dropped));
                }
                row.pairs.push((to, weight));
            }
        }
        self.dirty.insert((from, to));
    }

    pub fn row(&self, from: VideoId, now_ms: i64) -> RowNow<'_> {
        match self.rows.get(&from) {
            Some(row) => RowNow { pairs: &row.pairs, fade: fade(now_ms - row.at_ms) },
            None => RowNow { pairs: &[], fade: 1.0 },
        }
    }

    pub fn weight(&self, from: VideoId, to: VideoId, now_ms: i64) -> f32 {
        let row = self.row(from, now_ms);
        row.iter().find(|(other, _)| *other == to).map_or(0.0, |(_, weight)| weight)
    }

    /// Drops the video's own row. Rows that lead to it lose it as they fade; it is not in the catalogue by then.
    pub fn forget(&mut self, video: VideoId) {
        self.rows.remove(&video);
        self.dirty.retain(|(from, to)| *from != video && *to != video);
    }

    pub fn drain_dirty(&mut self) -> Vec<PairRow> {
        let mut changed: Vec<(VideoId, VideoId)> = self.dirty.drain().collect();
        changed.sort_unstable();
        changed.into_iter().map(|(from, to)| self.stored(from, to)).collect()
    }

    /// The same for pairs without direction, kept in both rows and stored once, the smaller id first. Either row may have
    /// dropped the pair; it is to be deleted only when both have.
    pub fn drain_dirty_undirected(&mut self) -> Vec<PairRow> {
        let ordered = self.dirty.drain().map(|(one, other)| (one.min(other), one.max(other)));
        let mut changed: Vec<(VideoId, VideoId)> = ordered.collect();
        changed.sort_unstable();
        changed.dedup();
        let either = |(one, other)| {
            let there = self.stored(one, other);
            if there.weight > 0.0 {
                there
            } else {
                PairRow { from: one, to: other, ..self.stored(other, one) }
            }
        };
        changed.into_iter().map(either).collect()
    }

    pub fn mark_dirty(&mut self, rows: &[PairRow]) {
        self.dirty.extend(rows.iter().map(|row| (row.from, row.to)));
    }

    /// Takes stored pairs as they are: nothing becomes dirty, and no pair is counted twice by restoring it twice.
    pub fn restore(&mut self, stored: &[PairRow]) {
        for pair in stored.iter().filter(|pair| pair.weight.is_finite() && pair.weight > 0.0) {
            let row = self.rows.entry(pair.from).or_default();
            row.advance(pair.at_ms);
            let weight = pair.weight as f32 * fade(row.at_ms - pair.at_ms);
            row.pairs.retain(|(other, _)| *other != pair.to);
            row.make_room();
            row.pairs.push((pair.to, weight));
        }
    }

    fn stored(&self, from: VideoId, to: VideoId) -> PairRow {
        let at_ms = self.rows.get(&from).map_or(0, |row| row.at_ms);
        PairRow { from, to, weight: f64::from(self.weight(from, to, at_ms)), at_ms }
    }
}

impl Row {
    fn advance(&mut self, now_ms: i64) {
        if now_ms <= self.at_ms {
            return;
        }
        let fade = fade(now_ms - self.at_ms);
        for (_, weight) in &mut self.pairs {
            *weight *= fade;
        }
        self.at_ms = now_ms;
    }

    /// Drops the weakest pair of a full row and says which it was.
    fn make_room(&mut self) -> Option<VideoId> {
        if self.pairs.len() < ROW_LIMIT {
            return None;
        }
        let weakest = self.pairs.iter().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1));
        let position = weakest.map(|(position, _)| position)?;
        Some(self.pairs.swap_remove(position).0)
    }
}

impl RowNow<'_> {
    pub fn iter(&self) -> impl Iterator<Item = (VideoId, f32)> + '_ {
        self.pairs.iter().map(|(to, weight)| (*to, weight * self.fade))
    }

    pub fn total(&self) -> f32 {
        self.pairs.iter().map(|(_, weight)| weight).sum::<f32>() * self.fade
    }
}

/// What is left after a while.
pub fn fade(elapsed_ms: i64) -> f32 {
    if elapsed_ms <= 0 {
        return 1.0;
    }
    (-(elapsed_ms as f64) / HALF_LIFE_MS).exp2() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH_MS: i64 = 30 * 24 * 60 * 60 * 1000;

    #[test]
    fn a_weight_halves_in_a_month_and_late_reports_count_for_less() {
        let mut pairs = Pairs::default();
        pairs.add(VideoId(1), VideoId(2), 1.0, MONTH_MS);
        pairs.add(VideoId(1), VideoId(2), 1.0, 0);
        assert!((pairs.weight(VideoId(1), VideoId(2), MONTH_MS) - 1.5).abs() < 1e-6);
        assert!((pairs.weight(VideoId(1), VideoId(2), 2 * MONTH_MS) - 0.75).abs() < 1e-6);
        assert_eq!(pairs.weight(VideoId(2), VideoId(1), MONTH_MS), 0.0);
    }

    #[test]
    fn a_full_row_drops_its_weakest_pair_and_asks_for_its_deletion() {
        let mut pairs = Pairs::default();
        for to in 0..ROW_LIMIT as i64 {
            pairs.add(VideoId(-1), VideoId(to), if to == 40 { 0.1 } else { 1.0 }, 0);
        }
        pairs.drain_dirty();
        pairs.add(VideoId(-1), VideoId(1_000), 0.05, 0);
        let rows = pairs.drain_dirty();
        assert_eq!(
            rows.iter().map(|row| (row.to.0, row.weight > 0.0)).collect::<Vec<_>>(),
            [(40, false), (1_000, true)]
        );
    }

    #[test]
    fn what_was_stored_comes_back() {
        let mut pairs = Pairs::default();
        pairs.add(VideoId(1), VideoId(2), 1.0, 0);
        pairs.add(VideoId(1), VideoId(3), 0.5, MONTH_MS);
        let rows = pairs.drain_dirty();
        assert!(pairs.drain_dirty().is_empty());
        let mut restored = Pairs::default();
        restored.restore(&rows);
        restored.restore(&rows);
        for to in [2, 3] {
            let difference = pairs.weight(VideoId(1), VideoId(to), 2 * MONTH_MS)
                - restored.weight(VideoId(1), VideoId(to), 2 * MONTH_MS);
            assert!(difference.abs() < 1e-6);
        }
        assert!(restored.drain_dirty().is_empty());
    }
}
