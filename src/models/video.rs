//! Videos: the row, who may see it, and the card that stands for it in lists.

mod access;
mod among;
mod backdate;
mod card;
mod changes;
pub mod details;
mod direct_upload;
mod download_parts;
mod entry;
mod feed_entry;
mod language;
mod media_file;
mod moment;
mod own;
mod processing;
mod published_media;
mod quota;
mod received_file;
mod reference;
mod rendition;
mod replacement;
mod resumable;
mod settings;
mod upload;

use diesel::prelude::*;

pub use self::access::{Access, Shared, can_view, only_by_link, viewable_by};
pub use self::among::{AT_ONCE, Among};
pub use self::card::{CardChannel, ChannelOrder, VideoCard, listed};
pub use self::details::{VideoDetails, title_of_file};
pub use self::direct_upload::{DirectFields, DirectUpload, NewDirectUpload};
pub use self::download_parts::DownloadParts;
pub use self::entry::{Direction, VideoEntry, VideoFilter, VideoSort, Whose};
pub use self::feed_entry::FeedFacts;
pub use self::media_file::{MediaFile, NewMediaFile, poster_choices};
pub use self::moment::VideoMoment;
pub use self::processing::{LADDER_MS, LadderPlan, NewVersion, Publication, ReceivedFile};
pub use self::published_media::{Audience, MediaFacts, PublishedMedia};
pub use self::quota::check_quota;
pub use self::reference::{VideoRef, watch_path};
pub use self::rendition::Rendition;
pub use self::resumable::Completion;
pub use self::settings::VideoSettings;
pub use self::upload::{NewUpload, Upload};
use super::viewer::Viewer;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, Uuid, VideoId};
use crate::db::schema::{channels, video_tags, videos};
use crate::db::types::{Privacy, RecommendationPolicy, VideoState};

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = videos)]
pub struct Video {
    pub id: VideoId,
    pub uuid: Uuid,
    pub channel_id: ChannelId,
    pub title: String,
    pub description: String,
    pub description_html: String,
    pub privacy: Privacy,
    pub state: VideoState,
    /// What its creator is told about the processing: why it failed, or what was odd about the file.
    pub note: Option<String>,
    pub blocked_at: Option<Timestamp>,
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub duration_ms: i64,
    pub width: i32,
    pub height: i32,
    /// The folder of the published files; none before the first is ready.
    pub media_version: Option<String>,
    /// Part of every signed address: raising it cuts off the old ones.
    pub media_epoch: i64,
    /// The number of the chosen picture.
    pub poster: Option<String>,
    pub comments_enabled: bool,
    pub downloads_enabled: bool,
    pub views: i64,
    pub likes: i64,
    pub dislikes: i64,
    pub comments: i64,
    pub recommendation_policy: RecommendationPolicy,
}

impl Video {
    /// The video as this viewer may see it; what they may not see is not found.
    pub fn visible_to(conn: &mut Conn, viewer: &Viewer, reference: VideoRef) -> QueryResult<Video> {
        let visible = videos::table.inner_join(channels::table).filter(viewable_by(viewer));
        match reference {
            VideoRef::Uuid(uuid) => {
                visible.filter(videos::uuid.eq(uuid)).select(Video::as_select()).first(conn)
            }
            // Integers can be counted through, so they find only what lists show anyway.
            VideoRef::Integer(id) => {
                visible.filter(videos::id.eq(id)).filter(listed()).select(Video::as_select()).first(conn)
            }
        }
    }

    /// One of this person's own, in whatever state; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: crate::db::ids::UserId, uuid: Uuid) -> QueryResult<Video> {
        videos::table
            .inner_join(channels::table)
            .filter(channels::user_id.eq(owner))
            .filter(videos::uuid.eq(uuid))
            .select(Video::as_select())
            .first(conn)
    }

    /// The same by any of its names.
    pub fn find_own_named(
        conn: &mut Conn,
        owner: crate::db::ids::UserId,
        reference: VideoRef,
    ) -> QueryResult<Video> {
        let id = match reference {
            VideoRef::Uuid(uuid) => return Video::find_own(conn, owner, uuid),
            VideoRef::Integer(id) => id,
        };
        videos::table
            .inner_join(channels::table)
            .filter(channels::user_id.eq(owner))
            .filter(videos::id.eq(id))
            .select(Video::as_select())
            .first(conn)
    }

    /// What decides who may see it, of a viewer without a link.
    pub fn access(&self, owner: crate::db::ids::UserId) -> Access {
        Access {
            owner,
            privacy: self.privacy,
            state: self.state,
            blocked_at: self.blocked_at,
            shared: Shared::No,
        }
    }

    pub fn find(conn: &mut Conn, id: VideoId) -> QueryResult<Video> {
        Video::query().filter(videos::id.eq(id)).first(conn)
    }

    /// In alphabetical order.
    pub fn tags(conn: &mut Conn, id: VideoId) -> QueryResult<Vec<String>> {
        video_tags::table
            .filter(video_tags::video_id.eq(id))
            .order(video_tags::tag)
            .select(video_tags::tag)
            .load(conn)
    }

    /// Counts views, each some.
    pub fn add_views(conn: &mut Conn, counted: &[(VideoId, i64)]) -> QueryResult<()> {
        for (video, count) in counted {
            diesel::update(videos::table.find(video))
                .set(videos::views.eq(videos::views + count))
                .execute(conn)?;
        }
        Ok(())
    }
}
