//! How large the site is, as everybody may know it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::playlist::Playlist;
use super::video::listed;
use crate::db::Conn;
use crate::db::schema::{channels, users, videos};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SiteSize {
    pub people: i64,
    pub channels: i64,
    /// Those that everybody may find.
    pub playlists: i64,
    /// What everybody may find, and the views and comments of that.
    pub videos: i64,
    pub views: i64,
    pub comments: i64,
}

impl SiteSize {
    pub fn count(conn: &mut Conn) -> QueryResult<SiteSize> {
        let sum = |column| sql::<BigInt>(&format!("CAST(COALESCE(SUM(videos.{column}), 0) AS BIGINT)"));
        let (videos, views, comments) = videos::table
            .filter(listed())
            .select((sql::<BigInt>("COUNT(*)"), sum("views"), sum("comments")))
            .first(conn)?;
        Ok(SiteSize {
            people: users::table.filter(users::disabled_at.is_null()).count().get_result(conn)?,
            channels: channels::table.count().get_result(conn)?,
            playlists: Playlist::count_listed(conn)?,
            videos,
            views,
            comments,
        })
    }
}
