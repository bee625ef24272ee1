//! The renditions of a video's stream: a row for each quality of the picture and for each sound, so that one can be added or dropped later.
//!
//! All of a ladder appear in one transaction, so whoever finds one may link to the master playlist.

use diesel::prelude::*;

use super::media_file::MediaFile;
use super::processing::Publication;
use super::{Upload, Video};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::media_files;
use crate::db::types::MediaKind;
use crate::error::Result;
use crate::models::task::Task;
use crate::on_each;

/// The small pictures come after every file that waits to become watchable, and before the next ladder.
const STORYBOARD_MS: i64 = 3_600_000;

/// One file of the stream.
#[derive(Debug, Clone, PartialEq, HasQuery)]
#[diesel(table_name = media_files)]
pub struct Rendition {
    /// [`MediaKind::Video`] or [`MediaKind::Audio`].
    pub kind: MediaKind,
    pub name: String,
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub codec: Option<String>,
    /// The codec as browsers know it, such as `avc1.64001F`.
    pub codecs: Option<String>,
    pub language: Option<String>,
    pub bytes: i64,
    /// In bits a second: at most, and on average.
    pub bandwidth: Option<i64>,
    pub average_bandwidth: Option<i64>,
    pub frame_rate: Option<f64>,
}

impl MediaFile {
    /// The stream of a version: its pictures from the largest, then its sounds. Nothing where there is no stream.
    pub fn renditions(conn: &mut Conn, video: VideoId, version: &str) -> QueryResult<Vec<Rendition>> {
        Rendition::query()
            .filter(media_files::video_id.eq(video))
            .filter(media_files::version.eq(version))
            .filter(media_files::kind.eq_any([MediaKind::Video, MediaKind::Audio]))
            .order((media_files::kind.desc(), media_files::height.desc(), media_files::id))
            .load(conn)
    }
}

impl Rendition {
    /// The playlist that leads to all others.
    pub fn master_name(uuid: &Uuid) -> String {
        format!("{uuid}-master.m3u8")
    }

    /// The quality as people call it: 720 for 1280x720 and for 720x1280. None for sound.
    pub fn quality(&self) -> Option<i32> {
        Some(self.width?.min(self.height?))
    }

    fn add(&self, conn: &mut Conn, video: VideoId, version: &str) -> QueryResult<()> {
        let values = (
            media_files::video_id.eq(video),
            media_files::version.eq(version),
            media_files::kind.eq(self.kind),
            media_files::name.eq(&self.name),
            (media_files::width.eq(self.width), media_files::height.eq(self.height)),
            (media_files::codec.eq(&self.codec), media_files::codecs.eq(&self.codecs)),
            media_files::language.eq(&self.language),
            media_files::bytes.eq(self.bytes),
            media_files::bandwidth.eq(self.bandwidth),
            media_files::average_bandwidth.eq(self.average_bandwidth),
            media_files::frame_rate.eq(self.frame_rate),
        );
        on_each!(conn, |conn| diesel::insert_into(media_files::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn))?;
        Ok(())
    }
}

impl Video {
    /// Adds a whole stream to the version it was made for, if that is still the published one, and lets go of the received file.
    pub fn add_ladder(
        conn: &mut Conn,
        id: VideoId,
        version: &str,
        renditions: &[Rendition],
        now: Timestamp,
    ) -> Result<Publication> {
        let Some(video) = Video::find(conn, id).optional()? else { return Ok(Publication::Unwanted) };
        if video.media_version.as_deref() != Some(version) {
            return Ok(Publication::Unwanted);
        }
        for rendition in renditions {
            rendition.add(conn, id, version)?;
        }
        Upload::release_after_use(conn, id)?;
        Task::MakeStoryboard { video: id }.enqueue(conn, STORYBOARD_MS, now)?;
        Ok(Publication::Done)
    }
}
