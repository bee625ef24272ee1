//! What waits to be written: views, shown lists, and what the recommender learned; and which videos wait to be read again.
//!
//! Written in batches by the feed's keeper. What waits in memory is lost in a crash: views and shown lists of a second, learned numbers of
//! ten.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::app::App;
use crate::db::ids::VideoId;
use crate::error::Result;
use crate::models::feed;
use crate::models::impression::NewImpression;
use crate::models::video::Video;

/// When the database cannot be written for long, further lists are not kept.
const IMPRESSIONS: usize = 10_000;

#[derive(Default)]
pub struct Pending {
    changed: Mutex<HashSet<VideoId>>,
    views: Mutex<HashMap<VideoId, i64>>,
    impressions: Mutex<Vec<NewImpression>>,
    /// Before what was stored is loaded, nothing may be written over it.
    loaded: AtomicBool,
}

impl Pending {
    pub fn catalogue_changed(&self, videos: impl IntoIterator<Item = VideoId>) {
        let mut videos = videos.into_iter().peekable();
        if videos.peek().is_some() {
            lock(&self.changed).extend(videos);
        }
    }

    pub fn take_changed(&self) -> Vec<VideoId> {
        lock(&self.changed).drain().collect()
    }

    pub fn view(&self, video: VideoId) {
        *lock(&self.views).entry(video).or_default() += 1;
    }

    pub fn impression(&self, impression: NewImpression) {
        let mut impressions = lock(&self.impressions);
        if impressions.len() < IMPRESSIONS {
            impressions.push(impression);
        }
    }

    pub fn knowledge_is_loaded(&self) {
        self.loaded.store(true, Ordering::SeqCst);
    }

    fn take_views(&self) -> Vec<(VideoId, i64)> {
        let mut views: Vec<(VideoId, i64)> = lock(&self.views).drain().collect();
        // In one order everywhere, so that two processes never wait for each other.
        views.sort_unstable();
        views
    }

    fn put_back(&self, views: Vec<(VideoId, i64)>, impressions: Vec<NewImpression>) {
        let mut waiting = lock(&self.views);
        for (video, count) in views {
            *waiting.entry(video).or_default() += count;
        }
        drop(waiting);
        impressions.into_iter().for_each(|impression| self.impression(impression));
    }
}

impl App {
    /// Writes the views and the shown lists of the last second, in one transaction.
    pub fn flush_feed(&self) -> Result<()> {
        let pending = &self.feed.pending;
        let (views, impressions) = (pending.take_views(), std::mem::take(&mut *lock(&pending.impressions)));
        if views.is_empty() && impressions.is_empty() {
            return Ok(());
        }
        let (new_views, new_impressions) = (views.clone(), impressions.clone());
        let written = self.db.write_blocking(move |conn| {
            Video::add_views(conn, &new_views)?;
            new_impressions.iter().try_for_each(|impression| impression.create(conn))
        });
        written.inspect_err(|_| pending.put_back(views, impressions))
    }

    /// Writes what the recommender learned, in one transaction.
    pub fn flush_knowledge(&self) -> Result<()> {
        if !self.feed.pending.loaded.load(Ordering::SeqCst) {
            return Ok(());
        }
        let changed = self.feed.recommender.drain_dirty();
        if changed.is_empty() {
            return Ok(());
        }
        let rows = changed.clone();
        let written = self.db.write_blocking(move |conn| Ok(feed::store_knowledge(conn, &rows)?));
        written.inspect_err(|_| self.feed.recommender.keep_dirty(&changed))
    }

    /// Forgets the anonymous viewers whose day is over.
    pub fn expire_viewers(&self) {
        let now = self.now();
        self.feed.recommender.expire_viewers(now.millis());
        self.feed.playbacks.expire(now);
        self.feed.positions.expire(now);
        self.feed.expire_sides(now);
    }
}

/// A thread that panicked here left a map with one entry more or less.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
