use super::*;
use crate::recommender::catalogue::{Listed, VideoFeatures};
use crate::recommender::ids::{ChannelId, VideoId, ViewerKey};
use crate::recommender::ranking::{Example, Settings};
use crate::recommender::{Recommender, Request, Tilt};

const NOW_MS: i64 = 1_700_000_000_000;

fn video(id: i64) -> VideoFeatures {
    VideoFeatures {
        id: VideoId(id),
        channel: ChannelId(id % 5),
        channel_name: String::new(),
        title: format!("Number {id} of many"),
        description: String::new(),
        tags: Vec::new(),
        language: String::new(),
        duration_ms: 1_000 << id.rem_euclid(12),
        published_at_ms: NOW_MS - id * 1_000_000,
        listed: Listed::Yes,
    }
}

fn request() -> Request<'static> {
    Request {
        viewer: Some(ViewerKey::User(1)),
        subscriptions: &[],
        limit: 20,
        tilt: Tilt::default(),
        now_ms: NOW_MS,
        seed: 1,
    }
}

#[test]
fn what_is_kept_of_a_list_comes_back_with_a_row_for_each_place() {
    let engine = Recommender::new();
    engine.load((0..60).map(video).collect());
    let shown: Vec<VideoId> = engine.home(&request()).iter().map(|item| item.video).collect();
    let unknown = [VideoId(7_777)];
    let videos: Vec<VideoId> = shown.iter().chain(&unknown).copied().collect();
    let bytes = engine.describe(None, &request(), &videos);
    let rows = decode(&bytes, videos.len()).unwrap();
    assert_eq!(rows.len(), videos.len());
    assert!(rows[..shown.len()].iter().all(|row| row.as_ref().is_some_and(|row| row.len() == FEATURES)));
    assert_eq!(rows[shown.len()], None, "nothing is known of what is unknown");
    assert!(rows[0].as_ref().is_some_and(|row| is_candidate(row)));
    assert!(bytes.len() < 120 * videos.len(), "{} bytes", bytes.len());
}

#[test]
fn rows_of_another_layout_or_length_are_passed_over() {
    let engine = Recommender::new();
    engine.load((0..30).map(video).collect());
    let bytes = engine.describe(None, &request(), &[VideoId(1), VideoId(2)]);
    assert!(decode(&bytes, 2).is_some());
    assert!(decode(&bytes, 3).is_none() && decode(&[], 0).is_none());
    assert!(decode(&bytes[..bytes.len() - 1], 2).is_none());
    let mut other = bytes;
    other[0] ^= 1;
    assert!(decode(&other, 2).is_none());
}

#[test]
fn nothing_about_a_video_makes_a_value_that_is_none() {
    let example = |features: Vec<f32>| Example { features, watched_seconds: 9.0, rejected: false };
    let known = vec![example(vec![1.0; FEATURES + SHOWN_ONLY]), example(vec![0.0; FEATURES + SHOWN_ONLY])];
    let settings = Settings { hidden: vec![4], rounds: 2, ..Settings::default() };
    let network = Ranker::learn(&known, &settings).unwrap();
    for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
        let judged = network.score(&[odd; FEATURES + SHOWN_ONLY]);
        assert!(value(LEAST, judged, 0.5).is_finite(), "{odd}: {judged:?}");
    }
    let hopeless = Judgement { expected_watch_seconds: 0.0, rejection: 1.0 };
    assert!(value(LEAST, hopeless, 1.0).is_finite());
    assert!(SiteRanker::new(network.clone(), f32::NAN).is_none());
    assert!(SiteRanker::new(network.clone(), 1.5).is_none());
    assert!(SiteRanker::new(network, 0.5).is_some());
    let narrow = Ranker::learn(&[example(vec![1.0; 3])], &settings).unwrap();
    assert!(SiteRanker::new(narrow, 0.5).is_none());
}

const LEAST: f32 = features::LEAST_LOG;
