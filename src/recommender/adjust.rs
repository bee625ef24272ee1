//! Stage three: what speaks for or against a candidate whichever source named it.
//!
//! This is where a trained ranker on expected watch time will sit; it reads the same things. Only the likeliest
//! candidates get this far, which bounds the work of the stages after it.

use super::candidates::{Candidate, Candidates, Scene};
use super::catalogue::Language;
use super::features::quality;

const POOL: usize = 160;
const PASSED_OVER: f32 = 0.25;
const OTHER_LANGUAGE: f32 = 0.5;
const LEAST_AFTER_AVERSION: f32 = 0.05;
const LANGUAGE_CONTEXT: usize = 5;

/// The likeliest candidates with their adjusted probabilities, best first.
pub fn adjust<'a>(candidates: Candidates<'a>, scene: &Scene<'_>) -> Vec<Candidate<'a>> {
    let mut pool = candidates.all;
    pool.retain(|candidate| candidate.probability > 0.0);
    let languages = languages_of(scene);
    for candidate in &mut pool {
        candidate.probability *= viewer_factor(candidate, scene, &languages);
    }
    keep_best(&mut pool);
    for candidate in &mut pool {
        candidate.probability *= quality(&scene.knowledge.counters, candidate.video, scene.now_ms);
    }
    pool.sort_unstable_by(order);
    pool
}

fn viewer_factor(candidate: &Candidate<'_>, scene: &Scene<'_>, languages: &[Language]) -> f32 {
    let aversion = (1.0 - candidate.aversion).max(LEAST_AFTER_AVERSION);
    let tired = if scene.context.passed_over.contains(&candidate.video) { PASSED_OVER } else { 1.0 };
    let language = candidate.entry.language;
    let foreign = language.is_known() && !languages.is_empty() && !languages.contains(&language);
    let understood = if foreign { OTHER_LANGUAGE } else { 1.0 };
    aversion * tired * understood * scene.context.channel_factor(candidate.entry.channel)
}

/// The languages of the open video and of the last watched ones.
fn languages_of(scene: &Scene<'_>) -> Vec<Language> {
    let recent = scene.context.liked.iter().take(LANGUAGE_CONTEXT).map(|(video, _)| *video);
    let entries = scene.current.into_iter().chain(recent).filter_map(|video| scene.catalogue.get(video));
    entries.map(|entry| entry.language).filter(|language| language.is_known()).collect()
}

fn keep_best(pool: &mut Vec<Candidate<'_>>) {
    if pool.len() > POOL {
        pool.select_nth_unstable_by(POOL - 1, order);
        pool.truncate(POOL);
    }
}

/// Best first; of equals the later video.
fn order(one: &Candidate<'_>, other: &Candidate<'_>) -> std::cmp::Ordering {
    other.probability.total_cmp(&one.probability).then(other.video.cmp(&one.video))
}
