//! What a viewer turns down, has seen, or keeps passing over.

use kinora::recommender::{
    ChannelId, EventKind, ImpressionId, Page, Reason, Request, Source, VideoId, Watch,
};

use super::planted::{
    BOTH_PAGES, CHANNELS_PER_SUBJECT, DAY_MS, HOUR_MS, NOW_MS, crowd, ids, list, of_subject, request, site,
    tell, user, video, watch,
};

#[test]
fn watched_videos_step_back_until_there_is_nothing_else() {
    let recommender = site(60);
    let viewer = user(1);
    for step in 0..30 {
        watch(&recommender, viewer, step, NOW_MS - 2 * HOUR_MS + step);
    }
    for page in BOTH_PAGES {
        let made = list(&recommender, page, 45, &request(Some(viewer)));
        assert!(ids(&made).iter().all(|id| *id >= 30), "{page:?} {:?}", ids(&made));
        let everything = list(&recommender, page, 45, &Request { limit: 60, ..request(Some(viewer)) });
        let first_watched = everything.iter().position(|item| item.reason == Reason::WatchAgain).unwrap();
        let mut last = everything[first_watched..].iter().filter(|item| item.source != Source::Exploration);
        assert!(last.all(|item| item.video.0 < 30), "watched ones come last");
    }
    let later = Request { now_ms: NOW_MS + 31 * DAY_MS, ..request(Some(viewer)) };
    assert!(ids(&recommender.home(&later)).iter().any(|id| *id < 30), "after a month they are like others");
}

#[test]
fn not_interested_hides_and_cools_what_is_like_it() {
    let recommender = site(400);
    crowd(&recommender, 60, 400, 7);
    let viewer = user(1);
    for step in 0..4 {
        watch(&recommender, viewer, 200 + 4 * step, NOW_MS - HOUR_MS + step);
        watch(&recommender, viewer, 201 + 4 * step, NOW_MS - HOUR_MS + step);
    }
    let before = of_subject(&recommender.home(&request(Some(viewer))), 0, 20);
    let mut turned_down = Vec::new();
    for _ in 0..6 {
        let home = recommender.home(&request(Some(viewer)));
        let Some(item) = home.iter().find(|item| item.video.0 % 4 == 0) else { break };
        turned_down.push(item.video);
        tell(&recommender, viewer, NOW_MS, EventKind::NotInterested { video: item.video });
    }
    let home = recommender.home(&Request { limit: 400, ..request(Some(viewer)) });
    assert!(
        turned_down.iter().all(|video| !ids(&home).contains(&video.0)),
        "hidden even from the longest list"
    );
    assert!(of_subject(&home, 0, 20) < before, "{before}: {:?}", &ids(&home)[..20]);
    tell(&recommender, viewer, NOW_MS, EventKind::InterestedAgain { video: turned_down[0] });
    let again = recommender.home(&Request { limit: 400, ..request(Some(viewer)) });
    assert!(ids(&again).contains(&turned_down[0].0));
}

#[test]
fn less_from_a_channel_is_less() {
    let recommender = site(400);
    let viewer = user(1);
    (0..5).for_each(|step| watch(&recommender, viewer, 4 * step, NOW_MS - HOUR_MS + step));
    let channel = ChannelId(2);
    assert!(channel.0 < CHANNELS_PER_SUBJECT);
    let place = |recommender: &kinora::recommender::Recommender| {
        let home = recommender.home(&Request { limit: 100, ..request(Some(viewer)) });
        home.iter().position(|item| video(item.video.0).channel == channel).unwrap()
    };
    let before = place(&recommender);
    tell(&recommender, viewer, NOW_MS, EventKind::LessFromChannel { channel });
    assert!(place(&recommender) > before);
    tell(&recommender, viewer, NOW_MS, EventKind::ChannelWelcomeAgain { channel });
    assert_eq!(place(&recommender), before);
}

#[test]
fn what_is_passed_over_three_times_makes_room() {
    let recommender = site(300);
    let viewer = user(1);
    watch(&recommender, viewer, 2, NOW_MS - HOUR_MS);
    let first = ids(&recommender.home(&request(Some(viewer))));
    for turn in 0..3 {
        let made = recommender.home(&request(Some(viewer)));
        recommender.shown(Some(viewer), ImpressionId(turn), Page::Home, &made, NOW_MS);
    }
    let then = ids(&recommender.home(&request(Some(viewer))));
    let kept = then.iter().take(10).filter(|id| first[..10].contains(id)).count();
    assert!(kept <= 5, "{first:?}\n{then:?}");
    let week = Request { now_ms: NOW_MS + 8 * DAY_MS, ..request(Some(viewer)) };
    let forgiven = ids(&recommender.home(&week));
    assert!(forgiven.iter().take(10).filter(|id| first[..10].contains(id)).count() > kept);
}

#[test]
fn leaving_at_once_speaks_against_what_is_like_it() {
    let recommender = site(400);
    let viewer = user(1);
    watch(&recommender, viewer, 0, NOW_MS - HOUR_MS);
    watch(&recommender, viewer, 1, NOW_MS - HOUR_MS + 1);
    let before = of_subject(&recommender.home(&request(Some(viewer))), 1, 20);
    for step in 1..8 {
        let left = Watch { watched_ms: 2_000, duration_ms: 120_000 };
        let kind = EventKind::Progress { video: VideoId(1 + 4 * step), watch: left };
        tell(&recommender, viewer, NOW_MS - HOUR_MS / 2 + step, kind);
    }
    assert!(of_subject(&recommender.home(&request(Some(viewer))), 1, 20) < before);
}
