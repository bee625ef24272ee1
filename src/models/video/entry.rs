//! A video as other programs read it: the row, its channel and whom that belongs to, in one query.

use std::collections::HashMap;

use diesel::prelude::*;

use super::among::{AT_ONCE, Among};
use super::{Video, VideoRef, listed, viewable_by};
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, VideoId};
use crate::db::schema::{channels, subscriptions, users, video_tags, videos};
use crate::models::channel::Channel;
use crate::models::like;
use crate::models::user::User;
use crate::models::viewer::Viewer;
use crate::models::window::Window;

#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = videos::table.inner_join(channels::table.inner_join(users::table)), table_name = videos)]
pub struct VideoEntry {
    #[diesel(embed)]
    pub video: Video,
    pub language: Option<String>,
    pub sensitive: bool,
    #[diesel(embed)]
    pub channel: Channel,
    #[diesel(embed)]
    pub owner: User,
}

/// Which videos: of those that everybody may find, unless more is said; nothing said means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VideoFilter {
    pub whose: Whose,
    /// Each of these words in the title.
    pub words: Vec<String>,
    pub channel: Option<ChannelId>,
    pub owner: Option<UserId>,
    /// On the channels that this person follows.
    pub follower: Option<UserId>,
    /// At least one of these.
    pub any_tag: Vec<String>,
    /// Each of these.
    pub every_tag: Vec<String>,
    pub languages: Vec<String>,
    pub sensitive: Option<bool>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// What everybody may find.
    #[default]
    Everybodys,
    /// All that this person uploaded, in whatever state, for them alone.
    Own(UserId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoSort {
    Published,
    Created,
    Updated,
    Views,
    Likes,
    Comments,
    Duration,
    Title,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

/// What the filter says. A macro, for a query of whole rows and one of their ids are of different types.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let filter: &VideoFilter = $filter;
        let mut query = $query.into_boxed();
        query = match filter.whose {
            Whose::Everybodys => query.filter(listed()),
            Whose::Own(owner) => query.filter(channels::user_id.eq(owner)),
        };
        for word in &filter.words {
            let contains = like::lower(like::containing(word));
            query = query.filter(like::lower(videos::title).like(contains).escape('\\'));
        }
        if let Some(channel) = filter.channel {
            query = query.filter(videos::channel_id.eq(channel));
        }
        if let Some(owner) = filter.owner {
            query = query.filter(channels::user_id.eq(owner));
        }
        if let Some(follower) = filter.follower {
            query = query.filter(videos::channel_id.eq_any(followed_by(follower)));
        }
        if !filter.any_tag.is_empty() {
            query = query.filter(videos::id.eq_any(tagged(filter.any_tag.clone())));
        }
        for tag in &filter.every_tag {
            query = query.filter(videos::id.eq_any(tagged(vec![tag.clone()])));
        }
        if !filter.languages.is_empty() {
            query = query.filter(videos::language.eq_any(filter.languages.clone()));
        }
        if let Some(sensitive) = filter.sensitive {
            query = query.filter(videos::sensitive.eq(sensitive));
        }
        query
    }};
}

impl VideoEntry {
    /// As this viewer may see it; what they may not see is not found.
    pub fn visible_to(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> QueryResult<VideoEntry> {
        let visible = VideoEntry::query().filter(viewable_by(viewer));
        match reference {
            VideoRef::Uuid(uuid) => visible.filter(videos::uuid.eq(uuid)).first(conn),
            // Integers can be counted through, so they find only what lists show anyway.
            VideoRef::Integer(id) => visible.filter(videos::id.eq(id)).filter(listed()).first(conn),
        }
    }

    /// One of this person's own, in whatever state; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, reference: VideoRef) -> QueryResult<VideoEntry> {
        let own = VideoEntry::query().filter(channels::user_id.eq(owner));
        match reference {
            VideoRef::Uuid(uuid) => own.filter(videos::uuid.eq(uuid)).first(conn),
            VideoRef::Integer(id) => own.filter(videos::id.eq(id)).first(conn),
        }
    }

    /// A stretch of what the filter says, and how many there are in all.
    pub fn listed(
        conn: &mut Conn,
        filter: &VideoFilter,
        (sort, direction): (VideoSort, Direction),
        window: Window,
    ) -> QueryResult<(i64, Vec<VideoEntry>)> {
        let query = filtered!(VideoEntry::query(), filter);
        macro_rules! by {
            ($column:expr) => {
                match direction {
                    Direction::Ascending => query.order(($column.asc(), videos::id.asc())),
                    Direction::Descending => query.order(($column.desc(), videos::id.desc())),
                }
            };
        }
        let sorted = match sort {
            VideoSort::Published => by!(videos::published_at),
            VideoSort::Created => by!(videos::created_at),
            VideoSort::Updated => by!(videos::updated_at),
            VideoSort::Views => by!(videos::views),
            VideoSort::Likes => by!(videos::likes),
            VideoSort::Comments => by!(videos::comments),
            VideoSort::Duration => by!(videos::duration_ms),
            VideoSort::Title => by!(videos::title),
        };
        let stretch = sorted.limit(window.size()).offset(window.offset()).load(conn)?;
        Ok((count(conn, filter)?, stretch))
    }

    /// The same with these few first, as far as the filter lets them through, and the rest by age.
    pub fn listed_led_by(
        conn: &mut Conn,
        filter: &VideoFilter,
        leading: &[VideoId],
        window: Window,
    ) -> QueryResult<(i64, Vec<VideoEntry>)> {
        let present: Vec<VideoId> = filtered!(videos::table.inner_join(channels::table), filter)
            .filter(videos::id.eq_any(leading.to_vec()))
            .select(videos::id)
            .load(conn)?;
        let leading: Vec<VideoId> = leading.iter().filter(|id| present.contains(id)).copied().collect();
        let first = window.of(&leading);
        let length = |ids: &[VideoId]| i64::try_from(ids.len()).unwrap_or(i64::MAX);
        let mut stretch = Self::listed_in_order(conn, first)?;
        let rest: Vec<VideoEntry> = filtered!(VideoEntry::query(), filter)
            .filter(videos::id.ne_all(present.clone()))
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(window.size() - length(first))
            .offset((window.offset() - length(&present)).max(0))
            .load(conn)?;
        stretch.extend(rest);
        Ok((count(conn, filter)?, stretch))
    }

    /// Those of these videos that everybody may find, in the order given.
    pub fn listed_in_order(conn: &mut Conn, ids: &[VideoId]) -> QueryResult<Vec<VideoEntry>> {
        let mut entries: Vec<VideoEntry> = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            entries.extend(VideoEntry::query().filter(Among::of(some)).filter(listed()).load(conn)?);
        }
        sort(&mut entries, ids);
        Ok(entries)
    }

    /// Those of these videos that this viewer may see, in the order given.
    pub fn viewable_in_order(
        conn: &mut Conn,
        viewer: &Viewer,
        ids: &[VideoId],
    ) -> QueryResult<Vec<VideoEntry>> {
        let mut entries: Vec<VideoEntry> = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let viewable = VideoEntry::query().filter(Among::of(some)).filter(viewable_by(viewer));
            entries.extend(viewable.load(conn)?);
        }
        sort(&mut entries, ids);
        Ok(entries)
    }
}

fn sort(entries: &mut [VideoEntry], ids: &[VideoId]) {
    let places: HashMap<VideoId, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    entries.sort_by_key(|entry| places.get(&entry.video.id).copied());
}

fn count(conn: &mut Conn, filter: &VideoFilter) -> QueryResult<i64> {
    filtered!(videos::table.inner_join(channels::table), filter).count().get_result(conn)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn tagged(tags: Vec<String>) -> _ {
    video_tags::table.filter(video_tags::tag.eq_any(tags)).select(video_tags::video_id)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn followed_by(user: UserId) -> _ {
    subscriptions::table.filter(subscriptions::user_id.eq(user)).select(subscriptions::channel_id)
}
