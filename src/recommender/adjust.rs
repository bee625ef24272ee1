//! Stage three: what speaks for or against a candidate whichever source named it.
//!
//! A trained ranker (`ranker`) comes after it and reads the same things. Only the likeliest candidates get this far, which bounds
//! the work of the stages after it.

use super::candidates::{Candidate, Candidates, Scene};
use super::catalogue::{Entry, Language};
use super::features::{quality, usual_completion};
use super::highest::highest;

/// How many of the candidates get a closer look.
const CONSIDERED: usize = 100;
/// How many of those there are to choose from for each place of a list, and the least and the most of all.
const POOL_FOR_A_PLACE: usize = 3;
const LEAST_POOL: usize = 60;
const MOST_POOL: usize = 160;
const PASSED_OVER: f32 = 0.25;
const OTHER_LANGUAGE: f32 = 0.5;
const LEAST_AFTER_AVERSION: f32 = 0.05;
/// However often less of a channel was asked for.
const LEAST_WISH: f32 = 1e-6;
const TASTE_CONTEXT: usize = 8;
const SUBJECT_SAYS: f32 = 4.0;
const CHANNEL_SAYS: f32 = 1.0;
const LANGUAGE_CONTEXT: usize = 5;

/// The likeliest candidates with their adjusted probabilities, best first.
pub fn adjust<'a>(candidates: Candidates<'a>, scene: &Scene<'_>) -> Vec<Candidate<'a>> {
    let mut pool = candidates.all;
    keep_best(CONSIDERED, &mut pool);
    pool.retain(|candidate| candidate.probability > 0.0);
    let taste = Taste::of(scene);
    for candidate in &mut pool {
        candidate.nearness = taste.nearness(candidate.entry);
        let familiarity = familiarity(candidate.nearness);
        candidate.wish = scene.context.channel_factor(candidate.entry.channel).max(LEAST_WISH)
            * scene.tilt.factor(scene, candidate, familiarity);
        candidate.probability *=
            familiarity * taste.understanding(candidate.entry) * consent(candidate, scene) * candidate.wish;
    }
    keep_best((POOL_FOR_A_PLACE * scene.limit).clamp(LEAST_POOL, MOST_POOL), &mut pool);
    let usual = usual_completion(&scene.knowledge.counters, scene.now_ms);
    for candidate in &mut pool {
        candidate.probability *= quality(&scene.knowledge.counters, candidate.video, usual, scene.now_ms);
    }
    pool.sort_unstable_by(order);
    pool
}

/// What the viewer left or keeps passing over, and what is like it.
fn consent(candidate: &Candidate<'_>, scene: &Scene<'_>) -> f32 {
    let aversion = (1.0 - candidate.aversion).max(LEAST_AFTER_AVERSION);
    let tired = if scene.context.passed_over.contains(&candidate.video) { PASSED_OVER } else { 1.0 };
    aversion * tired
}

/// What the last watches say of candidates that others named.
pub struct Taste<'a> {
    watched: Vec<(&'a Entry, f32)>,
    /// The languages of the open video and of the last watched ones.
    languages: Vec<Language>,
}

impl<'a> Taste<'a> {
    pub fn of(scene: &Scene<'a>) -> Self {
        let liked = scene.context.liked.iter().take(TASTE_CONTEXT);
        let watched: Vec<(&Entry, f32)> =
            liked.filter_map(|(video, weight)| Some((scene.catalogue.get(*video)?, *weight))).collect();
        let current = scene.current.and_then(|video| scene.catalogue.get(video));
        let entries =
            current.into_iter().chain(watched.iter().map(|(entry, _)| *entry).take(LANGUAGE_CONTEXT));
        let languages = entries.map(|entry| entry.language).filter(|language| language.is_known()).collect();
        Self { watched, languages }
    }

    /// The last watches with their weights.
    pub fn watched(&self) -> impl Iterator<Item = (&Entry, f32)> {
        self.watched.iter().map(|(entry, weight)| (*entry, *weight))
    }

    /// How much of what the last watches say speaks for a video's subject, and for its channel.
    pub fn nearness(&self, entry: &Entry) -> (f32, f32) {
        let (mut subject, mut channel) = (0.0, 0.0);
        for (watched, weight) in &self.watched {
            subject += weight * watched.sketch.similarity(&entry.sketch);
            if watched.channel == entry.channel {
                channel += weight;
            }
        }
        (subject, channel)
    }

    pub fn understanding(&self, entry: &Entry) -> f32 {
        let language = entry.language;
        let is_foreign =
            language.is_known() && !self.languages.is_empty() && !self.languages.contains(&language);
        if is_foreign { OTHER_LANGUAGE } else { 1.0 }
    }
}

/// Subject and channel against a candidate of which the last watches say nothing. This is how a popular video of
/// the viewer's subject comes before a popular video of another.
fn familiarity((subject, channel): (f32, f32)) -> f32 {
    1.0 + SUBJECT_SAYS * subject + CHANNEL_SAYS * channel
}

/// Without moving those that stay more than once.
fn keep_best(most: usize, pool: &mut Vec<Candidate<'_>>) {
    if pool.len() <= most {
        return;
    }
    let probabilities = (0..).zip(pool.iter().map(|candidate| candidate.probability));
    let mut stays = vec![false; pool.len()];
    highest(most, probabilities).into_iter().for_each(|(place, _)| stays[place as usize] = true);
    let mut stays = stays.into_iter();
    pool.retain(|_| stays.next().unwrap_or(false));
}

/// Best first; of equals the later video.
pub fn order(one: &Candidate<'_>, other: &Candidate<'_>) -> std::cmp::Ordering {
    other.probability.total_cmp(&one.probability).then(other.video.cmp(&one.video))
}
