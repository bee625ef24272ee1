//! Playlists: the row, who may see it, and the entry that stands for it in lists.
//!
//! | | public | unlisted | private |
//! |---|---|---|---|
//! | anyone | yes | with its address | no |
//! | its owner | yes | yes | yes |
//!
//! That a playlist may be seen says nothing of the videos in it: each is shown only to whoever may see it (`items`). Nobody but its
//! owner sees a private one, moderators included: it is no publication.

mod arranging;
mod bringing;
mod changes;
mod choices;
mod details;
mod facts;
mod items;
mod lists;
mod playing;

use diesel::prelude::*;

pub use self::arranging::Shift;
pub use self::bringing::own_videos;
pub use self::choices::{PlaylistChoice, PlaylistChoices, PlaylistPlace};
pub use self::details::{DESCRIPTION_CHARACTERS, PlaylistDetails, Stretch, TITLE_CHARACTERS};
pub use self::facts::PlaylistFacts;
pub use self::items::PlaylistItem;
pub use self::lists::{PlaylistFilter, PlaylistSort, Whose};
pub use self::playing::Playing;
use super::user::User;
use super::video::VideoRef;
use super::viewer::Viewer;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ChannelId, PlaylistId, UserId, Uuid, VideoId};
use crate::db::schema::{playlists, users};
use crate::db::types::{PlaylistKind, Privacy};

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = playlists)]
pub struct Playlist {
    pub id: PlaylistId,
    pub uuid: Uuid,
    pub user_id: UserId,
    /// The channel on whose page it is listed, if any.
    pub channel_id: Option<ChannelId>,
    pub kind: PlaylistKind,
    pub title: String,
    pub description: String,
    pub privacy: Privacy,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A playlist with whom it belongs to.
#[derive(Debug, Clone, HasQuery)]
#[diesel(base_query = playlists::table.inner_join(users::table), table_name = playlists)]
pub struct PlaylistEntry {
    #[diesel(embed)]
    pub playlist: Playlist,
    #[diesel(embed)]
    pub owner: User,
}

/// How addresses name a playlist: as they name a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaylistRef {
    Uuid(Uuid),
    Integer(PlaylistId),
}

impl PlaylistRef {
    pub fn parse(text: &str) -> Option<Self> {
        VideoRef::parse(text).map(|named| match named {
            VideoRef::Uuid(uuid) => Self::Uuid(uuid),
            VideoRef::Integer(VideoId(number)) => Self::Integer(PlaylistId(number)),
        })
    }
}

/// Whether this viewer may see a playlist whose address they have, over `playlists` joined with `users`.
#[diesel::dsl::auto_type(no_type_alias)]
fn open_to(viewer: &Viewer) -> _ {
    // No account has the key 0.
    let owner: UserId = viewer.id().unwrap_or(UserId(0));
    let private: Privacy = Privacy::Private;
    playlists::user_id.eq(owner).or(playlists::privacy.ne(private).and(users::disabled_at.is_null()))
}

/// What everybody may find, over the same.
#[diesel::dsl::auto_type(no_type_alias)]
fn listed() -> _ {
    let public: Privacy = Privacy::Public;
    playlists::privacy.eq(public).and(users::disabled_at.is_null())
}

impl PlaylistEntry {
    /// The playlist as this viewer may see it; what they may not see is not found.
    pub fn visible_to(
        conn: &mut Conn,
        viewer: &Viewer,
        reference: PlaylistRef,
    ) -> QueryResult<PlaylistEntry> {
        let visible = PlaylistEntry::query().filter(open_to(viewer));
        match reference {
            PlaylistRef::Uuid(uuid) => visible.filter(playlists::uuid.eq(uuid)).first(conn),
            // Integers can be counted through, so they find only what lists show anyway, and one's own.
            PlaylistRef::Integer(id) => {
                let owner = viewer.id().unwrap_or(UserId(0));
                visible
                    .filter(playlists::id.eq(id))
                    .filter(listed().or(playlists::user_id.eq(owner)))
                    .first(conn)
            }
        }
    }
}

impl Playlist {
    /// One of this person's own; anybody else's is not found.
    pub fn find_own(conn: &mut Conn, owner: UserId, uuid: Uuid) -> QueryResult<Playlist> {
        Playlist::query().filter(playlists::user_id.eq(owner)).filter(playlists::uuid.eq(uuid)).first(conn)
    }

    /// The same by whatever names it.
    pub fn find_own_named(conn: &mut Conn, owner: UserId, reference: PlaylistRef) -> QueryResult<Playlist> {
        let own = Playlist::query().filter(playlists::user_id.eq(owner));
        match reference {
            PlaylistRef::Uuid(uuid) => own.filter(playlists::uuid.eq(uuid)).first(conn),
            PlaylistRef::Integer(id) => own.filter(playlists::id.eq(id)).first(conn),
        }
    }

    pub fn is_watch_later(&self) -> bool {
        self.kind == PlaylistKind::WatchLater
    }
}
