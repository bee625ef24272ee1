//! The videos under consideration for one list, with what each source says for them.

use std::collections::hash_map::Entry as MapEntry;

use super::catalogue::{Catalogue, Entry};
use super::context::Context;
use super::ids::{ChannelId, IdMap, VideoId};
use super::knowledge::Knowledge;
use super::learned::Learned;
use super::mixture::Weights;
use super::request::{MIXED_SOURCES, Page, Source};
use super::tilt::Tilt;

const SOURCES: usize = MIXED_SOURCES.len();
const EVIDENT: [Source; 7] = [
    Source::NextOfRecent,
    Source::CoWatched,
    Source::SimilarToRecent,
    Source::Together,
    Source::NextItem,
    Source::Factors,
    Source::Sequence,
];

/// About as many as a long context names.
const EXPECTED: usize = 600;

/// Everything that the stages look at while one list is made. Nothing in it changes meanwhile.
pub struct Scene<'a> {
    pub catalogue: &'a Catalogue,
    pub knowledge: &'a Knowledge,
    /// The model in force, if one is.
    pub learned: Option<&'a Learned>,
    pub context: &'a Context,
    pub current: Option<VideoId>,
    pub subscriptions: &'a [ChannelId],
    pub limit: usize,
    pub tilt: Tilt,
    pub now_ms: i64,
    pub seed: u64,
}

impl Scene<'_> {
    pub fn page(&self) -> Page {
        if self.current.is_some() { Page::UpNext } else { Page::Home }
    }

    /// The entry of a video that may be on this list at all.
    pub fn showable(&self, video: VideoId) -> Option<&Entry> {
        let is_out = self.current == Some(video) || self.context.hidden.contains(&video);
        if is_out { None } else { self.catalogue.listed(video) }
    }
}

pub struct Candidate<'a> {
    pub video: VideoId,
    pub entry: &'a Entry,
    /// Where the model has it, if that knows it.
    pub position: Option<u32>,
    /// First each source's own score, after mixing its part of the probability.
    parts: [f32; SOURCES],
    /// For each source that goes by the viewer's watches, the watch that contributed most, and how much that was.
    evidence: [(f32, VideoId); EVIDENT.len()],
    /// How much of what the last watches say speaks for its subject, and for its channel; known from `adjust` on.
    pub nearness: (f32, f32),
    /// What likeness to disliked videos takes away: 0 nothing, 1 everything.
    pub aversion: f32,
    pub probability: f32,
    /// The factor in it by which the viewer asked for more or less of this.
    pub wish: f32,
}

pub struct Candidates<'a> {
    scene: &'a Scene<'a>,
    places: IdMap<VideoId, usize>,
    pub all: Vec<Candidate<'a>>,
    /// How much each source has to go on: 0 nothing, 1 plenty.
    confidence: [f32; SOURCES],
    /// What the mixture trusted each source with.
    pub weights: Weights,
}

impl<'a> Candidates<'a> {
    pub fn new(scene: &'a Scene<'a>) -> Self {
        let places = IdMap::with_capacity_and_hasher(EXPECTED, Default::default());
        Self {
            scene,
            places,
            all: Vec::with_capacity(EXPECTED),
            confidence: [0.0; SOURCES],
            weights: [0.0; SOURCES],
        }
    }

    /// Adds to a source's score of a video; one that may not be shown is passed over.
    pub fn add(&mut self, source: Source, video: VideoId, amount: f32, because: Option<VideoId>) {
        let Some(place) = self.place_of(video) else { return };
        let candidate = &mut self.all[place];
        candidate.parts[source as usize] += amount;
        if let Some(watched) = because
            && let Some(evidence) = evidence_of(source)
            && amount > candidate.evidence[evidence].0
        {
            candidate.evidence[evidence] = (amount, watched);
        }
    }

    /// Takes from a video's chances, if it is a candidate.
    pub fn subtract(&mut self, video: VideoId, amount: f32) {
        if let Some(place) = self.places.get(&video) {
            self.all[*place].aversion += amount;
        }
    }

    pub fn trust(&mut self, source: Source, confidence: f32) {
        self.confidence[source as usize] = confidence.clamp(0.0, 1.0);
    }

    pub fn confidence(&self, source: Source) -> f32 {
        self.confidence[source as usize]
    }

    fn place_of(&mut self, video: VideoId) -> Option<usize> {
        let place = match self.places.entry(video) {
            MapEntry::Occupied(place) => return Some(*place.get()),
            MapEntry::Vacant(place) => place,
        };
        let entry = self.scene.showable(video)?;
        place.insert(self.all.len());
        self.all.push(Candidate {
            video,
            entry,
            position: self.scene.learned.and_then(|learned| learned.position_of(video)),
            parts: [0.0; SOURCES],
            evidence: [(0.0, video); EVIDENT.len()],
            nearness: (0.0, 0.0),
            aversion: 0.0,
            probability: 0.0,
            wish: 1.0,
        });
        Some(self.all.len() - 1)
    }
}

impl Candidate<'_> {
    pub fn part(&self, source: Source) -> f32 {
        self.parts[source as usize]
    }

    pub fn set_part(&mut self, source: Source, part: f32) {
        self.parts[source as usize] = part;
    }

    /// The video that contributed most to what this source says.
    pub fn because(&self, source: Source) -> Option<VideoId> {
        let (amount, watched) = self.evidence[evidence_of(source)?];
        (amount > 0.0).then_some(watched)
    }

    /// The sources that speak for it, the strongest first.
    pub fn sources(&self) -> Vec<Source> {
        let mut sources: Vec<Source> =
            MIXED_SOURCES.into_iter().filter(|source| self.part(*source) > 0.0).collect();
        sources.sort_by(|a, b| self.part(*b).total_cmp(&self.part(*a)));
        sources
    }
}

fn evidence_of(source: Source) -> Option<usize> {
    EVIDENT.iter().position(|evident| *evident == source)
}
