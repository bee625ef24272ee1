//! Reports: what people bring to the moderators' notice.
//!
//! Only what the reporter may see can be reported, and a report gives nothing of it back.

use diesel::prelude::*;

use super::comment::Comment;
use super::video::{Video, VideoRef};
use super::viewer::{SignedIn, Viewer};
use super::webhook;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, ReportId, UserId, Uuid, VideoId};
use crate::db::schema::reports;
use crate::db::types::{ReportReason, ReportState};
use crate::error::{Invalid, Result};
use crate::text::plain;

const TEXT_CHARACTERS: usize = 2000;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = reports)]
pub struct Report {
    pub id: ReportId,
    pub uuid: Uuid,
    pub user_id: UserId,
    pub video_id: Option<VideoId>,
    pub comment_id: Option<CommentId>,
    pub reason: ReportReason,
    pub text: String,
    pub state: ReportState,
    pub created_at: Timestamp,
}

/// What is reported, by its public name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportSubject {
    Video(VideoRef),
    Comment(Uuid),
}

/// A subject that this viewer may see.
#[derive(Debug, Clone)]
pub enum Reportable {
    Video(Video),
    Comment(Comment, Video),
}

/// What a reporter says. Made only by [`ReportDetails::parse`].
#[derive(Debug, Clone)]
pub struct ReportDetails {
    reason: ReportReason,
    text: String,
}

impl ReportDetails {
    pub fn parse(reason: &str, text: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let reason = invalid.take(
            ReportReason::parse(reason).ok_or_else(|| Invalid::field("reason", "Choose what is wrong.")),
        );
        let text = invalid.take(parse_text(text));
        match (reason, text) {
            (Some(reason), Some(text)) => Ok(Self { reason, text }),
            _ => Err(invalid),
        }
    }
}

impl ReportSubject {
    /// As this viewer may see it; what they may not see is not found.
    pub fn find(self, conn: &mut Conn, viewer: &Viewer) -> QueryResult<Reportable> {
        match self {
            Self::Video(video) => Video::visible_to(conn, viewer, video).map(Reportable::Video),
            Self::Comment(comment) => Comment::readable_by(conn, viewer, comment)
                .map(|(comment, video)| Reportable::Comment(comment, video)),
        }
    }
}

impl Report {
    /// Brings a subject to the moderators. One open report a person and subject is enough: a further one changes nothing.
    pub fn create(
        conn: &mut Conn,
        reporter: &SignedIn,
        subject: ReportSubject,
        details: &ReportDetails,
        now: Timestamp,
    ) -> Result<Reportable> {
        let subject = subject.find(conn, &Viewer::SignedIn(reporter.clone()))?;
        let (video, comment) = match &subject {
            Reportable::Video(video) => (Some(video.id), None),
            Reportable::Comment(comment, _) => (None, Some(comment.id)),
        };
        if !is_open(conn, reporter.id, video, comment)? {
            let uuid = Uuid::random();
            diesel::insert_into(reports::table)
                .values((
                    reports::uuid.eq(uuid),
                    reports::user_id.eq(reporter.id),
                    reports::video_id.eq(video),
                    reports::comment_id.eq(comment),
                    reports::reason.eq(details.reason),
                    reports::text.eq(&details.text),
                    reports::state.eq(ReportState::Open),
                    reports::created_at.eq(now),
                ))
                .execute(conn)?;
            webhook::report(conn, uuid, details.reason, &subject, now)?;
        }
        Ok(subject)
    }
}

fn is_open(
    conn: &mut Conn,
    reporter: UserId,
    video: Option<VideoId>,
    comment: Option<CommentId>,
) -> QueryResult<bool> {
    let open: Vec<(Option<VideoId>, Option<CommentId>)> = reports::table
        .filter(reports::user_id.eq(reporter))
        .filter(reports::state.eq(ReportState::Open))
        .filter(reports::video_id.eq(video).or(reports::comment_id.eq(comment)))
        .select((reports::video_id, reports::comment_id))
        .load(conn)?;
    Ok(open.contains(&(video, comment)))
}

fn parse_text(text: &str) -> Result<String, Invalid> {
    let text = plain::clean_text(text);
    if text.chars().count() > TEXT_CHARACTERS {
        return Err(Invalid::field("text", "Keep it to 2,000 characters."));
    }
    Ok(text)
}
