//! What feeds tell of videos beside the entry: the file that every player plays, and the tags.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{MediaFile, VideoEntry};
use crate::db::Conn;
use crate::db::ids::VideoId;
use crate::db::schema::{media_files, video_tags};
use crate::db::types::MediaKind;

#[derive(Debug, Clone, Default)]
pub struct FeedFacts {
    pub web: Option<MediaFile>,
    /// In alphabetical order.
    pub tags: Vec<String>,
}

impl FeedFacts {
    /// In two queries, however many videos.
    pub fn of(conn: &mut Conn, entries: &[VideoEntry]) -> QueryResult<HashMap<VideoId, FeedFacts>> {
        let ids: Vec<VideoId> = entries.iter().map(|entry| entry.video.id).collect();
        let files: Vec<(VideoId, String, MediaFile)> = media_files::table
            .filter(media_files::video_id.eq_any(ids.clone()))
            .filter(media_files::kind.eq(MediaKind::Web))
            .select((media_files::video_id, media_files::version, MediaFile::as_select()))
            .load(conn)?;
        let tags: Vec<(VideoId, String)> = video_tags::table
            .filter(video_tags::video_id.eq_any(ids))
            .order((video_tags::video_id, video_tags::tag))
            .select((video_tags::video_id, video_tags::tag))
            .load(conn)?;
        let mut facts: HashMap<VideoId, FeedFacts> = HashMap::new();
        for (id, tag) in tags {
            facts.entry(id).or_default().tags.push(tag);
        }
        let versions: HashMap<VideoId, Option<&String>> =
            entries.iter().map(|entry| (entry.video.id, entry.video.media_version.as_ref())).collect();
        for (id, version, file) in files {
            // A file of a version that is being replaced is not the one that plays.
            if versions.get(&id).copied().flatten() == Some(&version) {
                facts.entry(id).or_default().web = Some(file);
            }
        }
        Ok(facts)
    }
}
