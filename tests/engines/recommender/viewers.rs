//! Views are counted once, clicks are attributed, and anonymous viewers are forgotten.

use std::net::IpAddr;

use kinora::recommender::{ImpressionId, Page, VideoId, Watch};

use super::planted::{
    DAY_MS, HOUR_MS, NOW_MS, anonymous, ids, of_subject, request, site, user, watch, whole,
};

#[test]
fn a_view_is_claimed_once_in_six_hours() {
    let recommender = site(10);
    let address = IpAddr::from([192, 0, 2, 1]);
    let claim = |viewer, watch, now_ms| recommender.claim_view(viewer, address, VideoId(1), watch, now_ms);
    assert!(!claim(user(1), Watch { watched_ms: 10_000, duration_ms: 120_000 }, NOW_MS));
    assert!(claim(user(1), whole(), NOW_MS));
    assert!(!claim(user(1), whole(), NOW_MS + 5 * HOUR_MS));
    assert!(claim(user(1), whole(), NOW_MS + 6 * HOUR_MS));
    assert!(claim(user(2), whole(), NOW_MS));
    let counted = (0..200).filter(|person| claim(anonymous(*person), whole(), NOW_MS)).count();
    assert_eq!(counted, 10, "new identities from one address do not help");
}

#[test]
fn a_click_is_attributed_to_the_list_it_came_from() {
    let recommender = site(50);
    let viewer = user(1);
    let home = recommender.home(&request(Some(viewer)));
    recommender.shown(Some(viewer), ImpressionId(7), Page::Home, &home, NOW_MS);
    let clicked = recommender.attribute(viewer, home[3].video, NOW_MS + 60_000).unwrap();
    assert_eq!((clicked.page, clicked.rank, clicked.impression), (Page::Home, 4, ImpressionId(7)));
    assert_eq!(clicked.source, home[3].source);
    assert!(recommender.attribute(user(2), home[3].video, NOW_MS).is_none());
    assert!(recommender.attribute(viewer, home[3].video, NOW_MS + 7 * HOUR_MS).is_none());
    let served = recommender.last_served(viewer, NOW_MS);
    let shown: Vec<i64> = served[0].items.iter().map(|item| item.video.0).collect();
    assert_eq!(shown, ids(&home));
}

#[test]
fn an_anonymous_viewer_is_forgotten_after_a_day_and_an_account_when_asked() {
    let recommender = site(400);
    for viewer in [anonymous(1), user(1)] {
        (0..4).for_each(|step| watch(&recommender, viewer, 3 + 4 * step, NOW_MS + step));
    }
    let leaning = |viewer, now_ms| {
        let asked = kinora::recommender::Request { now_ms, ..request(Some(viewer)) };
        recommender
            .home(&asked)
            .iter()
            .filter(|item| matches!(item.reason, kinora::recommender::Reason::BecauseYouWatched(_)))
            .count()
    };
    assert!(leaning(anonymous(1), NOW_MS + HOUR_MS) > 0);
    assert_eq!(leaning(anonymous(1), NOW_MS + DAY_MS), 0);
    recommender.expire_viewers(NOW_MS + DAY_MS);
    assert!(leaning(user(1), NOW_MS + DAY_MS) > 0);
    assert!(of_subject(&recommender.home(&request(Some(user(1)))), 3, 10) > 5);
    recommender.forget_viewer(user(1));
    assert_eq!(leaning(user(1), NOW_MS + DAY_MS), 0);
}

#[test]
fn many_threads_watch_read_and_publish_at_once() {
    let recommender = site(200);
    std::thread::scope(|threads| {
        for thread in 0..4 {
            let recommender = &recommender;
            threads.spawn(move || {
                for step in 0..60 {
                    watch(recommender, user(thread), (step * 7 + thread) % 200, NOW_MS + step);
                    recommender.upsert_video(super::planted::video(200 + step));
                    let home = recommender.home(&request(Some(user(thread))));
                    assert_eq!(home.len(), 20);
                    recommender.shown(Some(user(thread)), ImpressionId(0), Page::Home, &home, NOW_MS);
                    recommender.drain_dirty();
                }
            });
        }
    });
    assert_eq!(recommender.home(&request(None)).len(), 20);
}
