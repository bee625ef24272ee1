use super::*;
use crate::recommender::catalogue::{Listed, VideoFeatures};
use crate::recommender::ids::{ChannelId, VideoId, ViewerKey};
use crate::recommender::{
    Event, EventKind, History, Learned, MixtureWeights, PastWatch, Recommender, Request, Tilt, Watch,
};

const NOW_MS: i64 = 1_700_000_000_000;
const WATCHES: i64 = 25;
const SEEN: Watch = Watch { watched_ms: 60_000, duration_ms: 60_000 };
const POPULAR: VideoId = VideoId(50);

#[test]
fn a_source_that_is_hardly_trusted_is_not_asked_where_others_name_enough() {
    let engine = site();
    // Others went on from the last that this viewer watched.
    for (person, next) in (100..).zip([31, 32, 33]) {
        [WATCHES, next].into_iter().for_each(|video| watch(&engine, person, VideoId(video)));
    }
    remember(&engine, 1..=WATCHES);
    assert!(!candidates(&engine, 0.01, 3).contains(&POPULAR));
    assert!(candidates(&engine, 0.05, 3).contains(&POPULAR));
}

#[test]
fn it_is_asked_where_the_others_know_nothing_of_this_viewer() {
    let engine = site();
    remember(&engine, 1_001..=1_000 + WATCHES);
    assert!(candidates(&engine, 0.01, 3).contains(&POPULAR));
    assert!(!candidates(&engine, 0.0, 3).contains(&POPULAR), "it has no part at all");
}

fn site() -> Recommender {
    let engine = Recommender::new();
    let video = |id: i64| VideoFeatures {
        id: VideoId(id),
        channel: ChannelId(id % 5),
        channel_name: String::new(),
        title: format!("Number {id} of many"),
        description: String::new(),
        tags: Vec::new(),
        language: String::new(),
        duration_ms: SEEN.duration_ms,
        published_at_ms: NOW_MS - id * 1_000_000,
        listed: Listed::Yes,
    };
    engine.load((1..=60).map(video).collect());
    (200..210).for_each(|person| watch(&engine, person, POPULAR));
    engine
}

fn watch(engine: &Recommender, person: i64, video: VideoId) {
    let kind = EventKind::CountedWatch { video, watch: SEEN };
    engine.observe(&Event { viewer: ViewerKey::User(person), at_ms: NOW_MS, kind });
}

/// What the one who asks has watched, the last one last.
fn remember(engine: &Recommender, videos: impl Iterator<Item = i64>) {
    let watches = videos.map(|video| PastWatch {
        video: VideoId(video),
        at_ms: NOW_MS - 10_000_000 + video * 1_000,
        watch: SEEN,
    });
    engine.restore_context(1, &History { watches: watches.collect(), ..History::default() }, NOW_MS);
}

/// Where what is popular is trusted so much, and all else that is trusted is what others went on to.
fn candidates(engine: &Recommender, popular: f32, limit: usize) -> Vec<VideoId> {
    let mut mixture = MixtureWeights::by_hand();
    for row in &mut mixture.home {
        row.fill(0.0);
        row[Source::Popular as usize] = popular;
        row[Source::NextOfRecent as usize] = 1.0 - popular;
    }
    let learned = Learned { mixture: Some(mixture), ..Learned::default() };
    let viewer = Some(ViewerKey::User(1));
    let request =
        Request { viewer, subscriptions: &[], limit, tilt: Tilt::default(), now_ms: NOW_MS, seed: 1 };
    engine.look(Some(&learned), None, &request, |scene| {
        gather(scene).all.iter().map(|candidate| candidate.video).collect()
    })
}
