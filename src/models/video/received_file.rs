//! How long the received file stays: until nothing more is made from it, or for good where the site keeps originals.
//!
//! `received` of its upload says whether it is there, for the quota; the sweep removes what is not wanted.

use diesel::prelude::*;

use super::Upload;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::{uploads, videos};
use crate::db::types::VideoState;
use crate::error::Result;
use crate::models::task::Task;

impl Upload {
    /// Those of these uploads whose file is still wanted in the incoming folder.
    pub fn waiting(conn: &mut Conn, uuids: &[Uuid], now: Timestamp) -> Result<Vec<Uuid>> {
        type Row = (Uuid, VideoId, VideoState, Timestamp, bool, bool);
        let rows: Vec<Row> = uploads::table
            .inner_join(videos::table)
            .filter(uploads::uuid.eq_any(uuids.to_vec()))
            // Of one that is still arriving it may not have been noted yet.
            .filter(uploads::received.gt(0).or(videos::state.eq(VideoState::Uploading)))
            .select((
                uploads::uuid,
                uploads::video_id,
                videos::state,
                uploads::expires_at,
                uploads::keep_original,
                uploads::replaces,
            ))
            .load(conn)?;
        let mut wanted = Vec::new();
        for (uuid, video, state, expires_at, keep_original, replaces) in rows {
            let is_wanted = match state {
                VideoState::Uploading | VideoState::Processing => true,
                VideoState::Failed => expires_at > now,
                VideoState::Published => {
                    keep_original || replaces || Task::BuildLadder { video }.is_queued(conn)?
                }
            };
            if is_wanted {
                wanted.push(uuid);
            }
        }
        Ok(wanted)
    }

    /// Notes that the file is no longer in the incoming folder.
    pub fn release(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
        diesel::update(used_for(video)).set(uploads::received.eq(0_i64)).execute(conn)?;
        Ok(())
    }

    /// The same once everything was made from it, unless it is to stay.
    pub fn release_after_use(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
        diesel::update(used_for(video).filter(uploads::keep_original.eq(false)))
            .set(uploads::received.eq(0_i64))
            .execute(conn)?;
        Ok(())
    }

    /// Notes that the file stays beside what was made of it.
    pub fn keep(conn: &mut Conn, video: VideoId) -> QueryResult<()> {
        diesel::update(used_for(video)).set(uploads::keep_original.eq(true)).execute(conn)?;
        Ok(())
    }

    /// Notes of files that the sweep removed that they are gone.
    pub fn release_all(conn: &mut Conn, uuids: &[Uuid]) -> QueryResult<()> {
        diesel::update(uploads::table.filter(uploads::uuid.eq_any(uuids.to_vec())))
            .set(uploads::received.eq(0_i64))
            .execute(conn)?;
        Ok(())
    }
}

/// What a video is made from, without the file that is to take its place.
#[diesel::dsl::auto_type(no_type_alias)]
fn used_for(video: VideoId) -> _ {
    uploads::table.filter(uploads::video_id.eq(video)).filter(uploads::replaces.eq(false))
}
