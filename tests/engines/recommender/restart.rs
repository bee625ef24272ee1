//! Rows handed out and taken back give the same lists as before the restart.

use kinora::recommender::{EventKind, History, PastWatch, Rating, Recommender, Snapshot, VideoId};

use super::planted::{
    BOTH_PAGES, HOUR_MS, NOW_MS, crowd, ids, list, request, site, tell, user, watch, whole,
};

#[test]
fn a_restarted_engine_makes_the_same_lists() {
    let recommender = site(300);
    crowd(&recommender, 50, 300, 9);
    tell(
        &recommender,
        user(1_000),
        NOW_MS,
        EventKind::Rated { video: VideoId(4), before: Rating::None, after: Rating::Liked },
    );
    let mut stored = recommender.drain_dirty();
    assert!(recommender.drain_dirty().is_empty(), "only what changed");
    crowd(&recommender, 10, 300, 10);
    apply(&mut stored, recommender.drain_dirty());
    let restarted = site(300);
    restarted.restore(&stored);
    for current in [1, 50, 99] {
        for page in BOTH_PAGES {
            let (before, after) =
                [&recommender, &restarted].map(|it| ids(&list(it, page, current, &request(None)))).into();
            assert_eq!(before, after);
        }
    }
    assert!(restarted.drain_dirty().is_empty(), "restoring changes nothing");
}

#[test]
fn somebodys_stored_history_gives_them_their_list_back() {
    let recommender = site(300);
    let viewer = user(1);
    let mut history = History::default();
    for step in 0..6 {
        let video = 4 * step + 1;
        let at_ms = NOW_MS - 7 * HOUR_MS + step;
        watch(&recommender, viewer, video, at_ms);
        history.watches.push(PastWatch { video: VideoId(video), at_ms, watch: whole() });
    }
    tell(&recommender, viewer, NOW_MS - HOUR_MS, EventKind::NotInterested { video: VideoId(41) });
    history.not_interested.push((VideoId(41), NOW_MS - HOUR_MS));
    let restarted = site(300);
    restarted.restore(&recommender.drain_dirty());
    assert!(restarted.needs_context(viewer, NOW_MS));
    history.watches.reverse();
    restarted.restore_context(1, &history, NOW_MS);
    assert!(!restarted.needs_context(viewer, NOW_MS));
    let lists = [&recommender, &restarted].map(|it| ids(&it.home(&request(Some(viewer)))));
    assert_eq!(lists[0], lists[1]);
    watch(&restarted, viewer, 5, NOW_MS);
    let taught = restarted.drain_dirty();
    assert!(taught.transitions.is_empty(), "a video that was watched before teaches nothing again");
    assert!(!taught.counters.is_empty());
}

#[test]
fn rows_that_could_not_be_stored_come_again() {
    let recommender = site(20);
    crowd(&recommender, 5, 20, 1);
    let rows = recommender.drain_dirty();
    recommender.keep_dirty(&rows);
    assert_eq!(recommender.drain_dirty(), rows);
}

#[test]
fn damaged_rows_are_harmless() {
    let recommender = site(20);
    crowd(&recommender, 5, 20, 1);
    let mut rows = recommender.drain_dirty();
    rows.counters.iter_mut().step_by(3).for_each(|row| row.value = f64::NAN);
    rows.transitions.iter_mut().step_by(2).for_each(|row| row.weight = f64::INFINITY);
    rows.co_watches.iter_mut().step_by(2).for_each(|row| row.weight = -1.0);
    let restarted = Recommender::new();
    restarted.restore(&rows);
    restarted.load((0..20).map(super::planted::video).collect());
    let home = restarted.home(&request(None));
    assert_eq!(home.len(), 20);
    assert!(home.iter().all(|item| item.score.is_finite()));
}

/// What the site does with rows: each replaces the one before it, and weight 0 deletes.
fn apply(stored: &mut Snapshot, changed: Snapshot) {
    for row in changed.counters {
        stored.counters.retain(|old| (old.video, old.kind) != (row.video, row.kind));
        stored.counters.push(row);
    }
    for (pairs, rows) in
        [(&mut stored.transitions, changed.transitions), (&mut stored.co_watches, changed.co_watches)]
    {
        for row in rows {
            pairs.retain(|old| (old.from, old.to) != (row.from, row.to));
            if row.weight > 0.0 {
                pairs.push(row);
            }
        }
    }
}
