//! People of the made-up site before a list: they look at its top more than at its end, and click on what they like, if they look that
//! far down.

use super::world::{NOW_MS, World, id, place_of};
use crate::dice::Dice;
use crate::recommender::training::site::{ShownList, ShownPlace};
use crate::recommender::{History, PastWatch, Recommender, Request, Tilt, VideoId, ViewerKey, Watch};

/// How likely somebody looks at the next place of a list after one.
const LOOKS_ON: f64 = 0.85;
const TURNS_DOWN: f64 = 0.01;
/// Interest falls with the rank within a cluster to this power.
const STEEPNESS: f64 = 0.4;
/// Beyond the numbers of the people of the world.
const NEWCOMER: i64 = 20_000_000;

/// The same people for whatever is compared.
pub struct Crowd {
    pub first: usize,
    pub people: usize,
    pub seed: u64,
}

pub struct Visits {
    pub clicks_per_list: f64,
    pub minutes_per_list: f64,
    pub coverage_percent: f64,
}

impl World {
    /// People of new accounts come, watch three videos that they like, and look at one list. `tell` is told of each list and what
    /// came of it.
    pub fn visit(&mut self, engine: &Recommender, crowd: &Crowd, mut tell: impl FnMut(ShownList)) -> Visits {
        let outer = std::mem::replace(&mut self.dice, Dice::new(crowd.seed));
        let (mut clicks, mut seconds) = (0, 0.0);
        let mut seen = vec![false; self.videos];
        for person in crowd.first..crowd.first + crowd.people {
            let last = self.introduce(engine, person);
            let request = request(person);
            let list: Vec<VideoId> = engine.home(&request).iter().map(|item| item.video).collect();
            let described = engine.describe(None, &request, &list);
            let rows = ShownList::rows(&described, list.len()).unwrap_or_default();
            let mut places = Vec::with_capacity(list.len());
            let mut looks = true;
            for (rank, (video, row)) in list.iter().zip(rows).enumerate() {
                let place = place_of(*video);
                seen[place] = true;
                looks &= self.dice.chance(LOOKS_ON);
                let liking = self.liking(person, last, place);
                let is_clicked = looks && self.dice.chance(liking);
                let watched_ms = if is_clicked { self.watch(place).watched_ms } else { 0 };
                let rejected = looks && !is_clicked && liking < 0.05 && self.dice.chance(TURNS_DOWN);
                clicks += usize::from(is_clicked);
                seconds += watched_ms as f64 / 1000.0;
                let watched_seconds = watched_ms as f32 / 1000.0;
                places.extend(row.map(|row| ShownPlace { place: rank, row, watched_seconds, rejected }));
            }
            tell(ShownList { viewer: person as u32, at_ms: NOW_MS, places });
        }
        self.dice = outer;
        let visits = crowd.people.max(1) as f64;
        Visits {
            clicks_per_list: clicks as f64 / visits,
            minutes_per_list: seconds / 60.0 / visits,
            coverage_percent: 100.0 * seen.iter().filter(|seen| **seen).count() as f64 / self.videos as f64,
        }
    }

    /// Not told as events, so that one crowd teaches the next nothing. Answers the last video that was watched.
    fn introduce(&mut self, engine: &Recommender, person: usize) -> Option<usize> {
        let account = NEWCOMER + person as i64;
        engine.forget_viewer(ViewerKey::User(account));
        let mut last = None;
        let watches = (0..3).map(|step| {
            let place = self.next(person, last, NOW_MS);
            last = Some(place);
            let duration_ms = self.duration_ms(place);
            let watch = Watch { watched_ms: duration_ms, duration_ms };
            PastWatch { video: id(place), at_ms: NOW_MS - (3 - step) * 60_000, watch }
        });
        let history = History { watches: watches.collect(), ..History::default() };
        engine.restore_context(account, &history, NOW_MS);
        last
    }

    /// How likely somebody clicks on a video that they look at.
    fn liking(&self, person: usize, last: Option<usize>, place: usize) -> f64 {
        if last.and_then(|last| self.sequel(last)) == Some(place) {
            return 0.5;
        }
        let is_favourite = self.favourites(person, NOW_MS).contains(&self.cluster_of(place));
        let appeal = ((self.within(place) + 1) as f64).powf(-STEEPNESS);
        if is_favourite { 0.4 * appeal } else { 0.02 * appeal }
    }
}

fn request(person: usize) -> Request<'static> {
    Request {
        viewer: Some(ViewerKey::User(NEWCOMER + person as i64)),
        subscriptions: &[],
        limit: 20,
        tilt: Tilt::default(),
        now_ms: NOW_MS,
        seed: person as u64,
    }
}
