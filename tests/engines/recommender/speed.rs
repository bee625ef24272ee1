//! How long a list takes on a large site; printed, not judged: a test machine's clock proves nothing.
//!
//! `cargo test --release --test suite recommender::speed -- --ignored --nocapture`

use std::time::{Duration, Instant};

use kinora::recommender::{Request, VideoId};

use super::planted::{DAY_MS, Dice, NOW_MS, crowd, request, site, user, video, watch};

#[test]
#[ignore = "takes minutes without optimisation"]
fn lists_of_a_hundred_thousand_videos() {
    measure(100_000);
}

#[test]
#[ignore = "takes a minute without optimisation"]
fn lists_of_ten_thousand_videos() {
    measure(10_000);
}

fn measure(videos: i64) {
    let started = Instant::now();
    let recommender = site(videos);
    println!("{videos} videos: loaded in {:?}", started.elapsed());
    let started = Instant::now();
    crowd(&recommender, 20_000, videos, 1);
    println!("{videos} videos: {:?} per event", started.elapsed() / 240_000);
    let mut dice = Dice::new(4);
    for viewer in 0..50 {
        for step in 0..200 {
            let number = dice.roll(videos as usize) as i64;
            watch(&recommender, user(viewer), number, NOW_MS - DAY_MS + step * 60_000);
        }
    }
    let signed_in = |turn: usize| Request { seed: turn as u64, ..request(Some(user(turn as i64 % 50))) };
    let anonymous = |turn: usize| Request { seed: turn as u64, ..request(None) };
    let mut any = || VideoId(dice.roll(videos as usize) as i64);
    report(videos, "up next, nobody, any video", |turn| recommender.up_next(any(), &anonymous(turn)).len());
    let open = |turn: usize| VideoId(turn as i64 * 7 % 500);
    (0..500).for_each(|turn| assert_eq!(recommender.up_next(open(turn), &anonymous(turn)).len(), 20));
    report(videos, "up next, nobody, open before", |turn| {
        recommender.up_next(open(turn), &anonymous(turn)).len()
    });
    report(videos, "up next, signed in, 200 watches", |turn| {
        recommender.up_next(open(turn), &signed_in(turn)).len()
    });
    report(videos, "home, signed in, 200 watches", |turn| recommender.home(&signed_in(turn)).len());
    report(videos, "home, nobody", |turn| recommender.home(&anonymous(turn)).len());
    let started = Instant::now();
    (0..100).for_each(|number| recommender.upsert_video(video(videos + number)));
    println!("{videos} videos: {:?} per new video", started.elapsed() / 100);
    let started = Instant::now();
    let rows = recommender.drain_dirty();
    let count = rows.counters.len() + rows.transitions.len() + rows.co_watches.len();
    println!("{videos} videos: {count} changed rows in {:?}", started.elapsed());
}

fn report(videos: i64, what: &str, mut list: impl FnMut(usize) -> usize) {
    let mut times: Vec<Duration> = Vec::new();
    for turn in 0..2_000 {
        let started = Instant::now();
        assert_eq!(list(turn), 20);
        times.push(started.elapsed());
    }
    times.sort_unstable();
    println!("{videos} videos, {what}: p50 {:?}, p99 {:?}", times[1_000], times[1_980]);
}
