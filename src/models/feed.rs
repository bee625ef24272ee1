//! The recommender's rows: what it is told at start and what it hands back to be kept.
//!
//! The engine knows no database; here its plain structs become rows and back. Its ids are ours.

mod knowledge;
mod shown;
mod watches;

use std::collections::HashMap;

use diesel::prelude::*;

pub use self::knowledge::{load as load_knowledge, store as store_knowledge};
pub use self::shown::lists_until;
pub use self::watches::{LEAST_VIEWS, counted_watches_of, site_views, watchers_after};
use super::feedback::Opinion;
use super::subscription::Subscription;
use super::video::{AT_ONCE, Among, listed};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::schema::{channels, video_tags, videos, watch_events};
use crate::db::types::{Privacy, VideoState};
use crate::recommender::{self, Listed, PastWatch, VideoFeatures, Watch, counts_as_view};

/// As many of somebody's watches as the recommender keeps.
const PAST_WATCHES: i64 = 200;
const DESCRIPTION_CHARACTERS: usize = 2000;

#[derive(HasQuery)]
#[diesel(base_query = videos::table.inner_join(channels::table), table_name = videos)]
struct Row {
    id: VideoId,
    channel_id: ChannelId,
    title: String,
    description: String,
    language: Option<String>,
    privacy: Privacy,
    state: VideoState,
    blocked_at: Option<Timestamp>,
    published_at: Option<Timestamp>,
    created_at: Timestamp,
    duration_ms: i64,
    #[diesel(select_expression = channels::display_name)]
    channel_name: String,
}

/// What the recommender must know of the next videos after this one, in the order of their ids.
pub fn videos_after(conn: &mut Conn, after: VideoId, limit: i64) -> QueryResult<Vec<VideoFeatures>> {
    let rows: Vec<Row> =
        Row::query().filter(videos::id.gt(after)).order(videos::id).limit(limit).load(conn)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let tags = video_tags::table
        .filter(video_tags::video_id.ge(first.id))
        .filter(video_tags::video_id.le(last.id))
        .select((video_tags::video_id, video_tags::tag))
        .load(conn)?;
    Ok(features(rows, tags))
}

/// The same of these videos; one that is gone is left out.
pub fn videos_among(conn: &mut Conn, ids: &[VideoId]) -> QueryResult<Vec<VideoFeatures>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<Row> = Row::query().filter(Among::of(some)).load(conn)?;
        let tags = video_tags::table
            .filter(video_tags::video_id.eq_any(some.to_vec()))
            .select((video_tags::video_id, video_tags::tag))
            .load(conn)?;
        found.extend(features(rows, tags));
    }
    Ok(found)
}

/// The videos that were written since then, by whichever process.
pub fn changed_since(conn: &mut Conn, since: Timestamp) -> QueryResult<Vec<VideoId>> {
    videos::table
        .filter(
            videos::updated_at.ge(since).or(videos::published_at.ge(since)).or(videos::blocked_at.ge(since)),
        )
        .order(videos::id)
        .select(videos::id)
        .load(conn)
}

/// Somebody's playbacks, counted or not, the latest first.
fn latest_watches(conn: &mut Conn, user: UserId, most: i64) -> QueryResult<Vec<(VideoId, Timestamp, Watch)>> {
    let rows: Vec<(VideoId, Timestamp, i64, i64)> = watch_events::table
        .filter(watch_events::user_id.eq(user))
        .order(watch_events::created_at.desc())
        .select((
            watch_events::video_id,
            watch_events::created_at,
            watch_events::watched_ms,
            watch_events::duration_ms,
        ))
        .limit(most)
        .load(conn)?;
    let watch = |(video, at, watched_ms, duration_ms)| (video, at, Watch { watched_ms, duration_ms });
    Ok(rows.into_iter().map(watch).collect())
}

/// What is stored of somebody's taste.
pub fn history_of(conn: &mut Conn, user: UserId) -> QueryResult<recommender::History> {
    let mut history = recommender::History::default();
    for (video, at, watch) in latest_watches(conn, user, PAST_WATCHES)? {
        // What was only glanced at was never counted, and may be counted still.
        if counts_as_view(watch, None, at.millis()) {
            history.watches.push(PastWatch { video: of_video(video), at_ms: at.millis(), watch });
        }
    }
    for (opinion, at) in Opinion::of_user(conn, user)? {
        match opinion {
            Opinion::NotInterested(video) => history.not_interested.push((of_video(video), at.millis())),
            Opinion::LessOf(channel) => history.less_from.push((of_channel(channel), at.millis())),
        }
    }
    Ok(history)
}

/// The channels that somebody follows.
pub fn subscriptions_of(conn: &mut Conn, user: UserId) -> QueryResult<Vec<recommender::ChannelId>> {
    Ok(Subscription::channels_of(conn, user)?.into_iter().map(of_channel).collect())
}

/// The titles of those of these videos that everybody may find: what a reason may name.
pub fn titles(conn: &mut Conn, ids: &[VideoId]) -> QueryResult<HashMap<VideoId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(VideoId, String)> = videos::table
        .filter(Among::of(ids))
        .filter(listed())
        .select((videos::id, videos::title))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn of_video(id: VideoId) -> recommender::VideoId {
    recommender::VideoId(id.0)
}

pub fn of_channel(id: ChannelId) -> recommender::ChannelId {
    recommender::ChannelId(id.0)
}

fn features(rows: Vec<Row>, tags: Vec<(VideoId, String)>) -> Vec<VideoFeatures> {
    let mut tags_of: HashMap<VideoId, Vec<String>> = HashMap::new();
    for (video, tag) in tags {
        tags_of.entry(video).or_default().push(tag);
    }
    rows.into_iter().map(|row| row.features(&mut tags_of)).collect()
}

impl Row {
    fn features(self, tags: &mut HashMap<VideoId, Vec<String>>) -> VideoFeatures {
        let is_listed = self.privacy == Privacy::Public
            && self.state == VideoState::Published
            && self.blocked_at.is_none();
        VideoFeatures {
            id: of_video(self.id),
            channel: of_channel(self.channel_id),
            channel_name: self.channel_name,
            title: self.title,
            description: self.description.chars().take(DESCRIPTION_CHARACTERS).collect(),
            tags: tags.remove(&self.id).unwrap_or_default(),
            language: self.language.unwrap_or_default(),
            duration_ms: self.duration_ms,
            published_at_ms: self.published_at.unwrap_or(self.created_at).millis(),
            listed: if is_listed { Listed::Yes } else { Listed::No },
        }
    }
}
