//! What a signed-in viewer was shown, and why: the ground truth of every later measurement. Kept for ninety days.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::{impressions, users, videos};
use crate::db::types::ImpressionPage;
use crate::error::Result;

const KEPT_DAYS: i64 = 90;

/// One list, as it was shown once.
#[derive(Debug, Clone)]
pub struct NewImpression {
    pub uuid: Uuid,
    pub user: UserId,
    pub page: ImpressionPage,
    /// The video beside which the list was shown.
    pub video: Option<VideoId>,
    pub at: Timestamp,
    pub items: Vec<Item>,
    /// What took part in making it.
    pub model_version: String,
    /// What was known of each place, of a sample of lists.
    pub features: Option<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    pub video: VideoId,
    /// 1 is the first place.
    pub rank: usize,
    /// What found it, in the recommender's words.
    pub source: String,
    /// With which probability it was chosen.
    pub propensity: f32,
}

impl NewImpression {
    /// A list whose viewer or video is gone by now is dropped, and so is one that is not to be remembered: it would say which
    /// pages somebody opened.
    pub fn create(&self, conn: &mut Conn) -> Result<()> {
        let items = serde_json::to_string(&self.items).map_err(anyhow::Error::from)?;
        let has_user: bool = diesel::select(diesel::dsl::exists(
            users::table
                .find(self.user)
                .filter(users::history_paused_at.is_null())
                .filter(users::history_forgotten_at.is_null().or(users::history_forgotten_at.lt(self.at))),
        ))
        .get_result(conn)?;
        let has_video: bool = match self.video {
            None => true,
            Some(video) => diesel::select(diesel::dsl::exists(videos::table.find(video))).get_result(conn)?,
        };
        if !has_user || !has_video {
            return Ok(());
        }
        diesel::insert_into(impressions::table)
            .values((
                impressions::uuid.eq(self.uuid),
                impressions::user_id.eq(self.user),
                impressions::page.eq(self.page),
                impressions::video_id.eq(self.video),
                impressions::created_at.eq(self.at),
                impressions::items.eq(items),
                impressions::model_version.eq(&self.model_version),
                impressions::features.eq(&self.features),
            ))
            .execute(conn)?;
        Ok(())
    }
}

/// Forgets what was shown long ago.
pub fn purge(conn: &mut Conn, now: Timestamp) -> QueryResult<usize> {
    diesel::delete(impressions::table.filter(impressions::created_at.lt(now.plus_days(-KEPT_DAYS))))
        .execute(conn)
}
