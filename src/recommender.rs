//! The recommender: what to watch next, learned from what is watched here.
//!
//! An engine: numbers and strings in, ranked ids with reasons out. It knows no database, no HTTP and no clock, so the
//! same knowledge, time and seed always give the same list. It works from the first video on, without any event, and
//! each event shows in the next list.
//!
//! A list is made in stages, one module each:
//! `sources` name candidates, `mixture` gives each a probability, `adjust` weighs what the viewer and the site think of
//! it, `ranker` puts them in the order that was learned of shown lists, `exploration` adds something new, `rerank` arranges
//! a varied list, `explain` says why each video is on it.
//!
//! They read three stores: the `catalogue` with its `content` index, the `knowledge` of all viewers together
//! (`counters`, `transitions`, `exposure`), and the `context` of the one viewer. `updates` change them; `memory` hands out
//! what must survive a restart and takes it back.
//!
//! `training` learns from many watches at once, `ranking` from what came of impressions; what they learned (`learned`) has a part
//! in the lists once it is installed. `evaluation` measures the same models on recorded events.
//!
//! Locks are taken in this order, held for microseconds, and never across a call to anything outside: catalogue,
//! viewer, then knowledge or the address caps. That of the model is held alone, to take or exchange a pointer.

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
mod highest;
mod ids;
pub mod interleaving;
mod knowledge;
mod learned;
mod memory;
mod mixture;
mod pairs;
mod random;
mod ranker;
pub mod ranking;
mod request;
mod rerank;
mod sources;
mod tilt;
pub mod training;
mod transitions;
mod updates;
mod views;

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub use catalogue::{Listed, VideoFeatures};
pub use context::{Attribution, History, PastWatch, ServedItem, ServedList};
pub use counters::{CounterKind, CounterRow};
pub use events::{Event, EventKind, Rating, Verdict, Watch};
pub use explain::Reason;
pub use ids::{ChannelId, ImpressionId, VideoId, ViewerKey};
pub use knowledge::Snapshot;
pub use learned::{BadModel, Learned, SiteSequence};
pub use mixture::MixtureWeights;
pub use pairs::PairRow;
pub use ranker::SiteRanker;
pub use request::{Page, Recommended, Request, Source};
pub use tilt::{Level, Tilt};
pub use views::{ONE_VIEW_PER_MS, counts_as_view};

use self::candidates::Scene;
use self::catalogue::Catalogue;
use self::context::{Context, Viewers};
use self::knowledge::Knowledge;
use self::mixture::Said;
use self::views::AddressCaps;

/// One for the whole process, shared by all threads.
#[derive(Default)]
pub struct Recommender {
    catalogue: RwLock<Catalogue>,
    viewers: Viewers,
    knowledge: RwLock<Knowledge>,
    address_caps: Mutex<AddressCaps>,
    /// Exchanged whole; a list that is being made keeps the one it began with.
    learned: RwLock<Option<Arc<Learned>>>,
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

    /// What is watched most of late, the most first: a few dozen at most, whoever asks.
    pub fn popular(&self, now_ms: i64) -> Vec<VideoId> {
        let mut popular = read(&self.knowledge).counters.popular(now_ms);
        popular.sort_by(|(one, more), (other, less)| less.total_cmp(more).then(one.cmp(other)));
        popular.into_iter().map(|(video, _)| video).collect()
    }

    /// Puts a trained model in force, or none. Nobody waits: lists being made go on with the one before.
    pub fn install(&self, learned: Option<Arc<Learned>>) {
        let before = std::mem::replace(&mut *write(&self.learned), learned);
        // Freed after the lock, as it may be large.
        drop(before);
    }

    /// The model in force.
    pub fn installed(&self) -> Option<Arc<Learned>> {
        read(&self.learned).clone()
    }

    fn recommend(&self, current: Option<VideoId>, request: &Request<'_>) -> Vec<Recommended> {
        self.with_model(self.installed().as_deref(), current, request)
    }

    /// The list as this model would make it, whichever is in force.
    pub fn with_model(
        &self,
        learned: Option<&Learned>,
        current: Option<VideoId>,
        request: &Request<'_>,
    ) -> Vec<Recommended> {
        self.look(learned, current, request, |scene| {
            let mut candidates = sources::gather(scene);
            mixture::combine(&mut candidates, scene);
            let weights = candidates.weights;
            let mut ranked = adjust::adjust(candidates, scene);
            ranker::rank(&mut ranked, &weights, scene);
            let explored = exploration::explore(scene, &ranked);
            let list = rerank::arrange(scene, &ranked, &explored);
            list.iter().map(|placed| explain::explain(scene, placed)).collect()
        })
    }

    /// What is known of these videos as places of this list, in bytes (`training::site::ShownList`). To be asked for before the list
    /// is told as shown.
    pub fn describe(&self, current: Option<VideoId>, request: &Request<'_>, videos: &[VideoId]) -> Vec<u8> {
        self.look(self.installed().as_deref(), current, request, |scene| {
            let mut candidates = sources::gather(scene);
            mixture::combine(&mut candidates, scene);
            let weights = candidates.weights;
            ranker::encode(scene, &adjust::adjust(candidates, scene), &weights, videos)
        })
    }

    /// What each source says of one video at this moment: from this a mixture's weights are found.
    fn said_of(&self, video: VideoId, current: Option<VideoId>, request: &Request<'_>) -> Said {
        self.look(self.installed().as_deref(), current, request, |scene| {
            mixture::said_of(video, &sources::gather(scene), scene)
        })
    }

    fn look<T>(
        &self,
        learned: Option<&Learned>,
        current: Option<VideoId>,
        request: &Request<'_>,
        look: impl FnOnce(&Scene<'_>) -> T,
    ) -> T {
        let now_ms = request.now_ms;
        let catalogue = read(&self.catalogue);
        let context = match request.viewer {
            Some(key) => self.viewers.read(key, now_ms, |viewer| viewer.context(current, &catalogue, now_ms)),
            None => None,
        };
        let knowledge = read(&self.knowledge);
        look(&Scene {
            catalogue: &catalogue,
            knowledge: &knowledge,
            learned,
            context: &context.unwrap_or_else(Context::default),
            current,
            subscriptions: request.subscriptions,
            limit: request.limit,
            tilt: request.tilt,
            now_ms,
            seed: request.seed,
        })
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
