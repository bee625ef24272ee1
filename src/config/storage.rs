//! Where published files are kept: in the data folder, or in a bucket of an S3-compatible object store.
//!
//! The bucket may be described while the data folder is still in use: `kinora storage move` copies from one to the other.

use anyhow::bail;
use serde::Deserialize;

use super::Origin;
use crate::keys::Secret;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Storage {
    pub kind: StorageKind,
    pub bucket: String,
    /// None: Amazon's own, of the region.
    pub endpoint: Option<String>,
    pub region: String,
    pub access_key: Option<Secret>,
    pub secret_key: Option<Secret>,
    pub addressing: Addressing,
    /// Stands before every key; empty where the bucket is ours alone.
    pub prefix: String,
    pub delivery: StorageDelivery,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StorageKind {
    Local,
    S3,
}

/// Where the bucket's name stands in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressing {
    /// `https://host/bucket/key`
    Path,
    /// `https://bucket.host/key`
    VirtualHost,
}

/// How a browser gets a file that is in the bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StorageDelivery {
    /// From the object store itself, by an address that is signed for minutes.
    Redirect,
    /// Through this server.
    Proxy,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            kind: StorageKind::Local,
            bucket: String::new(),
            endpoint: None,
            region: "us-east-1".to_owned(),
            access_key: None,
            secret_key: None,
            addressing: Addressing::Path,
            prefix: String::new(),
            delivery: StorageDelivery::Redirect,
        }
    }
}

impl Storage {
    pub fn check(&self) -> anyhow::Result<()> {
        if self.kind == StorageKind::Local && self.bucket.is_empty() {
            return Ok(());
        }
        let is_bucket = (3..=63).contains(&self.bucket.len())
            && self
                .bucket
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
            && !self.bucket.starts_with(['.', '-']);
        if !is_bucket {
            bail!("KINORA_STORAGE_BUCKET (storage.bucket): {:?} is not the name of a bucket", self.bucket);
        }
        if self.access_key.is_none() || self.secret_key.is_none() {
            bail!(
                "KINORA_STORAGE_ACCESS_KEY and KINORA_STORAGE_SECRET_KEY: both must be set to reach a bucket"
            );
        }
        let is_word = |text: &str| {
            !text.is_empty()
                && !text.starts_with(['.', '-'])
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        };
        if !is_word(&self.region) {
            bail!("KINORA_STORAGE_REGION (storage.region): {:?} is not a region", self.region);
        }
        if !self.prefix.is_empty() && !self.prefix.split('/').all(is_word) {
            bail!("KINORA_STORAGE_PREFIX (storage.prefix): names separated by slashes, such as \"videos\"");
        }
        self.origin()
            .map(drop)
            .map_err(|reason| anyhow::anyhow!("KINORA_STORAGE_ENDPOINT (storage.endpoint): {reason}"))
    }

    /// The address that browsers see before a key, and before the bucket where that stands in the path.
    pub fn origin(&self) -> Result<Origin, String> {
        let endpoint = match &self.endpoint {
            Some(endpoint) => Origin::parse(endpoint)?,
            None => Origin::parse(&format!("https://s3.{}.amazonaws.com", self.region))?,
        };
        match self.addressing {
            Addressing::Path => Ok(endpoint),
            Addressing::VirtualHost => {
                let scheme = if endpoint.is_secure() { "https" } else { "http" };
                Origin::parse(&format!("{scheme}://{}.{}", self.bucket, endpoint.authority()))
            }
        }
    }

    /// The origin that pages must allow beside our own: browsers are sent there.
    pub fn delivery_origin(&self) -> Option<Origin> {
        let redirects = self.kind == StorageKind::S3 && self.delivery == StorageDelivery::Redirect;
        redirects.then(|| self.origin().ok()).flatten()
    }

    /// The settings as lines of the configuration file; keys are masked.
    pub fn lines(&self) -> Vec<String> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let masked = |secret: &Option<Secret>| if secret.is_some() { "\"***\"" } else { "\"\"" };
        let kind = if self.kind == StorageKind::Local { "local" } else { "s3" };
        let addressing = if self.addressing == Addressing::Path { "path" } else { "virtual-host" };
        let delivery = if self.delivery == StorageDelivery::Redirect { "redirect" } else { "proxy" };
        let endpoint = match &self.endpoint {
            Some(endpoint) => quoted(endpoint),
            None => "\"\" # Amazon's".to_owned(),
        };
        vec![
            format!("kind = \"{kind}\""),
            format!("bucket = {}", quoted(&self.bucket)),
            format!("endpoint = {endpoint}"),
            format!("region = {}", quoted(&self.region)),
            format!("access_key = {}", masked(&self.access_key)),
            format!("secret_key = {}", masked(&self.secret_key)),
            format!("addressing = \"{addressing}\""),
            format!("prefix = {}", quoted(&self.prefix)),
            format!("delivery = \"{delivery}\""),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{Addressing, Storage};

    #[test]
    fn the_bucket_stands_in_the_path_or_in_the_host() {
        let mut storage = Storage { bucket: "films".to_owned(), ..Storage::default() };
        assert_eq!(storage.origin().unwrap().to_string(), "https://s3.us-east-1.amazonaws.com");
        storage.addressing = Addressing::VirtualHost;
        assert_eq!(storage.origin().unwrap().to_string(), "https://films.s3.us-east-1.amazonaws.com");
        storage.endpoint = Some("http://store.example:9000/".to_owned());
        assert_eq!(storage.origin().unwrap().to_string(), "http://films.store.example:9000");
        assert!(storage.delivery_origin().is_none(), "the data folder is in use");
    }
}
