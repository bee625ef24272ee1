//! Candidates that need no watching history: what is popular, what followed channels published, what is new.

use crate::recommender::candidates::{Candidates, Scene};
use crate::recommender::counters::CounterKind;
use crate::recommender::ids::VideoId;
use crate::recommender::request::Source;

/// So many watches in a week make the popularity of a site half certain.
const HALF_SURE_WATCHES: f32 = 10.0;
const FOLLOWED_CHANNELS: usize = 300;
const VIDEOS_OF_A_FOLLOWED_CHANNEL: usize = 3;
const NEW_FROM_CHANNELS: usize = 16;
const NEW_OF_A_CHANNEL: usize = 2;
const NEWS_HALF_LIFE_MS: f32 = 7.0 * 24.0 * 60.0 * 60.0 * 1000.0;
/// What followed channels made long ago still says something about taste.
const LEAST_SUBSCRIPTION_TRUST: f32 = 0.2;
const LEAST_FRESHNESS: f32 = 0.02;

pub fn add_popular(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let counters = &scene.knowledge.counters;
    for (video, share) in counters.popular(scene.now_ms) {
        candidates.add(Source::Popular, video, share as f32, None);
    }
    let watches = counters.site_value(CounterKind::Watches7Days, scene.now_ms) as f32;
    candidates.trust(Source::Popular, watches / (watches + HALF_SURE_WATCHES));
}

pub fn add_subscriptions(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let followed = scene.subscriptions.iter().take(FOLLOWED_CHANNELS);
    let mut trust = 0.0f32;
    for channel in followed {
        for video in scene.catalogue.newest_of(*channel).take(VIDEOS_OF_A_FOLLOWED_CHANNEL) {
            let freshness = freshness(scene, video, scene.now_ms);
            candidates.add(Source::Subscription, video, freshness, None);
            trust = trust.max(freshness.max(LEAST_SUBSCRIPTION_TRUST));
        }
    }
    candidates.trust(Source::Subscription, trust);
}

/// New videos, a few of each channel, so that one channel's bulk upload does not hide everybody else's news. Age is
/// measured from the newest video: on a quiet site the latest is still the latest.
pub fn add_fresh(scene: &Scene<'_>, candidates: &mut Candidates<'_>) {
    let newest = scene.catalogue.newest().next().and_then(|video| scene.catalogue.get(video));
    let Some(newest) = newest else { return };
    for channel in scene.catalogue.active_channels().take(NEW_FROM_CHANNELS) {
        for video in scene.catalogue.newest_of(channel).take(NEW_OF_A_CHANNEL) {
            candidates.add(Source::Fresh, video, freshness(scene, video, newest.published_at_ms), None);
        }
    }
    candidates.trust(Source::Fresh, 1.0);
}

fn freshness(scene: &Scene<'_>, video: VideoId, now_ms: i64) -> f32 {
    let published_at_ms = scene.catalogue.get(video).map_or(i64::MIN / 2, |entry| entry.published_at_ms);
    let age_ms = (now_ms - published_at_ms).max(0) as f32;
    (-age_ms / NEWS_HALF_LIFE_MS).exp2().max(LEAST_FRESHNESS)
}
