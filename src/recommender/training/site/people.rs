//! The watches of people with an account, as far as they teach: each video once, at its latest time, none that was soon
//! left, and of each person the latest 200.

use super::numbering::Numbering;
use super::{Role, SiteWatch};
use crate::recommender::events::{Verdict, Watch};
use crate::recommender::ids::{IdSet, VideoId};
use crate::recommender::training::Watched;

/// In the place of a video without a row: it keeps its place in a history and is counted nowhere.
const NO_ROW: u32 = u32::MAX;
/// Nobody teaches more than the others together.
const MOST_WATCHES: usize = 200;

pub struct People {
    /// Each person's videos with the time, earliest first.
    pub histories: Vec<Vec<(VideoId, i64)>>,
}

impl People {
    pub fn of(watches: &[SiteWatch], role: Role) -> Self {
        Self { histories: by_viewer(watches, |viewer| Role::of(viewer) == role) }
    }

    /// Numbered by rows; a video without one keeps its place.
    pub fn by_row(&self, numbering: &Numbering) -> Vec<Watched> {
        self.numbered(|video| Some(numbering.row_of(video).unwrap_or(NO_ROW)))
    }

    /// Numbered by position, of videos that several people watched.
    pub fn for_factors(&self, numbering: &Numbering) -> Vec<Watched> {
        self.numbered(|video| numbering.position_if_watched_by_several(video))
    }

    fn numbered(&self, number: impl Fn(VideoId) -> Option<u32>) -> Vec<Watched> {
        let numbered = |(viewer, history): (usize, &Vec<(VideoId, i64)>)| {
            let watch = |(video, at): &(VideoId, i64)| {
                Some(Watched { viewer: viewer as u32, item: number(*video)?, at: *at })
            };
            history.iter().filter_map(watch).collect::<Vec<_>>()
        };
        self.histories.iter().enumerate().flat_map(numbered).collect()
    }
}

fn by_viewer(watches: &[SiteWatch], is_wanted: impl Fn(u32) -> bool) -> Vec<Vec<(VideoId, i64)>> {
    let mut sorted: Vec<&SiteWatch> =
        watches.iter().filter(|watch| is_wanted(watch.viewer) && teaches(watch)).collect();
    sorted.sort_unstable_by_key(|watch| (watch.viewer, watch.at_ms, watch.video));
    let mut histories = Vec::new();
    for history in sorted.chunk_by(|one, other| one.viewer == other.viewer) {
        let mut seen = IdSet::default();
        let latest = history.iter().rev().filter(|watch| seen.insert(watch.video)).take(MOST_WATCHES);
        let mut kept: Vec<(VideoId, i64)> = latest.map(|watch| (watch.video, watch.at_ms)).collect();
        kept.reverse();
        histories.push(kept);
    }
    histories
}

pub fn row_of(item: u32) -> Option<usize> {
    (item != NO_ROW).then_some(item as usize)
}

pub fn teaches(watch: &SiteWatch) -> bool {
    let watch = Watch { watched_ms: watch.watched_ms, duration_ms: watch.duration_ms };
    watch.verdict() != Verdict::Abandoned
}
