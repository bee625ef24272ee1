//! What a creator decides about a video besides its words.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::videos;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoSettings {
    /// Whether it is for adults, or may upset.
    pub sensitive: bool,
    pub comments_enabled: bool,
    pub downloads_enabled: bool,
}

impl Default for VideoSettings {
    fn default() -> Self {
        Self { sensitive: false, comments_enabled: true, downloads_enabled: true }
    }
}

impl VideoSettings {
    /// In the transaction that has decided whose video it is.
    pub fn apply(self, conn: &mut Conn, video: VideoId) -> QueryResult<()> {
        diesel::update(videos::table.find(video))
            .set((
                videos::sensitive.eq(self.sensitive),
                videos::comments_enabled.eq(self.comments_enabled),
                videos::downloads_enabled.eq(self.downloads_enabled),
            ))
            .execute(conn)
            .map(drop)
    }
}
