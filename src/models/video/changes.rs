//! What a creator and a moderator may do to a video that is there.
//!
//! Whatever narrows who may see it raises `media_epoch`, so that every address given out before stops working.

use diesel::prelude::*;

use super::upload::{chosen_channel, write_tags};
use super::{Video, VideoDetails, watch_path};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{UserId, Uuid, VideoId};
use crate::db::schema::{media_files, videos};
use crate::db::types::{VideoState, WebhookEvent};
use crate::error::Result;
use crate::models::task::Task;
use crate::models::{search, webhook};
use crate::text::markdown;

impl Video {
    /// Changes what the creator says of one of their own; anybody else's is not found. `channel` is the handle of another of
    /// the creator's channels to move it to.
    pub fn update_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &VideoDetails,
        channel: Option<&str>,
        now: Timestamp,
    ) -> Result<Video> {
        let video = Video::find_own(conn, owner, uuid)?;
        let channel = match channel {
            Some(handle) => chosen_channel(conn, owner, Some(handle))?,
            None => video.channel_id,
        };
        let policy = details.recommendation_policy.unwrap_or(video.recommendation_policy);
        let html = markdown::to_html_with_times(&details.description, &watch_path(&uuid));
        let epoch = video.media_epoch + i64::from(video.privacy != details.privacy);
        diesel::update(videos::table.find(video.id))
            .set((
                videos::channel_id.eq(channel),
                videos::title.eq(&details.title),
                videos::description.eq(&details.description),
                videos::description_html.eq(html.as_str()),
                videos::privacy.eq(details.privacy),
                videos::recommendation_policy.eq(policy),
                videos::media_epoch.eq(epoch),
                videos::updated_at.eq(now),
            ))
            .execute(conn)?;
        write_tags(conn, video.id, &details.tags)?;
        search::index(conn, video.id)?;
        Ok(Video::find(conn, video.id)?)
    }

    /// Takes another picture, one of those that the stored files offer. A picture of the creator's own that it takes the place
    /// of is removed.
    pub fn set_poster(conn: &mut Conn, video: &Video, poster: &str, now: Timestamp) -> Result<()> {
        diesel::update(videos::table.find(video.id))
            .set((videos::poster.eq(poster), videos::updated_at.eq(now)))
            .execute(conn)?;
        let replaced = video.poster.as_ref().filter(|old| *old != poster && Video::is_own_poster(old));
        let (Some(old), Some(version)) = (replaced, &video.media_version) else { return Ok(()) };
        let names = Video::poster_files(&video.uuid, old);
        let rows = media_files::table.filter(media_files::video_id.eq(video.id));
        diesel::delete(rows.filter(media_files::name.eq_any(names.clone()))).execute(conn)?;
        let keys = names.into_iter().map(|name| format!("media/{}/{version}/{name}", video.uuid)).collect();
        Task::RemoveStored { keys }.enqueue(conn, 100, now)?;
        Ok(())
    }

    /// Whether a value of `poster` names a picture that its creator sent, rather than one taken from the video.
    pub fn is_own_poster(poster: &str) -> bool {
        poster.parse::<u8>().is_err()
    }

    /// The names of a picture's files, in its two sizes.
    pub fn poster_files(uuid: &Uuid, poster: &str) -> [String; 2] {
        ["poster", "card"].map(|what| format!("{uuid}-{what}-{poster}.jpg"))
    }

    /// Removes one of this person's own, and in time its files.
    pub fn delete_own(conn: &mut Conn, owner: UserId, uuid: Uuid, now: Timestamp) -> Result<VideoId> {
        let video = Video::find_own(conn, owner, uuid)?;
        Video::delete(conn, video.id, now)?;
        Ok(video.id)
    }

    /// Removes a video with everything that was said about it, and in time its files. One that is gone is not found.
    pub fn delete(conn: &mut Conn, id: VideoId, now: Timestamp) -> Result<()> {
        let video = Video::find(conn, id)?;
        search::remove(conn, id)?;
        if diesel::delete(videos::table.find(id)).execute(conn)? == 0 {
            return Err(diesel::NotFound.into());
        }
        Task::PurgeFiles { uuid: video.uuid.to_string() }.enqueue(conn, 100, now)?;
        // An upload that was broken off was never a video to anybody.
        if video.state != VideoState::Uploading {
            webhook::video(conn, WebhookEvent::VideoDeleted, &video, now)?;
        }
        Ok(())
    }

    /// Hides a video from everybody but moderators.
    pub fn block(conn: &mut Conn, id: VideoId, now: Timestamp) -> Result<()> {
        let blocked = diesel::update(videos::table.find(id).filter(videos::blocked_at.is_null()))
            .set((
                videos::blocked_at.eq(now),
                videos::media_epoch.eq(videos::media_epoch + 1),
                videos::updated_at.eq(now),
            ))
            .execute(conn)?;
        if blocked == 0 { Err(diesel::NotFound.into()) } else { Ok(()) }
    }

    pub fn unblock(conn: &mut Conn, id: VideoId, now: Timestamp) -> Result<()> {
        let unblocked = diesel::update(videos::table.find(id).filter(videos::blocked_at.is_not_null()))
            .set((
                videos::blocked_at.eq(None::<Timestamp>),
                videos::media_epoch.eq(videos::media_epoch + 1),
                videos::updated_at.eq(now),
            ))
            .execute(conn)?;
        if unblocked == 0 { Err(diesel::NotFound.into()) } else { Ok(()) }
    }
}
