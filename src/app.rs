//! The assembled parts that handlers and tasks share.

mod origins;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

pub use self::origins::Origins;
use crate::clock::{Clock, Timestamp};
use crate::config::{Config, master_key};
use crate::db::Db;
use crate::keys::MasterKey;

/// The application: cheap to clone, the same for every thread.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

pub struct Parts {
    pub config: Config,
    pub db: Db,
    pub clock: Clock,
    pub keys: MasterKey,
    /// Under which addresses the site answers; known once the listener is bound.
    pub origins: Origins,
    /// Changes whenever this process enqueued a task, so that its workers look at once.
    pub work: AtomicU64,
    /// Set when the process begins to stop: `/readyz` says so and no new task is taken.
    pub draining: AtomicBool,
}

impl App {
    /// Opens the database (and migrates it), reads or makes the keys, prepares the data folder.
    pub fn build(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let keys = master_key(&config)?;
        let db = Db::open(&config.database_url, config.database_pool)?;
        let origins = Origins::new(config.public_url.clone());
        let parts = Parts {
            config,
            db,
            clock,
            keys,
            origins,
            work: AtomicU64::new(0),
            draining: AtomicBool::new(false),
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Tells the workers of this process that a task was enqueued.
    pub fn wake_workers(&self) {
        self.work.fetch_add(1, Ordering::SeqCst);
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
