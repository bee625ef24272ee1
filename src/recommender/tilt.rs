//! How a viewer wants one list tilted: to the new or the familiar, the long or the short, others or the same channels, the old or the recent.
//!
//! Each wish multiplies every candidate's probability by a bounded factor, so that the most that four of them can do is to reorder: nothing that
//! the viewer turned down comes back, no rule of the list is lifted, and at 0 all is as usual.

use super::candidates::{Candidate, Scene};

/// From -2 over 0, which is as usual, to 2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Level(i8);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tilt {
    /// Down to what is like the viewer's last watches, up to what is not.
    pub new: Level,
    pub long: Level,
    /// Down to the open video's channel and those of the last watches, up to all others.
    pub others: Level,
    /// Down to what was published lately, up to what has been there for long.
    pub classic: Level,
}

/// A wish of 2 makes what fits it six times likelier, and what is its opposite six times less likely.
const STRENGTH: f32 = 0.9;
const FAMILIAR_FROM: f32 = 2.0;
const MIDDLE_MINUTES: f32 = 10.0;
const MIDDLE_DAYS: f32 = 60.0;

impl Level {
    /// What is beyond either end is brought to it.
    pub fn new(level: i8) -> Self {
        Self(level.clamp(-2, 2))
    }

    pub fn get(self) -> i8 {
        self.0
    }
}

impl Tilt {
    pub fn is_usual(self) -> bool {
        self == Self::default()
    }

    /// The factor of one candidate, given how familiar the last watches make it: 1 not at all.
    pub(super) fn factor(self, scene: &Scene<'_>, candidate: &Candidate<'_>, familiarity: f32) -> f32 {
        if self.is_usual() {
            return 1.0;
        }
        let entry = candidate.entry;
        let minutes = entry.duration_ms as f32 / 60_000.0;
        let days = (scene.now_ms - entry.published_at_ms).max(0) as f32 / 86_400_000.0;
        let leanings = [
            (self.new, 1.0 - 2.0 * ((familiarity - 1.0) / (FAMILIAR_FROM - 1.0)).min(1.0)),
            // Four times as long as the middle is as long as long gets; the same of ages, by eight.
            (self.long, (minutes.max(0.1) / MIDDLE_MINUTES).log2() / 2.0),
            (self.others, if is_of_a_known_channel(scene, candidate) { -1.0 } else { 1.0 }),
            (self.classic, (days.max(0.1) / MIDDLE_DAYS).log2() / 3.0),
        ];
        let sum: f32 =
            leanings.iter().map(|(level, leaning)| f32::from(level.0) * leaning.clamp(-1.0, 1.0)).sum();
        (STRENGTH * sum).exp()
    }
}

fn is_of_a_known_channel(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    let channel = candidate.entry.channel;
    let of = |video| scene.catalogue.get(video).is_some_and(|entry| entry.channel == channel);
    match scene.current {
        Some(current) => of(current),
        None => {
            scene.context.liked.iter().any(|(video, _)| of(*video)) || scene.subscriptions.contains(&channel)
        }
    }
}
