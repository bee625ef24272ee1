//! A video that was made before it came here keeps its date.

use diesel::prelude::*;

use super::Video;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::videos;

impl Video {
    /// Dates a video to when it was first shown elsewhere; publishing it here will not change that.
    pub fn backdate(conn: &mut Conn, id: VideoId, first_shown: Timestamp) -> QueryResult<()> {
        diesel::update(videos::table.find(id))
            .set((videos::created_at.eq(first_shown), videos::published_at.eq(first_shown)))
            .execute(conn)?;
        Ok(())
    }
}
