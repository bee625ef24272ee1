//! A video as lists show it.

use diesel::prelude::*;

use super::among::{AT_ONCE, Among};
use super::viewable_by;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, UserId, Uuid, VideoId};
use crate::db::schema::{channels, subscriptions, videos};
use crate::db::types::{Privacy, VideoState};
use crate::models::page_number::PageNumber;
use crate::models::viewer::Viewer;

/// Everything a card needs, in one query.
#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = videos::table.inner_join(channels::table), table_name = videos)]
pub struct VideoCard {
    pub id: VideoId,
    pub uuid: Uuid,
    pub title: String,
    pub privacy: Privacy,
    pub state: VideoState,
    pub blocked_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub duration_ms: i64,
    pub media_version: Option<String>,
    pub media_epoch: i64,
    pub poster: Option<String>,
    pub views: i64,
    pub likes: i64,
    pub comments: i64,
    #[diesel(embed)]
    pub channel: CardChannel,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = channels)]
pub struct CardChannel {
    pub id: ChannelId,
    pub user_id: UserId,
    pub handle: String,
    pub display_name: String,
}

/// The order of the videos on a channel's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelOrder {
    Newest,
    MostViewed,
}

/// What everybody may find: public, published, not blocked.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn listed() -> _ {
    let public: Privacy = Privacy::Public;
    let published: VideoState = VideoState::Published;
    videos::privacy.eq(public).and(videos::state.eq(published)).and(videos::blocked_at.is_null())
}

impl VideoCard {
    /// What everybody may find, the newest first.
    pub fn newest(conn: &mut Conn, page: PageNumber) -> QueryResult<Vec<VideoCard>> {
        VideoCard::query()
            .filter(listed())
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// What everybody may find on one channel, the newest first.
    pub fn on_channel(conn: &mut Conn, channel: ChannelId, page: PageNumber) -> QueryResult<Vec<VideoCard>> {
        VideoCard::query()
            .filter(videos::channel_id.eq(channel))
            .filter(listed())
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// The same in a chosen order.
    pub fn on_channel_by(
        conn: &mut Conn,
        channel: ChannelId,
        order: ChannelOrder,
        page: PageNumber,
    ) -> QueryResult<Vec<VideoCard>> {
        match order {
            ChannelOrder::Newest => Self::on_channel(conn, channel, page),
            ChannelOrder::MostViewed => VideoCard::query()
                .filter(videos::channel_id.eq(channel))
                .filter(listed())
                .order((videos::views.desc(), videos::id.desc()))
                .limit(page.limit())
                .offset(page.offset())
                .load(conn),
        }
    }

    /// The latest that everybody may find of one person, on all their channels.
    pub fn of_user(conn: &mut Conn, user: UserId, limit: i64) -> QueryResult<Vec<VideoCard>> {
        VideoCard::query()
            .filter(channels::user_id.eq(user))
            .filter(listed())
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(limit)
            .load(conn)
    }

    /// What everybody may find on any channel of the person to whom this one belongs, the newest first.
    pub fn of_account(conn: &mut Conn, channel: ChannelId, page: PageNumber) -> QueryResult<Vec<VideoCard>> {
        let owner: UserId = channels::table.find(channel).select(channels::user_id).first(conn)?;
        VideoCard::query()
            .filter(channels::user_id.eq(owner))
            .filter(listed())
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// What everybody may find on the channels that somebody follows, the newest first.
    pub fn of_subscriptions(conn: &mut Conn, user: UserId, page: PageNumber) -> QueryResult<Vec<VideoCard>> {
        let followed =
            subscriptions::table.filter(subscriptions::user_id.eq(user)).select(subscriptions::channel_id);
        VideoCard::query()
            .filter(videos::channel_id.eq_any(followed))
            .filter(listed())
            .order((videos::published_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// Everything of one person, in whatever state, the newest first.
    pub fn owned_by(conn: &mut Conn, owner: UserId, page: PageNumber) -> QueryResult<Vec<VideoCard>> {
        VideoCard::query()
            .filter(channels::user_id.eq(owner))
            .order((videos::created_at.desc(), videos::id.desc()))
            .limit(page.limit())
            .offset(page.offset())
            .load(conn)
    }

    /// One of this person's own, in whatever state; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<VideoCard> {
        VideoCard::query().filter(channels::user_id.eq(owner)).filter(videos::uuid.eq(uuid)).first(conn)
    }

    /// Those of these videos that everybody may find, in the order given.
    pub fn listed_in_order(conn: &mut Conn, ids: &[VideoId]) -> QueryResult<Vec<VideoCard>> {
        let mut cards: Vec<VideoCard> = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            cards.extend(VideoCard::query().filter(Among::of(some)).filter(listed()).load(conn)?);
        }
        cards.sort_by_key(|card| ids.iter().position(|id| *id == card.id));
        Ok(cards)
    }

    /// Those of these videos that this viewer may see, in the order given.
    pub fn viewable_in_order(
        conn: &mut Conn,
        viewer: &Viewer,
        ids: &[VideoId],
    ) -> QueryResult<Vec<VideoCard>> {
        let mut cards: Vec<VideoCard> = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            cards.extend(VideoCard::query().filter(Among::of(some)).filter(viewable_by(viewer)).load(conn)?);
        }
        cards.sort_by_key(|card| ids.iter().position(|id| *id == card.id));
        Ok(cards)
    }
}
