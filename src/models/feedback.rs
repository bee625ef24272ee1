//! "Not interested" in a video and "less" of a channel, by people with an account. They fade after sixty days.

mod turned_down;

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::schema::feedback;
use crate::db::types::FeedbackKind;
use crate::on_each;

/// What a viewer has against a video: the video itself, or the channel it is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opinion {
    NotInterested(VideoId),
    LessOf(ChannelId),
}

impl Opinion {
    /// Notes it; said again, it is new again.
    pub fn note(self, conn: &mut Conn, user: UserId, now: Timestamp) -> QueryResult<()> {
        let common =
            (feedback::user_id.eq(user), feedback::kind.eq(self.kind()), feedback::created_at.eq(now));
        match self {
            Self::NotInterested(video) => on_each!(conn, |conn| diesel::insert_into(feedback::table)
                .values((common, feedback::video_id.eq(Some(video))))
                .on_conflict((feedback::user_id, feedback::video_id))
                .do_update()
                .set(feedback::created_at.eq(now))
                .execute(conn))?,
            Self::LessOf(channel) => on_each!(conn, |conn| diesel::insert_into(feedback::table)
                .values((common, feedback::channel_id.eq(Some(channel))))
                .on_conflict((feedback::user_id, feedback::channel_id))
                .do_update()
                .set(feedback::created_at.eq(now))
                .execute(conn))?,
        };
        Ok(())
    }

    /// Takes it back; what was never said is no error.
    pub fn withdraw(self, conn: &mut Conn, user: UserId) -> QueryResult<()> {
        let own = feedback::table.filter(feedback::user_id.eq(user));
        match self {
            Self::NotInterested(video) => {
                diesel::delete(own.filter(feedback::video_id.eq(video))).execute(conn)?
            }
            Self::LessOf(channel) => {
                diesel::delete(own.filter(feedback::channel_id.eq(channel))).execute(conn)?
            }
        };
        Ok(())
    }

    /// Everything this person has said, with the moment.
    pub fn of_user(conn: &mut Conn, user: UserId) -> QueryResult<Vec<(Self, Timestamp)>> {
        let rows: Vec<(Option<VideoId>, Option<ChannelId>, Timestamp)> = feedback::table
            .filter(feedback::user_id.eq(user))
            .select((feedback::video_id, feedback::channel_id, feedback::created_at))
            .load(conn)?;
        let opinions = rows.into_iter().filter_map(|(video, channel, at)| {
            let opinion = video.map(Self::NotInterested).or_else(|| channel.map(Self::LessOf))?;
            Some((opinion, at))
        });
        Ok(opinions.collect())
    }

    fn kind(self) -> FeedbackKind {
        match self {
            Self::NotInterested(_) => FeedbackKind::NotInterested,
            Self::LessOf(_) => FeedbackKind::Less,
        }
    }
}
