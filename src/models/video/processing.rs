//! From a received file to a published video, or to the reason why not.

use diesel::prelude::*;

use super::Video;
use super::media_file::{MediaFile, NewMediaFile};
use super::upload::Upload;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::{channels, users, videos};
use crate::db::types::{VideoState, WebhookEvent};
use crate::error::Result;
use crate::models::chapter::Chapters;
use crate::models::task::{LATER_MS, Task};
use crate::models::webhook;
use crate::text::chapters::ChapterMark;

/// How long a stream in several qualities takes at the least, for the order of tasks: it comes after the further pictures.
pub const LADDER_MS: i64 = 2 * LATER_MS;
const DISABLED: &str = "The account was disabled while this video was being prepared.";

/// The files of a version that is stored and can be shown.
#[derive(Debug, Clone)]
pub struct NewVersion {
    pub version: String,
    pub files: Vec<NewMediaFile>,
    pub duration_ms: i64,
    pub width: i32,
    pub height: i32,
    pub poster: Option<String>,
    /// As the received file names them.
    pub chapters: Vec<ChapterMark>,
    /// What its creator should know: the file was cut off.
    pub note: Option<String>,
    /// What becomes of the received file once nothing more is made from it.
    pub received: ReceivedFile,
    pub ladder: LadderPlan,
}

/// Whether the version is to be followed by a stream in several qualities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LadderPlan {
    None,
    /// With how long it will take, for the order of tasks.
    Build {
        expected_ms: i64,
    },
}

/// What became of a version that was to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    Done,
    /// The video is gone, published already, or may no longer be: the files are nobody's.
    Unwanted,
}

/// What happens to the received file when it was used or failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReceivedFile {
    Dropped,
    /// An administrator may try again, or the site keeps originals.
    Kept,
}

impl Video {
    /// Whether there is something to do for this video: its file waits whole, or failed by our own fault and is tried again.
    pub fn awaits_processing(&self) -> bool {
        matches!(self.state, VideoState::Processing | VideoState::Failed)
    }

    /// Whether the account behind the video is disabled.
    pub fn owner_is_disabled(conn: &mut Conn, id: VideoId) -> QueryResult<bool> {
        let disabled_at: Option<Timestamp> = videos::table
            .inner_join(channels::table.inner_join(users::table))
            .filter(videos::id.eq(id))
            .select(users::disabled_at)
            .first(conn)?;
        Ok(disabled_at.is_some())
    }

    /// Shows the stored version to whoever may see the video.
    pub fn publish(conn: &mut Conn, id: VideoId, new: &NewVersion, now: Timestamp) -> Result<Publication> {
        let Some(video) = Video::find(conn, id).optional()? else { return Ok(Publication::Unwanted) };
        if !video.awaits_processing() {
            return Ok(Publication::Unwanted);
        }
        if Video::owner_is_disabled(conn, id)? {
            Video::fail(conn, id, DISABLED, ReceivedFile::Dropped, now)?;
            return Ok(Publication::Unwanted);
        }
        diesel::update(videos::table.find(id))
            .set((
                videos::state.eq(VideoState::Published),
                videos::media_version.eq(&new.version),
                videos::duration_ms.eq(new.duration_ms),
                (videos::width.eq(new.width), videos::height.eq(new.height)),
                videos::poster.eq(&new.poster),
                videos::note.eq(&new.note),
                videos::published_at.eq(video.published_at.unwrap_or(now)),
                videos::updated_at.eq(now),
            ))
            .execute(conn)?;
        Video::add_version(conn, id, new, now)?;
        let published = Video::find(conn, id)?;
        webhook::video(conn, WebhookEvent::VideoPublished, &published, now)?;
        Ok(Publication::Done)
    }

    /// Writes the rows of a version's files, and enqueues what is made from them afterwards.
    pub(super) fn add_version(conn: &mut Conn, id: VideoId, new: &NewVersion, now: Timestamp) -> Result<()> {
        for file in &new.files {
            MediaFile::add(conn, id, &new.version, file)?;
        }
        Chapters::set_of_file(conn, id, &new.chapters)?;
        match (new.received, new.ladder) {
            (ReceivedFile::Kept, _) => Upload::keep(conn, id)?,
            (ReceivedFile::Dropped, LadderPlan::None) => Upload::release(conn, id)?,
            // It is what the ladder is made from.
            (ReceivedFile::Dropped, LadderPlan::Build { .. }) => {}
        }
        Task::MakePosters { video: id }.enqueue(conn, LATER_MS, now)?;
        if let LadderPlan::Build { expected_ms } = new.ladder {
            let priority = LADDER_MS.saturating_add(expected_ms);
            Task::BuildLadder { video: id }.enqueue(conn, priority, now)?;
        }
        Ok(())
    }

    /// Notes why nothing came of the file, in a sentence for its creator. One that is published, or still arriving, is left as it is.
    pub fn fail(
        conn: &mut Conn,
        id: VideoId,
        note: &str,
        received: ReceivedFile,
        now: Timestamp,
    ) -> Result<()> {
        let changed = diesel::update(videos::table.find(id).filter(videos::state.eq(VideoState::Processing)))
            .set((videos::state.eq(VideoState::Failed), videos::note.eq(note), videos::updated_at.eq(now)))
            .execute(conn)?;
        if changed > 0 {
            let failed = Video::find(conn, id)?;
            webhook::video(conn, WebhookEvent::VideoFailed, &failed, now)?;
        }
        if received == ReceivedFile::Dropped {
            Upload::release(conn, id)?;
        }
        Ok(())
    }

    /// The versions that are to be found in storage, of those of these videos that exist.
    pub fn stored_versions(conn: &mut Conn, uuids: &[Uuid]) -> QueryResult<Vec<(Uuid, Option<String>)>> {
        videos::table
            .filter(videos::uuid.eq_any(uuids.to_vec()))
            .select((videos::uuid, videos::media_version))
            .load(conn)
    }

    /// Adds further files, if the version they were made for is still the published one.
    pub fn add_files(
        conn: &mut Conn,
        id: VideoId,
        version: &str,
        files: &[NewMediaFile],
    ) -> Result<Publication> {
        let Some(video) = Video::find(conn, id).optional()? else { return Ok(Publication::Unwanted) };
        if video.media_version.as_deref() != Some(version) {
            return Ok(Publication::Unwanted);
        }
        for file in files {
            MediaFile::add(conn, id, version, file)?;
        }
        Ok(Publication::Done)
    }
}
