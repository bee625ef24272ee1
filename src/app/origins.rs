//! The addresses under which the site is itself: for links, for the Host check and against forged requests.

use std::net::SocketAddr;
use std::sync::OnceLock;

use crate::config::Origin;

/// The configured origin alone; without one, the bound address and its local names.
pub struct Origins {
    configured: Option<Origin>,
    bound: OnceLock<Vec<Origin>>,
}

impl Origins {
    pub fn new(configured: Option<Origin>) -> Self {
        Self { configured, bound: OnceLock::new() }
    }

    /// Called once, after the bind, when port 0 has become a real one.
    pub fn bind(&self, address: SocketAddr) {
        let port = address.port();
        let mut names = vec![address.to_string()];
        names.extend(["localhost", "127.0.0.1", "[::1]"].map(|host| format!("{host}:{port}")));
        // A second bind would be a second server in one process; the first one keeps its names.
        let _ = self.bound.set(names.into_iter().map(Origin::http).collect());
    }

    /// The origin of links that leave the site: mail, feeds, canonical addresses.
    pub fn canonical(&self) -> String {
        self.accepted().first().map_or_else(|| "http://localhost".to_owned(), ToString::to_string)
    }

    pub fn is_secure(&self) -> bool {
        self.configured.as_ref().is_some_and(Origin::is_secure)
    }

    /// Whether a request for this `Host` is meant for us.
    pub fn accepts_host(&self, host: &str) -> bool {
        self.accepted().iter().any(|origin| origin.authority().eq_ignore_ascii_case(host))
    }

    /// Whether this `Origin` header is one of ours.
    pub fn accepts_origin(&self, origin: &str) -> bool {
        self.accepted().iter().any(|ours| ours.to_string().eq_ignore_ascii_case(origin))
    }

    fn accepted(&self) -> &[Origin] {
        match &self.configured {
            Some(origin) => std::slice::from_ref(origin),
            None => self.bound.get().map_or(&[], Vec::as_slice),
        }
    }
}
