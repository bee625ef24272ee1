//! Stage two: one probability per candidate, p(v) = sum over sources k of w_k · softmax(T_k · z_k)(v).
//!
//! z is the logarithm of a source's score, so softmax(T · z) is score^T over its sum: a source that already speaks in
//! shares keeps them (T = 1), and a likeness is sharpened (T = 2). Mixing distributions instead of adding scores is what
//! keeps a source with large numbers or many candidates from drowning the others. The weights depend on the page and
//! on how much the viewer has watched, times how much the source has to go on. A trained model brings what expectation maximisation
//! found on the site's own watches; without one they are a table set by hand.

use super::candidates::{Candidate, Candidates, Scene};
use super::ids::VideoId;
use super::request::{MIXED_SOURCES, NETWORKS, Page, Source};

/// What networks get where it is to be found out what they add.
const ON_TRIAL: f32 = 0.1;

/// What a source with less would name has hardly a chance of a place, and asking takes as long.
pub const LEAST_TRUST: f32 = 0.02;

pub type Weights = [f32; MIXED_SOURCES.len()];

/// By how much a viewer has watched: nothing, up to 4, up to 19, more.
pub const CLASSES: usize = 4;

/// Order: next, next of recent, co-watched, similar, similar to recent, popular, subscription, fresh; then what was trained: together,
/// next item, factors, and the network, of which nothing is believed before it has shown what it adds.
const UP_NEXT: [Weights; CLASSES] = [
    [0.24, 0.00, 0.10, 0.24, 0.00, 0.08, 0.04, 0.06, 0.06, 0.18, 0.00, 0.00],
    [0.15, 0.05, 0.09, 0.17, 0.05, 0.06, 0.05, 0.04, 0.08, 0.22, 0.04, 0.00],
    [0.12, 0.06, 0.11, 0.12, 0.06, 0.05, 0.07, 0.03, 0.10, 0.22, 0.06, 0.00],
    [0.10, 0.07, 0.12, 0.09, 0.07, 0.04, 0.08, 0.03, 0.12, 0.22, 0.06, 0.00],
];
const HOME: [Weights; CLASSES] = [
    [0.00, 0.00, 0.00, 0.00, 0.00, 0.45, 0.30, 0.25, 0.00, 0.00, 0.00, 0.00],
    [0.00, 0.09, 0.09, 0.00, 0.18, 0.15, 0.14, 0.09, 0.08, 0.14, 0.04, 0.00],
    [0.00, 0.10, 0.14, 0.00, 0.14, 0.10, 0.14, 0.06, 0.10, 0.16, 0.06, 0.00],
    [0.00, 0.10, 0.16, 0.00, 0.10, 0.08, 0.15, 0.05, 0.12, 0.18, 0.06, 0.00],
];

/// How far each source is to be trusted, by page and by how much the viewer has watched. Each row sums to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct MixtureWeights {
    pub home: [Weights; CLASSES],
    pub up_next: [Weights; CLASSES],
}

impl MixtureWeights {
    pub fn by_hand() -> Self {
        Self { home: HOME, up_next: UP_NEXT }
    }

    /// The same table, with something taken from everybody for the networks.
    pub fn with_networks_on_trial() -> Self {
        let mut weights = Self::by_hand();
        for row in weights.home.iter_mut().chain(&mut weights.up_next) {
            row.iter_mut().for_each(|weight| *weight *= 1.0 - ON_TRIAL);
            NETWORKS.iter().for_each(|network| row[*network as usize] = ON_TRIAL / NETWORKS.len() as f32);
        }
        weights
    }

    /// The same without the networks, whose part goes to all others.
    pub fn without_networks(mut self) -> Self {
        for row in self.home.iter_mut().chain(&mut self.up_next) {
            NETWORKS.iter().for_each(|network| row[*network as usize] = 0.0);
            let total: f32 = row.iter().sum();
            row.iter_mut().for_each(|weight| *weight /= total.max(f32::MIN_POSITIVE));
        }
        self
    }

    /// The largest part that networks have in any row.
    pub fn most_of_networks(&self) -> f32 {
        let part = |row: &Weights| NETWORKS.iter().map(|network| row[*network as usize]).sum();
        self.home.iter().chain(&self.up_next).map(part).fold(0.0, f32::max)
    }

    pub fn of(&self, page: Page, context_length: usize) -> &Weights {
        self.of_class(page, context_class(context_length))
    }

    pub fn of_class(&self, page: Page, class: usize) -> &Weights {
        match page {
            Page::Home => &self.home[class],
            Page::UpNext => &self.up_next[class],
        }
    }

    pub fn of_mut(&mut self, page: Page, class: usize) -> &mut Weights {
        match page {
            Page::Home => &mut self.home[class],
            Page::UpNext => &mut self.up_next[class],
        }
    }

    /// A line for each weight: page, class, source, weight.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (page, rows) in [(Page::Home, &self.home), (Page::UpNext, &self.up_next)] {
            for (class, row) in rows.iter().enumerate() {
                for (source, weight) in MIXED_SOURCES.into_iter().zip(row) {
                    text.push_str(&format!("{} {class} {} {weight}\n", page.name(), source.name()));
                }
            }
        }
        text
    }

    /// `None` for anything but such lines, or for rows that do not sum to 1.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut weights = Self {
            home: [[0.0; MIXED_SOURCES.len()]; CLASSES],
            up_next: [[0.0; MIXED_SOURCES.len()]; CLASSES],
        };
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let [page, class, source, weight] = words[..] else { return None };
            let page = [Page::Home, Page::UpNext].into_iter().find(|one| one.name() == page)?;
            let class: usize = class.parse().ok().filter(|class| *class < CLASSES)?;
            let source = MIXED_SOURCES.iter().position(|one| one.name() == source)?;
            let weight: f32 = weight.parse().ok()?;
            if !(0.0..=1.0).contains(&weight) {
                return None;
            }
            weights.of_mut(page, class)[source] = weight;
        }
        let sums_to_one = |row: &Weights| (row.iter().sum::<f32>() - 1.0).abs() < 0.001;
        weights.home.iter().chain(&weights.up_next).all(sums_to_one).then_some(weights)
    }
}

/// Turns the sources' scores into parts of each candidate's probability.
pub fn combine(candidates: &mut Candidates<'_>, scene: &Scene<'_>) {
    let weights = weights(candidates, scene);
    candidates.weights = weights;
    let mut scales = [0.0; MIXED_SOURCES.len()];
    for candidate in &candidates.all {
        for (source, total) in MIXED_SOURCES.into_iter().zip(&mut scales) {
            *total += sharpened(source, candidate.part(source));
        }
    }
    for (scale, weight) in scales.iter_mut().zip(weights) {
        *scale = if *scale > 0.0 { weight / *scale } else { 0.0 };
    }
    for candidate in &mut candidates.all {
        candidate.probability = 0.0;
        for (source, scale) in MIXED_SOURCES.into_iter().zip(scales) {
            let part = sharpened(source, candidate.part(source)) * scale;
            candidate.set_part(source, part);
            candidate.probability += part;
        }
    }
}

/// The table's weights times each source's confidence, summing to 1 (or all 0 when no source knows anything).
fn weights(candidates: &Candidates<'_>, scene: &Scene<'_>) -> Weights {
    let mut weights = trusted(scene);
    for (source, weight) in MIXED_SOURCES.into_iter().zip(&mut weights) {
        *weight *= candidates.confidence(source);
    }
    let total: f32 = weights.iter().sum();
    if total > 0.0 {
        weights.iter_mut().for_each(|weight| *weight /= total);
    }
    weights
}

/// How far each source is trusted in this kind of list, whatever it has to go on.
pub fn trusted(scene: &Scene<'_>) -> Weights {
    match scene.learned.and_then(|learned| learned.mixture.as_ref()) {
        Some(found) => *found.of(scene.page(), scene.context.length),
        None => *MixtureWeights::by_hand().of(scene.page(), scene.context.length),
    }
}

/// What the sources say of one video.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    pub page: Page,
    pub class: usize,
    /// Each source's own probability of the video.
    pub shares: Weights,
    /// How much each source has to go on.
    pub confidences: Weights,
}

pub fn said_of(video: VideoId, candidates: &Candidates<'_>, scene: &Scene<'_>) -> Said {
    let class = context_class(scene.context.length);
    let shares = MIXED_SOURCES.map(|source| {
        let says = |candidate: &Candidate<'_>| sharpened(source, candidate.part(source));
        let total: f32 = candidates.all.iter().map(says).sum();
        let of_video = candidates.all.iter().find(|candidate| candidate.video == video).map_or(0.0, says);
        if total > 0.0 { of_video / total } else { 0.0 }
    });
    Said {
        page: scene.page(),
        class,
        shares,
        confidences: MIXED_SOURCES.map(|source| candidates.confidence(source)),
    }
}

fn context_class(length: usize) -> usize {
    match length {
        0 => 0,
        1..=4 => 1,
        5..=19 => 2,
        _ => 3,
    }
}

fn sharpened(source: Source, score: f32) -> f32 {
    let score = score.max(0.0);
    match source {
        Source::Similar | Source::SimilarToRecent => score * score,
        _ => score,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_weights_sums_to_one() {
        for weights in UP_NEXT.iter().chain(&HOME) {
            assert!((weights.iter().sum::<f32>() - 1.0).abs() < 1e-6, "{weights:?}");
        }
        let by_hand = MixtureWeights::by_hand();
        for weights in [MixtureWeights::with_networks_on_trial(), by_hand.clone()] {
            assert_eq!(MixtureWeights::from_text(&weights.to_text()), Some(weights.clone()));
            assert_eq!(weights.without_networks().most_of_networks(), 0.0);
        }
        assert_eq!([0, 1, 4, 5, 19, 20, 200].map(context_class), [0, 1, 1, 2, 2, 3, 3]);
    }
    #[test]
    fn weights_from_before_there_was_a_network_are_read() {
        let text = MixtureWeights::by_hand().to_text();
        let old: String =
            text.lines().filter(|line| !line.contains("sequence")).map(|line| format!("{line}\n")).collect();
        assert!(old.len() < text.len());
        assert_eq!(MixtureWeights::from_text(&old), Some(MixtureWeights::by_hand()));
    }
}
