//! The assembled parts that handlers and tasks share.

mod deliveries;
mod downloads;
mod engine_check;
mod feed;
mod imports;
mod media_budget;
mod media_cache;
mod open_uploads;
mod origins;
mod own_folder;
mod rate_limits;
mod sign_in;
mod upload_locks;
mod video_events;
mod watcher;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use anyhow::Context;

pub use self::deliveries::{DeliveredFile, Deliveries, Delivery, Recipient};
pub use self::downloads::{Downloads, WantedDownload};
pub use self::engine_check::EngineCheck;
pub use self::feed::{Feed, FeedCard, Motion};
pub use self::imports::ImportFailure;
pub use self::media_budget::{MediaBudget, Spending};
pub use self::media_cache::MediaCache;
pub use self::open_uploads::{Arrival, OpenUpload, OpenUploads, too_many};
pub use self::origins::Origins;
pub use self::own_folder::OwnFolder;
pub use self::rate_limits::{Action, RateLimits, Standing};
pub use self::sign_in::{Device, SignInAttempt, SignInOutcome, hashing_failed};
pub use self::upload_locks::{UploadLock, UploadLocks};
pub use self::video_events::{Seen, StreamPlace, VideoEvents, VideoSight};
pub use self::watcher::{AnonymousKey, Attention, Watcher};
use crate::clock::{Clock, Timestamp};
use crate::config::{self, Config, master_key};
use crate::db::Db;
use crate::keys::{MasterKey, Signer};
use crate::media;
use crate::outgoing::{self, Networks};
use crate::password::{Hasher, PasswordKeys, PasswordRules};
use crate::paths;
use crate::storage::{FileCache, Storage, Workspace};

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
    /// Signs the addresses of media that are not public.
    pub media_signer: Signer,
    pub hasher: Hasher,
    pub password_rules: PasswordRules,
    pub storage: Storage,
    pub workspace: Workspace,
    /// ffmpeg, confined; without it uploads are refused with the reason.
    pub media: Result<media::Engine, String>,
    /// Under which addresses the site answers; known once the listener is bound.
    pub origins: Origins,
    pub rate_limits: RateLimits,
    pub engine_check: EngineCheck,
    pub open_uploads: OpenUploads,
    pub upload_locks: UploadLocks,
    pub media_budget: MediaBudget,
    pub media_cache: MediaCache,
    pub deliveries: Deliveries,
    pub downloads: Downloads,
    /// Those who look on while something happens to a video.
    pub video_events: VideoEvents,
    /// Dials the addresses of webhooks.
    pub webhooks: outgoing::Client,
    /// What the recommender knows, and what it has yet to tell the database.
    pub feed: Feed,
    /// Changes whenever this process enqueued a task, so that its workers look at once.
    pub work: AtomicU64,
    /// Set when the process begins to stop: `/readyz` says so and no new task is taken.
    pub draining: AtomicBool,
}

impl App {
    /// Opens the database (and migrates it), reads or makes the keys, prepares the data folder.
    /// What one person's files may take in all, as the database counts.
    pub fn quota_bytes(&self) -> i64 {
        i64::try_from(self.config.limits.quota_bytes).unwrap_or(i64::MAX)
    }

    pub fn build(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let keys = master_key(&config)?;
        let db = Db::open(&config.database_url, config.database_pool)?;
        let origins = Origins::new(config.public_url.clone());
        let parts = Parts {
            media_signer: keys.signer(paths::media::PURPOSE),
            hasher: Hasher::new(PasswordKeys::derived_from(&keys), config.accounts.password_cost)?,
            password_rules: PasswordRules {
                min_length: config.accounts.password_min_length,
                site_name: config.site.name.clone(),
            },
            storage: open_storage(&config, config.storage.kind)?,
            workspace: Workspace::open(&config.data_dir).context("KINORA_DATA_DIR: cannot be used")?,
            downloads: downloads(&config)?,
            media: media_engine(&config),
            webhooks: outgoing::Client::new(reach(config.webhooks.private_networks)),
            config,
            db,
            clock,
            keys,
            origins,
            rate_limits: RateLimits::default(),
            engine_check: EngineCheck::default(),
            open_uploads: OpenUploads::default(),
            upload_locks: UploadLocks::default(),
            media_budget: MediaBudget::default(),
            media_cache: MediaCache::default(),
            deliveries: Deliveries::default(),
            video_events: VideoEvents::default(),
            feed: Feed::default(),
            work: AtomicU64::new(0),
            draining: AtomicBool::new(false),
        };
        Ok(Self { parts: Arc::new(parts) })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The token that makes the first administrator; it is worth nothing once there is one.
    pub fn setup_token(&self) -> String {
        crate::keys::hex(&self.keys.derive::<16>("first administrator"))
    }

    pub fn is_setup_token(&self, text: &str) -> bool {
        let hash = |text: &str| self.keys.signer("setup token").sign(text.as_bytes());
        hash(text) == hash(&self.setup_token())
    }

    /// Counts one more of `action` by this caller, or refuses it.
    pub fn limit(&self, action: Action, caller: &str) -> crate::error::Result<()> {
        self.rate_limits.check(&self.config.limits, action, caller, self.now())
    }

    /// Counts one more request of the API by this network; None where that is not limited.
    pub fn count_api_request(&self, network: &str) -> Option<Standing> {
        let limits = &self.config.limits;
        let is_limited = limits.api_requests_per_ten_seconds > 0;
        is_limited.then(|| self.rate_limits.count(limits, Action::CallApi, network, self.now()))
    }

    /// Tells the workers of this process that a task was enqueued.
    pub fn wake_workers(&self) {
        self.work.fetch_add(1, Ordering::SeqCst);
    }
}

/// The storage of this kind, whether or not it is the one in use.
pub fn open_storage(config: &Config, kind: config::StorageKind) -> anyhow::Result<Storage> {
    let stall = std::time::Duration::from_secs(config.limits.stall_seconds);
    Storage::connect(kind, &config.data_dir, &config.storage, stall)
        .context("KINORA_DATA_DIR or KINORA_STORAGE_…: the storage cannot be used")
}

/// How far requests to addresses that people named reach.
fn reach(private_networks: config::Switch) -> Networks {
    match private_networks {
        config::Switch::On => Networks::Private,
        config::Switch::Off => Networks::Public,
    }
}

fn downloads(config: &Config) -> anyhow::Result<Downloads> {
    let cache = FileCache::open(&config.data_dir, config.media.download_cache_bytes);
    Ok(Downloads::new(cache.context("KINORA_DATA_DIR: cannot be used")?))
}

fn media_engine(config: &Config) -> Result<media::Engine, String> {
    let sandbox = match config.media.sandbox {
        config::Sandbox::On => media::Sandbox::Landlock,
        config::Sandbox::Off => media::Sandbox::Off,
    };
    let found = media::Engine::find(&config.media.ffmpeg, &config.media.ffprobe, sandbox);
    let mut engine = found.map_err(|error| format!("{error:#}"))?;
    if let Some(confine) = &config.media.confine {
        engine.confine.clone_from(confine);
    }
    engine.transcriber.clone_from(&config.media.transcribe);
    engine.scanner.clone_from(&config.media.scan);
    engine.timeouts.scan = std::time::Duration::from_secs(config.media.scan_seconds);
    engine.timeouts.transcription = std::time::Duration::from_secs(config.media.transcribe_seconds);
    engine.limits.max_pixels = config.limits.video_pixels;
    engine.limits.max_streams = config.limits.video_streams;
    engine.limits.max_duration_ms = config.limits.video_seconds.unsigned_abs() * 1000;
    Ok(engine)
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}
