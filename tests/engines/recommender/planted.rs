//! A made-up site: subjects with their own words and channels, people who watch mostly one subject.

use kinora::recommender::{
    ChannelId, Event, EventKind, Listed, Page, Recommended, Recommender, Request, Tilt, VideoFeatures,
    VideoId, ViewerKey, Watch,
};

pub const HOUR_MS: i64 = 60 * 60 * 1000;
pub const DAY_MS: i64 = 24 * HOUR_MS;
/// Late enough that nothing is new unless a test says so.
pub const NOW_MS: i64 = 1_700_000_000_000;

pub const SUBJECTS: [&[&str]; 4] = [
    &["tomato", "garden", "compost", "seedling", "balcony", "pruning", "harvest", "soil"],
    &["rust", "borrow", "compiler", "iterator", "lifetime", "async", "macro", "trait"],
    &["sourdough", "oven", "flour", "crust", "yeast", "dough", "bread", "rye"],
    &["violin", "sonata", "orchestra", "tempo", "chord", "melody", "bow", "rehearsal"],
];
/// Channels of one subject have neighbouring numbers.
pub const CHANNELS_PER_SUBJECT: i64 = 5;

/// The reference generator of small tests: xorshift64* (Marsaglia, 2003; Vigna, 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(0x2545_F491_4F6C_DD1D) | 1)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % sides
    }
}

pub fn subject_of(video: VideoId) -> usize {
    video.0 as usize % SUBJECTS.len()
}

/// Video `number` is about subject `number % 4`; a title is three of its words and the number.
pub fn video(number: i64) -> VideoFeatures {
    let mut dice = Dice::new(number as u64);
    let subject = number.rem_euclid(SUBJECTS.len() as i64);
    let mut word = || SUBJECTS[subject as usize][dice.roll(8)];
    let title = format!("{} {} {} {number}", word(), word(), word());
    let tags = vec![word().to_owned()];
    let channel = subject * CHANNELS_PER_SUBJECT + dice.roll(CHANNELS_PER_SUBJECT as usize) as i64;
    VideoFeatures {
        id: VideoId(number),
        channel: ChannelId(channel),
        channel_name: format!("Channel {channel}"),
        title,
        description: String::new(),
        tags,
        language: "en".to_owned(),
        duration_ms: 120_000,
        published_at_ms: NOW_MS - 100 * DAY_MS - number * 1_000,
        listed: Listed::Yes,
    }
}

pub fn site(videos: i64) -> Recommender {
    let recommender = Recommender::new();
    recommender.load((0..videos).map(video).collect());
    recommender
}

pub fn user(number: i64) -> ViewerKey {
    ViewerKey::User(number)
}

pub fn anonymous(number: u128) -> ViewerKey {
    ViewerKey::Anonymous(number.to_be_bytes())
}

pub fn request(viewer: Option<ViewerKey>) -> Request<'static> {
    Request { viewer, subscriptions: &[], limit: 20, tilt: Tilt::default(), now_ms: NOW_MS, seed: 1 }
}

pub fn whole() -> Watch {
    Watch { watched_ms: 120_000, duration_ms: 120_000 }
}

pub fn watch(recommender: &Recommender, viewer: ViewerKey, video: i64, at_ms: i64) {
    tell(recommender, viewer, at_ms, EventKind::CountedWatch { video: VideoId(video), watch: whole() });
}

pub fn tell(recommender: &Recommender, viewer: ViewerKey, at_ms: i64, kind: EventKind) {
    recommender.observe(&Event { viewer, at_ms, kind });
}

/// People who each watch a dozen videos, nine in ten of one subject.
pub fn crowd(recommender: &Recommender, people: i64, videos: i64, seed: u64) {
    let mut dice = Dice::new(seed);
    for person in 0..people {
        let taste = dice.roll(SUBJECTS.len()) as i64;
        for step in 0..12 {
            let number = dice.roll(videos as usize) as i64;
            let own = number - number.rem_euclid(4) + taste;
            let chosen = if dice.roll(10) < 9 && own < videos { own } else { number };
            watch(recommender, user(1_000 + person), chosen, NOW_MS - DAY_MS + step * 10 * 60_000 + person);
        }
    }
}

pub fn ids(list: &[Recommended]) -> Vec<i64> {
    list.iter().map(|item| item.video.0).collect()
}

pub fn of_subject(list: &[Recommended], subject: usize, first: usize) -> usize {
    list.iter().take(first).filter(|item| subject_of(item.video) == subject).count()
}

pub const BOTH_PAGES: [Page; 2] = [Page::Home, Page::UpNext];

pub fn list(recommender: &Recommender, page: Page, current: i64, request: &Request<'_>) -> Vec<Recommended> {
    match page {
        Page::Home => recommender.home(request),
        Page::UpNext => recommender.up_next(VideoId(current), request),
    }
}

/// One line per item, for a failing test.
pub fn readable(list: &[Recommended]) -> String {
    let line = |item: &Recommended| {
        let subject = subject_of(item.video);
        format!(
            "{} (subject {subject}) {:?} {:?} {:.4}\n",
            item.video.0, item.source, item.reason, item.score
        )
    };
    list.iter().map(line).collect()
}
