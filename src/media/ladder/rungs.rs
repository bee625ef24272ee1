//! Which qualities a picture gets, and how many bits each may take.
//!
//! A rung is named by its short side, so that an upright 1080x1920 is "1080p" too. Nothing is enlarged: the top rung is the source's own
//! size, made even, and a rung that would hardly differ from it is left out.

use crate::media::Limits;
use crate::media::filters;
use crate::media::probe::Video;

/// One quality of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The short side, which is its name.
    pub side: u64,
    pub width: u64,
    pub height: u64,
    /// x264's constant rate factor: the quality aimed at.
    pub rate_factor: u32,
    /// What hard scenes may take at most, in kilobits a second.
    pub most_kilobits: u64,
}

/// The short side, its rate factor and its most kilobits a second, at up to 30 frames a second.
const STEPS: [(u64, u32, u64); 7] = [
    (2160, 21, 16_000),
    (1440, 21, 9_000),
    (1080, 21, 5_000),
    (720, 22, 2_800),
    (480, 23, 1_400),
    (360, 24, 800),
    (240, 25, 400),
];
/// Cameras write 30.02 frames and mean 30.
const ORDINARY_RATE: f64 = 30.5;

/// The rungs of this picture, the largest first; at least one.
pub fn rungs(video: &Video, limits: &Limits) -> Vec<Rung> {
    let shown = video.display_size();
    let (largest, _, _) = STEPS[0];
    let own = filters::even(shown.0.min(shown.1).min(largest) as f64);
    let below = STEPS.iter().map(|(side, ..)| *side).filter(|side| side * 10 <= own * 9);
    let many_frames = filters::frame_rate(video, limits).is_some_and(|rate| rate > ORDINARY_RATE);
    let mut rungs: Vec<Rung> = std::iter::once(own)
        .chain(below)
        .map(|side| rung(filters::with_short_side(shown, side), many_frames))
        .collect();
    // A strip so long that its length is what limits it comes out the same several times.
    rungs.dedup_by_key(|rung| rung.side);
    rungs
}

fn rung((width, height): (u64, u64), many_frames: bool) -> Rung {
    let side = width.min(height);
    let (rate_factor, kilobits) = bits(side);
    let most_kilobits = if many_frames { kilobits * 3 / 2 } else { kilobits };
    Rung { side, width, height, rate_factor, most_kilobits }
}

/// Between two steps the cap lies between theirs.
fn bits(side: u64) -> (u32, u64) {
    let above = STEPS.iter().rev().find(|(step, ..)| *step >= side).unwrap_or(&STEPS[0]);
    let below = STEPS.iter().find(|(step, ..)| *step <= side).map_or((0, 0), |step| (step.0, step.2));
    let span = above.0.saturating_sub(below.0).max(1);
    let kilobits =
        below.1 + (above.2.saturating_sub(below.1)) * (side.saturating_sub(below.0)).min(span) / span;
    (above.1, kilobits.max(64))
}
