//! The sequence network in the lists: a world in which neither of the last two watches tells what comes next, but both together do.
//!
//! A group has two first videos, two second ones and two third ones. Who watched the first and second ones of the same number goes on to
//! one of the third, everybody else to the other: whatever adds up what each watch says for itself has to guess.

use std::sync::{Arc, OnceLock};

use kinora::recommender::training::Sequence;
use kinora::recommender::training::site::{
    Networks, NetworksReport, SequenceSettings, SiteHistory, SiteSettings, SiteWatch, judge, learn_with,
};
use kinora::recommender::{
    History, Learned, MixtureWeights, PastWatch, Reason, Recommended, Recommender, Request, SiteSequence,
    Source, VideoId, ViewerKey,
};

use super::planted::{DAY_MS, Dice, HOUR_MS, NOW_MS, anonymous, request, user, video, watch, whole};

const GROUPS: usize = 10;
const PEOPLE: u32 = 500;
const WALKS: usize = 4;

/// The place in a walk is 0, 1 or 2.
fn member(group: usize, place: usize, which: usize) -> i64 {
    (group * 6 + place * 2 + which) as i64
}

fn walk(group: usize, first: usize, second: usize) -> [i64; 3] {
    [member(group, 0, first), member(group, 1, second), member(group, 2, first ^ second)]
}

fn walked(people: u32) -> Vec<SiteWatch> {
    let mut dice = Dice::new(11);
    let mut watches = Vec::new();
    for person in 0..people {
        let begin = dice.roll(GROUPS);
        // Half of them watch in one sitting, from beside a video, the others come back to the home page each time.
        let pause = if person % 2 == 0 { 200_000 } else { 2 * HOUR_MS };
        for turn in 0..WALKS {
            let walk = walk((begin + turn * 3) % GROUPS, dice.roll(2), dice.roll(2));
            for (step, number) in walk.into_iter().enumerate() {
                let at = i64::from(person) * 60_000 + (turn * 3 + step) as i64 * pause;
                watches.push(SiteWatch {
                    viewer: person,
                    video: VideoId(number),
                    at_ms: NOW_MS - 20 * DAY_MS + at,
                    watched_ms: 120_000,
                    duration_ms: 120_000,
                });
            }
        }
    }
    watches
}

fn history(people: u32) -> SiteHistory {
    SiteHistory {
        videos: (0..GROUPS as i64 * 6).map(video).collect(),
        watches: walked(people),
        until_ms: NOW_MS - DAY_MS,
        ..SiteHistory::default()
    }
}

fn settings() -> SiteSettings {
    SiteSettings { dimensions: 8, ..SiteSettings::new("planted") }
}

fn small() -> SequenceSettings {
    let network = Sequence {
        dimensions: 16,
        blocks: 2,
        heads: 2,
        length: 12,
        batch: 16,
        negatives: 32,
        dropout: 0.0,
        rate: 8e-3,
        epochs: 120,
        seed: 7,
    };
    SequenceSettings { network, least_people: 100, ..SequenceSettings::default() }
}

/// Learned once for all tests, as it takes seconds.
fn night() -> &'static (Arc<Learned>, NetworksReport) {
    static NIGHT: OnceLock<(Arc<Learned>, NetworksReport)> = OnceLock::new();
    NIGHT.get_or_init(|| {
        let (learned, report) = learn_with(&history(PEOPLE), &settings(), &Networks::Learned(small()));
        (Arc::new(learned), report)
    })
}

fn site() -> Recommender {
    super::planted::site(GROUPS as i64 * 6)
}

/// Somebody who has watched two other walks, then the first two of this one.
fn half_way(recommender: &Recommender, viewer: i64, walk: [i64; 3]) {
    let past = history_before(walk).into_iter().zip(0..).map(|(number, step)| PastWatch {
        video: VideoId(number),
        at_ms: NOW_MS - HOUR_MS + step * 300_000,
        watch: whole(),
    });
    recommender.restore_context(viewer, &History { watches: past.collect(), ..History::default() }, NOW_MS);
}

fn history_before(next: [i64; 3]) -> Vec<i64> {
    let group = next[0] as usize / 6;
    let before = [walk((group + 4) % GROUPS, 0, 1), walk((group + 7) % GROUPS, 1, 1)];
    before.concat().into_iter().chain(next[..2].iter().copied()).collect()
}

fn place(list: &[Recommended], number: i64) -> usize {
    list.iter().position(|item| item.video.0 == number).unwrap_or(list.len())
}

/// Of forty walks, those on whose list the right end is before the wrong one.
fn right_ends(learned: Arc<Learned>) -> usize {
    let recommender = site();
    recommender.install(Some(learned));
    let mut right = 0;
    for (number, (group, first, second)) in every_walk().enumerate() {
        half_way(&recommender, number as i64, walk(group, first, second));
        let list = recommender.home(&Request { limit: 40, ..request(Some(user(number as i64))) });
        let [end, other] = [first ^ second, first ^ second ^ 1].map(|which| member(group, 2, which));
        right += usize::from(place(&list, end) < place(&list, other));
    }
    right
}

fn every_walk() -> impl Iterator<Item = (usize, usize, usize)> {
    (0..GROUPS).flat_map(|group| [(group, 0, 0), (group, 0, 1), (group, 1, 0), (group, 1, 1)])
}

fn with(mixture: impl FnOnce(MixtureWeights) -> MixtureWeights, learned: &Learned) -> Arc<Learned> {
    Arc::new(Learned { mixture: learned.mixture.clone().map(mixture), ..learned.clone() })
}

#[test]
fn the_network_finds_an_order_that_no_sum_over_watches_tells() {
    let (learned, report) = night();
    let night = report.learned.unwrap();
    assert!((400..=500).contains(&night.people) && night.videos == GROUPS * 6, "{night:?}");
    let gain = report.gain.unwrap();
    assert!(gain.mean > 2.0 * gain.error, "{gain:?}");
    assert!(learned.share_of_networks().is_some_and(|share| share > 0.2), "{:?}", learned.mixture);
    let without = right_ends(with(MixtureWeights::without_networks, learned));
    let right = right_ends(learned.clone());
    assert!(right >= 36 && without <= 28, "of 40 walks {without} without it, {right} with it");
    let read = Learned::decode(&learned.encode()).unwrap();
    assert!(right_ends(Arc::new(read)) >= 36, "and from its file");
}

#[test]
fn its_reason_is_the_last_watch_and_only_where_that_made_it_likelier() {
    let (learned, _) = night();
    let recommender = site();
    recommender.install(Some(learned.clone()));
    let mut told = 0;
    for (number, (group, first, second)) in every_walk().enumerate() {
        let walk = walk(group, first, second);
        half_way(&recommender, number as i64, walk);
        let list = recommender.home(&request(Some(user(number as i64))));
        let end = &list[place(&list, walk[2])];
        if end.source == Source::Sequence {
            told += usize::from(end.reason == Reason::BecauseYouWatched(VideoId(walk[1])));
        }
        // Nobody went on from here since the site started, so nobody is said to have.
        let beside = recommender.up_next(VideoId(walk[1]), &request(Some(user(number as i64))));
        assert!(beside.iter().all(|item| item.reason != Reason::WatchedNext));
    }
    assert!(told >= 20, "{told} of 40");
}

#[test]
fn people_without_an_account_have_it_of_what_they_watched_just_now() {
    let (learned, _) = night();
    let recommender = site();
    recommender.install(Some(learned.clone()));
    let walk = walk(2, 1, 0);
    let viewer: ViewerKey = anonymous(5);
    for (step, number) in history_before(walk).into_iter().enumerate() {
        watch(&recommender, viewer, number, NOW_MS - HOUR_MS + step as i64 * 300_000);
    }
    let list = recommender.home(&request(Some(viewer)));
    assert!(list.iter().any(|item| item.source == Source::Sequence));
    let other = member(2, 2, 0);
    assert!(place(&list, walk[2]) < place(&list, other));
}

#[test]
fn the_hours_carry_the_network_of_the_night_and_what_it_adds_is_found_anew() {
    let (learned, _) = night();
    let mut later = history(PEOPLE);
    let gone = VideoId(member(3, 0, 1));
    later.watches.retain(|watch| watch.video != gone);
    later.watches.iter_mut().for_each(|watch| watch.at_ms += HOUR_MS);
    later.until_ms += HOUR_MS;
    let (carried, report) = learn_with(&later, &settings(), &Networks::Carried(learned.clone()));
    assert!(report.learned.is_none() && report.gain.is_some(), "{report:?}");
    let network = carried.sequence.as_ref().unwrap();
    assert_eq!(network.positions().len(), GROUPS * 6 - 1);
    assert_eq!(carried.position_of(gone), None);
    let vector = vec![0.25; network.network().dimensions()];
    let score = |model: &Learned, video: i64| {
        let sequence = model.sequence.as_ref().unwrap();
        let row = sequence.row_of(model.position_of(VideoId(video)).unwrap()).unwrap();
        sequence.network().score_of(&vector, row)
    };
    for video in [0, 17, GROUPS as i64 * 6 - 1] {
        assert_eq!(score(learned, video), score(&carried, video));
    }
    assert!(carried.share_of_networks().is_some_and(|share| share > 0.2));
}

#[test]
fn below_the_least_of_people_or_videos_there_is_none() {
    let most = PEOPLE as usize + 1;
    for settings in [
        SequenceSettings { least_people: most, ..small() },
        SequenceSettings { least_videos: GROUPS * 6 + 1, ..small() },
    ] {
        let (learned, report) = learn_with(&history(PEOPLE), &self::settings(), &Networks::Learned(settings));
        assert_eq!((learned.sequence.is_some(), learned.share_of_networks()), (false, None));
        assert_eq!((report.learned.unwrap().epochs, report.gain), (0, None));
    }
}

#[test]
fn once_its_time_is_used_it_ends_with_the_epoch() {
    let hasty = SequenceSettings { most_seconds: 0.0, ..small() };
    let (learned, report) = learn_with(&history(PEOPLE), &settings(), &Networks::Learned(hasty));
    assert_eq!(report.learned.unwrap().epochs, 1);
    assert!(learned.sequence.is_some(), "what was learned until then is kept");
}

#[test]
fn a_network_that_adds_nothing_has_no_part_and_is_not_asked() {
    let (learned, _) = night();
    let sequence = learned.sequence.as_ref().unwrap();
    let silly = Learned { sequence: Some(confused(sequence, learned.videos.len())), ..(**learned).clone() };
    let (carried, report) = learn_with(&history(PEOPLE), &settings(), &Networks::Carried(Arc::new(silly)));
    let gain = report.gain.unwrap();
    assert!(gain.mean <= gain.error, "{gain:?}");
    assert!(carried.sequence.is_some() && carried.share_of_networks().is_none());
    let recommender = site();
    recommender.install(Some(Arc::new(carried)));
    half_way(&recommender, 1, walk(0, 0, 0));
    assert!(recommender.home(&request(Some(user(1)))).iter().all(|item| item.source != Source::Sequence));
}

#[test]
fn the_gate_refuses_lists_that_a_network_made_worse() {
    let (learned, _) = night();
    let sequence = learned.sequence.as_ref().unwrap();
    let mut alone = MixtureWeights::by_hand();
    for row in alone.home.iter_mut().chain(&mut alone.up_next) {
        row.fill(0.0);
        row[Source::Sequence as usize] = 1.0;
    }
    let worse = Learned {
        sequence: Some(confused(sequence, learned.videos.len())),
        mixture: Some(alone),
        ..(**learned).clone()
    };
    let history = history(PEOPLE);
    let judgement = judge(&history, &Arc::new(worse), Some(learned));
    assert!(judgement.people >= 10 && !judgement.is_not_worse(), "{judgement:?}");
    assert!(judge(&history, learned, Some(learned)).is_not_worse());
}

/// The same numbers, each for a video of another group.
fn confused(sequence: &SiteSequence, videos: usize) -> SiteSequence {
    let mut positions = sequence.positions().to_vec();
    positions.sort_unstable();
    positions.rotate_left(13);
    SiteSequence::new(sequence.network().clone(), positions, videos).unwrap()
}
