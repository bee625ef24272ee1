//! The configuration: one TOML file, overridden by the environment; every key is in `config/example.toml`.
//!
//! Unknown keys are errors, in the file and in the environment, and a bad value is refused by the setting's name: a site must not
//! start half-configured. Secrets may come from a file whose path stands in `…_FILE`.

mod database_url;
mod environment;
mod imports;
mod limits;
mod network;
mod origin;
mod recommender;
mod secret;
mod storage;
mod webhooks;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::Deserialize;

pub use self::database_url::DatabaseUrl;
pub use self::environment::variables;
pub use self::imports::{Importers, Imports};
pub use self::limits::Limits;
pub use self::network::Network;
pub use self::origin::Origin;
pub use self::recommender::Recommender;
pub use self::secret::master_key;
pub use self::storage::{Addressing, Storage, StorageDelivery, StorageKind};
pub use self::webhooks::Webhooks;
use crate::keys::Secret;

/// Everything an operator may set, checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    /// By default SQLite in the data folder.
    pub database_url: DatabaseUrl,
    pub database_pool: u32,
    /// None: the origin is the bound address.
    pub public_url: Option<Origin>,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    pub secret_key: Option<Secret>,
    pub secret_key_old: Option<Secret>,
    pub site: Site,
    pub accounts: Accounts,
    pub media: Media,
    pub storage: Storage,
    pub recommender: Recommender,
    pub webhooks: Webhooks,
    pub imports: Imports,
    pub limits: Limits,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Site {
    pub name: String,
    /// One sentence about the site, for search engines and the home page.
    pub description: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    pub sign_up: SignUp,
    pub password_min_length: usize,
    /// bcrypt's cost; 12 is about a fifth of a second.
    pub password_cost: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUp {
    Open,
    Closed,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// A path, or a name looked up in PATH.
    pub ffmpeg: String,
    pub ffprobe: String,
    pub sandbox: Sandbox,
    /// The program whose `confine` subcommand starts ffmpeg: this very one, unless it lives inside another.
    pub confine: Option<PathBuf>,
    /// How many uploads are processed at once; 0: one for each two processors.
    pub workers: usize,
    pub keep_original: bool,
    /// What the files for downloads at a chosen quality may take in all; 0: there are none.
    pub download_cache_bytes: u64,
    /// Whether a stream in several qualities is made of every video.
    pub ladder: Switch,
    /// Whether the stream has its pictures in AV1 as well.
    pub av1: Switch,
    /// Who sends the bytes of media: we, or the proxy in front of us.
    pub send_file: SendFile,
    /// What stands before `{uuid}/{version}/{file}` in the header that tells the proxy what to send; by default the usual one.
    pub send_file_prefix: Option<String>,
    /// The operator's own program that writes down what is said in a video; an absolute path.
    pub transcribe: Option<PathBuf>,
    /// The language that it is told, and that its answer is in unless it says otherwise.
    pub transcribe_language: Option<String>,
    /// How long it may take for one video.
    pub transcribe_seconds: u64,
    /// The operator's own program that may refuse a received file; an absolute path.
    pub scan: Option<PathBuf>,
    /// How long it may take for one file.
    pub scan_seconds: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    On,
    Off,
}

impl Switch {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SendFile {
    Off,
    /// `X-Accel-Redirect`, for nginx: an address that only nginx itself can ask for.
    Accel,
    /// `X-Sendfile`, for Apache and lighttpd: a path on the disk.
    Sendfile,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sandbox {
    On,
    Off,
}

/// The file's shape: what stands at its top level and in its tables.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    listen: String,
    data_dir: PathBuf,
    public_url: Option<String>,
    trusted_proxies: Vec<String>,
    secret_key: Option<Secret>,
    secret_key_old: Option<Secret>,
    database: Database,
    site: Site,
    accounts: Accounts,
    media: Media,
    storage: Storage,
    recommender: Recommender,
    webhooks: Webhooks,
    imports: Imports,
    limits: Limits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Database {
    url: Option<String>,
    pool: u32,
}

impl Config {
    /// Reads the file (`path`, else `KINORA_CONFIG`, else `kinora.toml` if it is there) and the process's environment.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        Self::from_sources(path, std::env::vars().collect())
    }

    /// The same from a given environment.
    pub fn from_sources(path: Option<&Path>, environment: Vec<(String, String)>) -> anyhow::Result<Self> {
        let mut table = read_file(path, &environment)?;
        environment::overlay(&mut table, &environment)?;
        let file: File = table.try_into().map_err(|error: toml::de::Error| {
            anyhow::anyhow!("the configuration is not valid: {}", error.to_string().trim().replace('\n', " "))
        })?;
        file.check()
    }

    /// What stands before the key of a file in the header that tells a proxy what to send.
    pub fn send_file_prefix(&self) -> String {
        match (&self.media.send_file_prefix, self.media.send_file) {
            (Some(prefix), _) => prefix.trim_end_matches('/').to_owned(),
            (None, SendFile::Sendfile) => {
                let folder = std::path::absolute(&self.data_dir).unwrap_or_else(|_| self.data_dir.clone());
                folder.join("media").display().to_string()
            }
            (None, SendFile::Accel | SendFile::Off) => "/kinora-media".to_owned(),
        }
    }

    /// How many tasks of the media lane run at once.
    pub fn media_workers(&self) -> usize {
        match self.media.workers {
            0 => std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1)),
            workers => workers,
        }
    }
}

fn read_file(path: Option<&Path>, environment: &[(String, String)]) -> anyhow::Result<toml::Table> {
    let named = path.map(Path::to_path_buf).or_else(|| {
        environment.iter().find(|(name, _)| name == "KINORA_CONFIG").map(|(_, value)| PathBuf::from(value))
    });
    let path = match named {
        Some(path) => path,
        None if Path::new("kinora.toml").exists() => PathBuf::from("kinora.toml"),
        None => return Ok(toml::Table::new()),
    };
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("KINORA_CONFIG: cannot read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is not valid TOML", path.display()))
}

impl File {
    fn check(self) -> anyhow::Result<Config> {
        let listen = self.listen.parse().ok().with_context(|| {
            format!("KINORA_LISTEN (listen): {:?} is not an address such as 127.0.0.1:8080", self.listen)
        })?;
        let public_url = match &self.public_url {
            Some(text) => Some(
                Origin::parse(text)
                    .map_err(|reason| anyhow::anyhow!("KINORA_PUBLIC_URL (public_url): {reason}"))?,
            ),
            None => None,
        };
        let trusted_proxies =
            self.trusted_proxies.iter().map(|text| Network::parse(text)).collect::<Result<_, _>>();
        let trusted_proxies = trusted_proxies
            .map_err(|reason| anyhow::anyhow!("KINORA_TRUSTED_PROXIES (trusted_proxies): {reason}"))?;
        if !(8..=128).contains(&self.accounts.password_min_length) {
            bail!("accounts.password_min_length: must be between 8 and 128");
        }
        if !(4..=16).contains(&self.accounts.password_cost) {
            bail!("accounts.password_cost: must be between 4 and 16 (12 is advised)");
        }
        if !(1..=200).contains(&self.database.pool) {
            bail!("database.pool: must be between 1 and 200");
        }
        if self.site.name.trim().is_empty() {
            bail!("site.name: must not be empty");
        }
        self.media.check()?;
        self.storage.check()?;
        self.recommender.check()?;
        self.webhooks.check()?;
        self.limits.check()?;
        let database_url = match &self.database.url {
            None => DatabaseUrl::Sqlite(self.data_dir.join("kinora.db")),
            Some(url) => DatabaseUrl::parse(url)
                .map_err(|reason| anyhow::anyhow!("KINORA_DATABASE_URL (database.url): {reason}"))?,
        };
        if database_url.is_postgres() && self.secret_key.is_none() {
            bail!("KINORA_SECRET_KEY: must be set with PostgreSQL, so that every instance uses the same key");
        }
        Ok(Config {
            listen,
            data_dir: self.data_dir,
            database_url,
            database_pool: self.database.pool,
            public_url,
            trusted_proxies,
            secret_key: self.secret_key,
            secret_key_old: self.secret_key_old,
            site: self.site,
            accounts: self.accounts,
            media: self.media,
            storage: self.storage,
            recommender: self.recommender,
            webhooks: self.webhooks,
            imports: self.imports,
            limits: self.limits,
        })
    }
}

/// Goes into a header as it is.
fn is_header_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-');
    text.starts_with('/') && text.bytes().all(plain)
}

impl Media {
    fn check(&self) -> anyhow::Result<()> {
        if self.transcribe.as_ref().is_some_and(|path| !path.is_absolute()) {
            bail!("media.transcribe: must be an absolute path, such as /usr/local/bin/transcribe");
        }
        let is_tag = |text: &String| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if self.transcribe_language.as_ref().is_some_and(|language| !is_tag(language)) {
            bail!("media.transcribe_language: must be a language tag, such as en or pt-BR");
        }
        if !(1..=86_400).contains(&self.transcribe_seconds) {
            bail!("media.transcribe_seconds: must be between 1 and 86400");
        }
        if self.scan.as_ref().is_some_and(|path| !path.is_absolute()) {
            bail!("media.scan: must be an absolute path, such as /usr/bin/clamdscan");
        }
        if !(1..=86_400).contains(&self.scan_seconds) {
            bail!("media.scan_seconds: must be between 1 and 86400");
        }
        if self.send_file_prefix.as_ref().is_some_and(|prefix| !is_header_path(prefix)) {
            bail!("media.send_file_prefix: must begin with / and hold no spaces or special characters");
        }
        Ok(())
    }
}

impl Default for File {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data_dir: PathBuf::from("data"),
            public_url: None,
            trusted_proxies: Vec::new(),
            secret_key: None,
            secret_key_old: None,
            database: Database::default(),
            site: Site::default(),
            accounts: Accounts::default(),
            media: Media::default(),
            storage: Storage::default(),
            recommender: Recommender::default(),
            webhooks: Webhooks::default(),
            imports: Imports::default(),
            limits: Limits::default(),
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { url: None, pool: u32::try_from(cores * 2).unwrap_or(8).min(8) }
    }
}

impl Default for Site {
    fn default() -> Self {
        Self { name: "Kinora".to_owned(), description: "Videos worth watching.".to_owned() }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        Self { sign_up: SignUp::Open, password_min_length: 15, password_cost: 12 }
    }
}

impl Default for Media {
    fn default() -> Self {
        Self {
            ffmpeg: "ffmpeg".to_owned(),
            ffprobe: "ffprobe".to_owned(),
            sandbox: Sandbox::On,
            confine: None,
            workers: 0,
            keep_original: false,
            download_cache_bytes: 10 << 30,
            ladder: Switch::On,
            av1: Switch::Off,
            send_file: SendFile::Off,
            send_file_prefix: None,
            transcribe: None,
            transcribe_language: None,
            transcribe_seconds: 4 * 3600,
            scan: None,
            scan_seconds: 600,
        }
    }
}
