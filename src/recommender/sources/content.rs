//! Candidates from what videos are about: like the current one, and like this viewer's last ones.

use crate::recommender::candidates::{Candidates, Scene};
use crate::recommender::ids::VideoId;
use crate::recommender::request::Source;

/// How many may be named together, so that of a few each has more to say.
const NAMED: usize = 160;
const CONTENT_CONTEXT: usize = 4;
/// A likeness of one half is as sure as words get: it takes a shared series or subject.
const SURE_FROM: f32 = 0.5;

pub fn add_similar(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    if let Some(current) = scene.current {
        add_neighbours(scene, candidates, Source::Similar, &[(current, 1.0)]);
    }
}

pub fn add_similar_to_recent(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let recent = &scene.context.liked[..scene.context.liked.len().min(CONTENT_CONTEXT)];
    add_neighbours(scene, candidates, Source::SimilarToRecent, recent);
}

/// What resembles something disliked loses as much as it resembles it.
pub fn subtract_disliked(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    for (disliked, weight) in scene.context.disliked.iter().take(CONTENT_CONTEXT) {
        for (video, likeness) in scene.catalogue.content.neighbours(*disliked) {
            candidates.subtract(video, weight * likeness);
        }
    }
}

fn add_neighbours(
    scene: &Scene<'_>,
    candidates: &mut Candidates<'_>,
    source: Source,
    context: &[(VideoId, f32)],
) {
    let mut confidence = 0.0;
    for (from, weight) in context {
        let mut best: f32 = 0.0;
        for (video, likeness) in scene.catalogue.content.neighbours(*from).take(NAMED / context.len().max(1))
        {
            candidates.add(source, video, weight * likeness, Some(*from));
            best = best.max(likeness);
        }
        confidence += weight * (best / SURE_FROM).min(1.0);
    }
    candidates.trust(source, confidence);
}
