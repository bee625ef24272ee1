//! What a viewer wishes of one list moves it that way, and nothing else.

use kinora::recommender::{
    ChannelId, EventKind, Level, Recommended, Recommender, Request, Tilt, VideoFeatures, VideoId,
};

use super::planted::{
    DAY_MS, HOUR_MS, NOW_MS, crowd, ids, readable, request, site, subject_of, tell, user, video, watch,
};

/// Even ones are short and odd ones long, whatever else they are; every third was published long ago.
fn varied(videos: i64) -> Recommender {
    let recommender = Recommender::new();
    let of = |number: i64| VideoFeatures {
        duration_ms: if number / 4 % 2 == 0 { 120_000 } else { 3_000_000 },
        published_at_ms: NOW_MS - if number / 4 % 3 == 0 { 900 } else { 4 } * DAY_MS - number * 1000,
        ..video(number)
    };
    recommender.load((0..videos).map(of).collect());
    crowd(&recommender, 80, videos, 7);
    recommender
}

fn wish(new: i8, long: i8, others: i8, classic: i8) -> Tilt {
    Tilt {
        new: Level::new(new),
        long: Level::new(long),
        others: Level::new(others),
        classic: Level::new(classic),
    }
}

fn count(list: &[Recommended], is: impl Fn(i64) -> bool) -> usize {
    list.iter().take(10).filter(|item| is(item.video.0)).count()
}

#[test]
fn each_wish_moves_the_list_its_way() {
    let recommender = varied(400);
    let viewer = user(3);
    for step in 0..6 {
        watch(&recommender, viewer, 200 + 4 * step, NOW_MS - HOUR_MS + step);
    }
    let home = |tilt| recommender.home(&Request { tilt, ..request(Some(viewer)) });
    let is_long = |number: i64| number / 4 % 2 == 1;
    let is_old = |number: i64| number / 4 % 3 == 0;
    let is_familiar = |number: i64| subject_of(VideoId(number)) == 0;
    let (usual, long, short) = (home(wish(0, 0, 0, 0)), home(wish(0, 2, 0, 0)), home(wish(0, -2, 0, 0)));
    assert!(count(&long, is_long) > count(&usual, is_long).max(6), "{}", readable(&long));
    assert!(count(&short, is_long) < count(&usual, is_long).min(4), "{}", readable(&short));
    let (classic, recent) = (home(wish(0, 0, 0, 2)), home(wish(0, 0, 0, -2)));
    assert!(count(&classic, is_old) > count(&usual, is_old), "{}", readable(&classic));
    assert!(count(&recent, is_old) <= count(&usual, is_old).min(2), "{}", readable(&recent));
    let (new, familiar) = (home(wish(2, 0, 0, 0)), home(wish(-2, 0, 0, 0)));
    assert!(count(&new, is_familiar) < count(&usual, is_familiar), "{}", readable(&new));
    assert!(count(&familiar, is_familiar) >= count(&usual, is_familiar), "{}", readable(&familiar));
}

#[test]
fn beside_a_video_one_may_want_its_channel_or_others() {
    let recommender = site(400);
    crowd(&recommender, 80, 400, 7);
    let channel_of = |number: i64| video(number).channel;
    let (current, channel): (i64, ChannelId) = (40, channel_of(40));
    let of_channel = |tilt| {
        let list = recommender.up_next(VideoId(current), &Request { tilt, ..request(None) });
        count(&list, |number| channel_of(number) == channel)
    };
    assert!(of_channel(wish(0, 0, 2, 0)) <= of_channel(wish(0, 0, 0, 0)));
    assert!(of_channel(wish(0, 0, -2, 0)) >= of_channel(wish(0, 0, 0, 0)).max(1));
    assert!(of_channel(wish(0, 0, -2, 0)) <= 2, "no wish lifts the rule of two");
}

#[test]
fn no_wish_brings_back_what_was_turned_down() {
    let recommender = varied(200);
    let viewer = user(5);
    watch(&recommender, viewer, 100, NOW_MS - HOUR_MS);
    let refused = recommender.home(&request(Some(viewer)))[0].video;
    tell(&recommender, viewer, NOW_MS - 1000, EventKind::NotInterested { video: refused });
    for level in [-2, 2] {
        let tilt = wish(level, level, level, level);
        let list = recommender.home(&Request { tilt, ..request(Some(viewer)) });
        assert!(list.len() == 20 && !ids(&list).contains(&refused.0), "{level}");
    }
}
