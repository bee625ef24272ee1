//! Storage in a bucket of an S3-compatible object store.
//!
//! A bucket knows no directories and no renames. What makes a publication whole here is that nothing refers to its objects before the
//! database says so, and that what an attempt put there is taken away again when the attempt fails. Every object has the type and the cache
//! rules of its name, because browsers get it from the store itself. Requests run on a small runtime of their own, so that neither the
//! threads that serve nor a test's short-lived runtime owns a connection.

mod listing;
mod reading;
mod receiving;
mod signing;
mod writing;

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::SpawnedReqwestConnector;
use object_store::path::Path as ObjectPath;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};
use tokio::runtime::{Builder, Handle, Runtime};

pub use self::reading::ObjectFacts;
use self::signing::Signed;
pub use self::signing::SignedAddress;
use super::StorageKey;
use crate::config::{Addressing, Storage as Settings};
use crate::tls;

/// A request that the store refuses for the moment is made again this often; what then still fails is a task's own backoff to repeat.
const RETRIES: usize = 3;
const CONNECT_SECONDS: u64 = 5;

#[derive(Clone)]
pub struct Bucket {
    parts: Arc<Parts>,
}

struct Parts {
    store: AmazonS3,
    /// The same without our name: what it may read, everyone may.
    anonymous: AmazonS3,
    runtime: Requests,
    prefix: String,
    /// Where an object lies while it is read as a file; on the same disk as the workspace.
    scratch: PathBuf,
    signed: Mutex<HashMap<String, Signed>>,
}

impl Bucket {
    /// Prepares the connection; nothing is asked of the store yet.
    pub fn open(data_dir: &Path, settings: &Settings, stall: Duration) -> io::Result<Self> {
        tls::install();
        let runtime = Requests::start()?;
        let scratch = std::path::absolute(data_dir)?.join("tmp");
        std::fs::create_dir_all(&scratch)?;
        let store = builder(settings, stall, &runtime.handle())?;
        let anonymous = store.clone().with_skip_signature(true);
        Ok(Self {
            parts: Arc::new(Parts {
                store: store.build().map_err(as_io)?,
                anonymous: anonymous.build().map_err(as_io)?,
                runtime,
                prefix: settings.prefix.clone(),
                scratch,
                signed: Mutex::default(),
            }),
        })
    }

    fn object(&self, key: &StorageKey) -> ObjectPath {
        self.below_prefix(key.as_str())
    }

    fn below_prefix(&self, name: &str) -> ObjectPath {
        match self.parts.prefix.as_str() {
            "" => ObjectPath::from(name),
            prefix => ObjectPath::from(format!("{prefix}/{name}")),
        }
    }

    /// The key of an object of ours; None for what others have put into the bucket.
    fn key_of(&self, object: &ObjectPath) -> Option<StorageKey> {
        let name = match self.parts.prefix.as_str() {
            "" => object.as_ref(),
            prefix => object.as_ref().strip_prefix(prefix)?.strip_prefix('/')?,
        };
        StorageKey::parse(name).ok()
    }

    /// Runs requests to their end; the calling thread, which must not be one that serves, waits.
    fn wait<T>(&self, requests: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        self.parts.runtime.handle().block_on(requests)
    }
}

impl std::fmt::Debug for Bucket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bucket({})", self.parts.store)
    }
}

fn builder(settings: &Settings, stall: Duration, runtime: &Handle) -> io::Result<AmazonS3Builder> {
    let origin = settings.origin().map_err(|reason| io::Error::new(ErrorKind::InvalidInput, reason))?;
    let secret = |secret: &Option<crate::keys::Secret>| {
        secret.as_ref().map_or_else(String::new, |secret| secret.expose().to_owned())
    };
    let retries = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            base: 3.0,
        },
        max_retries: RETRIES,
        retry_timeout: Duration::from_secs(60),
    };
    // No limit for a whole answer, which may be a film; a limit for each silence in it.
    let options = ClientOptions::new()
        .with_timeout_disabled()
        .with_read_timeout(stall)
        .with_connect_timeout(Duration::from_secs(CONNECT_SECONDS))
        .with_allow_http(!origin.is_secure());
    Ok(AmazonS3Builder::new()
        .with_endpoint(origin.to_string())
        .with_virtual_hosted_style_request(settings.addressing == Addressing::VirtualHost)
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_access_key_id(secret(&settings.access_key))
        .with_secret_access_key(secret(&settings.secret_key))
        .with_client_options(options)
        .with_retry(retries)
        // Not every store has the request that deletes many at once, and a version has few objects.
        .with_disable_bulk_delete(true)
        .with_http_connector(SpawnedReqwestConnector::new(runtime.clone())))
}

/// What the store could not do, as the kinds of error that files have.
fn as_io(error: object_store::Error) -> io::Error {
    use object_store::Error;
    let kind = match &error {
        Error::NotFound { .. } => ErrorKind::NotFound,
        Error::AlreadyExists { .. } | Error::Precondition { .. } => ErrorKind::AlreadyExists,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => ErrorKind::PermissionDenied,
        Error::NotSupported { .. } | Error::NotImplemented { .. } => ErrorKind::Unsupported,
        // It does not answer, or not well: what callers try again.
        _ => ErrorKind::HostUnreachable,
    };
    io::Error::new(kind, format!("the object store: {error}"))
}

/// The runtime of the requests. It may end while another runtime is running, which a plain one refuses.
struct Requests {
    runtime: Option<Runtime>,
}

impl Requests {
    fn start() -> io::Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(2).thread_name("object-store").enable_all().build()?;
        Ok(Self { runtime: Some(runtime) })
    }

    fn handle(&self) -> Handle {
        match &self.runtime {
            Some(runtime) => runtime.handle().clone(),
            None => Handle::current(),
        }
    }
}

impl Drop for Requests {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
