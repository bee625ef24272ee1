//! The recommender: what to watch next, learned from what is watched here.
//!
//! An engine: numbers and strings in, ranked ids with reasons out. It knows no database, no HTTP and no clock, so the
//! same knowledge, time and seed always give the same list. It works from the first video on, without any event, and
//! each event shows in the next list.
//!
//! A list is made in stages, one module each:
//! `sources` name candidates, `mixture` gives each a probability, `adjust` weighs what the viewer and the site think of
//! it, `exploration` adds something new, `rerank` arranges a varied list, `explain` says why each video is on it.
//!
//! They read three stores: the `catalogue` with its `content` index, the `knowledge` of all viewers together
//! (`counters`, `transitions`, `exposure`), and the `context` of the one viewer. `events` change them.
//!
//! Locks are taken in this order, held for microseconds, and never across a call to anything outside: catalogue,
//! viewer, knowledge.

mod adjust;
mod candidates;
mod catalogue;
mod content;
mod context;
mod counters;
mod events;
mod explain;
mod exploration;
mod exposure;
mod features;
mod ids;
mod knowledge;
mod mixture;
mod pairs;
mod random;
mod request;
mod rerank;
mod sources;
mod transitions;
mod views;

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub use catalogue::{Listed, VideoFeatures};
pub use context::{Attribution, History, PastWatch, ServedItem, ServedList};
pub use counters::{CounterKind, CounterRow};
pub use events::{Event, EventKind, Rating, Verdict, Watch};
pub use explain::Reason;
pub use ids::{ChannelId, ImpressionId, VideoId, ViewerKey};
pub use knowledge::Snapshot;
pub use pairs::PairRow;
pub use request::{Page, Recommended, Request, Source};
pub use views::{ONE_VIEW_PER_MS, counts_as_view};

use self::candidates::Scene;
use self::catalogue::{Catalogue, Prepared};
use self::context::{Context, Viewers};
use self::knowledge::Knowledge;
use self::views::{AddressCaps, SignedIn};

/// How many videos are indexed between two chances for others to read.
const LOADED_AT_ONCE: usize = 1_000;

/// One for the whole process, shared by all threads.
#[derive(Default)]
pub struct Recommender {
    catalogue: RwLock<Catalogue>,
    viewers: Viewers,
    knowledge: RwLock<Knowledge>,
    address_caps: Mutex<AddressCaps>,
}

/// Lists.
impl Recommender {
    pub fn new() -> Self {
        Self::default()
    }

    /// What to watch after, or instead of, the video that is open.
    pub fn up_next(&self, current: VideoId, request: &Request<'_>) -> Vec<Recommended> {
        self.recommend(Some(current), request)
    }

    pub fn home(&self, request: &Request<'_>) -> Vec<Recommended> {
        self.recommend(None, request)
    }

    fn recommend(&self, current: Option<VideoId>, request: &Request<'_>) -> Vec<Recommended> {
        let now_ms = request.now_ms;
        let catalogue = read(&self.catalogue);
        let context = match request.viewer {
            Some(key) => self.viewers.read(key, now_ms, |viewer| viewer.context(current, &catalogue, now_ms)),
            None => None,
        };
        let knowledge = read(&self.knowledge);
        let scene = Scene {
            catalogue: &catalogue,
            knowledge: &knowledge,
            context: &context.unwrap_or_else(Context::default),
            current,
            subscriptions: request.subscriptions,
            limit: request.limit,
            now_ms,
            seed: request.seed,
        };
        let mut candidates = sources::gather(&scene);
        mixture::combine(&mut candidates, &scene);
        let ranked = adjust::adjust(candidates, &scene);
        let explored = exploration::explore(&scene, &ranked);
        let list = rerank::arrange(&scene, &ranked, &explored);
        list.iter().map(|placed| explain::explain(&scene, placed)).collect()
    }
}

/// What the site tells.
impl Recommender {
    /// Takes in a whole catalogue, at start. Neighbours are found when they are first asked for.
    pub fn load(&self, videos: Vec<VideoFeatures>) {
        let mut videos = videos.into_iter().map(Prepared::new).peekable();
        while videos.peek().is_some() {
            let some: Vec<Prepared> = videos.by_ref().take(LOADED_AT_ONCE).collect();
            let shown: Vec<(VideoId, Listed)> =
                some.iter().map(|video| (video.id(), video.listed())).collect();
            {
                let mut catalogue = write(&self.catalogue);
                some.iter().for_each(|video| catalogue.count_terms(video));
                some.into_iter().for_each(|video| catalogue.put(video));
            }
            self.expose(&shown);
        }
    }

    /// A video was published, edited, hidden or shown again.
    pub fn upsert_video(&self, features: VideoFeatures) {
        let prepared = Prepared::new(features);
        let (video, listed) = (prepared.id(), prepared.listed());
        {
            let mut catalogue = write(&self.catalogue);
            catalogue.count_terms(&prepared);
            catalogue.put(prepared);
        }
        // The search for neighbours is the long part, and needs no exclusive lock.
        read(&self.catalogue).content.prepare(video);
        write(&self.catalogue).content.introduce(video);
        self.expose(&[(video, listed)]);
    }

    /// Whether it has been told of this video, listed or not.
    pub fn knows(&self, video: VideoId) -> bool {
        read(&self.catalogue).get(video).is_some()
    }

    pub fn remove_video(&self, video: VideoId) {
        write(&self.catalogue).remove(video);
        write(&self.knowledge).forget(video);
    }

    /// Learns from an event. The next list knows of it.
    pub fn observe(&self, event: &Event) {
        let lesson = {
            let catalogue = read(&self.catalogue);
            self.viewers.change(event.viewer, event.at_ms, |viewer| viewer.observe(event, &catalogue))
        };
        if let Some(lesson) = lesson {
            write(&self.knowledge).learn(&lesson, event.at_ms);
        }
    }

    /// Whether this watch counts as a view now. A yes uses the claim up: the caller then stores the view and tells it
    /// as `EventKind::CountedWatch`, once.
    pub fn claim_view(
        &self,
        viewer: ViewerKey,
        address: IpAddr,
        video: VideoId,
        watch: Watch,
        now_ms: i64,
    ) -> bool {
        self.viewers.change(viewer, now_ms, |state| {
            if !counts_as_view(watch, state.last_counted_ms(video), now_ms) {
                return false;
            }
            let signed_in = if matches!(viewer, ViewerKey::User(_)) { SignedIn::Yes } else { SignedIn::No };
            let mut caps = self.address_caps.lock().unwrap_or_else(PoisonError::into_inner);
            if !caps.admit(address, video, signed_in, now_ms) {
                return false;
            }
            state.claim_view(video, now_ms);
            true
        })
    }

    /// A list was put before somebody's eyes.
    pub fn shown(
        &self,
        viewer: Option<ViewerKey>,
        impression: ImpressionId,
        page: Page,
        items: &[Recommended],
        now_ms: i64,
    ) {
        if let Some(key) = viewer {
            self.viewers.change(key, now_ms, |viewer| viewer.served.add(impression, page, items, now_ms));
        }
        write(&self.knowledge).shown(items.iter().map(|item| item.video), now_ms);
    }

    fn expose(&self, videos: &[(VideoId, Listed)]) {
        let mut knowledge = write(&self.knowledge);
        for (video, listed) in videos {
            match listed {
                Listed::Yes => knowledge.expose(*video),
                Listed::No => knowledge.withdraw(*video),
            }
        }
    }
}

/// What the engine remembers of a viewer.
impl Recommender {
    /// The lists of the last hours, latest first.
    pub fn last_served(&self, viewer: ViewerKey, now_ms: i64) -> Vec<ServedList> {
        let lists =
            self.viewers.read(viewer, now_ms, |viewer| viewer.served.recent(now_ms).cloned().collect());
        lists.unwrap_or_default()
    }

    /// Which list a watched video was last shown in, and at which place.
    pub fn attribute(&self, viewer: ViewerKey, video: VideoId, now_ms: i64) -> Option<Attribution> {
        self.viewers.read(viewer, now_ms, |viewer| viewer.served.attribute(video, now_ms)).flatten()
    }

    /// Whether someone with an account should be given their stored history before their next list.
    pub fn needs_context(&self, viewer: ViewerKey, now_ms: i64) -> bool {
        match viewer {
            ViewerKey::User(_) => {
                self.viewers.read(viewer, now_ms, |viewer| viewer.needs_history()).unwrap_or(true)
            }
            ViewerKey::Anonymous(_) => false,
        }
    }

    pub fn restore_context(&self, user: i64, history: &History, now_ms: i64) {
        self.viewers.change(ViewerKey::User(user), now_ms, |viewer| viewer.load(history));
    }

    /// Somebody cleared their history or left.
    pub fn forget_viewer(&self, viewer: ViewerKey) {
        self.viewers.forget(viewer);
    }

    /// Drops anonymous viewers whose day is over; to be called now and then.
    pub fn expire_viewers(&self, now_ms: i64) {
        self.viewers.expire(now_ms);
    }
}

/// What survives a restart.
impl Recommender {
    /// The rows that changed since the last call. A pair with weight 0 is to be deleted.
    pub fn drain_dirty(&self) -> Snapshot {
        write(&self.knowledge).drain_dirty()
    }

    /// Takes back rows that could not be stored; the next drain has them again.
    pub fn keep_dirty(&self, snapshot: &Snapshot) {
        write(&self.knowledge).mark_dirty(snapshot);
    }

    /// Takes in stored rows, at start.
    pub fn restore(&self, stored: &Snapshot) {
        write(&self.knowledge).restore(stored);
    }
}

/// Every change is small and leaves the numbers usable at each step, so a thread that panicked while holding a lock
/// is no reason for all others to stop.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
