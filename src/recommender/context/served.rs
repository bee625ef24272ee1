//! What a viewer was shown: to attribute a watch to the list it came from, and to notice what is never chosen.
//!
//! Card links carry no tracking; the site only remembers, for a few hours, what it showed. A video shown three times
//! in a week and never watched has been seen and declined ("churn" in Covington, Adams and Sargin, 2016).

use std::collections::VecDeque;

use crate::recommender::context::Context;
use crate::recommender::ids::{IdMap, ImpressionId, VideoId};
use crate::recommender::request::{Page, Recommended, Source};

const KEPT_LISTS: usize = 6;
const KEPT_MS: i64 = 6 * 60 * 60 * 1000;
const PASSED_OVER_FROM: u8 = 3;
const PASSED_OVER_FOR_MS: i64 = 7 * 24 * 60 * 60 * 1000;
const COUNTED_VIDEOS: usize = 400;

#[derive(Clone, Debug, PartialEq)]
pub struct ServedList {
    pub impression: ImpressionId,
    pub page: Page,
    pub at_ms: i64,
    /// In the order shown.
    pub items: Vec<ServedItem>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServedItem {
    pub video: VideoId,
    pub source: Source,
    pub propensity: f32,
}

/// Where a watched video had been shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribution {
    pub page: Page,
    /// 1 is the first place.
    pub rank: usize,
    pub impression: ImpressionId,
    pub source: Source,
}

#[derive(Debug, Default)]
pub struct Served {
    /// Latest first.
    lists: VecDeque<ServedList>,
    /// How often each video was shown since it was last watched, and when last.
    unwatched: IdMap<VideoId, (u8, i64)>,
}

impl Served {
    pub fn add(&mut self, impression: ImpressionId, page: Page, items: &[Recommended], now_ms: i64) {
        let served = items.iter().map(|item| ServedItem {
            video: item.video,
            source: item.source,
            propensity: item.propensity,
        });
        self.lists.push_front(ServedList { impression, page, at_ms: now_ms, items: served.collect() });
        self.lists.truncate(KEPT_LISTS);
        for item in items {
            let (times, last_ms) = self.unwatched.entry(item.video).or_default();
            *times = times.saturating_add(1);
            *last_ms = now_ms;
        }
        self.forget_oldest();
    }

    pub fn watched(&mut self, video: VideoId) {
        self.unwatched.remove(&video);
    }

    pub fn recent(&self, now_ms: i64) -> impl Iterator<Item = &ServedList> {
        self.lists.iter().filter(move |list| now_ms - list.at_ms < KEPT_MS)
    }

    /// The latest list that showed this video.
    pub fn attribute(&self, video: VideoId, now_ms: i64) -> Option<Attribution> {
        self.recent(now_ms).find_map(|list| {
            let place = list.items.iter().position(|item| item.video == video)?;
            let source = list.items[place].source;
            Some(Attribution { page: list.page, rank: place + 1, impression: list.impression, source })
        })
    }

    pub fn describe(&self, context: &mut Context, now_ms: i64) {
        let lately = self.unwatched.iter().filter(|(_, (_, last_ms))| now_ms - last_ms < PASSED_OVER_FOR_MS);
        context.times_shown = lately.map(|(video, (times, _))| (*video, *times)).collect();
        let passed_over = context.times_shown.iter().filter(|(_, times)| **times >= PASSED_OVER_FROM);
        context.passed_over = passed_over.map(|(video, _)| *video).collect();
    }

    /// Keeps the half that was shown last, when there are too many.
    fn forget_oldest(&mut self) {
        if self.unwatched.len() <= COUNTED_VIDEOS {
            return;
        }
        let mut times: Vec<(i64, VideoId)> =
            self.unwatched.iter().map(|(video, (_, last))| (*last, *video)).collect();
        times.sort_unstable();
        for (_, video) in &times[..times.len() - COUNTED_VIDEOS / 2] {
            self.unwatched.remove(video);
        }
    }
}
