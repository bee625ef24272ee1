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
//! (`counters`, `transitions`, `exposure`), and the `context` of the one viewer. `updates` change them; `memory` hands out
//! what must survive a restart and takes it back.
//!
//! `training` learns from many watches at once, `ranking` from what came of impressions, and `evaluation` measures that on
//! recorded events. None has a part in the lists of a site yet.
//!
//! Locks are taken in this order, held for microseconds, and never across a call to anything outside: catalogue,
//! viewer, then knowledge or the address caps.

mod adjust;
mod candidates;
mod catalogue;
mod content;
mod context;
mod counters;
pub mod evaluation;
mod events;
mod explain;
mod exploration;
mod exposure;
mod features;
mod ids;
mod knowledge;
mod memory;
mod mixture;
mod pairs;
mod random;
pub mod ranking;
mod request;
mod rerank;
mod sources;
pub mod training;
mod transitions;
mod updates;
mod views;

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
use self::catalogue::Catalogue;
use self::context::{Context, Viewers};
use self::knowledge::Knowledge;
use self::views::AddressCaps;

/// One for the whole process, shared by all threads.
#[derive(Default)]
pub struct Recommender {
    catalogue: RwLock<Catalogue>,
    viewers: Viewers,
    knowledge: RwLock<Knowledge>,
    address_caps: Mutex<AddressCaps>,
}

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

/// Every change is small and leaves the numbers usable at each step, so a thread that panicked while holding a lock
/// is no reason for all others to stop.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
