//! All videos, whoever may see them, and what moderators may do to them.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Condition, Listed, Wanted, choices};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::{channels, videos};
use crate::db::types::{AuditAction, AuditSubject, Privacy, VideoState};
use crate::error::{Error, Result};
use crate::models::audit::{Actor, Deed};
use crate::models::like::lower;
use crate::models::video::{Video, VideoCard};

choices! {
    VideoFilter {
        All = "" "Everything",
        Published = "published" "Published",
        Processing = "processing" "Being prepared",
        Failed = "failed" "Failed",
        Blocked = "blocked" "Blocked",
        Public = "public" "Public",
        Unlisted = "unlisted" "Unlisted",
        Private = "private" "Private",
    }
}

choices! {
    VideoAction {
        Block = "block" "Block",
        Unblock = "unblock" "Unblock",
        Delete = "delete" "Delete",
    }
}

/// The latest first.
pub fn list(conn: &mut Conn, wanted: &Wanted<VideoFilter>) -> QueryResult<Listed<VideoCard>> {
    let source = videos::table.inner_join(channels::table);
    let total = source.filter(standing(wanted.filter)).filter(named(wanted)).count().get_result(conn)?;
    let cards = VideoCard::query()
        .filter(standing(wanted.filter))
        .filter(named(wanted))
        .order((videos::created_at.desc(), videos::id.desc()))
        .limit(wanted.page.limit())
        .offset(wanted.page.offset())
        .load(conn)?;
    Ok(Listed::of(wanted.page, cards, total))
}

/// All of these, in the order of their making; one that is not there makes all not found.
pub fn named_all(conn: &mut Conn, uuids: &[Uuid]) -> Result<Vec<Video>> {
    let found: Vec<Video> =
        Video::query().filter(videos::uuid.eq_any(uuids.to_vec())).order(videos::id).load(conn)?;
    if found.len() == uuids.len() { Ok(found) } else { Err(Error::NotFound) }
}

/// Answers what was changed.
pub fn change(
    conn: &mut Conn,
    actor: &Actor,
    uuids: &[Uuid],
    action: VideoAction,
    now: Timestamp,
) -> Result<Vec<(VideoId, Uuid)>> {
    let mut changed = Vec::new();
    for video in named_all(conn, uuids)? {
        if apply(conn, actor, &video, action, now)? {
            changed.push((video.id, video.uuid));
        }
    }
    Ok(changed)
}

/// False where it is so already.
pub(super) fn apply(
    conn: &mut Conn,
    actor: &Actor,
    video: &Video,
    action: VideoAction,
    now: Timestamp,
) -> Result<bool> {
    let is_blocked = video.blocked_at.is_some();
    let (audited, before, after) = match action {
        VideoAction::Block if is_blocked => return Ok(false),
        VideoAction::Unblock if !is_blocked => return Ok(false),
        VideoAction::Block => {
            Video::block(conn, video.id, now)?;
            (AuditAction::Block, "", "")
        }
        VideoAction::Unblock => {
            Video::unblock(conn, video.id, now)?;
            (AuditAction::Unblock, "", "")
        }
        VideoAction::Delete => {
            Video::delete(conn, video.id, now)?;
            // What the address no longer tells.
            (AuditAction::Delete, video.title.as_str(), "")
        }
    };
    let uuid = video.uuid.as_str();
    Deed { action: audited, kind: AuditSubject::Video, uuid, before, after }.record(conn, actor, now)?;
    Ok(true)
}

type Source = diesel::helper_types::InnerJoinQuerySource<videos::table, channels::table>;

fn standing(filter: VideoFilter) -> Condition<Source> {
    match filter {
        VideoFilter::All => Box::new(true.into_sql::<Bool>()),
        VideoFilter::Published => Box::new(videos::state.eq(VideoState::Published)),
        VideoFilter::Processing => {
            Box::new(videos::state.eq(VideoState::Processing).or(videos::state.eq(VideoState::Uploading)))
        }
        VideoFilter::Failed => Box::new(videos::state.eq(VideoState::Failed)),
        VideoFilter::Blocked => Box::new(videos::blocked_at.is_not_null()),
        VideoFilter::Public => Box::new(videos::privacy.eq(Privacy::Public)),
        VideoFilter::Unlisted => Box::new(videos::privacy.eq(Privacy::Unlisted)),
        VideoFilter::Private => Box::new(videos::privacy.eq(Privacy::Private)),
    }
}

fn named(wanted: &Wanted<VideoFilter>) -> Condition<Source> {
    let contains = || lower(wanted.pattern());
    let title = lower(videos::title).like(contains()).escape('\\');
    let channel = lower(channels::display_name).like(contains()).escape('\\');
    Box::new(title.or(channel).or(lower(channels::handle).like(contains()).escape('\\')))
}
