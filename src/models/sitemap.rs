//! What search engines are told of: everything that everybody may find, in an order that does not change as more arrives.

use diesel::prelude::*;

use super::page_number::PageNumber;
use super::playlist::Playlist;
use super::video::{Audience, PublishedMedia, listed};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::Uuid;
use crate::db::schema::{channels, videos};

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = videos)]
pub struct SitemapVideo {
    pub uuid: Uuid,
    pub title: String,
    pub description: String,
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub duration_ms: i64,
    pub views: i64,
    pub media_version: Option<String>,
    pub media_epoch: i64,
    pub poster: Option<String>,
}

/// One file of the map.
#[derive(Debug, Clone)]
pub struct Sitemap {
    pub videos: Vec<SitemapVideo>,
    /// The handles of channels on which something may be found.
    pub channels: Vec<String>,
    pub playlists: Vec<Uuid>,
}

impl Sitemap {
    /// How many pages of this size there are; there is always a first one.
    pub fn pages(conn: &mut Conn, size: i64) -> QueryResult<i64> {
        let videos: i64 = videos::table.filter(listed()).count().get_result(conn)?;
        let channels: i64 = channels::table
            .filter(channels::id.eq_any(videos::table.filter(listed()).select(videos::channel_id)))
            .count()
            .get_result(conn)?;
        let playlists = Playlist::count_in_sitemap(conn)?;
        Ok((videos.max(channels).max(playlists) + size - 1).div_euclid(size).max(1))
    }

    pub fn page(conn: &mut Conn, page: PageNumber) -> QueryResult<Sitemap> {
        Ok(Sitemap {
            videos: SitemapVideo::query()
                .filter(listed())
                .order(videos::id)
                .limit(page.size())
                .offset(page.offset())
                .load(conn)?,
            channels: channels::table
                .filter(channels::id.eq_any(videos::table.filter(listed()).select(videos::channel_id)))
                .order(channels::id)
                .limit(page.size())
                .offset(page.offset())
                .select(channels::handle)
                .load(conn)?,
            playlists: Playlist::in_sitemap(conn, page)?,
        })
    }
}

impl SitemapVideo {
    /// None before the first files are ready.
    pub fn media(&self) -> Option<PublishedMedia> {
        Some(PublishedMedia {
            uuid: self.uuid,
            version: self.media_version.clone()?,
            epoch: self.media_epoch,
            // What is not for everyone is not in the map.
            audience: Audience::Everyone,
            poster: self.poster.clone(),
            until: None,
        })
    }
}
