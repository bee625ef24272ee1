//! Who looks at lists and watches videos, as far as the recommender is concerned.

use std::net::IpAddr;

use crate::db::types::WatchSource;
use crate::keys;
use crate::models::viewer::Viewer;
use crate::recommender::ViewerKey;

/// What an anonymous viewer is known by for a day, in memory only.
pub type AnonymousKey = [u8; 16];

#[derive(Debug, Clone)]
pub struct Watcher {
    pub viewer: Viewer,
    /// Of somebody who is signed out and has watched something here today.
    pub anonymous: Option<AnonymousKey>,
    pub address: IpAddr,
    pub attention: Attention,
    /// The kind of page whose link was followed, where the browser tells.
    pub came_from: Option<WatchSource>,
}

/// Whether a person will see the answer. What nobody sees teaches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    Someone,
    /// A page fetched ahead of time, a part of a page fetched again, or a program's visit.
    Nobody,
}

impl Watcher {
    /// Whose requests are counted together when they are limited.
    pub fn caller(&self) -> String {
        match self.key() {
            Some(ViewerKey::User(user)) => format!("user {user}"),
            Some(ViewerKey::Anonymous(key)) => format!("viewer {}", keys::hex(&key)),
            None => format!("address {:x}", network(self.address)),
        }
    }

    /// None for whoever has not watched anything yet.
    pub fn key(&self) -> Option<ViewerKey> {
        match self.viewer.id() {
            Some(user) => Some(ViewerKey::User(user.0)),
            None => self.anonymous.map(ViewerKey::Anonymous),
        }
    }
}

/// One address, or all of a household's.
fn network(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}
