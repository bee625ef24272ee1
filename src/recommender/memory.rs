//! What the engine remembers: of each viewer for a while, and of all together beyond a restart.

use super::context::{Attribution, History, ServedList};
use super::ids::{VideoId, ViewerKey};
use super::knowledge::Snapshot;
use super::{Recommender, write};

impl Recommender {
    /// The lists of the last hours, latest first.
    pub fn last_served(&self, viewer: ViewerKey, now_ms: i64) -> Vec<ServedList> {
        let lists =
            self.viewers.read(viewer, now_ms, |viewer| viewer.served.recent(now_ms).cloned().collect());
        lists.unwrap_or_default()
    }

    /// Which list a watched video was last shown in, and at which place.
    pub fn attribute(&self, viewer: ViewerKey, video: VideoId, now_ms: i64) -> Option<Attribution> {
        self.viewers.read(viewer, now_ms, |viewer| viewer.served.attribute(video, now_ms)).flatten()
    }

    /// Whether someone with an account should be given their stored history before their next list.
    pub fn needs_context(&self, viewer: ViewerKey, now_ms: i64) -> bool {
        match viewer {
            ViewerKey::User(_) => {
                self.viewers.read(viewer, now_ms, |viewer| viewer.needs_history()).unwrap_or(true)
            }
            ViewerKey::Anonymous(_) => false,
        }
    }

    pub fn restore_context(&self, user: i64, history: &History, now_ms: i64) {
        self.viewers.change(ViewerKey::User(user), now_ms, |viewer| viewer.load(history));
    }

    /// Somebody left.
    pub fn forget_viewer(&self, viewer: ViewerKey) {
        self.viewers.forget(viewer);
    }

    /// Somebody with an account had some of their history forgotten; what is still stored is to be given again. That a view was
    /// counted stays known for its six hours, or clearing would count it anew.
    pub fn forget_history(&self, user: i64) {
        self.viewers.forget_history(user);
    }

    /// Drops anonymous viewers whose day is over; to be called now and then.
    pub fn expire_viewers(&self, now_ms: i64) {
        self.viewers.expire(now_ms);
    }
}

/// What survives a restart.
impl Recommender {
    /// The rows that changed since the last call. A pair with weight 0 is to be deleted.
    pub fn drain_dirty(&self) -> Snapshot {
        write(&self.knowledge).drain_dirty()
    }

    /// Takes back rows that could not be stored; the next drain has them again.
    pub fn keep_dirty(&self, snapshot: &Snapshot) {
        write(&self.knowledge).mark_dirty(snapshot);
    }

    /// Takes in stored rows, at start.
    pub fn restore(&self, stored: &Snapshot) {
        write(&self.knowledge).restore(stored);
    }
}
