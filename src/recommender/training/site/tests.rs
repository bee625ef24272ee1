use super::*;
use crate::recommender::counters::CounterKind;

const DAY_MS: i64 = 86_400_000;

fn watch(viewer: u32, video: i64, at_ms: i64) -> SiteWatch {
    SiteWatch { viewer, video: VideoId(video), at_ms, watched_ms: 60_000, duration_ms: 60_000 }
}

/// Each of these people watches the same three videos in turn, and one of their own.
fn trios(people: u32) -> Vec<SiteWatch> {
    let of = |viewer: u32| {
        let first = i64::from(viewer % 4) * 3;
        let own = 1_000 + i64::from(viewer);
        [first, first + 1, first + 2, own]
            .into_iter()
            .enumerate()
            .map(move |(step, video)| watch(viewer, video, i64::from(viewer) * 1_000 + step as i64 * 60_000))
    };
    (0..people).flat_map(of).collect()
}

fn settings() -> SiteSettings {
    SiteSettings { dimensions: 8, ..SiteSettings::new("test") }
}

fn weight(learned: &Learned, rows: &Option<crate::recommender::learned::Rows>, from: i64, to: i64) -> f32 {
    let position = |video| learned.position_of(VideoId(video)).unwrap();
    let row = rows.as_ref().unwrap().row(position(from));
    row.filter(|(column, _)| *column == position(to)).map(|(_, weight)| weight).sum()
}

#[test]
fn what_is_watched_together_and_in_turn_is_learned_from_accounts() {
    let history = SiteHistory { watches: trios(80), until_ms: DAY_MS, ..SiteHistory::default() };
    let learned = learn(&history, &settings());
    assert!(weight(&learned, &learned.together, 0, 2) > 0.1);
    assert!(weight(&learned, &learned.together, 0, 5).abs() < 0.01);
    assert!(weight(&learned, &learned.next, 0, 1) > 0.2);
    assert!(weight(&learned, &learned.next, 0, 1) > 2.0 * weight(&learned, &learned.next, 1, 0).abs());
    assert_eq!(learned.factors.as_ref().unwrap().items.len(), learned.videos.len() * 8);
    assert_eq!(Learned::decode(&learned.encode()).unwrap().together, learned.together);
}

#[test]
fn what_fewer_than_three_people_watched_is_in_no_model() {
    let mut watches = trios(80);
    for viewer in [200, 201] {
        watches.extend([watch(viewer, 0, 0), watch(viewer, 7, 1)]);
    }
    let history = SiteHistory { watches, until_ms: DAY_MS, ..SiteHistory::default() };
    let learned = learn(&history, &settings());
    assert!(
        learned.videos.iter().all(|video| video.0 < 1_000),
        "a video that one person watched is not named"
    );
    assert_eq!(weight(&learned, &learned.together, 0, 7), 0.0);
    assert_eq!(weight(&learned, &learned.next, 0, 7), 0.0);
}

/// What the engine keeps of people without an account who watch in trios.
fn anonymous(people: u32) -> SiteHistory {
    let engine = crate::recommender::Recommender::new();
    tell(&engine, &trios(people));
    stored(&engine, Vec::new())
}

fn tell(engine: &crate::recommender::Recommender, watches: &[SiteWatch]) {
    use crate::recommender::{Event, EventKind, ViewerKey, Watch};
    for watch in watches {
        let amount = Watch { watched_ms: watch.watched_ms, duration_ms: watch.duration_ms };
        let kind = EventKind::CountedWatch { video: watch.video, watch: amount };
        let viewer = ViewerKey::User(i64::from(watch.viewer));
        engine.observe(&Event { viewer, at_ms: watch.at_ms, kind });
    }
}

fn stored(engine: &crate::recommender::Recommender, watches: Vec<SiteWatch>) -> SiteHistory {
    let snapshot = engine.drain_dirty();
    SiteHistory {
        watches,
        co_watches: snapshot.co_watches,
        transitions: snapshot.transitions,
        counters: snapshot.counters,
        until_ms: 400_000,
        ..SiteHistory::default()
    }
}

#[test]
fn a_site_without_a_single_account_learns() {
    let learned = learn(&anonymous(60), &settings());
    assert!(weight(&learned, &learned.together, 0, 2) > 0.1);
    assert!(weight(&learned, &learned.next, 0, 1) > 0.2);
    assert!(weight(&learned, &learned.next, 0, 1) > 2.0 * weight(&learned, &learned.next, 1, 0).abs());
    assert_eq!((learned.factors, learned.mixture), (None, None));
}

#[test]
fn what_accounts_account_for_is_not_counted_twice() {
    let watches = trios(60);
    let engine = crate::recommender::Recommender::new();
    tell(&engine, &watches);
    let all = stored(&engine, watches);
    let rest = Anonymous::of(&all);
    assert!(rest.together.is_empty() && rest.next.is_empty(), "{:?} {:?}", rest.together, rest.next);
    assert!(rest.watches.values().all(|count| *count < 0.01));
    let others = SiteHistory { watches: Vec::new(), ..all };
    assert!(!Anonymous::of(&others).together.is_empty());
}

#[test]
fn sums_that_do_not_fit_together_raise_the_ridge() {
    let pair = |from, to| PairRow { from: VideoId(from), to: VideoId(to), weight: 900.0, at_ms: 0 };
    let count =
        |video| CounterRow { video: VideoId(video), kind: CounterKind::Watches30Days, value: 3.0, at_ms: 0 };
    let history = SiteHistory {
        co_watches: vec![pair(1, 2), pair(2, 3), pair(1, 3)],
        transitions: vec![pair(1, 2), pair(2, 3), pair(3, 1)],
        counters: vec![count(1), count(2), count(3)],
        ..SiteHistory::default()
    };
    let learned = learn(&history, &settings());
    assert!(learned.together.is_some() && learned.next.is_some());
    assert_eq!(Learned::decode(&learned.encode()), Ok(learned));
}

#[test]
fn an_empty_site_learns_nothing_and_says_so() {
    let learned = learn(&SiteHistory::default(), &settings());
    assert!(learned.videos.is_empty() && learned.together.is_none() && learned.next.is_none());
    let judgement = judge(&SiteHistory::default(), &Arc::new(learned), None);
    assert!(judgement.people == 0 && judgement.is_not_worse());
}

#[test]
fn numbers_that_are_none_are_left_out() {
    let broken = |weight| PairRow { from: VideoId(1), to: VideoId(2), weight, at_ms: 0 };
    let mut history = anonymous(60);
    history.co_watches.push(broken(f64::NAN));
    history.transitions.push(broken(f64::INFINITY));
    assert!(Learned::decode(&learn(&history, &settings()).encode()).is_ok());
}
