//! Uploads that arrive in pieces: promised, continued, finished, given up.
//!
//! The video's row is there from the beginning, in the state `uploading`, and with it the room that the file was promised. How much has
//! arrived is the length of the file; `received` is what the owner's pages show of it, and may lag behind.

use diesel::prelude::*;

use super::quota::{check_quota, lock};
use super::upload::{KEPT_DAYS, NewUpload, Upload, chosen_channel, expected_ms, insert};
use super::{Video, VideoDetails};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid};
use crate::db::schema::{uploads, videos};
use crate::db::types::VideoState;
use crate::error::Result;
use crate::models::search;
use crate::models::task::Task;

/// What became of an attempt to finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// The file is on its way to be watchable from now on.
    Done,
    /// It was already; or the video is gone.
    Unchanged,
}

impl Upload {
    /// Promises room for a file that will arrive in pieces until `expires_at`. None where the owner has `most_open` under way already.
    pub fn begin(
        conn: &mut Conn,
        owner: UserId,
        details: &VideoDetails,
        new: &NewUpload,
        most_open: i64,
        (now, expires_at): (Timestamp, Timestamp),
    ) -> Result<Option<Upload>> {
        lock(conn, owner)?;
        if Upload::open_of_user(conn, owner)? >= most_open {
            return Ok(None);
        }
        check_quota(Upload::bytes_of_user(conn, owner)?, new.bytes, new.quota_bytes)?;
        let channel = chosen_channel(conn, owner, new.channel.as_deref())?;
        let video = insert(conn, channel, details, new.uuid, VideoState::Uploading, now)?;
        diesel::insert_into(uploads::table)
            .values((
                uploads::uuid.eq(new.uuid),
                uploads::user_id.eq(owner),
                uploads::video_id.eq(video),
                uploads::bytes.eq(new.bytes),
                uploads::received.eq(0_i64),
                uploads::created_at.eq(now),
                uploads::expires_at.eq(expires_at),
            ))
            .execute(conn)?;
        search::index(conn, video)?;
        Ok(Some(Upload::find_own(conn, owner, new.uuid)?))
    }

    /// Keeps what its client said of it, as it was said.
    pub fn keep_metadata(conn: &mut Conn, upload: Uuid, metadata: &str) -> QueryResult<()> {
        let row = uploads::table.filter(uploads::uuid.eq(upload));
        diesel::update(row).set(uploads::metadata.eq(metadata)).execute(conn).map(drop)
    }

    /// One of this person's own with the state of its video; anybody else's is not found.
    pub fn with_state(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<(Upload, VideoState)> {
        uploads::table
            .inner_join(videos::table)
            .filter(uploads::user_id.eq(owner))
            .filter(uploads::uuid.eq(uuid))
            .select((Upload::as_select(), videos::state))
            .first(conn)
    }

    /// Notes how much has arrived, and that there is time again for the rest. One that is gone meanwhile is not found.
    pub fn note_received(conn: &mut Conn, upload: Uuid, received: i64, expires_at: Timestamp) -> Result<()> {
        let noted = diesel::update(uploads::table.filter(uploads::uuid.eq(upload)))
            .set((uploads::received.eq(received), uploads::expires_at.eq(expires_at)))
            .execute(conn)?;
        if noted == 0 { Err(diesel::NotFound.into()) } else { Ok(()) }
    }

    /// Hands a file that has arrived whole to the task that makes it a video. Said again, it changes nothing.
    pub fn complete(conn: &mut Conn, upload: &Upload, now: Timestamp) -> Result<Completion> {
        let arrived = videos::table.find(upload.video_id).filter(videos::state.eq(VideoState::Uploading));
        let changed = diesel::update(arrived)
            .set((videos::state.eq(VideoState::Processing), videos::updated_at.eq(now)))
            .execute(conn)?;
        if changed == 0 {
            return Ok(Completion::Unchanged);
        }
        Upload::note_received(conn, upload.uuid, upload.bytes, now.plus_days(KEPT_DAYS))?;
        Task::ProcessVideo { video: upload.video_id }.enqueue(conn, expected_ms(upload.bytes), now)?;
        Ok(Completion::Done)
    }

    /// Gives an unfinished upload up, with its video; its file goes with the task for that. One that is finished stays.
    pub fn give_up(conn: &mut Conn, upload: &Upload, now: Timestamp) -> Result<Completion> {
        let unfinished = videos::table.find(upload.video_id).filter(videos::state.eq(VideoState::Uploading));
        // A change that changes nothing holds the row, so that it cannot be finished meanwhile.
        let held = diesel::update(unfinished).set(videos::updated_at.eq(now)).execute(conn)?;
        if held == 0 {
            return Ok(Completion::Unchanged);
        }
        Video::delete(conn, upload.video_id, now)?;
        Ok(Completion::Done)
    }

    /// Those whose time for the rest is over, a few at a time.
    pub fn overdue(conn: &mut Conn, now: Timestamp, limit: i64) -> QueryResult<Vec<Upload>> {
        uploads::table
            .inner_join(videos::table)
            .filter(videos::state.eq(VideoState::Uploading))
            .filter(uploads::expires_at.le(now))
            .order(uploads::id)
            .limit(limit)
            .select(Upload::as_select())
            .load(conn)
    }

    /// Whether the time for the rest is over.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}
