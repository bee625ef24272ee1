//! A video under consideration as a row of numbers: what the ranker learns from and judges by.
//!
//! The same code makes the rows that lists are ranked by and those that are kept of shown lists, so that what is learned is
//! what will be asked. Counts and probabilities enter as logarithms, which two bytes keep well enough. Whoever changes what a number
//! means or where it stands gives `LAYOUT` another value: rows and rankers of other layouts are then passed over.

use crate::recommender::adjust::Taste;
use crate::recommender::candidates::{Candidate, Scene};
use crate::recommender::catalogue::Entry;
use crate::recommender::counters::CounterKind;
use crate::recommender::features::{approval, completion, usual_completion};
use crate::recommender::ids::{IdMap, VideoId};
use crate::recommender::learned::{from_half, is_finite, to_half};
use crate::recommender::mixture::Weights;
use crate::recommender::request::{MIXED_SOURCES, Page};

pub const LAYOUT: u16 = 2;
/// Numbers in a row.
pub const FEATURES: usize = 29 + MIXED_SOURCES.len();
/// Numbers that are known of shown videos only: the place in the list, and how long ago that was.
pub const SHOWN_ONLY: usize = 2;
/// In place of the logarithm of nothing.
pub const LEAST_LOG: f32 = -20.0;
const LEAST_SHARE: f32 = 1e-6;
/// The place in the mixture's order of what it did not name.
const UNPLACED: usize = 500;
const DAY_MS: f32 = 86_400_000.0;
const HEAD_BYTES: usize = 4;

/// What is the same for every row of one list.
pub struct Describer<'a> {
    scene: &'a Scene<'a>,
    weights: &'a Weights,
    taste: Taste<'a>,
    current: Option<&'a Entry>,
    usual_completion: f64,
    /// How long the last watched videos are, as a logarithm.
    usual_length: Option<f32>,
}

impl<'a> Describer<'a> {
    pub fn new(scene: &'a Scene<'a>, weights: &'a Weights) -> Self {
        let taste = Taste::of(scene);
        let lengths = taste.watched().map(|(entry, weight)| (log_seconds(entry), weight));
        let (sum, total) = lengths
            .fold((0.0, 0.0), |(sum, total), (length, weight)| (sum + weight * length, total + weight));
        Self {
            scene,
            weights,
            taste,
            current: scene.current.and_then(|video| scene.catalogue.get(video)),
            usual_completion: usual_completion(&scene.knowledge.counters, scene.now_ms),
            usual_length: (total > 0.0).then(|| sum / total),
        }
    }

    /// Adds a row of `FEATURES` numbers. `candidate` with its place in the mixture's order, where that named the video.
    pub fn describe(
        &self,
        video: VideoId,
        entry: &Entry,
        candidate: Option<(&Candidate<'_>, usize)>,
        rows: &mut Vec<f32>,
    ) {
        self.add_opinions(candidate, rows);
        self.add_counts(video, rows);
        self.add_viewer(video, entry, candidate.map(|(candidate, _)| candidate), rows);
    }

    /// The mixture's and each source's.
    fn add_opinions(&self, candidate: Option<(&Candidate<'_>, usize)>, rows: &mut Vec<f32>) {
        let Some((candidate, rank)) = candidate else {
            rows.extend([LEAST_LOG, (UNPLACED as f32).ln_1p(), 0.0]);
            rows.extend([LEAST_SHARE.ln(); MIXED_SOURCES.len()]);
            return;
        };
        let own = candidate.probability / candidate.wish;
        rows.extend([own.ln().max(LEAST_LOG + 0.01), (rank as f32).ln_1p()]);
        rows.push(MIXED_SOURCES.iter().filter(|source| candidate.part(**source) > 0.0).count() as f32);
        // A source's own share, whatever it is trusted with at present.
        rows.extend(MIXED_SOURCES.iter().zip(self.weights).map(|(source, weight)| {
            let share = if *weight > 0.0 { candidate.part(*source) / weight } else { 0.0 };
            (share + LEAST_SHARE).ln()
        }));
    }

    fn add_counts(&self, video: VideoId, rows: &mut Vec<f32>) {
        let counts = self.scene.knowledge.counters.of(video, self.scene.now_ms);
        rows.extend(
            [
                CounterKind::Watches6Hours,
                CounterKind::Watches2Days,
                CounterKind::Watches7Days,
                CounterKind::Watches30Days,
                CounterKind::Plays,
                CounterKind::Likes,
                CounterKind::Rejections,
                CounterKind::Comments,
                CounterKind::Impressions,
            ]
            .map(|kind| counts(kind).ln_1p() as f32),
        );
        rows.extend([completion(&counts, self.usual_completion) as f32, approval(&counts) as f32]);
    }

    fn add_viewer(
        &self,
        video: VideoId,
        entry: &Entry,
        candidate: Option<&Candidate<'_>>,
        rows: &mut Vec<f32>,
    ) {
        let (scene, context) = (self.scene, self.scene.context);
        let (subject, channel) =
            candidate.map_or_else(|| self.taste.nearness(entry), |candidate| candidate.nearness);
        let length = log_seconds(entry);
        let days = (scene.now_ms - entry.published_at_ms).max(0) as f32 / DAY_MS;
        let yes = |condition: bool| if condition { 1.0 } else { 0.0 };
        rows.extend([
            days.ln_1p(),
            length,
            self.usual_length.map_or(0.0, |usual| length - usual),
            subject,
            channel,
            self.current.map_or(0.0, |open| open.sketch.similarity(&entry.sketch)),
            yes(self.current.is_some_and(|open| open.channel == entry.channel)),
            yes(scene.subscriptions.contains(&entry.channel)),
            candidate.map_or(0.0, |candidate| candidate.aversion),
            f32::from(context.times_shown.get(&video).copied().unwrap_or(0)),
            self.taste.understanding(entry),
            yes(context.watched.contains(&video)),
            yes(scene.learned.is_some_and(|learned| learned.position_of(video).is_some())),
            yes(scene.page() == Page::UpNext),
            (context.length as f32).ln_1p(),
        ]);
    }
}

fn log_seconds(entry: &Entry) -> f32 {
    (entry.duration_ms.max(0) as f32 / 1000.0).ln_1p()
}

/// The rows of a shown list, as they are kept: the layout, how many there are, then two bytes a number. Of a video that is not known
/// the numbers are none.
pub fn encode(scene: &Scene<'_>, ranked: &[Candidate<'_>], weights: &Weights, videos: &[VideoId]) -> Vec<u8> {
    let places: IdMap<VideoId, usize> =
        ranked.iter().enumerate().map(|(place, candidate)| (candidate.video, place)).collect();
    let describer = Describer::new(scene, weights);
    let mut rows = Vec::with_capacity(videos.len() * FEATURES);
    for video in videos {
        match scene.catalogue.get(*video) {
            Some(entry) => {
                let candidate = places.get(video).map(|place| (&ranked[*place], *place));
                describer.describe(*video, entry, candidate, &mut rows);
            }
            None => rows.extend([f32::NAN; FEATURES]),
        }
    }
    let mut bytes = Vec::with_capacity(HEAD_BYTES + 2 * rows.len());
    bytes.extend(LAYOUT.to_le_bytes());
    bytes.extend((videos.len() as u16).to_le_bytes());
    bytes.extend(rows.iter().flat_map(|number| to_half(*number).to_le_bytes()));
    bytes
}

/// A row for each of so many places; absent where the bytes are of another layout or length. A place of which nothing is known has
/// none.
pub fn decode(bytes: &[u8], places: usize) -> Option<Vec<Option<Vec<f32>>>> {
    let (head, rest) = bytes.split_at_checked(HEAD_BYTES)?;
    let layout = u16::from_le_bytes([head[0], head[1]]);
    let count = usize::from(u16::from_le_bytes([head[2], head[3]]));
    if layout != LAYOUT || count != places || rest.len() != count * FEATURES * 2 {
        return None;
    }
    let row = |bytes: &[u8]| {
        let halves: Vec<u16> =
            bytes.as_chunks::<2>().0.iter().map(|half| u16::from_le_bytes(*half)).collect();
        let is_known = halves.iter().all(|half| is_finite(*half));
        is_known.then(|| halves.into_iter().map(from_half).collect())
    };
    Some(rest.chunks(FEATURES * 2).map(row).collect())
}
