//! The language in which a video speaks.

use diesel::prelude::*;

use super::Video;
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::videos;
use crate::text::language::Language;

impl Video {
    pub fn set_language(conn: &mut Conn, id: VideoId, language: &Language) -> QueryResult<()> {
        diesel::update(videos::table.find(id)).set(videos::language.eq(language.as_str())).execute(conn)?;
        Ok(())
    }
}
