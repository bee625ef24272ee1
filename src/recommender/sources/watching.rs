//! Candidates from what people watched: after the current video, after this viewer's last ones, and alongside both.
//!
//! A row with little behind it is trusted little: three imaginary watches that lead nowhere are added to each, so a
//! single viewer's step counts a quarter and thirty count ten elevenths (the idea of Witten and Bell's smoothing,
//! 1991).

use crate::recommender::candidates::{Candidates, Scene};
use crate::recommender::counters::CounterKind;
use crate::recommender::ids::VideoId;
use crate::recommender::pairs::RowNow;
use crate::recommender::request::Source;

const NOWHERE: f32 = 3.0;
/// What an old watch says of a rare companion is not worth looking the companion up.
const NEGLIGIBLE: f32 = 0.002;
const TRANSITION_CONTEXT: usize = 6;
const CO_WATCH_CONTEXT: usize = 8;
/// The open video says about twice as much about the next one as the last that was watched before it.
const CURRENT_SHARE: f32 = 0.35;

pub fn add_next(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    if let Some(current) = scene.current {
        add_transitions(scene, candidates, Source::Next, &[(current, 1.0)]);
    }
}

pub fn add_next_of_recent(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let recent = &scene.context.liked[..scene.context.liked.len().min(TRANSITION_CONTEXT)];
    add_transitions(scene, candidates, Source::NextOfRecent, recent);
}

/// What is watched alongside what the viewer disliked is liked a little less.
pub fn subtract_disliked(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    for (disliked, weight) in &scene.context.disliked {
        let row = scene.knowledge.transitions.alongside(*disliked, scene.now_ms);
        let whole = row.total() + NOWHERE;
        for (video, together) in row.iter() {
            candidates.subtract(video, weight * together / whole);
        }
    }
}

fn add_transitions(
    scene: &Scene<'_>,
    candidates: &mut Candidates<'_>,
    source: Source,
    context: &[(VideoId, f32)],
) {
    let mut confidence = 0.0;
    for (from, weight) in context {
        let row = scene.knowledge.transitions.after(*from, scene.now_ms);
        let whole = row.total() + NOWHERE;
        for (to, times) in row.iter() {
            let says = weight * times / whole;
            if says >= NEGLIGIBLE {
                candidates.add(source, to, says, Some(*from));
            }
        }
        confidence += weight * trust_in(&row);
    }
    candidates.trust(source, confidence);
}

/// Cosine between the viewers of two videos, so that what everybody watches is not everybody's neighbour.
pub fn add_co_watched(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let watches =
        |video| scene.knowledge.counters.value(video, CounterKind::Watches30Days, scene.now_ms) as f32 + 1.0;
    let mut confidence = 0.0;
    for (from, weight) in co_watch_context(scene) {
        let row = scene.knowledge.transitions.alongside(from, scene.now_ms);
        let (scale, whole) = (weight / watches(from).sqrt(), row.total() + NOWHERE);
        for (to, together) in row.iter() {
            if weight * together / whole >= NEGLIGIBLE {
                candidates.add(Source::CoWatched, to, scale * together, Some(from));
            }
        }
        confidence += weight * trust_in(&row);
    }
    for candidate in &mut candidates.all {
        let part = candidate.part(Source::CoWatched);
        if part > 0.0 {
            candidate.set_part(Source::CoWatched, part / watches(candidate.video).sqrt());
        }
    }
    candidates.trust(Source::CoWatched, confidence);
}

fn co_watch_context(scene: &Scene<'_>) -> Vec<(VideoId, f32)> {
    let recent = scene.context.liked.iter().take(CO_WATCH_CONTEXT).copied();
    match scene.current {
        None => recent.collect(),
        Some(current) if scene.context.liked.is_empty() => vec![(current, 1.0)],
        Some(current) => std::iter::once((current, CURRENT_SHARE))
            .chain(recent.map(|(video, weight)| (video, weight * (1.0 - CURRENT_SHARE))))
            .collect(),
    }
}

fn trust_in(row: &RowNow<'_>) -> f32 {
    let total = row.total();
    total / (total + NOWHERE)
}
