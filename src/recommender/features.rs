//! Numbers about one video at one moment that say how well it does with the people who start it.
//!
//! The mixture says how likely a video is to be chosen; this says whether choosing it will have been worth it. The trained ranker
//! reads the same numbers.

use super::counters::{CounterKind, Counters};
use super::ids::VideoId;

/// How many views' worth of "like the rest of the site" a video starts with.
const PRIOR_VIEWS: f64 = 6.0;
const PRIOR_OPINIONS: f64 = 3.0;
const COMPLETION_WHEN_NOTHING_IS_KNOWN: f64 = 0.5;
const LEAST_QUALITY: f64 = 0.4;
const MOST_QUALITY: f64 = 1.6;

/// About 1 for a usual video: how often it is seen to the end against `usual`, times how many of those with an opinion
/// dislike it. Both lean to the usual while there are few views.
pub fn quality(counters: &Counters, video: VideoId, usual: f64, now_ms: i64) -> f32 {
    let counts = counters.of(video, now_ms);
    (completion(&counts, usual) * approval(&counts)).clamp(LEAST_QUALITY, MOST_QUALITY) as f32
}

pub fn completion(counts: &impl Fn(CounterKind) -> f64, usual: f64) -> f64 {
    (counts(CounterKind::Completions) + PRIOR_VIEWS * usual)
        / (counts(CounterKind::Plays) + PRIOR_VIEWS)
        / usual
}

pub fn approval(counts: &impl Fn(CounterKind) -> f64) -> f64 {
    let likes = counts(CounterKind::Likes) + PRIOR_OPINIONS;
    let dislikes = counts(CounterKind::Dislikes) + counts(CounterKind::Rejections);
    likes / (likes + dislikes)
}

/// The share of views that come near the end, over the whole site; kept away from 0 and 1, where nothing can be
/// compared to it.
pub fn usual_completion(counters: &Counters, now_ms: i64) -> f64 {
    let plays = counters.site_value(CounterKind::Plays, now_ms);
    let completions = counters.site_value(CounterKind::Completions, now_ms);
    let prior = PRIOR_VIEWS * COMPLETION_WHEN_NOTHING_IS_KNOWN;
    ((completions + prior) / (plays + PRIOR_VIEWS)).clamp(0.1, 0.9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_is_usual_without_views_and_moves_with_them() {
        let mut counters = Counters::default();
        let quality =
            |counters: &Counters, video| quality(counters, VideoId(video), usual_completion(counters, 0), 0);
        assert_eq!(quality(&counters, 9), 1.0);
        for view in 0..20 {
            counters.count_watch(VideoId(1), 0);
            counters.count_watch(VideoId(2), 0);
            counters.add(VideoId(1), CounterKind::Completions, 1.0, 0);
            if view < 10 {
                counters.add(VideoId(2), CounterKind::Rejections, 1.0, 0);
            }
        }
        assert!(quality(&counters, 1) > 1.2);
        assert!(quality(&counters, 2) < 0.6);
        assert_eq!(quality(&counters, 9), 1.0, "a new video is not punished for the others");
    }
}
