//! A creator's own videos, in whatever state.

use diesel::prelude::*;

use super::Video;
use crate::db::Conn;
use crate::db::ids::UserId;
use crate::db::schema::{channels, videos};
use crate::models::page_number::PageNumber;

impl Video {
    /// Everything of one person, the newest first.
    pub fn owned_by(conn: &mut Conn, owner: UserId, page: PageNumber) -> QueryResult<Vec<Video>> {
        videos::table
            .inner_join(channels::table)
            .filter(channels::user_id.eq(owner))
            .order((videos::created_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .select(Video::as_select())
            .load(conn)
    }
}
