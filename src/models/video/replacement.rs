//! Another file for a video that is there: its address, its comments and its numbers stay. The old file plays until the new one is
//! ready; a new file that is refused leaves everything as it was.

use diesel::prelude::*;

use super::processing::{NewVersion, Publication};
use super::quota::{check_quota, lock};
use super::upload::{self, Place, Upload};
use super::{NewUpload, Video};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::{media_files, uploads, videos};
use crate::db::types::VideoState;
use crate::error::{Invalid, Result};
use crate::models::task::{Task, TaskRow};

impl Video {
    /// Notes a file that is to take the place of the present one, and the task that prepares it.
    pub fn replace_file(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        new: &NewUpload,
        now: Timestamp,
    ) -> Result<Video> {
        lock(conn, owner)?;
        let video = Video::find_own(conn, owner, uuid)?;
        if video.state != VideoState::Published {
            return Err(Invalid::field("file", "Wait until the video can be watched.").into());
        }
        if video.replacement(conn)?.is_some() {
            return Err(Invalid::field("file", "Another file is being prepared already.").into());
        }
        check_quota(Upload::bytes_of_user(conn, owner)?, new.bytes, new.quota_bytes)?;
        upload::write_row(conn, owner, video.id, new, Place::Taken, now)?;
        diesel::update(videos::table.find(video.id)).set(videos::note.eq(None::<String>)).execute(conn)?;
        let task = Task::ReplaceFile { video: video.id, upload: new.uuid.to_string() };
        task.enqueue(conn, upload::expected_ms(new.bytes), now)?;
        Ok(video)
    }

    /// The task that prepares another file for this video, if one waits or runs.
    pub fn replacement(&self, conn: &mut Conn) -> Result<Option<TaskRow>> {
        let Some(upload) = Upload::replacing(conn, self.id)? else { return Ok(None) };
        let task = Task::ReplaceFile { video: self.id, upload: upload.uuid.to_string() }.latest(conn)?;
        Ok(task.filter(TaskRow::is_unfinished))
    }

    /// Shows the new version in the place of the old one, whose files are removed in time.
    pub fn replace_version(
        conn: &mut Conn,
        id: VideoId,
        upload: Uuid,
        new: &NewVersion,
        now: Timestamp,
    ) -> Result<Publication> {
        let Some(video) = Video::find(conn, id).optional()? else { return Ok(Publication::Unwanted) };
        let is_published = video.state == VideoState::Published;
        let Some(old) = video.media_version.filter(|_| is_published) else {
            return Ok(Publication::Unwanted);
        };
        diesel::update(videos::table.find(id))
            .set((
                videos::media_version.eq(&new.version),
                videos::duration_ms.eq(new.duration_ms),
                (videos::width.eq(new.width), videos::height.eq(new.height)),
                videos::poster.eq(&new.poster),
                videos::note.eq(&new.note),
                videos::updated_at.eq(now),
            ))
            .execute(conn)?;
        let old_files = media_files::table.filter(media_files::video_id.eq(id));
        diesel::delete(old_files.filter(media_files::version.eq(&old))).execute(conn)?;
        Task::RemoveStored { keys: vec![format!("media/{}/{old}", video.uuid)] }.enqueue(conn, 100, now)?;
        Upload::take_the_place(conn, id, upload)?;
        Video::add_version(conn, id, new, now)?;
        Ok(Publication::Done)
    }

    /// Notes why nothing came of the new file, and that it is no longer kept.
    pub fn keep_old_file(
        conn: &mut Conn,
        id: VideoId,
        upload: Uuid,
        why: &str,
        now: Timestamp,
    ) -> QueryResult<()> {
        let note = format!("The new file was not used, and the old one stays: {why}");
        diesel::update(videos::table.find(id))
            .set((videos::note.eq(note), videos::updated_at.eq(now)))
            .execute(conn)?;
        Upload::give_way(conn, upload)
    }
}

impl Upload {
    pub fn find(conn: &mut Conn, uuid: Uuid) -> QueryResult<Option<Upload>> {
        Upload::query().filter(uploads::uuid.eq(uuid)).first(conn).optional()
    }

    /// The file that waits to take the place of the one that is shown.
    fn replacing(conn: &mut Conn, video: VideoId) -> QueryResult<Option<Upload>> {
        Upload::query()
            .filter(uploads::video_id.eq(video))
            .filter(uploads::replaces.eq(true))
            .first(conn)
            .optional()
    }

    /// The videos of this person that wait for another file.
    pub fn replacing_of_user(conn: &mut Conn, owner: UserId) -> QueryResult<Vec<VideoId>> {
        let own = uploads::table.filter(uploads::user_id.eq(owner)).filter(uploads::replaces.eq(true));
        own.select(uploads::video_id).load(conn)
    }

    /// From now on this is what the video is made from. Those before it go, also where originals are kept: nothing shows them.
    fn take_the_place(conn: &mut Conn, video: VideoId, newest: Uuid) -> QueryResult<()> {
        let others = uploads::table.filter(uploads::video_id.eq(video)).filter(uploads::uuid.ne(newest));
        diesel::update(others).set(uploads::received.eq(0_i64)).execute(conn)?;
        diesel::update(uploads::table.filter(uploads::uuid.eq(newest)))
            .set(uploads::replaces.eq(false))
            .execute(conn)?;
        Ok(())
    }

    /// Nothing came of it.
    fn give_way(conn: &mut Conn, upload: Uuid) -> QueryResult<()> {
        diesel::delete(uploads::table.filter(uploads::uuid.eq(upload)).filter(uploads::replaces.eq(true)))
            .execute(conn)?;
        Ok(())
    }
}
