//! Uploads: a file that has arrived, the video it becomes and the task that makes it one, all in one step.
//!
//! Those that arrive in pieces are in `resumable`, what one person's files may take is in `quota`.

use diesel::prelude::*;

use super::quota::{check_quota, lock};
use super::{Video, VideoDetails, watch_path};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UploadId, UserId, Uuid, VideoId};
use crate::db::schema::{channels, uploads, video_tags, videos};
use crate::db::types::{RecommendationPolicy, VideoState};
use crate::error::{Invalid, Result};
use crate::models::search;
use crate::models::task::Task;
use crate::text::markdown;

/// How long a file waits for another attempt when its processing failed by our own fault.
pub(super) const KEPT_DAYS: i64 = 7;
/// Copying a file is about this fast, in bytes a millisecond.
const BYTES_PER_MS: i64 = 20_000;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = uploads)]
pub struct Upload {
    pub id: UploadId,
    pub uuid: Uuid,
    pub user_id: UserId,
    pub video_id: VideoId,
    /// How large the file is, once it is whole.
    pub bytes: i64,
    /// How much of it lies in the incoming folder, as far as was noted; 0 once it was used or refused.
    pub received: i64,
    /// Whether it waits to take the place of the file that the video shows.
    pub replaces: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// Whether the file stays beside what was made of it.
    pub keep_original: bool,
    /// What its client said of it, to be told again.
    pub metadata: Option<String>,
}

/// A file that has arrived whole, or will.
#[derive(Debug, Clone)]
pub struct NewUpload {
    /// Names the file in the incoming folder, the upload and, where it makes a new one, the video alike.
    pub uuid: Uuid,
    pub bytes: i64,
    /// The handle of one of the uploader's channels; None for their first.
    pub channel: Option<String>,
    /// What one person's files may take in all.
    pub quota_bytes: i64,
}

impl Upload {
    /// What the video is made from, or was.
    pub fn of_video(conn: &mut Conn, video: VideoId) -> QueryResult<Option<Upload>> {
        let used = Upload::query().filter(uploads::video_id.eq(video)).filter(uploads::replaces.eq(false));
        used.order(uploads::id.desc()).first(conn).optional()
    }

    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<Upload> {
        Upload::query().filter(uploads::user_id.eq(owner)).filter(uploads::uuid.eq(uuid)).first(conn)
    }
}

impl Video {
    /// Makes a video of a file that has arrived, and the task that prepares it.
    pub fn upload(
        conn: &mut Conn,
        owner: UserId,
        details: &VideoDetails,
        upload: &NewUpload,
        now: Timestamp,
    ) -> Result<Video> {
        lock(conn, owner)?;
        let stored = Upload::bytes_of_user(conn, owner)?;
        check_quota(stored, upload.bytes, upload.quota_bytes)?;
        let channel = chosen_channel(conn, owner, upload.channel.as_deref())?;
        let video = insert(conn, channel, details, upload.uuid, VideoState::Processing, now)?;
        write_row(conn, owner, video, upload, Place::Empty, now)?;
        search::index(conn, video)?;
        Task::ProcessVideo { video }.enqueue(conn, expected_ms(upload.bytes), now)?;
        Ok(Video::find(conn, video)?)
    }
}

/// Only for putting the shortest task first.
pub(super) fn expected_ms(bytes: i64) -> i64 {
    bytes / BYTES_PER_MS
}

/// Where a received file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The video has no file yet.
    Empty,
    /// Another file is shown until this one is ready.
    Taken,
}

/// Notes a file in the incoming folder.
pub(super) fn write_row(
    conn: &mut Conn,
    owner: UserId,
    video: VideoId,
    upload: &NewUpload,
    place: Place,
    now: Timestamp,
) -> QueryResult<()> {
    diesel::insert_into(uploads::table)
        .values((
            uploads::uuid.eq(upload.uuid),
            uploads::user_id.eq(owner),
            uploads::video_id.eq(video),
            uploads::bytes.eq(upload.bytes),
            uploads::received.eq(upload.bytes),
            uploads::replaces.eq(place == Place::Taken),
            uploads::created_at.eq(now),
            uploads::expires_at.eq(now.plus_days(KEPT_DAYS)),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn chosen_channel(conn: &mut Conn, owner: UserId, handle: Option<&str>) -> Result<ChannelId> {
    let own = channels::table.filter(channels::user_id.eq(owner)).order(channels::id).select(channels::id);
    let found = match handle {
        Some(handle) => own.filter(channels::handle.eq(handle)).first(conn).optional()?,
        None => own.first(conn).optional()?,
    };
    found.ok_or_else(|| Invalid::field("channel", "Choose one of your channels.").into())
}

pub(super) fn insert(
    conn: &mut Conn,
    channel: ChannelId,
    details: &VideoDetails,
    uuid: Uuid,
    state: VideoState,
    now: Timestamp,
) -> Result<VideoId> {
    let html = markdown::to_html_with_times(&details.description, &watch_path(&uuid));
    let id: VideoId = diesel::insert_into(videos::table)
        .values((
            videos::uuid.eq(uuid),
            videos::channel_id.eq(channel),
            videos::title.eq(&details.title),
            (videos::description.eq(&details.description), videos::description_html.eq(html.as_str())),
            videos::privacy.eq(details.privacy),
            videos::sensitive.eq(false),
            videos::state.eq(state),
            (videos::created_at.eq(now), videos::updated_at.eq(now)),
            (videos::duration_ms.eq(0_i64), videos::width.eq(0), videos::height.eq(0)),
            videos::media_epoch.eq(0_i64),
            (videos::comments_enabled.eq(true), videos::downloads_enabled.eq(true)),
            (videos::views.eq(0_i64), videos::likes.eq(0_i64), videos::dislikes.eq(0_i64)),
            videos::comments.eq(0_i64),
            videos::recommendation_policy.eq(RecommendationPolicy::Any),
        ))
        .returning(videos::id)
        .get_result(conn)?;
    write_tags(conn, id, &details.tags)?;
    Ok(id)
}

/// Makes these the video's tags.
pub(super) fn write_tags(conn: &mut Conn, video: VideoId, tags: &[String]) -> QueryResult<()> {
    diesel::delete(video_tags::table.filter(video_tags::video_id.eq(video))).execute(conn)?;
    for tag in tags {
        diesel::insert_into(video_tags::table)
            .values((video_tags::video_id.eq(video), video_tags::tag.eq(tag)))
            .execute(conn)?;
    }
    Ok(())
}
