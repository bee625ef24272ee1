//! Captions of videos: one set for each language, as WebVTT of our own writing.
//!
//! A program may write captions too ([`VideoCaptions::add_generated`]); they give way to a creator's own and never take their place. Every
//! change brings the search index along. Who may see a video may read its captions.

use diesel::prelude::*;

use super::search;
use super::video::{Upload, Video, check_quota};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::captions;
use crate::error::{Error, Invalid, Result};
use crate::on_each;
use crate::text::captions::Captions;
use crate::text::{Language, plain};

const LABEL_CHARACTERS: usize = 50;
/// Sets of one video.
const MOST: i64 = 30;

/// One language of a video, without its words.
#[derive(Debug, Clone, PartialEq, Eq, HasQuery)]
#[diesel(table_name = captions)]
pub struct VideoCaptions {
    pub video_id: VideoId,
    pub language: String,
    /// What a player's menu calls it.
    pub label: String,
    pub bytes: i64,
    pub generated: bool,
    pub updated_at: Timestamp,
}

/// What a creator says of a set. Made only by [`CaptionsDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptionsDetails {
    pub language: Language,
    pub label: String,
}

/// A set with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCaptions {
    pub details: CaptionsDetails,
    webvtt: String,
    /// What one person's files may take in all.
    pub quota_bytes: i64,
}

impl CaptionsDetails {
    pub fn parse(language: &str, label: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let language = invalid.take(Language::parse(language).ok_or_else(|| {
            Invalid::field("language", "Write the language as a short tag, such as en, de or pt-BR.")
        }));
        let label = invalid.take(parse_label(label));
        match (language, label) {
            (Some(language), Some(label)) => Ok(Self { label: label_or_name(label, &language), language }),
            _ => Err(invalid),
        }
    }
}

impl NewCaptions {
    pub fn new(details: CaptionsDetails, captions: &Captions, quota_bytes: i64) -> Self {
        Self { details, webvtt: captions.to_webvtt(), quota_bytes }
    }

    fn bytes(&self) -> i64 {
        i64::try_from(self.webvtt.len()).unwrap_or(i64::MAX)
    }

    /// Refuses what does not fit beside the rest, and one language too many. What they take the place of does not count.
    fn check_room(&self, conn: &mut Conn, owner: UserId, video: VideoId) -> Result<()> {
        let all = VideoCaptions::of_video(conn, video)?;
        let (same, others): (Vec<_>, Vec<_>) =
            all.iter().partition(|set| set.language == self.details.language.as_str());
        let replaced: i64 = same.iter().map(|set| set.bytes).sum();
        check_quota(Upload::bytes_of_user(conn, owner)? - replaced, self.bytes(), self.quota_bytes)?;
        if i64::try_from(others.len()).unwrap_or(i64::MAX) >= MOST {
            let message = format!("A video has captions in at most {MOST} languages.");
            return Err(Invalid::field("", message).into());
        }
        Ok(())
    }
}

impl VideoCaptions {
    /// By the order of their tags.
    pub fn of_video(conn: &mut Conn, video: VideoId) -> QueryResult<Vec<VideoCaptions>> {
        VideoCaptions::query().filter(captions::video_id.eq(video)).order(captions::language).load(conn)
    }

    pub fn find(conn: &mut Conn, video: VideoId, language: &str) -> QueryResult<VideoCaptions> {
        VideoCaptions::query()
            .filter(captions::video_id.eq(video))
            .filter(captions::language.eq(language))
            .first(conn)
    }

    pub fn webvtt(conn: &mut Conn, video: VideoId, language: &str) -> QueryResult<String> {
        captions::table.find((video, language)).select(captions::webvtt).first(conn)
    }

    /// Everything that is said in a video, its creator's own words first: at most so many bytes.
    pub fn words(conn: &mut Conn, video: VideoId, most_bytes: usize) -> QueryResult<String> {
        let stored: Vec<String> = captions::table
            .filter(captions::video_id.eq(video))
            .order((captions::generated, captions::language))
            .select(captions::webvtt)
            .load(conn)?;
        let mut words = String::new();
        for webvtt in stored {
            let left = most_bytes.saturating_sub(words.len());
            if left == 0 {
                break;
            }
            match Captions::parse(webvtt.as_bytes()) {
                Ok(captions) => words.push_str(&captions.words(left)),
                Err(refused) => log::error!("stored captions of video {video} cannot be read: {refused}"),
            }
        }
        Ok(words)
    }

    /// Adds a language to one of this person's own videos, in place of what a program made of it.
    pub fn create_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        new: &NewCaptions,
        now: Timestamp,
    ) -> Result<()> {
        let (video, put) = put_where_there_is_room(conn, owner, uuid, new, now)?;
        if !put {
            let message = "There are captions in this language already. Replace them below.";
            return Err(Invalid::field("language", message).into());
        }
        Ok(search::index(conn, video)?)
    }

    /// Makes these the captions of their language, whatever stood there.
    pub fn put_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        new: &NewCaptions,
        now: Timestamp,
    ) -> Result<()> {
        let (video, put) = put_where_there_is_room(conn, owner, uuid, new, now)?;
        if !put {
            diesel::update(captions::table.find((video, new.details.language.as_str())))
                .set((
                    captions::label.eq(&new.details.label),
                    captions::webvtt.eq(&new.webvtt),
                    captions::bytes.eq(new.bytes()),
                    captions::updated_at.eq(now),
                ))
                .execute(conn)?;
        }
        Ok(search::index(conn, video)?)
    }

    /// Renames a set, and replaces its words where there are new ones. What a program made becomes the creator's own.
    pub fn update_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        language: &str,
        label: &str,
        words: Option<&NewCaptions>,
        now: Timestamp,
    ) -> Result<()> {
        let video = Video::find_own(conn, owner, uuid)?;
        let found = VideoCaptions::find(conn, video.id, language)?;
        let row = captions::table.find((video.id, language.to_owned()));
        diesel::update(row.clone())
            .set((captions::label.eq(label), captions::updated_at.eq(now)))
            .execute(conn)?;
        let Some(new) = words else { return Ok(()) };
        let stored = Upload::bytes_of_user(conn, owner)? - found.bytes;
        check_quota(stored, new.bytes(), new.quota_bytes)?;
        diesel::update(row)
            .set((
                captions::webvtt.eq(&new.webvtt),
                captions::bytes.eq(new.bytes()),
                captions::generated.eq(false),
            ))
            .execute(conn)?;
        Ok(search::index(conn, video.id)?)
    }

    pub fn delete_own(conn: &mut Conn, owner: UserId, uuid: Uuid, language: &str) -> Result<()> {
        let video = Video::find_own(conn, owner, uuid)?;
        let deleted = diesel::delete(captions::table.find((video.id, language))).execute(conn)?;
        if deleted == 0 {
            return Err(Error::NotFound);
        }
        Ok(search::index(conn, video.id)?)
    }

    /// Keeps what a program made of a video, unless the creator has their own in that language or the video is gone.
    pub fn add_generated(conn: &mut Conn, video: VideoId, new: &NewCaptions, now: Timestamp) -> Result<()> {
        if Video::find(conn, video).optional()?.is_none() {
            return Ok(());
        }
        if put_unless_own(conn, video, new, Maker::Program, now)? {
            search::index(conn, video)?;
        }
        Ok(())
    }
}

/// A label for a set that exists; an empty one is the language's name.
pub fn parse_label_of(language: &str, label: &str) -> Result<String, Invalid> {
    let language = Language::parse(language).unwrap_or_else(Language::undetermined);
    Ok(label_or_name(parse_label(label)?, &language))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Maker {
    Creator,
    Program,
}

/// The video, one of this person's own, and whether [`put_unless_own`] put these.
fn put_where_there_is_room(
    conn: &mut Conn,
    owner: UserId,
    uuid: Uuid,
    new: &NewCaptions,
    now: Timestamp,
) -> Result<(VideoId, bool)> {
    let video = Video::find_own(conn, owner, uuid)?.id;
    new.check_room(conn, owner, video)?;
    Ok((video, put_unless_own(conn, video, new, Maker::Creator, now)?))
}

/// False: the creator's own stand there.
fn put_unless_own(
    conn: &mut Conn,
    video: VideoId,
    new: &NewCaptions,
    maker: Maker,
    now: Timestamp,
) -> QueryResult<bool> {
    use diesel::query_dsl::methods::FilterDsl;
    let values = (
        captions::label.eq(&new.details.label),
        captions::webvtt.eq(&new.webvtt),
        captions::bytes.eq(new.bytes()),
        captions::generated.eq(maker == Maker::Program),
        captions::updated_at.eq(now),
    );
    let key = (captions::video_id.eq(video), captions::language.eq(new.details.language.as_str()));
    let written = on_each!(conn, |conn| diesel::insert_into(captions::table)
        .values((key, values))
        .on_conflict((captions::video_id, captions::language))
        .do_update()
        .set(values)
        .filter(captions::generated.eq(true))
        .execute(conn))?;
    Ok(written == 1)
}

fn parse_label(text: &str) -> Result<String, Invalid> {
    let label = plain::clean_line(text);
    if label.chars().count() > LABEL_CHARACTERS {
        return Err(Invalid::field("label", format!("A name has at most {LABEL_CHARACTERS} characters.")));
    }
    Ok(label)
}

fn label_or_name(label: String, language: &Language) -> String {
    if label.is_empty() { language.name().to_owned() } else { label }
}
