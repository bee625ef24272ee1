//! What a viewer has turned down, and how that wears off.
//!
//! A video that was turned down stays hidden. What it says about similar videos and about its channel fades in sixty
//! days: tastes change, and one annoyed moment should not narrow a list for ever.

use crate::recommender::catalogue::Catalogue;
use crate::recommender::context::Context;
use crate::recommender::ids::{ChannelId, VideoId};

const FADES_IN_MS: f32 = 60.0 * 24.0 * 60.0 * 60.0 * 1000.0;
const LIMIT: usize = 300;
/// How much of a turned-down video's likeness is subtracted, against a whole context of 1.
const NOT_INTERESTED_WEIGHT: f32 = 0.5;
/// What its channel's other videos lose by it, and what they lose when less of the channel was asked for.
const NOT_INTERESTED_CHANNEL: f32 = 0.2;
const LESS_FROM_CHANNEL: f32 = 0.8;

#[derive(Debug, Default)]
pub struct Feedback {
    not_interested: Vec<(VideoId, i64)>,
    less_from: Vec<(ChannelId, i64)>,
}

impl Feedback {
    pub fn not_interested(&mut self, video: VideoId, at_ms: i64) {
        self.interested_again(video);
        push_bounded(&mut self.not_interested, (video, at_ms));
    }

    pub fn interested_again(&mut self, video: VideoId) {
        self.not_interested.retain(|(other, _)| *other != video);
    }

    pub fn less_from(&mut self, channel: ChannelId, at_ms: i64) {
        self.welcome_again(channel);
        push_bounded(&mut self.less_from, (channel, at_ms));
    }

    pub fn welcome_again(&mut self, channel: ChannelId) {
        self.less_from.retain(|(other, _)| *other != channel);
    }

    pub fn describe(&self, context: &mut Context, catalogue: &Catalogue, now_ms: i64) {
        for (video, at_ms) in &self.not_interested {
            context.hidden.insert(*video);
            let left = left_of(*at_ms, now_ms);
            if left == 0.0 {
                continue;
            }
            context.disliked.push((*video, NOT_INTERESTED_WEIGHT * left));
            if let Some(entry) = catalogue.get(*video) {
                context.channels.push((entry.channel, 1.0 - NOT_INTERESTED_CHANNEL * left));
            }
        }
        let less = self.less_from.iter();
        context.channels.extend(
            less.map(|(channel, at_ms)| (*channel, 1.0 - LESS_FROM_CHANNEL * left_of(*at_ms, now_ms))),
        );
    }
}

fn left_of(at_ms: i64, now_ms: i64) -> f32 {
    (1.0 - (now_ms - at_ms).max(0) as f32 / FADES_IN_MS).max(0.0)
}

fn push_bounded<T>(list: &mut Vec<T>, item: T) {
    if list.len() >= LIMIT {
        list.remove(0);
    }
    list.push(item);
}
