//! How much one person's files take: what is published, what waits to be, and what an unfinished upload has been promised.
//!
//! The user's row is locked while it is counted, so that two uploads that fit only alone cannot both pass.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{DirectUpload, Upload};
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::{captions, channels, media_files, uploads, users, videos};
use crate::db::types::VideoState;
use crate::error::{Error, Invalid, Result};
use crate::text::words;

impl Upload {
    /// The published files, their captions, those that wait, and the whole of what is still arriving in pieces, here or in the bucket.
    pub fn bytes_of_user(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
        let published: i64 = media_files::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(channels::user_id.eq(user))
            .select(sql::<BigInt>("CAST(COALESCE(SUM(media_files.bytes), 0) AS BIGINT)"))
            .first(conn)?;
        let waiting: i64 = uploads::table
            .inner_join(videos::table)
            .filter(uploads::user_id.eq(user))
            .select(sql::<BigInt>(
                "CAST(COALESCE(SUM(CASE videos.state WHEN 'uploading' THEN uploads.bytes ELSE uploads.received END), 0) AS BIGINT)",
            ))
            .first(conn)?;
        let said: i64 = captions::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(channels::user_id.eq(user))
            .select(sql::<BigInt>("CAST(COALESCE(SUM(captions.bytes), 0) AS BIGINT)"))
            .first(conn)?;
        Ok(published + waiting + said + DirectUpload::bytes_of_user(conn, user)?)
    }

    /// How many of this person's uploads are still arriving in pieces.
    pub fn open_of_user(conn: &mut Conn, user: UserId) -> QueryResult<i64> {
        uploads::table
            .inner_join(videos::table)
            .filter(uploads::user_id.eq(user))
            .filter(videos::state.eq(VideoState::Uploading))
            .count()
            .get_result(conn)
    }
}

/// Refuses a file that does not fit beside what is stored.
pub fn check_quota(stored: i64, bytes: i64, quota: i64) -> Result<(), Invalid> {
    if stored.saturating_add(bytes) <= quota {
        return Ok(());
    }
    let left = words::bytes(u64::try_from(quota - stored).unwrap_or(0));
    let size = words::bytes(u64::try_from(bytes).unwrap_or(0));
    Err(Invalid::field(
        "file",
        format!("This file ({size}) does not fit: you have {left} left. Delete a video to make room."),
    ))
}

/// A change that changes nothing holds the row until the transaction ends, on both databases.
pub(super) fn lock(conn: &mut Conn, user: UserId) -> Result<()> {
    let locked = diesel::update(users::table.find(user).filter(users::disabled_at.is_null()))
        .set(users::session_epoch.eq(users::session_epoch))
        .execute(conn)?;
    if locked == 0 { Err(Error::NotFound) } else { Ok(()) }
}
