//! The stored files of a video: one row each, written with the version that holds them.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::ids::{MediaFileId, VideoId};
use crate::db::schema::media_files;
use crate::db::types::MediaKind;
use crate::on_each;

/// Every file is named after its video first.
const UUID_LENGTH: usize = 36;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = media_files)]
pub struct MediaFile {
    pub id: MediaFileId,
    pub kind: MediaKind,
    pub name: String,
    pub height: Option<i32>,
    pub codec: Option<String>,
    pub bytes: i64,
    pub frame_rate: Option<f64>,
}

/// A file that was just made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMediaFile {
    pub kind: MediaKind,
    pub name: String,
    pub height: Option<i32>,
    pub codec: Option<String>,
    pub bytes: i64,
    pub frame_rate: Option<f64>,
}

impl MediaFile {
    /// The quality of a rendition of the stream, as its file is named: the short side of its picture. None for other files.
    pub fn quality(&self) -> Option<u32> {
        let (_, rest) = self.name.split_at_checked(UUID_LENGTH)?;
        let quality = rest.strip_prefix('-')?.strip_suffix("-fragmented.mp4")?;
        quality.parse().ok().filter(|_| self.kind == MediaKind::Video)
    }

    /// Whether this is the stream's sound in its first language.
    pub fn is_main_sound(&self) -> bool {
        self.kind == MediaKind::Audio && self.name.ends_with("-0-fragmented.mp4")
    }

    pub fn of_version(conn: &mut Conn, video: VideoId, version: &str) -> QueryResult<Vec<MediaFile>> {
        MediaFile::query()
            .filter(media_files::video_id.eq(video))
            .filter(media_files::version.eq(version))
            .order(media_files::id)
            .load(conn)
    }

    /// The file that every browser plays.
    pub fn web(conn: &mut Conn, video: VideoId, version: &str) -> QueryResult<Option<MediaFile>> {
        MediaFile::query()
            .filter(media_files::video_id.eq(video))
            .filter(media_files::version.eq(version))
            .filter(media_files::kind.eq(MediaKind::Web))
            .first(conn)
            .optional()
    }

    /// A file that is there already stays as it is: a task may run twice.
    pub fn add(conn: &mut Conn, video: VideoId, version: &str, file: &NewMediaFile) -> QueryResult<()> {
        let values = (
            media_files::video_id.eq(video),
            media_files::version.eq(version),
            media_files::kind.eq(file.kind),
            media_files::name.eq(&file.name),
            media_files::height.eq(file.height),
            media_files::codec.eq(&file.codec),
            media_files::bytes.eq(file.bytes),
            media_files::frame_rate.eq(file.frame_rate),
        );
        on_each!(conn, |conn| diesel::insert_into(media_files::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(conn))?;
        Ok(())
    }
}

/// The values of `poster` that these files offer, in the order they were made: `1`, `2`, `3`, and names of uploaded ones.
pub fn poster_choices(files: &[MediaFile]) -> Vec<String> {
    let chosen = |file: &MediaFile| {
        let (_, rest) = file.name.split_once("-poster-")?;
        Some(rest.strip_suffix(".jpg")?.to_owned())
    };
    files.iter().filter(|file| file.kind == MediaKind::Poster).filter_map(chosen).collect()
}
