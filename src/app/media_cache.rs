//! What decides over a media file, remembered for ten seconds: a player asks for ranges far more often than anything changes.
//!
//! A yes may be ten seconds old; a no is never answered from memory, so that what was just opened opens at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::App;
use crate::clock::Timestamp;
use crate::db::ids::Uuid;
use crate::error::Result;
use crate::models::video::MediaFacts;

const FRESH_MS: i64 = 10_000;
const ENTRIES: usize = 10_000;

#[derive(Default)]
pub struct MediaCache {
    entries: Mutex<HashMap<Uuid, (Timestamp, Arc<MediaFacts>)>>,
}

impl MediaCache {
    /// The facts behind this id if they allow what `is_allowed` asks, or None.
    pub async fn allowed(
        app: &App,
        uuid: Uuid,
        is_allowed: impl Fn(&MediaFacts) -> bool,
    ) -> Result<Option<Arc<MediaFacts>>> {
        let now = app.now();
        let known = app.media_cache.entries().get(&uuid).cloned();
        if let Some((at, facts)) = known
            && at.plus_millis(FRESH_MS) > now
            && is_allowed(&facts)
        {
            return Ok(Some(facts));
        }
        let Some(facts) = app.db.read(move |conn| Ok(MediaFacts::find(conn, uuid)?)).await? else {
            app.media_cache.entries().remove(&uuid);
            return Ok(None);
        };
        let facts = Arc::new(facts);
        let mut entries = app.media_cache.entries();
        if entries.len() >= ENTRIES {
            entries.clear();
        }
        entries.insert(uuid, (now, facts.clone()));
        drop(entries);
        Ok(Some(facts).filter(|facts| is_allowed(facts)))
    }

    /// To be called after fewer people may see a video, or none, so that not even the next request is answered from memory.
    pub fn forget(&self, uuid: &Uuid) {
        self.entries().remove(uuid);
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Uuid, (Timestamp, Arc<MediaFacts>)>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
