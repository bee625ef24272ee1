//! What a trained model adds to lists, and that exchanging it disturbs nobody.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kinora::recommender::training::site::{SiteHistory, SiteSettings, SiteWatch, learn};
use kinora::recommender::{History, Learned, PastWatch, Reason, Recommender, Request, Source, VideoId};

use super::planted::{DAY_MS, Dice, NOW_MS, ids, request, site, user, video, whole};

const VIDEOS: i64 = 400;

/// Videos 8 apart, of which nothing but watching tells that they belong together: the same eight in turn.
fn company(member: i64, step: i64) -> i64 {
    member * 4 % 40 + 40 * (step % 10)
}

/// People with an account who each watch most of a company, in turn.
fn watches(people: u32) -> Vec<SiteWatch> {
    let mut dice = Dice::new(3);
    let mut watches = Vec::new();
    for person in 0..people {
        for step in 0..8 {
            let at_ms = NOW_MS - 20 * DAY_MS + i64::from(person) * 60_000 + step * 200_000;
            let number = company(i64::from(person) % 10, step + dice.roll(2) as i64);
            watches.push(SiteWatch {
                viewer: person,
                video: VideoId(number),
                at_ms,
                watched_ms: 120_000,
                duration_ms: 120_000,
            });
        }
    }
    watches
}

fn model() -> Arc<Learned> {
    let history = SiteHistory {
        videos: (0..VIDEOS).map(video).collect(),
        watches: watches(400),
        until_ms: NOW_MS - DAY_MS,
        ..SiteHistory::default()
    };
    Arc::new(learn(&history, &SiteSettings { dimensions: 16, ..SiteSettings::new("planted") }))
}

/// Somebody who has watched the first three of a company, on a site that saw nothing happen since it started.
fn newcomer(recommender: &Recommender, person: i64) -> Vec<i64> {
    let seen: Vec<i64> = (0..3).map(|step| company(person, step)).collect();
    let past = seen.iter().zip(1..).map(|(number, step)| PastWatch {
        video: VideoId(*number),
        at_ms: NOW_MS - 10 * 60_000 + step * 60_000,
        watch: whole(),
    });
    recommender.restore_context(person, &History { watches: past.collect(), ..History::default() }, NOW_MS);
    seen
}

fn found(recommender: &Recommender) -> usize {
    let mut found = 0;
    for person in 0..10 {
        newcomer(recommender, person);
        let list = ids(&recommender.home(&Request { limit: 10, ..request(Some(user(person))) }));
        found += (3..8).filter(|step| list.contains(&company(person, *step))).count();
    }
    found
}

#[test]
fn a_trained_model_finds_what_counters_alone_cannot() {
    let recommender = site(VIDEOS);
    let before = found(&recommender);
    recommender.install(Some(model()));
    let after = found(&recommender);
    assert!(after >= before + 10, "{before} without, {after} with");
    recommender.install(None);
    assert_eq!(found(&recommender), before, "and without it all is as before");
}

#[test]
fn reasons_from_the_model_name_what_was_watched() {
    let recommender = site(VIDEOS);
    recommender.install(Some(model()));
    let seen = newcomer(&recommender, 1);
    let list = recommender.home(&request(Some(user(1))));
    let trained = [Source::Together, Source::NextItem, Source::Factors];
    let of_model: Vec<_> = list.iter().filter(|item| trained.contains(&item.source)).collect();
    assert!(!of_model.is_empty());
    for item in of_model {
        match item.reason {
            Reason::BecauseYouWatched(video) => assert!(seen.contains(&video.0), "{item:?}"),
            other => panic!("{other:?} for {item:?}"),
        }
    }
    // Nobody went on from here since the site started, so nobody is said to have.
    let beside = recommender.up_next(VideoId(company(2, 1)), &request(None));
    assert!(beside.iter().any(|item| item.source == Source::NextItem));
    assert!(beside.iter().all(|item| item.reason != Reason::WatchedNext));
}

#[test]
fn a_model_is_exchanged_while_lists_are_made() {
    let recommender = site(VIDEOS);
    let model = model();
    newcomer(&recommender, 1);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut lists = 0;
                    while !done.load(Ordering::Relaxed) || lists == 0 {
                        assert_eq!(recommender.home(&request(Some(user(1)))).len(), 20);
                        lists += 1;
                    }
                })
            })
            .collect();
        for turn in 0..300 {
            recommender.install((turn % 2 == 0).then(|| model.clone()));
        }
        done.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    assert!(recommender.installed().is_none());
}

#[test]
fn a_model_that_names_videos_which_are_gone_or_hidden_shows_none_of_them() {
    let recommender = site(VIDEOS);
    recommender.install(Some(model()));
    let hidden = company(1, 3);
    recommender.remove_video(VideoId(hidden));
    newcomer(&recommender, 1);
    let list = recommender.home(&request(Some(user(1))));
    assert!(!ids(&list).contains(&hidden));
    assert_eq!(list.len(), 20);
}
