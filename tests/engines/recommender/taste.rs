//! Lists learn: from what one viewer watches, from what all watch, at once.

use kinora::recommender::{
    ChannelId, EventKind, Page, Reason, Recommended, Recommender, Request, Source, VideoFeatures, VideoId,
    Watch,
};

use super::planted::{
    BOTH_PAGES, DAY_MS, HOUR_MS, NOW_MS, SUBJECTS, anonymous, crowd, ids, list, of_subject, readable,
    request, site, tell, user, video, watch,
};

#[test]
fn after_watching_one_subject_the_list_leans_to_it() {
    let recommender = site(400);
    crowd(&recommender, 80, 400, 7);
    for subject in 0..SUBJECTS.len() {
        let viewer = user(subject as i64);
        let before = of_subject(&recommender.home(&request(Some(viewer))), subject, 10);
        for step in 0..5 {
            watch(&recommender, viewer, 200 + 4 * step + subject as i64, NOW_MS - HOUR_MS + step);
        }
        let home = recommender.home(&request(Some(viewer)));
        assert!(of_subject(&home, subject, 10) >= 7, "{subject}: {}", readable(&home));
        assert!(of_subject(&home, subject, 10) > before);
    }
}

#[test]
fn taste_shows_without_anybody_elses_events_and_without_an_account() {
    let recommender = site(400);
    watch(&recommender, anonymous(1), 2, NOW_MS - HOUR_MS);
    watch(&recommender, anonymous(1), 6, NOW_MS - HOUR_MS / 2);
    let home = recommender.home(&request(Some(anonymous(1))));
    assert!(of_subject(&home, 2, 10) >= 6, "{}", readable(&home));
    assert!(home.iter().any(|item| matches!(item.reason, Reason::BecauseYouWatched(VideoId(2 | 6)))));
}

#[test]
fn the_watch_page_is_about_the_open_video() {
    let recommender = site(400);
    for current in [40, 41, 42, 43] {
        let beside = recommender.up_next(VideoId(current), &request(None));
        assert!(of_subject(&beside, current as usize % 4, 10) >= 8, "{}", readable(&beside));
        assert!(beside.iter().any(|item| item.reason == Reason::SimilarTo(VideoId(current))));
    }
}

#[test]
fn the_list_after_an_event_is_another_one() {
    let recommender = site(200);
    crowd(&recommender, 30, 200, 5);
    for kind in [
        EventKind::CountedWatch { video: VideoId(13), watch: super::planted::whole() },
        EventKind::Progress {
            video: VideoId(50),
            watch: Watch { watched_ms: 100_000, duration_ms: 120_000 },
        },
        EventKind::NotInterested { video: VideoId(recommender.home(&request(Some(user(5))))[0].video.0) },
    ] {
        let before = ids(&recommender.home(&request(Some(user(5)))));
        tell(&recommender, user(5), NOW_MS, kind);
        assert_ne!(ids(&recommender.home(&request(Some(user(5))))), before, "{kind:?}");
    }
}

#[test]
fn people_without_accounts_teach_what_is_watched_next() {
    let recommender = site(200);
    let (first, then) = (VideoId(10), VideoId(151));
    assert!(place_of(&recommender.up_next(first, &request(None)), then).is_none_or(|place| place > 3));
    for person in 0..3 {
        watch(&recommender, anonymous(person), first.0, NOW_MS - HOUR_MS);
        watch(&recommender, anonymous(person), then.0, NOW_MS - HOUR_MS / 2);
    }
    let stranger = recommender.up_next(first, &request(None));
    assert_eq!(place_of(&stranger, then), Some(0), "{}", readable(&stranger));
    assert_eq!((stranger[0].source, stranger[0].reason), (Source::Next, Reason::WatchedNext));
    let way_back = recommender.up_next(then, &request(None));
    assert!(
        place_of(&way_back, first).is_some_and(|place| place < 3),
        "watched together in either direction"
    );
}

#[test]
fn one_person_changes_the_list_but_is_never_pointed_at() {
    let recommender = site(200);
    watch(&recommender, user(7), 10, NOW_MS - HOUR_MS);
    watch(&recommender, user(7), 151, NOW_MS - HOUR_MS / 2);
    let beside = recommender.up_next(VideoId(10), &request(None));
    assert!(place_of(&beside, VideoId(151)).is_some_and(|place| place < 5), "{}", readable(&beside));
    for page in BOTH_PAGES {
        for item in list(&recommender, page, 10, &request(None)) {
            assert!(!matches!(item.reason, Reason::WatchedNext | Reason::PopularNow), "{item:?}");
        }
    }
    for _ in 0..50 {
        watch(&recommender, user(7), 10, NOW_MS - 50);
        watch(&recommender, user(7), 151, NOW_MS - 40);
    }
    let repeated = recommender.up_next(VideoId(10), &request(None));
    assert!(
        repeated.iter().all(|item| item.reason != Reason::WatchedNext),
        "one person, however often, is one person"
    );
}

#[test]
fn popular_is_what_is_watched_now() {
    let recommender = site(100);
    for person in 0..6 {
        watch(&recommender, user(person), 20, NOW_MS - 60 * DAY_MS);
        watch(&recommender, user(100 + person), 33, NOW_MS - HOUR_MS);
    }
    let home = recommender.home(&request(None));
    assert_eq!(home[0].video, VideoId(33), "{}", readable(&home));
    assert_eq!(home[0].reason, Reason::PopularNow);
    assert!(home.iter().all(|item| item.video != VideoId(20) || item.reason != Reason::PopularNow));
}

#[test]
fn followed_channels_and_new_videos_are_noticed() {
    let recommender = site(100);
    let fresh = |number, channel, days| VideoFeatures {
        channel: ChannelId(channel),
        published_at_ms: NOW_MS - days * DAY_MS,
        ..video(number)
    };
    recommender.upsert_video(fresh(500, 77, 1));
    recommender.upsert_video(fresh(501, 78, 2));
    let home = recommender.home(&Request { subscriptions: &[ChannelId(77)], ..request(Some(user(1))) });
    assert_eq!(home[0].video, VideoId(500));
    assert_eq!(home[0].reason, Reason::NewFromSubscription(ChannelId(77)));
    let other = home.iter().find(|item| item.video == VideoId(501)).unwrap();
    assert!(matches!(other.reason, Reason::Fresh | Reason::TryingSomethingNew), "{other:?}");
    assert!(
        home.iter().filter(|item| item.video.0 < 100).all(|item| item.reason != Reason::Fresh),
        "the others are old"
    );
}

#[test]
fn a_bulk_upload_does_not_hide_everybody_elses_news() {
    let recommender = site(0);
    for number in 0..500 {
        recommender.upsert_video(VideoFeatures {
            channel: ChannelId(1),
            published_at_ms: NOW_MS - 1_000,
            ..video(number)
        });
    }
    for number in 500..520 {
        let channel = ChannelId(number);
        recommender.upsert_video(VideoFeatures {
            channel,
            published_at_ms: NOW_MS - 30 * DAY_MS,
            ..video(number)
        });
    }
    let home = recommender.home(&request(None));
    assert!(home.iter().take(10).filter(|item| item.video.0 < 500).count() <= 2, "{}", readable(&home));
    assert!(home.iter().filter(|item| item.video.0 < 500).count() <= 4);
}

#[test]
fn every_reason_given_is_true() {
    let recommender = site(300);
    crowd(&recommender, 60, 300, 11);
    let subscriptions = [ChannelId(1), ChannelId(12)];
    for person in 1_000..1_030 {
        let home = recommender.home(&request(Some(user(person))));
        let watched = recommender_watches(&recommender, person);
        for current in [4, 77] {
            let asked = Request { subscriptions: &subscriptions, ..request(Some(user(person))) };
            let beside = recommender.up_next(VideoId(current), &asked);
            for item in home.iter().chain(&beside) {
                match item.reason {
                    Reason::BecauseYouWatched(because) => assert!(watched.contains(&because.0), "{item:?}"),
                    Reason::SimilarTo(similar) => {
                        assert_eq!(similar, VideoId(current));
                        assert_eq!(item.video.0 % 4, current % 4, "shares words with it");
                    }
                    Reason::Fresh | Reason::NewFromSubscription(_) => {
                        panic!("all is a hundred days old: {item:?}")
                    }
                    Reason::WatchAgain => assert!(watched.contains(&item.video.0)),
                    Reason::WatchedNext => assert!(beside.contains(item)),
                    Reason::PopularNow | Reason::TryingSomethingNew | Reason::MoreToWatch => {}
                }
            }
        }
    }
}

#[test]
fn a_video_that_became_private_is_not_named_as_a_reason() {
    let recommender = site(100);
    watch(&recommender, user(1), 2, NOW_MS - HOUR_MS);
    let names =
        |list: &[Recommended]| list.iter().any(|item| item.reason == Reason::BecauseYouWatched(VideoId(2)));
    assert!(names(&recommender.home(&request(Some(user(1))))));
    let hidden = VideoFeatures { listed: kinora::recommender::Listed::No, ..video(2) };
    recommender.upsert_video(hidden);
    assert!(!names(&list(&recommender, Page::Home, 0, &request(Some(user(1))))));
}

/// What the crowd's person watched: their last list of candidates to watch again, when nothing else is left.
fn recommender_watches(recommender: &Recommender, person: i64) -> Vec<i64> {
    let everything = Request { limit: 300, ..request(Some(user(person))) };
    let all = recommender.home(&everything);
    all.iter().filter(|item| item.reason == Reason::WatchAgain).map(|item| item.video.0).collect()
}

fn place_of(list: &[Recommended], video: VideoId) -> Option<usize> {
    list.iter().position(|item| item.video == video)
}
