//! Stage four: a list that a person wants to look at, from candidates that are each likely.
//!
//! Place by place it takes the candidate with the best balance of probability and novelty (maximal marginal relevance,
//! Carbonell and Goldstein, 1998), within rules: no more than two of a channel in the first ten, no title twice,
//! nothing watched lately. When no candidate fits, the newest videos fill in; only when no video of the site fits is a
//! rule relaxed, the least important first. So a site of any size gets as long a list as it has videos for.

use super::candidates::{Candidate, Scene};
use super::catalogue::Entry;
use super::content::TitlePrint;
use super::exploration::Explored;
use super::ids::{ChannelId, IdMap, IdSet, VideoId};

const RELEVANCE_SHARE: f32 = 0.8;
/// Relevance falls from 1 to 0 while the probability falls by e^4 (55 times), and on from there: so to be half alike to
/// what is on the list already costs as much as being 1.6 times less likely.
const RELEVANCE_RANGE: f32 = 4.0;
const FIRST: usize = 10;
const OF_A_CHANNEL_IN_FIRST: usize = 2;
/// Over the whole list, a channel may have one place in five.
const CHANNEL_SHARE: usize = 5;
/// How far the newest videos are searched for one that breaks no rule.
const CHANNELS_SEARCHED: usize = 400;
const VIDEOS_SEARCHED: usize = 2_000;
const VIDEOS_OF_A_CHANNEL_SEARCHED: usize = 20;

pub struct Placed<'a, 'b> {
    pub video: VideoId,
    pub how: How<'a, 'b>,
}

pub enum How<'a, 'b> {
    Ranked(&'a Candidate<'b>),
    Explored { propensity: f32 },
    Filled,
}

/// The rules in the order in which they are given up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rules {
    All,
    AnyChannel,
    AnyTitle,
    EvenWatched,
}

const RELAXING: [Rules; 4] = [Rules::All, Rules::AnyChannel, Rules::AnyTitle, Rules::EvenWatched];

/// `ranked` best first; `explored` keep their places.
pub fn arrange<'a, 'b>(
    scene: &Scene<'_>,
    ranked: &'a [Candidate<'b>],
    explored: &[Explored],
) -> Vec<Placed<'a, 'b>> {
    let mut list = List::new(scene, ranked);
    let explored: Vec<&Explored> = explored.iter().filter(|explored| list.reserve(explored.video)).collect();
    while list.placed.len() + explored.len() < scene.limit {
        if !RELAXING.into_iter().any(|rules| list.place_next(rules)) {
            break;
        }
    }
    let mut placed = list.placed;
    for Explored { video, propensity, place } in explored {
        let how = How::Explored { propensity: *propensity };
        placed.insert((*place).min(placed.len()), Placed { video: *video, how });
    }
    placed
}

struct List<'s, 'a, 'b> {
    scene: &'s Scene<'s>,
    ranked: &'a [Candidate<'b>],
    relevance: Vec<f32>,
    /// For each of `ranked`, its likeness to the most alike video on the list.
    likeness: Vec<f32>,
    placed: Vec<Placed<'a, 'b>>,
    taken: IdSet<VideoId>,
    channels: IdMap<ChannelId, usize>,
    titles: Vec<TitlePrint>,
}

impl<'s, 'a, 'b> List<'s, 'a, 'b> {
    fn new(scene: &'s Scene<'s>, ranked: &'a [Candidate<'b>]) -> Self {
        // A copy of the open video under the same title is not a recommendation either.
        let current = scene.current.and_then(|video| scene.catalogue.get(video));
        Self {
            scene,
            ranked,
            relevance: relevance(ranked),
            likeness: vec![0.0; ranked.len()],
            placed: Vec::with_capacity(scene.limit),
            taken: IdSet::default(),
            channels: IdMap::default(),
            titles: current.map(|entry| entry.title).into_iter().collect(),
        }
    }

    /// Counts a video that gets its place later. Its channel is counted among the first, wherever it goes.
    fn reserve(&mut self, video: VideoId) -> bool {
        let Some(entry) = self.scene.showable(video) else { return false };
        if !self.fits(video, entry, Rules::All) {
            return false;
        }
        self.take(video, entry);
        true
    }

    fn place_next(&mut self, rules: Rules) -> bool {
        if let Some(place) = self.best_ranked(rules) {
            let candidate = &self.ranked[place];
            self.take(candidate.video, candidate.entry);
            self.placed.push(Placed { video: candidate.video, how: How::Ranked(candidate) });
            return true;
        }
        let Some(video) = self.newest(rules) else { return false };
        let Some(entry) = self.scene.showable(video) else { return false };
        self.take(video, entry);
        self.placed.push(Placed { video, how: How::Filled });
        true
    }

    fn best_ranked(&self, rules: Rules) -> Option<usize> {
        let mut best: Option<(usize, f32)> = None;
        for (place, candidate) in self.ranked.iter().enumerate() {
            let worth =
                RELEVANCE_SHARE * self.relevance[place] - (1.0 - RELEVANCE_SHARE) * self.likeness[place];
            let is_better = best.is_none_or(|(_, most)| worth > most);
            if is_better && self.fits(candidate.video, candidate.entry, rules) {
                best = Some((place, worth));
            }
        }
        best.map(|(place, _)| place)
    }

    fn newest(&self, rules: Rules) -> Option<VideoId> {
        let catalogue = self.scene.catalogue;
        let fits = |video: &VideoId| {
            self.scene.showable(*video).is_some_and(|entry| self.fits(*video, entry, rules))
        };
        match rules {
            Rules::All => {
                let channels = catalogue.active_channels().take(CHANNELS_SEARCHED);
                let videos = |channel| catalogue.newest_of(channel).take(VIDEOS_OF_A_CHANNEL_SEARCHED);
                channels.flat_map(videos).find(fits)
            }
            Rules::AnyChannel | Rules::AnyTitle => catalogue.newest().take(VIDEOS_SEARCHED).find(fits),
            // Only what is taken or hidden does not fit any more, so this ends soon.
            Rules::EvenWatched => catalogue.newest().find(fits),
        }
    }

    fn fits(&self, video: VideoId, entry: &Entry, rules: Rules) -> bool {
        if self.taken.contains(&video) {
            return false;
        }
        if rules < Rules::EvenWatched && self.scene.context.watched.contains(&video) {
            return false;
        }
        if rules < Rules::AnyTitle && self.titles.iter().any(|title| title.is_nearly(&entry.title)) {
            return false;
        }
        let of_channel = self.channels.get(&entry.channel).copied().unwrap_or(0);
        rules >= Rules::AnyChannel || of_channel < self.most_of_a_channel()
    }

    fn most_of_a_channel(&self) -> usize {
        if self.placed.len() < FIRST {
            return OF_A_CHANNEL_IN_FIRST;
        }
        (self.scene.limit / CHANNEL_SHARE).max(OF_A_CHANNEL_IN_FIRST)
    }

    fn take(&mut self, video: VideoId, entry: &Entry) {
        self.taken.insert(video);
        *self.channels.entry(entry.channel).or_default() += 1;
        self.titles.push(entry.title);
        for (likeness, candidate) in self.likeness.iter_mut().zip(self.ranked) {
            *likeness = likeness.max(entry.sketch.similarity(&candidate.entry.sketch));
        }
    }
}

/// 1 for the best; less by the logarithm of how many times less likely a candidate is.
fn relevance(ranked: &[Candidate<'_>]) -> Vec<f32> {
    let most = ranked.first().map_or(1.0, |best| best.probability);
    ranked.iter().map(|candidate| 1.0 + (candidate.probability / most).ln() / RELEVANCE_RANGE).collect()
}
