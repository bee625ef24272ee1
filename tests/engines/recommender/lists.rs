//! What every list keeps to, whatever was learned: checked on seeded, made-up sites and events.

use std::collections::{HashMap, HashSet};

use kinora::recommender::{
    ChannelId, EventKind, ImpressionId, Listed, Page, Rating, Reason, Recommended, Recommender, Request,
    Source, VideoFeatures, VideoId, Watch,
};

use super::planted::{
    BOTH_PAGES, DAY_MS, Dice, HOUR_MS, NOW_MS, anonymous, crowd, ids, list, request, site, tell, user, video,
    watch,
};

#[test]
fn a_site_without_videos_or_events_gets_lists_and_no_errors() {
    let empty = Recommender::new();
    for page in BOTH_PAGES {
        assert!(list(&empty, page, 1, &request(Some(user(1)))).is_empty());
    }
    let quiet = site(50);
    for page in BOTH_PAGES {
        for viewer in [None, Some(user(1)), Some(anonymous(1))] {
            assert_eq!(list(&quiet, page, 3, &request(viewer)).len(), 20);
        }
    }
    assert_eq!(
        list(&quiet, Page::UpNext, 987_654, &request(None)).len(),
        20,
        "beside a video it does not know"
    );
    let none = Request { limit: 0, ..request(None) };
    assert!(quiet.home(&none).is_empty());
}

#[test]
fn a_list_is_as_long_as_the_catalogue_allows() {
    for videos in 1..=25 {
        let one_channel = Recommender::new();
        one_channel.load(
            (0..videos).map(|number| VideoFeatures { channel: ChannelId(1), ..video(number) }).collect(),
        );
        (0..videos).for_each(|number| watch(&one_channel, user(1), number, NOW_MS - HOUR_MS));
        for viewer in [None, Some(user(1))] {
            let expected = (videos - 1).min(20) as usize;
            assert_eq!(
                one_channel.up_next(VideoId(0), &request(viewer)).len(),
                expected,
                "{videos} videos, {viewer:?}"
            );
            assert_eq!(one_channel.home(&request(viewer)).len(), videos.min(20) as usize);
        }
    }
}

#[test]
fn the_same_seed_and_time_give_the_same_list() {
    let make = || {
        let recommender = site(300);
        crowd(&recommender, 40, 300, 3);
        ids(&recommender.up_next(VideoId(8), &request(Some(user(1_000)))))
    };
    assert_eq!(make(), make());
}

#[test]
fn every_list_keeps_the_rules_on_many_random_sites() {
    for seed in 0..12 {
        let mut dice = Dice::new(seed);
        let videos = 60 + dice.roll(300) as i64;
        let recommender = Recommender::new();
        let features: Vec<VideoFeatures> =
            (0..videos).map(|number| random_video(number, &mut dice)).collect();
        recommender.load(features.clone());
        let by_id: HashMap<VideoId, &VideoFeatures> =
            features.iter().map(|video| (video.id, video)).collect();
        random_events(&recommender, videos, &mut dice);
        for turn in 0..20 {
            let viewer = user(dice.roll(12) as i64);
            let asked = Request { seed: turn, ..request(Some(viewer)) };
            let current = dice.roll(videos as usize) as i64;
            for page in BOTH_PAGES {
                let made = list(&recommender, page, current, &asked);
                check(&made, &by_id, (page == Page::UpNext).then_some(VideoId(current)));
                recommender.shown(Some(viewer), ImpressionId(u128::from(turn)), page, &made, NOW_MS);
            }
        }
    }
}

#[test]
fn only_listed_videos_appear_and_a_hidden_one_leaves_at_once() {
    let recommender = site(40);
    crowd(&recommender, 20, 40, 1);
    let asked = Request { limit: 40, ..request(None) };
    assert!(ids(&recommender.home(&asked)).contains(&5));
    recommender.upsert_video(VideoFeatures { listed: Listed::No, ..video(5) });
    recommender.remove_video(VideoId(6));
    for page in BOTH_PAGES {
        let made = ids(&list(&recommender, page, 9, &asked));
        assert!(!made.contains(&5) && !made.contains(&6));
    }
    assert!(!recommender.up_next(VideoId(5), &asked).is_empty(), "a private video's own page has a list");
    recommender.upsert_video(video(5));
    assert!(ids(&recommender.home(&asked)).contains(&5));
}

#[test]
fn the_same_title_appears_once_while_there_are_others() {
    let recommender = site(60);
    for copy in 0..10 {
        let channel = ChannelId(500 + copy);
        let title =
            if copy % 2 == 0 { "A walk through the harbour" } else { "A walk through the harbour (HD)" };
        recommender.upsert_video(VideoFeatures { title: title.to_owned(), channel, ..video(1_000 + copy) });
    }
    let beside_a_copy = recommender.up_next(VideoId(1_000), &request(None));
    assert!(ids(&beside_a_copy).iter().all(|id| *id < 1_000), "{:?}", ids(&beside_a_copy));
    let home = ids(&recommender.home(&request(None)));
    assert!(home.iter().filter(|id| **id >= 1_000).count() <= 1, "{home:?}");
}

#[test]
fn about_one_place_in_ten_is_explored_with_a_known_probability() {
    let recommender = site(500);
    crowd(&recommender, 60, 500, 2);
    let mut inverse = 0.0;
    for seed in 0..400 {
        let made = recommender.home(&Request { seed, ..request(None) });
        let explored: Vec<(usize, &Recommended)> =
            made.iter().enumerate().filter(|(_, item)| item.source == Source::Exploration).collect();
        assert_eq!(explored.len(), 2);
        assert!(explored.iter().zip([4..9, 14..19]).all(|((place, _), range)| range.contains(place)));
        assert!(explored.iter().all(|(_, item)| item.propensity > 0.0 && item.propensity <= 1.0));
        assert!(explored.iter().all(|(_, item)| item.reason == Reason::TryingSomethingNew));
        assert!(made.iter().all(|item| item.source == Source::Exploration || item.propensity == 1.0));
        inverse += f64::from(1.0 / explored[0].1.propensity);
    }
    // The inverse of the propensity, averaged, is the number of videos that could have been explored.
    let could_be = inverse / 400.0;
    assert!((400.0..560.0).contains(&could_be), "{could_be}");
}

#[test]
fn what_has_been_shown_enough_is_no_longer_explored() {
    let recommender = site(30);
    for turn in 0..60 {
        let all = recommender.home(&Request { limit: 30, ..request(None) });
        recommender.shown(None, ImpressionId(turn), Page::Home, &all, NOW_MS);
    }
    assert!(recommender.home(&request(None)).iter().all(|item| item.source != Source::Exploration));
}

fn random_video(number: i64, dice: &mut Dice) -> VideoFeatures {
    VideoFeatures {
        channel: ChannelId(dice.roll(14) as i64),
        language: ["en", "de", ""][dice.roll(3)].to_owned(),
        published_at_ms: NOW_MS - dice.roll(200) as i64 * DAY_MS,
        listed: if dice.roll(6) == 0 { Listed::No } else { Listed::Yes },
        ..video(number)
    }
}

fn random_events(recommender: &Recommender, videos: i64, dice: &mut Dice) {
    for step in 0..600 {
        let viewer =
            if dice.roll(3) == 0 { anonymous(dice.roll(9) as u128) } else { user(dice.roll(12) as i64) };
        let about = VideoId(dice.roll(videos as usize) as i64);
        let seen = Watch { watched_ms: dice.roll(121) as i64 * 1_000, duration_ms: 120_000 };
        let channel = ChannelId(dice.roll(14) as i64);
        let kind = match dice.roll(12) {
            0..=5 => EventKind::CountedWatch { video: about, watch: seen },
            6 | 7 => EventKind::Progress { video: about, watch: seen },
            8 => EventKind::Rated { video: about, before: Rating::None, after: Rating::Liked },
            9 => EventKind::NotInterested { video: about },
            10 => EventKind::LessFromChannel { channel },
            _ => EventKind::Subscribed { channel },
        };
        tell(recommender, viewer, NOW_MS - DAY_MS + step * 60_000, kind);
    }
}

fn check(made: &[Recommended], by_id: &HashMap<VideoId, &VideoFeatures>, current: Option<VideoId>) {
    assert_eq!(made.len(), 20);
    let distinct: HashSet<VideoId> = made.iter().map(|item| item.video).collect();
    assert_eq!(distinct.len(), made.len(), "no video twice");
    assert!(current.is_none_or(|current| !distinct.contains(&current)), "never the open video");
    assert!(made.iter().all(|item| by_id[&item.video].listed == Listed::Yes), "nothing private");
    assert!(made.iter().all(|item| item.score.is_finite() && item.propensity > 0.0));
    let mut channels: HashMap<ChannelId, usize> = HashMap::new();
    made.iter().take(10).for_each(|item| *channels.entry(by_id[&item.video].channel).or_default() += 1);
    assert!(channels.values().all(|count| *count <= 2), "two of a channel in the first ten: {channels:?}");
}
