//! A viewer's last watches, each video once, oldest first, and what they say about what is wanted now.

use crate::recommender::catalogue::Catalogue;
use crate::recommender::context::Context;
use crate::recommender::events::{Rating, Verdict, Watch};
use crate::recommender::ids::{ChannelId, VideoId};
use crate::recommender::transitions::Earlier;

const RING: usize = 200;
/// The last few watches say what is wanted now: on held-out watches a scale of five did best, so the twentieth says
/// next to nothing.
const RECENCY_SCALE: f32 = 5.0;
const CONTEXT_WATCHES: usize = 20;
/// After this time a watched video is offered like any other.
const WATCHED_FOR_MS: i64 = 30 * 24 * 60 * 60 * 1000;

const WATCHED_WEIGHT: f32 = 0.3;
const WATCHED_TO_THE_END_WEIGHT: f32 = 1.0;
const ABANDONED_WEIGHT: f32 = -0.3;
const LIKED_WARMTH: f32 = 0.5;
/// Enough to outweigh having watched to the end.
const DISLIKED_WARMTH: f32 = -1.2;
const COMMENTED_WARMTH: f32 = 0.2;
const SUBSCRIBED_WARMTH: f32 = 0.3;

#[derive(Debug, Default)]
pub struct Ring(Vec<Seen>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    video: VideoId,
    at_ms: i64,
    watch: Watch,
    /// What was said about it, by liking, commenting, subscribing: that is more than watching.
    warmth: f32,
    counted: bool,
    completion_taught: bool,
}

/// Whether this viewer has taught this video before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    First,
    Again,
}

impl Ring {
    /// A counted watch; completing it later is told by `progressed`, once.
    pub fn watched(&mut self, video: VideoId, watch: Watch, at_ms: i64) -> Time {
        let seen = self.see(video, watch, at_ms);
        let time = if seen.counted { Time::Again } else { Time::First };
        seen.counted = true;
        seen.completion_taught |= seen.watch.verdict() == Verdict::Completed;
        self.trim();
        time
    }

    /// A playback went on. True when a counted watch has just come near its end.
    pub fn progressed(&mut self, video: VideoId, watch: Watch, at_ms: i64) -> bool {
        let seen = self.see(video, watch, at_ms);
        let completes = seen.counted && !seen.completion_taught && seen.watch.verdict() == Verdict::Completed;
        seen.completion_taught |= completes;
        self.trim();
        completes
    }

    /// The counted watches before a new one that speak for a direction, latest first.
    pub fn earlier_than(&self, video: VideoId, at_ms: i64) -> Vec<Earlier> {
        let counted = self.0.iter().rev().filter(|seen| seen.counted && seen.liking() > 0.0);
        let before = counted.filter(|seen| seen.video != video && seen.at_ms <= at_ms);
        before.take(CONTEXT_WATCHES).map(|seen| Earlier { video: seen.video, at_ms: seen.at_ms }).collect()
    }

    pub fn rated(&mut self, video: VideoId, before: Rating, after: Rating) {
        self.warm(video, warmth_of(after) - warmth_of(before));
    }

    pub fn commented(&mut self, video: VideoId) {
        self.warm(video, COMMENTED_WARMTH);
    }

    pub fn subscribed(&mut self, channel: ChannelId, catalogue: &Catalogue) {
        for seen in &mut self.0 {
            if catalogue.get(seen.video).is_some_and(|entry| entry.channel == channel) {
                seen.warmth += SUBSCRIBED_WARMTH;
            }
        }
    }

    /// `current` is being watched at this moment: it is neither liked nor left yet.
    pub fn describe(&self, context: &mut Context, current: Option<VideoId>, now_ms: i64) {
        let mut others = self.0.iter().rev().filter(|seen| Some(seen.video) != current);
        for (distance, seen) in others.by_ref().take(CONTEXT_WATCHES).enumerate() {
            let weight = seen.liking() * (-(distance as f32) / RECENCY_SCALE).exp();
            let list = if weight > 0.0 { &mut context.liked } else { &mut context.disliked };
            list.push((seen.video, weight.abs()));
        }
        let total: f32 = context.liked.iter().map(|(_, weight)| weight).sum();
        if total > 0.0 {
            context.liked.iter_mut().chain(&mut context.disliked).for_each(|(_, weight)| *weight /= total);
        }
        context.length = context.liked.len() + others.filter(|seen| seen.liking() > 0.0).count();
        let lately = self.0.iter().filter(|seen| now_ms - seen.at_ms < WATCHED_FOR_MS);
        context.watched = lately.map(|seen| seen.video).collect();
    }

    fn see(&mut self, video: VideoId, watch: Watch, at_ms: i64) -> &mut Seen {
        let known = self.0.iter().position(|seen| seen.video == video).map(|place| self.0.remove(place));
        let seen = match known {
            Some(seen) => Seen { watch: seen.watch.longer(watch), at_ms: seen.at_ms.max(at_ms), ..seen },
            None => Seen { video, at_ms, watch, warmth: 0.0, counted: false, completion_taught: false },
        };
        let place = self.0.partition_point(|other| other.at_ms <= seen.at_ms);
        self.0.insert(place, seen);
        &mut self.0[place]
    }

    fn warm(&mut self, video: VideoId, warmth: f32) {
        if let Some(seen) = self.0.iter_mut().find(|seen| seen.video == video) {
            seen.warmth += warmth;
        }
    }

    fn trim(&mut self) {
        let excess = self.0.len().saturating_sub(RING);
        self.0.drain(..excess);
    }
}

impl Seen {
    /// What was watched and said, in one number; below 0 speaks against.
    fn liking(&self) -> f32 {
        let watching = match self.watch.verdict() {
            Verdict::Abandoned => ABANDONED_WEIGHT,
            Verdict::Watched | Verdict::Completed => {
                WATCHED_WEIGHT + (WATCHED_TO_THE_END_WEIGHT - WATCHED_WEIGHT) * self.watch.share()
            }
        };
        (watching + self.warmth).clamp(-1.0, 1.6)
    }
}

fn warmth_of(rating: Rating) -> f32 {
    match rating {
        Rating::Liked => LIKED_WARMTH,
        Rating::Disliked => DISLIKED_WARMTH,
        Rating::None => 0.0,
    }
}
