//! What was learned of shown lists, in the lists: a world in which long videos are watched and short ones are not, of which the
//! mixture knows nothing.

use std::sync::Arc;

use kinora::recommender::training::site::{RankerSettings, ShownList, ShownPlace, learn_ranker};
use kinora::recommender::{
    ChannelId, EventKind, Learned, Listed, Recommended, Recommender, Request, VideoFeatures, VideoId,
};

use super::planted::{Dice, HOUR_MS, NOW_MS, ids, request, tell, user, video};

const VIDEOS: i64 = 200;

fn length_ms(number: i64) -> i64 {
    if Dice::new(number as u64 + 77).roll(3) == 0 { 900_000 } else { 60_000 }
}

fn of_length(number: i64) -> VideoFeatures {
    VideoFeatures { duration_ms: length_ms(number), ..video(number) }
}

fn world() -> Recommender {
    let recommender = Recommender::new();
    recommender.load((0..VIDEOS).map(of_length).collect());
    recommender
}

fn long_ones(list: &[Recommended]) -> usize {
    list.iter().take(10).filter(|item| length_ms(item.video.0) > 60_000).count()
}

/// Lists as they were shown to newcomers, with what they watched of them.
fn shown(recommender: &Recommender) -> Vec<ShownList> {
    let mut dice = Dice::new(5);
    let mut lists = Vec::new();
    for person in 0..150 {
        let request = Request { seed: person, ..request(Some(user(5_000 + person as i64))) };
        let list = recommender.home(&request);
        let videos: Vec<VideoId> = list.iter().map(|item| item.video).collect();
        let described = recommender.describe(None, &request, &videos);
        let rows = ShownList::rows(&described, videos.len()).unwrap();
        let place = |(place, (video, row)): (usize, (&VideoId, Option<Vec<f32>>))| {
            let is_watched = length_ms(video.0) > 60_000 && dice.roll(20) > place;
            let watched_seconds = if is_watched { 600.0 } else { 0.0 };
            Some(ShownPlace { place, row: row?, watched_seconds, rejected: false })
        };
        let places = videos.iter().zip(rows).enumerate().filter_map(place).collect();
        lists.push(ShownList { viewer: person as u32, at_ms: NOW_MS - 24 * HOUR_MS, places });
    }
    lists
}

fn ranked(recommender: &Recommender) -> Arc<Learned> {
    let mut settings = RankerSettings::default();
    settings.network.hidden = vec![8];
    settings.network.rate = 5e-3;
    let (ranker, report) = learn_ranker(&shown(recommender), NOW_MS, &settings);
    assert!(ranker.is_some(), "{report:?}");
    Arc::new(Learned { version: "ranked".to_owned(), ranker, ..Learned::default() })
}

#[test]
fn the_ranker_puts_first_what_is_watched_and_without_it_all_is_as_before() {
    let recommender = world();
    let asked = request(Some(user(1)));
    let before = recommender.home(&asked);
    let model = ranked(&recommender);
    recommender.install(Some(model.clone()));
    let after = recommender.home(&asked);
    assert!(long_ones(&after) >= long_ones(&before) + 3, "{} {}", long_ones(&before), long_ones(&after));
    assert_eq!(after.len(), before.len());
    assert!(after.iter().all(|item| item.score.is_finite() && item.score >= 0.0));
    let again = recommender.with_model(Some(&Learned::decode(&model.encode()).unwrap()), None, &asked);
    assert_eq!(again, after, "and so does what was read from its file");
    recommender.install(None);
    assert_eq!(ids(&recommender.home(&asked)), ids(&before));
}

/// AC-07: neither what became private nor what was turned down comes back by being worth much.
#[test]
fn ac_07_the_ranker_shows_nothing_that_may_not_be_shown() {
    let recommender = world();
    recommender.install(Some(ranked(&recommender)));
    let asked = request(Some(user(1)));
    let list = recommender.home(&asked);
    let (private, unwanted) = (list[0].video, list[1].video);
    recommender.upsert_video(VideoFeatures { listed: Listed::No, ..of_length(private.0) });
    tell(&recommender, user(1), NOW_MS, EventKind::NotInterested { video: unwanted });
    let after = recommender.home(&asked);
    assert!(!ids(&after).contains(&private.0) && !ids(&after).contains(&unwanted.0));
    assert_eq!(after.len(), 20);
}

#[test]
fn less_of_a_channel_is_not_the_rankers_to_weigh() {
    let recommender = world();
    recommender.install(Some(ranked(&recommender)));
    let asked = request(Some(user(1)));
    let channel = of_length(recommender.home(&asked)[0].video.0).channel;
    let score = |list: &[Recommended]| {
        let of_channel = list.iter().filter(|item| video(item.video.0).channel == channel);
        of_channel.map(|item| item.score).fold(0.0, f32::max) / list[0].score
    };
    let before = score(&recommender.home(&asked));
    let less = EventKind::LessFromChannel { channel: ChannelId(channel.0) };
    tell(&recommender, user(1), NOW_MS, less);
    let after = score(&recommender.home(&asked));
    assert!(after < 0.5 * before, "{before} {after}");
}
