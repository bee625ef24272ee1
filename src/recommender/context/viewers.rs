//! All viewers, in sixteen separately locked parts so that requests of different people do not wait for each other.
//!
//! Memory is bounded: each part keeps so many people with an account and so many without; when one more comes, the
//! eighth that was away longest goes. Someone with an account is read back from stored history when they return.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::viewer::Viewer;
use crate::recommender::ids::ViewerKey;

const PARTS: usize = 16;
/// Altogether 16,000 of each; a viewer takes a few kilobytes.
const USERS_PER_PART: usize = 1_000;
const ANONYMOUS_PER_PART: usize = 1_000;
/// As long as the site's cookie.
const ANONYMOUS_FOR_MS: i64 = 24 * 60 * 60 * 1000;

pub struct Viewers {
    /// Anonymous keys are random, but a keyed hash makes it certain that nobody can crowd one part.
    hashing: RandomState,
    parts: [Mutex<Part>; PARTS],
}

#[derive(Default)]
struct Part {
    users: HashMap<i64, Viewer>,
    anonymous: HashMap<[u8; 16], Viewer>,
}

impl Default for Viewers {
    fn default() -> Self {
        Self { hashing: RandomState::new(), parts: Default::default() }
    }
}

impl Viewers {
    /// Reads one viewer's state, if there is any.
    pub fn read<T>(&self, key: ViewerKey, now_ms: i64, read: impl FnOnce(&Viewer) -> T) -> Option<T> {
        let part = self.part_of(key);
        let viewer = match key {
            ViewerKey::User(user) => part.users.get(&user),
            ViewerKey::Anonymous(token) => {
                part.anonymous.get(&token).filter(|viewer| !is_over(viewer, now_ms))
            }
        };
        viewer.map(read)
    }

    /// Changes one viewer's state, beginning it if there is none.
    pub fn change<T>(&self, key: ViewerKey, now_ms: i64, change: impl FnOnce(&mut Viewer) -> T) -> T {
        let mut part = self.part_of(key);
        let viewer = match key {
            ViewerKey::User(user) => {
                make_room(&mut part.users, &user, USERS_PER_PART);
                part.users.entry(user).or_insert_with(|| Viewer::new(now_ms))
            }
            ViewerKey::Anonymous(token) => {
                make_room(&mut part.anonymous, &token, ANONYMOUS_PER_PART);
                let viewer = part.anonymous.entry(token).or_insert_with(|| Viewer::new(now_ms));
                if is_over(viewer, now_ms) {
                    *viewer = Viewer::new(now_ms);
                }
                viewer
            }
        };
        viewer.used_ms = viewer.used_ms.max(now_ms);
        change(viewer)
    }

    pub fn forget(&self, key: ViewerKey) {
        let mut part = self.part_of(key);
        match key {
            ViewerKey::User(user) => part.users.remove(&user),
            ViewerKey::Anonymous(token) => part.anonymous.remove(&token),
        };
    }

    /// Forgets all of somebody with an account but which of their views were counted.
    pub fn forget_history(&self, user: i64) {
        if let Some(viewer) = self.part_of(ViewerKey::User(user)).users.get_mut(&user) {
            viewer.forget_history();
        }
    }

    /// Drops every anonymous viewer whose day is over.
    pub fn expire(&self, now_ms: i64) {
        for part in &self.parts {
            lock(part).anonymous.retain(|_, viewer| !is_over(viewer, now_ms));
        }
    }

    fn part_of(&self, key: ViewerKey) -> MutexGuard<'_, Part> {
        lock(&self.parts[self.hashing.hash_one(key) as usize % PARTS])
    }
}

fn is_over(viewer: &Viewer, now_ms: i64) -> bool {
    now_ms - viewer.since_ms >= ANONYMOUS_FOR_MS
}

fn make_room<K: std::hash::Hash + Eq>(viewers: &mut HashMap<K, Viewer>, new: &K, limit: usize) {
    if viewers.len() < limit || viewers.contains_key(new) {
        return;
    }
    let mut used: Vec<i64> = viewers.values().map(|viewer| viewer.used_ms).collect();
    let (_, leaves_until_ms, _) = used.select_nth_unstable(limit / 8);
    let leaves_until_ms = *leaves_until_ms;
    // Many can share one moment; leaving by count as well keeps the rest.
    let mut leaving = limit / 8;
    viewers.retain(|_, viewer| {
        let leaves = leaving > 0 && viewer.used_ms <= leaves_until_ms;
        leaving -= usize::from(leaves);
        !leaves
    });
}

/// A thread that panicked while holding the lock left at worst one viewer half updated, which harms nobody.
fn lock(part: &Mutex<Part>) -> MutexGuard<'_, Part> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anonymous_viewers_are_gone_after_a_day_and_never_too_many() {
        let viewers = Viewers::default();
        let anonymous = |number: u128| ViewerKey::Anonymous(number.to_le_bytes());
        viewers.change(anonymous(1), 0, |_| ());
        assert!(viewers.read(anonymous(1), ANONYMOUS_FOR_MS - 1, |_| ()).is_some());
        assert!(viewers.read(anonymous(1), ANONYMOUS_FOR_MS, |_| ()).is_none());
        for number in 0..3 * (PARTS * ANONYMOUS_PER_PART) as u128 {
            viewers.change(anonymous(number), 1, |_| ());
        }
        let kept = || viewers.parts.iter().map(|part| lock(part).anonymous.len()).sum::<usize>();
        assert!(kept() <= PARTS * ANONYMOUS_PER_PART);
        assert!(kept() > PARTS * ANONYMOUS_PER_PART / 2);
        viewers.change(ViewerKey::User(1), 1, |_| ());
        viewers.expire(2 * ANONYMOUS_FOR_MS);
        assert_eq!(kept(), 0);
        assert!(viewers.read(ViewerKey::User(1), i64::MAX, |_| ()).is_some());
    }
}
