//! What people brought to the moderators' notice, and how it ends.
//!
//! To take something down is to block a video or to hide a comment: a wrong decision can be taken back, and the report keeps saying
//! what it was about. All open reports of one subject end together.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::comments::{self as admin_comments, CommentAction, CommentedVideo};
use super::videos::{self as admin_videos, VideoAction};
use super::{Condition, Listed, Person, Wanted, choices};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{CommentId, Uuid, VideoId};
use crate::db::schema::{comments, reports, users, videos};
use crate::db::types::{AuditAction, AuditSubject, ReportState};
use crate::error::{Error, Result};
use crate::models::audit::{Actor, Deed};
use crate::models::comment::Comment;
use crate::models::like::lower;
use crate::models::report::Report;
use crate::models::video::Video;

choices! {
    ReportFilter {
        All = "" "Everything",
        Open = "open" "Open",
        Accepted = "accepted" "Taken down",
        Rejected = "rejected" "Nothing wrong",
    }
}

choices! {
    ReportAction {
        Remove = "remove" "Take down and close",
        Dismiss = "dismiss" "Nothing wrong, close",
        Reopen = "reopen" "Reopen",
    }
}

#[derive(Debug, Clone)]
pub struct ListedReport {
    pub report: Report,
    pub reporter: Person,
    pub subject: ReportedSubject,
}

#[derive(Debug, Clone)]
pub enum ReportedSubject {
    Video(CommentedVideo),
    /// The comment's public name, its words, and the video under which it stands.
    Comment(Uuid, String, CommentedVideo),
    /// It went between two queries.
    Gone,
}

/// The open ones first, then the latest.
pub fn list(conn: &mut Conn, wanted: &Wanted<ReportFilter>) -> QueryResult<Listed<ListedReport>> {
    let source = reports::table.inner_join(users::table);
    let total = source.filter(standing(wanted.filter)).filter(saying(wanted)).count().get_result(conn)?;
    let rows: Vec<(Report, Person)> = source
        .filter(standing(wanted.filter))
        .filter(saying(wanted))
        .order((reports::state.ne(ReportState::Open), reports::created_at.desc(), reports::id.desc()))
        .limit(wanted.page.limit())
        .offset(wanted.page.offset())
        .select((Report::as_select(), Person::as_select()))
        .load(conn)?;
    let videos = reported_videos(conn, rows.iter().filter_map(|(report, _)| report.video_id).collect())?;
    let comments =
        reported_comments(conn, rows.iter().filter_map(|(report, _)| report.comment_id).collect())?;
    let subject = |report: &Report| {
        let video = report.video_id.and_then(|id| videos.get(&id).cloned()).map(ReportedSubject::Video);
        let comment = report.comment_id.and_then(|id| comments.get(&id).cloned());
        let comment = comment.map(|(uuid, body, video)| ReportedSubject::Comment(uuid, body, video));
        video.or(comment).unwrap_or(ReportedSubject::Gone)
    };
    Ok(Listed::of(wanted.page, rows, total).map(|(report, reporter)| ListedReport {
        subject: subject(&report),
        report,
        reporter,
    }))
}

/// What a decision changed.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    pub reports: usize,
    pub videos: Vec<(VideoId, Uuid)>,
}

pub fn change(
    conn: &mut Conn,
    actor: &Actor,
    uuids: &[Uuid],
    action: ReportAction,
    now: Timestamp,
) -> Result<Decided> {
    let named: Vec<Report> =
        Report::query().filter(reports::uuid.eq_any(uuids.to_vec())).order(reports::id).load(conn)?;
    if named.len() != uuids.len() {
        return Err(Error::NotFound);
    }
    let mut decided = Decided::default();
    for report in &named {
        match action {
            ReportAction::Remove => take_down(conn, actor, report, &mut decided, now)?,
            ReportAction::Dismiss => {
                decided.reports += usize::from(close(conn, actor, report, ReportState::Rejected, now)?);
            }
            ReportAction::Reopen => decided.reports += usize::from(reopen(conn, actor, report, now)?),
        }
    }
    Ok(decided)
}

fn take_down(
    conn: &mut Conn,
    actor: &Actor,
    report: &Report,
    decided: &mut Decided,
    now: Timestamp,
) -> Result<()> {
    if let Some(id) = report.video_id {
        let video = Video::find(conn, id)?;
        if admin_videos::apply(conn, actor, &video, VideoAction::Block, now)? {
            decided.videos.push((video.id, video.uuid));
        }
    }
    if let Some(id) = report.comment_id {
        let comment = Comment::find(conn, id)?;
        admin_comments::apply(conn, actor, &comment, CommentAction::Hide, now)?;
    }
    let same: Vec<Report> = Report::query()
        .filter(reports::video_id.eq(report.video_id).or(reports::comment_id.eq(report.comment_id)))
        .filter(reports::state.eq(ReportState::Open).or(reports::id.eq(report.id)))
        .order(reports::id)
        .load(conn)?;
    for report in &same {
        decided.reports += usize::from(close(conn, actor, report, ReportState::Accepted, now)?);
    }
    Ok(())
}

/// False where it ended so already.
fn close(
    conn: &mut Conn,
    actor: &Actor,
    report: &Report,
    state: ReportState,
    now: Timestamp,
) -> QueryResult<bool> {
    let closed = diesel::update(reports::table.find(report.id).filter(reports::state.ne(state)))
        .set((reports::state.eq(state), reports::handled_by.eq(actor.user.id), reports::handled_at.eq(now)))
        .execute(conn)?;
    let action = match state {
        ReportState::Accepted => AuditAction::Accept,
        ReportState::Rejected => AuditAction::Dismiss,
        ReportState::Open => AuditAction::Reopen,
    };
    note(conn, actor, report, (action, state), closed, now)
}

fn reopen(conn: &mut Conn, actor: &Actor, report: &Report, now: Timestamp) -> QueryResult<bool> {
    let opened = diesel::update(reports::table.find(report.id).filter(reports::state.ne(ReportState::Open)))
        .set((
            reports::state.eq(ReportState::Open),
            reports::handled_by.eq(None::<crate::db::ids::UserId>),
            reports::handled_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    note(conn, actor, report, (AuditAction::Reopen, ReportState::Open), opened, now)
}

fn note(
    conn: &mut Conn,
    actor: &Actor,
    report: &Report,
    (action, state): (AuditAction, ReportState),
    changed: usize,
    now: Timestamp,
) -> QueryResult<bool> {
    if changed == 0 {
        return Ok(false);
    }
    let (before, after) = (report.state.as_str(), state.as_str());
    Deed { action, kind: AuditSubject::Report, uuid: report.uuid.as_str(), before, after }
        .record(conn, actor, now)?;
    Ok(true)
}

type Source = diesel::helper_types::InnerJoinQuerySource<reports::table, users::table>;

fn standing(filter: ReportFilter) -> Condition<Source> {
    match filter {
        ReportFilter::All => Box::new(true.into_sql::<Bool>()),
        ReportFilter::Open => Box::new(reports::state.eq(ReportState::Open)),
        ReportFilter::Accepted => Box::new(reports::state.eq(ReportState::Accepted)),
        ReportFilter::Rejected => Box::new(reports::state.eq(ReportState::Rejected)),
    }
}

fn saying(wanted: &Wanted<ReportFilter>) -> Condition<Source> {
    let contains = || lower(wanted.pattern());
    let text = lower(reports::text).like(contains()).escape('\\');
    Box::new(text.or(lower(users::handle).like(contains()).escape('\\')))
}

fn reported_videos(conn: &mut Conn, ids: Vec<VideoId>) -> QueryResult<HashMap<VideoId, CommentedVideo>> {
    let rows: Vec<(VideoId, CommentedVideo)> = videos::table
        .filter(videos::id.eq_any(ids))
        .select((videos::id, CommentedVideo::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

type ReportedComment = (Uuid, String, CommentedVideo);

fn reported_comments(
    conn: &mut Conn,
    ids: Vec<CommentId>,
) -> QueryResult<HashMap<CommentId, ReportedComment>> {
    let rows: Vec<(CommentId, ReportedComment)> = comments::table
        .inner_join(videos::table)
        .filter(comments::id.eq_any(ids))
        .select((comments::id, (comments::uuid, comments::body, CommentedVideo::as_select())))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
