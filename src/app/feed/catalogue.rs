//! How the recommender hears of videos: all at start, each after it changed, and once a minute what other processes changed.

use super::Feed;
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::error::Result;
use crate::models::feed::{self, of_video};
use crate::models::history::History;

const LOADED_AT_ONCE: i64 = 500;
/// A transaction can commit this much later than the moment that it wrote into its rows.
const LATE_MS: i64 = 60_000;

impl App {
    /// To be called after a video was published, edited, hidden, shown again, blocked, moved or deleted, and that was committed. The
    /// next list knows.
    pub fn catalogue_changed(&self, video: VideoId) {
        self.feed.pending.catalogue_changed([video]);
    }

    /// Tells the recommender everything that is stored. Until it is done lists are made of what is known so far.
    pub fn load_feed(&self) -> Result<()> {
        let knowledge = self.db.read_blocking(|conn| Ok(feed::load_knowledge(conn)?))?;
        self.feed.recommender.restore(&knowledge);
        let mut after = VideoId(0);
        let mut count = 0;
        loop {
            let videos =
                self.db.read_blocking(|conn| Ok(feed::videos_after(conn, after, LOADED_AT_ONCE)?))?;
            let Some(last) = videos.last() else { break };
            after = VideoId(last.id.0);
            count += videos.len();
            self.feed.recommender.load(videos);
        }
        self.feed.pending.knowledge_is_loaded();
        log::info!("the recommender knows {count} videos and {} counters", knowledge.counters.len());
        Ok(())
    }

    /// Notices what was written since then by another process.
    pub fn notice_changes_since(&self, since: Timestamp) -> Result<()> {
        let since = since.plus_millis(-LATE_MS);
        let changed = self.db.read_blocking(|conn| Ok(feed::changed_since(conn, since)?))?;
        self.feed.pending.catalogue_changed(changed);
        let forgotten = self.db.read_blocking(|conn| Ok(History::forgotten_since(conn, since)?))?;
        forgotten.into_iter().for_each(|user| self.feed.forget_history(user));
        self.db.read_blocking(|conn| self.feed.refresh(conn))
    }
}

impl Feed {
    /// Reads again what changed.
    pub fn refresh(&self, conn: &mut Conn) -> Result<()> {
        let changed = self.pending.take_changed();
        if changed.is_empty() {
            return Ok(());
        }
        let videos = match feed::videos_among(conn, &changed) {
            Ok(videos) => videos,
            Err(error) => {
                self.pending.catalogue_changed(changed);
                return Err(error.into());
            }
        };
        for gone in changed.iter().filter(|id| !videos.iter().any(|video| video.id.0 == id.0)) {
            self.recommender.remove_video(of_video(*gone));
        }
        for video in videos {
            self.recommender.upsert_video(video);
        }
        Ok(())
    }
}
