//! What somebody turned down, as they read it and take it back.

use diesel::prelude::*;

use super::Opinion;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::schema::{channels, feedback, videos};
use crate::models::channel::Channel;
use crate::models::video::{VideoCard, VideoRef, viewable_by};
use crate::models::viewer::{SignedIn, Viewer};
use crate::models::window::Window;

/// The recommender keeps no more of them either.
const CHANNELS: i64 = 300;

impl Opinion {
    /// A stretch of the videos that do not interest this person, the latest first, as far as they may see them; and one more
    /// where there is more.
    pub fn videos_of(
        conn: &mut Conn,
        viewer: &SignedIn,
        window: Window,
    ) -> QueryResult<Vec<(VideoCard, Timestamp)>> {
        feedback::table
            .inner_join(videos::table.inner_join(channels::table))
            .filter(feedback::user_id.eq(viewer.id))
            .filter(viewable_by(&Viewer::SignedIn(viewer.clone())))
            .order((feedback::created_at.desc(), feedback::id.desc()))
            .limit(window.limit())
            .offset(window.offset())
            .select((VideoCard::as_select(), feedback::created_at))
            .load(conn)
    }

    /// The channels that they want less of, the latest first.
    pub fn channels_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<(Channel, Timestamp)>> {
        feedback::table
            .inner_join(channels::table)
            .filter(feedback::user_id.eq(user))
            .order((feedback::created_at.desc(), feedback::id.desc()))
            .limit(CHANNELS)
            .select((Channel::as_select(), feedback::created_at))
            .load(conn)
    }

    /// What this person themself said against a video; anything else is not found.
    pub fn find_of_video(conn: &mut Conn, user: UserId, video: VideoRef) -> QueryResult<Self> {
        let own = feedback::table.inner_join(videos::table).filter(feedback::user_id.eq(user));
        let video: VideoId = match video {
            VideoRef::Uuid(uuid) => own.filter(videos::uuid.eq(uuid)).select(videos::id).first(conn)?,
            VideoRef::Integer(id) => own.filter(videos::id.eq(id)).select(videos::id).first(conn)?,
        };
        Ok(Self::NotInterested(video))
    }

    /// The same of a channel.
    pub fn find_of_channel(conn: &mut Conn, user: UserId, handle: &str) -> QueryResult<Self> {
        let channel: ChannelId = feedback::table
            .inner_join(channels::table)
            .filter(feedback::user_id.eq(user))
            .filter(channels::handle.eq(handle))
            .select(channels::id)
            .first(conn)?;
        Ok(Self::LessOf(channel))
    }
}
