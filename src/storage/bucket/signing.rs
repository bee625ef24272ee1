//! Addresses of objects that hold for minutes, for whoever was found allowed to have the object.

use std::io;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use object_store::path::Path as ObjectPath;
use object_store::signer::{SignedUrlOptions, Signer};

use super::{Bucket, as_io};
use crate::storage::StorageKey;

/// How long an address holds, …
const VALID: Duration = Duration::from_secs(15 * 60);
/// … for how long the same one is given out again, so that a browser's cache is of use, and how long the answer that names it may be kept.
/// Together they are less than the validity: nobody is sent to an address that is about to end.
const REPEATED: Duration = Duration::from_secs(5 * 60);
const KEPT: Duration = Duration::from_secs(5 * 60);
const ADDRESSES: usize = 10_000;

/// An address, and how long a cache may remember it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAddress {
    pub url: String,
    pub kept_seconds: u64,
}

pub(super) struct Signed {
    at: Instant,
    url: String,
}

impl Bucket {
    /// Where this object can be read for some minutes. `disposition` is what its answer says in `Content-Disposition`.
    pub fn signed_address(&self, key: &StorageKey, disposition: Option<&str>) -> io::Result<SignedAddress> {
        let name = format!("{key} {}", disposition.unwrap_or_default());
        let mut signed = self.parts.signed.lock().unwrap_or_else(PoisonError::into_inner);
        let url = match signed.get(&name) {
            Some(signed) if signed.at.elapsed() < REPEATED => signed.url.clone(),
            _ => {
                let options = SignedUrlOptions::default()
                    .with_query(disposition.map(|text| ("response-content-disposition", text)));
                let url = self.sign(reqwest::Method::GET, &self.object(key), VALID, &options)?;
                if signed.len() >= ADDRESSES {
                    signed.clear();
                }
                signed.insert(name, Signed { at: Instant::now(), url: url.clone() });
                url
            }
        };
        Ok(SignedAddress { url, kept_seconds: KEPT.as_secs() })
    }

    /// Signing asks nobody, so it is over at once.
    pub(super) fn sign(
        &self,
        method: reqwest::Method,
        object: &ObjectPath,
        valid: Duration,
        options: &SignedUrlOptions,
    ) -> io::Result<String> {
        let signing = self.parts.store.signed_url_opts(method, object, valid, options);
        let signed = signing.now_or_never().ok_or_else(|| io::Error::other("signing had to wait"))?;
        Ok(signed.map_err(as_io)?.to_string())
    }
}
