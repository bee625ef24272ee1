//! A video at one moment, for whoever looks on: how far it is, and who may know.

use diesel::prelude::*;

use super::{Access, Video};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, VideoId};
use crate::db::schema::{channels, videos};
use crate::db::types::VideoState;
use crate::error::Result;
use crate::models::task::Task;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoMoment {
    pub id: VideoId,
    pub access: Access,
    pub comments_enabled: bool,
    /// How far the preparation is, in percent.
    pub percent: i32,
    /// What its creator is told.
    pub note: Option<String>,
}

impl VideoMoment {
    /// None of one that is gone.
    pub fn of(conn: &mut Conn, id: VideoId, now: Timestamp) -> Result<Option<Self>> {
        let found: Option<(Video, UserId)> = videos::table
            .inner_join(channels::table)
            .filter(videos::id.eq(id))
            .select((Video::as_select(), channels::user_id))
            .first(conn)
            .optional()?;
        let Some((video, owner)) = found else { return Ok(None) };
        let percent = match video.state {
            VideoState::Published => 100,
            VideoState::Processing => {
                let task = (Task::ProcessVideo { video: id }).latest(conn)?;
                task.filter(|task| task.is_running(now)).map_or(0, |task| task.progress)
            }
            VideoState::Uploading | VideoState::Failed => 0,
        };
        Ok(Some(Self {
            id,
            access: video.access(owner),
            comments_enabled: video.comments_enabled,
            percent,
            note: video.note,
        }))
    }
}
