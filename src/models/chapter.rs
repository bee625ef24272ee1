//! Chapters of a video. Its creator's own come before those in its description, and those before its file's.

use diesel::prelude::*;

use super::video::Video;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::chapters;
use crate::db::types::ChapterOrigin;
use crate::error::{Invalid, Result};
use crate::text::chapters::{self as list, ChapterMark};

/// The chapters that are shown, and where they come from; none, then from nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chapters {
    pub origin: Option<ChapterOrigin>,
    pub marks: Vec<ChapterMark>,
}

/// What a creator typed. Made only by [`ChapterDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterDetails {
    marks: Vec<ChapterMark>,
}

impl ChapterDetails {
    pub fn parse(text: &str, duration_ms: i64) -> Result<Self, Invalid> {
        match list::parse(text, duration_ms) {
            Ok(marks) => Ok(Self { marks }),
            Err(refused) => Err(Invalid::field("chapters", refused.to_string())),
        }
    }
}

impl ChapterDetails {
    /// The same list as somebody would type it: a chapter is what it is there, and is refused as it is there.
    pub fn of_marks(marks: &[ChapterMark], duration_ms: i64) -> Result<Self, Invalid> {
        Self::parse(&list::lines(marks), duration_ms)
    }
}

impl Chapters {
    pub fn of_video(conn: &mut Conn, video: &Video) -> QueryResult<Chapters> {
        let stored = stored(conn, video)?;
        let own = of(&stored, ChapterOrigin::Creator);
        if own.is_empty() {
            return Ok(automatic(video, &stored));
        }
        Ok(Chapters { origin: Some(ChapterOrigin::Creator), marks: own })
    }

    /// Takes the creator's own list for one of their videos. An empty one, or one that says what is shown without it, is none.
    pub fn set_own(conn: &mut Conn, owner: UserId, uuid: Uuid, details: &ChapterDetails) -> Result<()> {
        let video = Video::find_own(conn, owner, uuid)?;
        let automatic = automatic(&video, &stored(conn, &video)?);
        let marks: &[ChapterMark] =
            if details.marks == automatic.marks { &[] } else { details.marks.as_slice() };
        Ok(replace(conn, video.id, ChapterOrigin::Creator, marks)?)
    }

    /// Notes what the file of a video names.
    pub fn set_of_file(conn: &mut Conn, video: VideoId, marks: &[ChapterMark]) -> QueryResult<()> {
        replace(conn, video, ChapterOrigin::File, marks)
    }
}

/// What is shown where the creator has typed nothing.
fn automatic(video: &Video, stored: &[(ChapterOrigin, ChapterMark)]) -> Chapters {
    let described = within(video, list::of_description(&video.description));
    if !described.is_empty() {
        return Chapters { origin: Some(ChapterOrigin::Description), marks: described };
    }
    let of_file = of(stored, ChapterOrigin::File);
    Chapters { origin: (!of_file.is_empty()).then_some(ChapterOrigin::File), marks: of_file }
}

fn stored(conn: &mut Conn, video: &Video) -> QueryResult<Vec<(ChapterOrigin, ChapterMark)>> {
    let rows: Vec<(ChapterOrigin, i64, String)> = chapters::table
        .filter(chapters::video_id.eq(video.id))
        .order((chapters::origin, chapters::start_ms))
        .select((chapters::origin, chapters::start_ms, chapters::title))
        .load(conn)?;
    let marks = rows.into_iter().map(|(origin, start_ms, title)| (origin, ChapterMark { start_ms, title }));
    Ok(marks.filter(|(_, mark)| is_within(video, mark)).collect())
}

fn of(stored: &[(ChapterOrigin, ChapterMark)], wanted: ChapterOrigin) -> Vec<ChapterMark> {
    stored.iter().filter(|(origin, _)| *origin == wanted).map(|(_, mark)| mark.clone()).collect()
}

fn within(video: &Video, marks: Vec<ChapterMark>) -> Vec<ChapterMark> {
    marks.into_iter().filter(|mark| is_within(video, mark)).collect()
}

/// A description may speak of a longer cut, and a damaged file of what is missing.
fn is_within(video: &Video, mark: &ChapterMark) -> bool {
    video.duration_ms == 0 || mark.start_ms < video.duration_ms
}

fn replace(conn: &mut Conn, video: VideoId, origin: ChapterOrigin, marks: &[ChapterMark]) -> QueryResult<()> {
    diesel::delete(chapters::table.filter(chapters::video_id.eq(video)).filter(chapters::origin.eq(origin)))
        .execute(conn)?;
    for mark in marks {
        diesel::insert_into(chapters::table)
            .values((
                chapters::video_id.eq(video),
                chapters::origin.eq(origin),
                chapters::start_ms.eq(mark.start_ms),
                chapters::title.eq(&mark.title),
            ))
            .execute(conn)?;
    }
    Ok(())
}
