//! Candidates from the sequence network of the trained model.
//!
//! It reads the last watches in their order and says of each video how likely that comes next. So many of the most watched videos are
//! compared, and whatever other sources have named. "Because you watched" is said only of what the last watch made likelier than it
//! was before.

use super::learned::context;
use crate::recommender::candidates::{Candidates, Scene};
use crate::recommender::highest::highest;
use crate::recommender::ids::VideoId;
use crate::recommender::learned::{Learned, SiteSequence};
use crate::recommender::request::Source;

/// Of the most watched, so many are compared.
const COMPARED: u32 = 200;
/// So many of the likeliest are named, and up to as many more as were just watched and are not among them.
const NAMED: usize = 60;

pub fn add(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let Some(learned) = scene.learned else { return };
    let Some(sequence) = &learned.sequence else { return };
    let row_of = |video: VideoId| sequence.row_of(learned.position_of(video)?);
    let mut watched: Vec<(VideoId, u32, f32)> = context(scene, 0.0)
        .into_iter()
        .filter_map(|(video, weight)| Some((video, row_of(video)?, weight)))
        .collect();
    let Some((last, ..)) = watched.first().copied() else { return };
    watched.reverse();
    let rows: Vec<u32> = watched.iter().map(|(_, row, _)| *row).collect();
    let others = candidates.all.iter().filter_map(|candidate| sequence.row_of(candidate.position?));
    let named = likeliest(sequence, &rows, others.filter(|row| *row >= COMPARED).collect());
    for next in &named {
        let because = (next.share > next.before).then_some(last);
        candidates.add(Source::Sequence, video_of(learned, sequence, next.row), next.share, because);
    }
    if !named.is_empty() {
        candidates.trust(Source::Sequence, watched.iter().map(|(.., weight)| weight).sum());
    }
}

fn video_of(learned: &Learned, sequence: &SiteSequence, row: u32) -> VideoId {
    learned.videos[sequence.positions()[row as usize] as usize]
}

/// What may come next: its share among all that are named, and what that was before the last watch.
struct Next {
    row: u32,
    share: f32,
    before: f32,
}

/// `watched` has one at least. What is no number, and what was just watched, is not named.
fn likeliest(sequence: &SiteSequence, watched: &[u32], others: Vec<u32>) -> Vec<Next> {
    let network = sequence.network();
    let Some([before, viewer]) = network.viewer_before_and_after(watched) else { return Vec::new() };
    let compared = 0..COMPARED.min(sequence.positions().len() as u32);
    let scored = network.scores_of(&viewer, compared.chain(others));
    let mut scored = highest(NAMED + watched.len(), scored.filter(|(_, score)| score.is_finite()));
    scored.retain(|(row, _)| !watched.contains(row));
    let score_before = |(row, _): &(u32, f32)| network.score_of(&before, *row).unwrap_or(0.0);
    let before = shares(&scored.iter().map(score_before).collect::<Vec<f32>>());
    let now = shares(&scored.iter().map(|(_, score)| *score).collect::<Vec<f32>>());
    let next = |(((row, _), share), before)| Next { row, share, before };
    scored.into_iter().zip(now).zip(before).map(next).collect()
}

/// A softmax.
fn shares(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let total: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}
