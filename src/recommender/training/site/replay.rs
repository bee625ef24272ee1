//! A site's past once more, event by event, in an engine of its own: what would it have recommended just before somebody
//! watched something?
//!
//! Videos appear when they were published. What people without an account taught is there from the beginning, as
//! nobody knows when they did; it is the same for every model that is compared.

use std::collections::HashMap;

use super::{Anonymous, Role, SiteHistory, SiteWatch};
use crate::recommender::Recommender;
use crate::recommender::Tilt;
use crate::recommender::catalogue::VideoFeatures;
use crate::recommender::events::{Event, EventKind, Watch};
use crate::recommender::ids::{IdSet, VideoId, ViewerKey};
use crate::recommender::knowledge::Snapshot;
use crate::recommender::pairs::PairRow;
use crate::recommender::request::Request;
use crate::recommender::training::site::people::teaches;
use crate::recommender::views::counts_as_view;

/// So many of a person's last watches are asked for, so that nobody decides alone.
const MOMENTS_OF_A_PERSON: usize = 5;
/// Who watched something so shortly before is taken to have come from there.
const SITTING_MS: i64 = 60 * 60 * 1000;
const LIST: usize = 20;

/// Just before somebody watched something new to them.
pub struct Moment {
    pub viewer: u32,
    pub current: Option<VideoId>,
    pub watched: VideoId,
    pub at_ms: i64,
}

impl Moment {
    pub fn request(&self) -> Request<'static> {
        Request {
            viewer: Some(ViewerKey::User(i64::from(self.viewer))),
            subscriptions: &[],
            limit: LIST,
            tilt: Tilt::default(),
            now_ms: self.at_ms,
            seed: self.at_ms.cast_unsigned() ^ u64::from(self.viewer),
        }
    }
}

/// Calls `look` at the last moments of everybody who has this role.
pub fn replay(history: &SiteHistory, role: Role, mut look: impl FnMut(&Recommender, &Moment)) {
    let mut watches: Vec<&SiteWatch> = history.watches.iter().collect();
    watches.sort_unstable_by_key(|watch| (watch.at_ms, watch.viewer, watch.video));
    let moments = moments(&watches, role);
    let Some(last) = moments.keys().max() else { return };
    let recommender = Recommender::new();
    recommender.restore(&taught_by_others(history));
    let mut videos: Vec<&VideoFeatures> = history.videos.iter().collect();
    videos.sort_unstable_by_key(|video| (video.published_at_ms, video.id));
    let mut published = 0;
    for (index, watch) in watches.iter().enumerate().take(last + 1) {
        let until = videos.partition_point(|video| video.published_at_ms <= watch.at_ms);
        let new = &videos[published.min(until)..until];
        if published == 0 {
            recommender.load(new.iter().copied().cloned().collect());
        } else {
            new.iter().copied().cloned().for_each(|video| recommender.upsert_video(video));
        }
        published = until;
        if let Some(moment) = moments.get(&index) {
            look(&recommender, moment);
        }
        recommender.observe(&event(watch));
    }
}

fn event(watch: &SiteWatch) -> Event {
    let amount = Watch { watched_ms: watch.watched_ms, duration_ms: watch.duration_ms };
    let counts = counts_as_view(amount, None, watch.at_ms);
    let video = watch.video;
    let kind = if counts {
        EventKind::CountedWatch { video, watch: amount }
    } else {
        EventKind::Progress { video, watch: amount }
    };
    Event { viewer: ViewerKey::User(i64::from(watch.viewer)), at_ms: watch.at_ms, kind }
}

/// By the index of the watch that follows.
fn moments(watches: &[&SiteWatch], role: Role) -> HashMap<usize, Moment> {
    let mut by_viewer: HashMap<u32, Vec<(usize, &SiteWatch)>> = HashMap::new();
    for (index, watch) in watches.iter().enumerate() {
        if Role::of(watch.viewer) == role && teaches(watch) {
            by_viewer.entry(watch.viewer).or_default().push((index, watch));
        }
    }
    let mut moments = HashMap::new();
    for history in by_viewer.values() {
        let mut seen = IdSet::default();
        let is_new: Vec<bool> = history.iter().map(|(_, watch)| seen.insert(watch.video)).collect();
        let later = (1..history.len()).rev().filter(|place| is_new[*place]);
        for place in later.take(MOMENTS_OF_A_PERSON) {
            let ((_, before), (index, watch)) = (history[place - 1], history[place]);
            let is_sitting = watch.at_ms - before.at_ms < SITTING_MS && before.video != watch.video;
            moments.insert(
                index,
                Moment {
                    viewer: watch.viewer,
                    current: is_sitting.then_some(before.video),
                    watched: watch.video,
                    at_ms: watch.at_ms,
                },
            );
        }
    }
    moments
}

fn taught_by_others(history: &SiteHistory) -> Snapshot {
    let anonymous = Anonymous::of(history);
    // As if taught long ago: fading sets in only after the moment that a row names.
    let at_ms = history.watches.iter().map(|watch| watch.at_ms).min().unwrap_or(history.until_ms);
    let row = |(from, to, weight): &(VideoId, VideoId, f32)| PairRow {
        from: *from,
        to: *to,
        weight: f64::from(*weight),
        at_ms,
    };
    Snapshot {
        counters: Vec::new(),
        transitions: anonymous.next.iter().map(row).collect(),
        co_watches: anonymous.together.iter().map(row).collect(),
    }
}
