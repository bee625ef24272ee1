//! A made-up site: clusters of taste with words of their own, series within them, tastes that drift, uploads all the time,
//! and people who look at the top of a list more than at its end.

use crate::dice::Dice;
use crate::recommender::training::site::{SiteHistory, SiteWatch};
use crate::recommender::{
    ChannelId, Event, EventKind, Listed, Recommender, VideoFeatures, VideoId, ViewerKey, Watch,
};

pub const DAY_MS: i64 = 86_400_000;
pub const NOW_MS: i64 = 1_760_000_000_000;
/// How long the videos of a series are: all of one series are alike.
const DURATIONS_MS: [i64; 3] = [120_000, 300_000, 900_000];
const DAYS: i64 = 60;
const VIDEOS_OF_A_CLUSTER: usize = 100;
/// Videos of one series follow each other.
const SERIES: usize = 5;
const WATCHES_OF_A_PERSON: usize = 50;
/// So much of what people do is done without an account.
const ANONYMOUS: f64 = 0.4;
const GOES_ON_WITH_SERIES: f64 = 0.35;
const FAITHFUL: f64 = 0.85;
/// Interest falls with the rank within a cluster to this power.
const STEEPNESS: f64 = 0.8;

pub struct World {
    pub(super) dice: Dice,
    pub(super) videos: usize,
    clusters: usize,
    /// The share of a cluster's interest that its first so many videos have.
    cumulative: Vec<f64>,
}

impl World {
    pub fn new(videos: usize) -> Self {
        let mut sum = 0.0;
        let interest = (1..=VIDEOS_OF_A_CLUSTER).map(|rank| (rank as f64).powf(-STEEPNESS));
        let cumulative = interest.map(|share| {
            sum += share;
            sum
        });
        let cumulative = cumulative.collect();
        Self {
            dice: Dice::new(20_261_126),
            videos,
            clusters: (videos / VIDEOS_OF_A_CLUSTER).max(1),
            cumulative,
        }
    }

    pub fn videos(&mut self) -> Vec<VideoFeatures> {
        (0..self.videos).map(|place| self.video(place)).collect()
    }

    fn video(&self, place: usize) -> VideoFeatures {
        let (cluster, within) = (self.cluster_of(place), self.within(place));
        let word = |kind: usize| format!("subject{cluster}word{}", (within / SERIES * 7 + kind * 3) % 24);
        VideoFeatures {
            id: id(place),
            channel: ChannelId((cluster * 4 + within / SERIES % 4) as i64 + 1),
            channel_name: format!("Channel {} of {cluster}", within / SERIES % 4),
            title: format!("{} {} {} {place}", word(0), word(1), word(2)),
            description: String::new(),
            tags: vec![format!("cluster{cluster}")],
            language: "en".to_owned(),
            duration_ms: self.duration_ms(place),
            published_at_ms: published_ms(place, self.videos),
            listed: Listed::Yes,
        }
    }

    /// Everything that people did up to now, told to the engine as it happens; what people with an account did is returned.
    pub fn live(&mut self, engine: &Recommender, events: usize) -> Vec<SiteWatch> {
        let people = (events / WATCHES_OF_A_PERSON).max(1);
        let with_account = people - (people as f64 * ANONYMOUS) as usize;
        let mut last: Vec<Option<usize>> = vec![None; people];
        let mut kept = Vec::new();
        for event in 0..events {
            let at_ms = NOW_MS - DAYS * DAY_MS + (event as i64 * DAYS * DAY_MS) / events.max(1) as i64;
            let person = self.dice.below(people);
            let place = self.next(person, last[person], at_ms);
            last[person] = Some(place);
            let watch = self.watch(place);
            let viewer = if person < with_account {
                kept.push(SiteWatch {
                    viewer: person as u32,
                    video: id(place),
                    at_ms,
                    watched_ms: watch.watched_ms,
                    duration_ms: watch.duration_ms,
                });
                ViewerKey::User(person as i64)
            } else {
                ViewerKey::Anonymous((person as u128).to_be_bytes())
            };
            engine.observe(&Event {
                viewer,
                at_ms,
                kind: EventKind::CountedWatch { video: id(place), watch },
            });
        }
        kept
    }

    pub fn history(&mut self, engine: &Recommender, watches: Vec<SiteWatch>) -> SiteHistory {
        let stored = engine.drain_dirty();
        SiteHistory {
            videos: self.videos(),
            watches,
            co_watches: stored.co_watches,
            transitions: stored.transitions,
            counters: stored.counters,
            lists: Vec::new(),
            until_ms: NOW_MS,
        }
    }

    /// A video that this person would watch at that moment.
    pub fn choose(&mut self, person: usize, at_ms: i64) -> VideoId {
        id(self.next(person, None, at_ms))
    }

    pub(super) fn next(&mut self, person: usize, last: Option<usize>, at_ms: i64) -> usize {
        if let Some(sequel) = last.and_then(|last| self.sequel(last))
            && published_ms(sequel, self.videos) <= at_ms
            && self.dice.chance(GOES_ON_WITH_SERIES)
        {
            return sequel;
        }
        let favourites = self.favourites(person, at_ms);
        let cluster = if self.dice.chance(FAITHFUL) {
            favourites[usize::from(self.dice.chance(0.3))]
        } else {
            self.dice.below(self.clusters)
        };
        let drawn = self.dice.unit() * self.cumulative.last().copied().unwrap_or(1.0);
        let mut within = self.cumulative.partition_point(|sum| *sum < drawn).min(VIDEOS_OF_A_CLUSTER - 1);
        // What is not there yet cannot be watched; its older neighbour is.
        while within > 0 && published_ms(self.place(cluster, within), self.videos) > at_ms {
            within -= 1;
        }
        self.place(cluster, within)
    }

    /// How much of a video is watched has nothing to do with its length.
    pub(super) fn watch(&mut self, place: usize) -> Watch {
        let share = if self.dice.chance(0.15) { 0.05 } else { 0.4 + 0.6 * self.dice.unit() };
        let duration_ms = self.duration_ms(place);
        Watch { watched_ms: (share * duration_ms as f64) as i64, duration_ms }
    }

    pub fn duration_ms(&self, place: usize) -> i64 {
        DURATIONS_MS[(self.within(place) / SERIES + self.cluster_of(place)) % DURATIONS_MS.len()]
    }

    /// Two clusters; the second is another one in the later half of the time.
    pub(super) fn favourites(&self, person: usize, at_ms: i64) -> [usize; 2] {
        let late = usize::from(NOW_MS - at_ms < DAYS * DAY_MS / 2);
        [person * 7 % self.clusters, (person * 13 + late * 5 + 1) % self.clusters]
    }

    pub(super) fn sequel(&self, place: usize) -> Option<usize> {
        let within = self.within(place);
        let ends = within % SERIES == SERIES - 1 || within + 1 >= VIDEOS_OF_A_CLUSTER;
        (!ends).then(|| self.place(self.cluster_of(place), within + 1))
    }

    pub(super) fn cluster_of(&self, place: usize) -> usize {
        place % self.clusters
    }

    pub(super) fn within(&self, place: usize) -> usize {
        place / self.clusters
    }

    fn place(&self, cluster: usize, within: usize) -> usize {
        (within * self.clusters + cluster).min(self.videos - 1)
    }
}

pub(super) fn id(place: usize) -> VideoId {
    VideoId(place as i64 + 1)
}

pub fn place_of(video: VideoId) -> usize {
    video.0 as usize - 1
}

/// In the order of the ids; a third was there before anybody watched.
fn published_ms(place: usize, videos: usize) -> i64 {
    NOW_MS - DAYS * DAY_MS * 3 / 2 + (place as i64 * DAYS * DAY_MS * 3 / 2) / videos.max(1) as i64
}
