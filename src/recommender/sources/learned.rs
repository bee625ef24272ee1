//! Candidates from the trained model: rows of what was watched last, and nearness among its vectors.
//!
//! Rows are added up in a dense scratch pad, as tens of thousands of weights meet in a few thousand places; only the
//! highest sums become candidates. The pad belongs to the thread and is left clean.

use std::cell::RefCell;

use crate::recommender::candidates::{Candidates, Scene};
use crate::recommender::highest::highest;
use crate::recommender::ids::VideoId;
use crate::recommender::learned::{Learned, Rows};
use crate::recommender::request::Source;
use crate::recommender::training::{Vectors, dot};

/// How many videos each kind of row may name.
const NAMED: usize = 60;
/// The open video against all that was watched before it.
const CURRENT_SHARE: f32 = 0.35;
/// The last watches say more of the next than of what belongs together: from a scale of five watches to one of three.
const STEEPER: f32 = 1.0 / 3.0 - 1.0 / 5.0;
const FACTOR_CONTEXT: usize = 6;
/// The rows of watches that count less are not worth adding.
const NEGLIGIBLE: f32 = 0.02;
/// Up to so many videos all of them are compared; beyond, what other sources named. The nearest are named.
const ALL_COMPARED: usize = 5_000;
const NEAREST: usize = 40;
/// Nearness below this is no more than chance.
const LEAST_NEARNESS: f32 = 0.02;

pub fn add_together(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let Some(learned) = scene.learned else { return };
    if let Some(rows) = &learned.together {
        add_rows(learned, rows, Source::Together, &context(scene, 0.0), candidates);
    }
}

pub fn add_next_items(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let Some(learned) = scene.learned else { return };
    if let Some(rows) = &learned.next {
        add_rows(learned, rows, Source::NextItem, &context(scene, STEEPER), candidates);
    }
}

pub fn add_factors(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let Some(learned) = scene.learned else { return };
    if let Some(vectors) = &learned.factors {
        add_nearest(learned, vectors, &context(scene, 0.0), candidates);
    }
}

/// The open video and the last watched ones, with weights that sum to 1.
pub(super) fn context(scene: &Scene<'_>, steeper: f32) -> Vec<(VideoId, f32)> {
    let liked = scene.context.liked.iter().enumerate();
    let mut context: Vec<(VideoId, f32)> = liked
        .map(|(distance, (video, weight))| (*video, weight * (-(distance as f32) * steeper).exp()))
        .collect();
    let total: f32 = context.iter().map(|(_, weight)| weight).sum();
    if let Some(current) = scene.current {
        let share = if context.is_empty() { 1.0 } else { CURRENT_SHARE };
        context.iter_mut().for_each(|(_, weight)| *weight *= (1.0 - share) / total.max(f32::MIN_POSITIVE));
        context.insert(0, (current, share));
    } else {
        context.iter_mut().for_each(|(_, weight)| *weight /= total.max(f32::MIN_POSITIVE));
    }
    context
}

#[derive(Clone, Copy, Default)]
struct Sum {
    whole: f32,
    /// The largest part, and the place in the context that it came from.
    largest: f32,
    from: u32,
    is_touched: bool,
}

#[derive(Default)]
struct Pad {
    sums: Vec<Sum>,
    touched: Vec<u32>,
}

thread_local! {
    static PAD: RefCell<Pad> = RefCell::default();
}

fn add_rows(
    learned: &Learned,
    rows: &Rows,
    source: Source,
    context: &[(VideoId, f32)],
    candidates: &mut Candidates<'_>,
) {
    let mut known = 0.0;
    let highest: Vec<(u32, Sum)> = PAD.with_borrow_mut(|pad| {
        if pad.sums.len() < learned.videos.len() {
            pad.sums.resize(learned.videos.len(), Sum::default());
        }
        let telling = context.iter().enumerate().filter(|(_, (_, weight))| *weight >= NEGLIGIBLE);
        for (place, (video, weight)) in telling {
            let Some(position) = learned.position_of(*video) else { continue };
            let mut is_known = false;
            for (column, says) in rows.row(position) {
                is_known = true;
                pad.add(column, weight * says, place as u32);
            }
            known += if is_known { *weight } else { 0.0 };
        }
        pad.take(NAMED)
    });
    for (position, sum) in highest {
        let because = context[sum.from as usize].0;
        candidates.add(source, learned.videos[position as usize], sum.whole, Some(because));
    }
    candidates.trust(source, known);
}

impl Pad {
    fn add(&mut self, position: u32, amount: f32, from: u32) {
        let sum = &mut self.sums[position as usize];
        if !sum.is_touched {
            sum.is_touched = true;
            self.touched.push(position);
        }
        sum.whole += amount;
        if amount > sum.largest {
            (sum.largest, sum.from) = (amount, from);
        }
    }

    /// The highest of what speaks for videos, and a clean pad.
    fn take(&mut self, most: usize) -> Vec<(u32, Sum)> {
        let wholes = self.touched.iter().map(|position| (*position, self.sums[*position as usize].whole));
        let taken = highest(most, wholes.filter(|(_, whole)| *whole > 0.0))
            .into_iter()
            .map(|(position, _)| (position, self.sums[position as usize]))
            .collect();
        self.touched.drain(..).for_each(|position| self.sums[position as usize] = Sum::default());
        taken
    }
}

fn add_nearest(
    learned: &Learned,
    vectors: &Vectors,
    context: &[(VideoId, f32)],
    candidates: &mut Candidates<'_>,
) {
    let known: Vec<(VideoId, usize, f32)> = context
        .iter()
        .filter_map(|(video, weight)| Some((*video, learned.position_of(*video)? as usize, *weight)))
        .filter(|(_, position, _)| vectors.of(*position).iter().any(|cell| *cell != 0.0))
        .take(FACTOR_CONTEXT)
        .collect();
    let total: f32 = known.iter().map(|(.., weight)| weight).sum();
    if total <= 0.0 {
        return;
    }
    let scale = known.len() as f32 / total;
    let watched: Vec<(usize, f32)> =
        known.iter().map(|(_, position, weight)| (*position, weight * scale)).collect();
    let parts = vectors.fold_in_each(&watched);
    let mut viewer = vec![0.0; vectors.dimensions()];
    for part in &parts {
        viewer.iter_mut().zip(part).for_each(|(cell, part)| *cell += part);
    }
    for (position, nearness) in nearest(learned, vectors, &viewer, candidates) {
        let speaks = parts.iter().map(|part| dot(part, vectors.of(position as usize))).enumerate();
        let most = speaks.max_by(|one, other| one.1.total_cmp(&other.1));
        let because = most.filter(|(_, part)| *part > 0.0).map(|(place, _)| known[place].0);
        candidates.add(Source::Factors, learned.videos[position as usize], nearness, because);
    }
    candidates.trust(Source::Factors, total);
}

/// Positions with their nearness.
fn nearest(
    learned: &Learned,
    vectors: &Vectors,
    viewer: &[f32],
    candidates: &Candidates<'_>,
) -> Vec<(u32, f32)> {
    let near = |position: u32| {
        let nearness = dot(viewer, vectors.of(position as usize));
        (nearness > LEAST_NEARNESS).then_some((position, nearness))
    };
    if learned.videos.len() > ALL_COMPARED {
        let named = candidates.all.iter().filter_map(|candidate| candidate.position);
        highest(NEAREST, named.filter_map(near))
    } else {
        highest(NEAREST, (0..learned.videos.len() as u32).filter_map(near))
    }
}
