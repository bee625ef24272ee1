//! Which version of what the site learned makes the lists of this process: the one that the database names, whoever put it there.
//!
//! The feed's keeper asks every two seconds. A file that cannot be used leaves the lists to the live counters, with one line in the log;
//! a damaged file is not read again, one that could not be read is, after a while that grows.

use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::Feed;
use crate::app::App;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::keys;
use crate::models::recommender_comparison::Comparison;
use crate::models::recommender_model::RecommenderModel;
use crate::recommender::Learned;
use crate::storage::StorageKey;

/// The first wait before a file that could not be read is tried again, and the longest.
const RETRY_SECONDS: i64 = 30;
const LONGEST_RETRY_SECONDS: i64 = 900;
/// Far beyond what a model of a hundred thousand videos takes.
const MOST_BYTES: u64 = 1 << 30;

#[derive(Default)]
pub struct Models(Mutex<State>);

#[derive(Default)]
struct State {
    /// Beside what runs, the version that is compared with it.
    running: Slot,
    other: Slot,
    comparison: Option<Contest>,
}

/// A comparison under way, as lists need it.
#[derive(Clone)]
pub struct Contest {
    pub id: i64,
    /// None: the live counters alone.
    pub other: Option<Arc<Learned>>,
}

/// A version that is wanted, and what came of that here.
#[derive(Default)]
struct Slot {
    version: Option<i64>,
    learned: Option<Arc<Learned>>,
    failure: Option<Failed>,
}

struct Failed {
    reason: String,
    /// None: the file is damaged, which no waiting mends.
    retry_at: Option<Timestamp>,
    waited_seconds: i64,
}

/// Why a version cannot be used: its file is damaged, or could not be read now.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("{0}")]
    Damaged(String),
    #[error("{0}")]
    Unread(String),
}

impl App {
    /// Takes over what was published, rolled back or put into comparison, by whichever process.
    pub fn follow_models(&self) -> Result<()> {
        let (running, comparison) =
            self.db.read_blocking(|conn| Ok((RecommenderModel::running(conn)?, Comparison::open(conn)?)))?;
        let other = match comparison.as_ref().and_then(|comparison| comparison.other_version) {
            Some(version) => Some(self.db.read_blocking(|conn| Ok(RecommenderModel::find(conn, version)?))?),
            None => None,
        };
        let models = &self.feed.models;
        if self.fill(running, |state| &mut state.running) {
            let learned = models.lock().running.learned.clone();
            if let Some(learned) = &learned {
                log::info!("the recommender runs version {}", learned.version);
            }
            self.feed.recommender.install(learned);
        }
        self.fill(other, |state| &mut state.other);
        let mut state = models.lock();
        let is_ready = |comparison: &Comparison| {
            comparison.other_version == state.other.version
                && (comparison.other_version.is_none() || state.other.learned.is_some())
        };
        let contest = comparison.filter(is_ready);
        state.comparison =
            contest.map(|comparison| Contest { id: comparison.id, other: state.other.learned.clone() });
        Ok(())
    }

    /// Why the version that should make the lists does not, for an administrator.
    pub fn model_problem(&self) -> Option<String> {
        let state = self.feed.models.lock();
        let problem = |slot: &Slot| {
            let reason = &slot.failure.as_ref()?.reason;
            Some(format!("This server cannot use version {}: {reason}", slot.version?))
        };
        problem(&state.running).or_else(|| problem(&state.other))
    }

    /// The version whose numbers are in memory here, if one is.
    pub fn installed_version(&self) -> Option<i64> {
        let state = self.feed.models.lock();
        state.running.version.filter(|_| state.running.learned.is_some())
    }

    /// Makes a slot hold the wanted version. True: what it holds changed.
    fn fill(&self, wanted: Option<RecommenderModel>, slot: impl Fn(&mut State) -> &mut Slot) -> bool {
        let models = &self.feed.models;
        let (version, now) = (wanted.as_ref().map(|model| model.version), self.now());
        let waited_seconds = {
            let mut state = models.lock();
            let slot = slot(&mut state);
            if slot.version == version && !slot.is_to_be_tried_again(now) {
                return false;
            }
            let is_same = slot.version == version;
            slot.failure.as_ref().filter(|_| is_same).map_or(0, |failed| failed.waited_seconds)
        };
        // Not under the lock: a store can be slow.
        let loaded = wanted.as_ref().map(|model| self.read_model(model)).transpose();
        let mut state = models.lock();
        let slot = slot(&mut state);
        match loaded {
            Ok(learned) => *slot = Slot { version, learned: learned.map(Arc::new), failure: None },
            Err(unusable) => {
                let failed = Failed::new(unusable, waited_seconds, now);
                if waited_seconds == 0 {
                    let version = version.unwrap_or_default();
                    let reason = &failed.reason;
                    log::error!(
                        "version {version} of the recommender is not used, lists are made without it: {reason}"
                    );
                }
                *slot = Slot { version, learned: None, failure: Some(failed) };
            }
        }
        true
    }

    /// Reads a version's file and makes sure of every byte.
    pub fn read_model(&self, model: &RecommenderModel) -> std::result::Result<Learned, Unusable> {
        let damaged = |reason: &str| Unusable::Damaged(reason.to_owned());
        let Some(file) = &model.file else { return Err(damaged("its file is no longer kept")) };
        let key = StorageKey::parse(file).map_err(|refused| damaged(&refused.to_string()))?;
        let unread = |error: std::io::Error| Unusable::Unread(format!("its file cannot be read: {error}"));
        let stored = self.storage.read(&key).map_err(unread)?;
        let expected = u64::try_from(model.bytes).unwrap_or(0);
        if stored.size != expected || expected > MOST_BYTES {
            return Err(damaged(&format!("its file has {} bytes, not {expected}", stored.size)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        stored.bytes.take(MOST_BYTES).read_to_end(&mut bytes).map_err(unread)?;
        if keys::hex(&Sha256::digest(&bytes)) != model.checksum {
            return Err(damaged("its file is not the one that was published"));
        }
        let learned = Learned::decode(&bytes).map_err(|bad| damaged(&bad.to_string()))?;
        if learned.version != model.version.to_string() {
            return Err(damaged(&format!("its file says that it is version {}", learned.version)));
        }
        Ok(learned)
    }
}

impl Models {
    pub(super) fn contest(&self) -> Option<Contest> {
        self.lock().comparison.clone()
    }

    /// A thread that panicked here left a version more or less, which the next look mends.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn is_to_be_tried_again(&self, now: Timestamp) -> bool {
        self.failure.as_ref().is_some_and(|failed| failed.retry_at.is_some_and(|at| at <= now))
    }
}

impl Failed {
    fn new(unusable: Unusable, waited_seconds: i64, now: Timestamp) -> Self {
        match unusable {
            Unusable::Damaged(reason) => Self { reason, retry_at: None, waited_seconds: 0 },
            Unusable::Unread(reason) => {
                let wait = (2 * waited_seconds).clamp(RETRY_SECONDS, LONGEST_RETRY_SECONDS);
                Self { reason, retry_at: Some(now.plus_seconds(wait)), waited_seconds: wait }
            }
        }
    }
}

impl Feed {
    pub(super) fn contest(&self) -> Option<Contest> {
        self.models.contest()
    }
}
