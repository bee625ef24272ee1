//! Who may see a video: decided here, once, for pages, files, lists, search, comments and the recommender alike.
//!
//! | | public | unlisted | private | not published | blocked |
//! |---|---|---|---|---|---|
//! | anyone | yes | with its address | no | no | no |
//! | its owner | yes | yes | yes | yes | no |
//! | moderators | yes | yes | yes | yes | yes |
//! | with a valid link of its creator's | yes | yes | yes | no | no |
//!
//! A link lets its bearer watch and read. What changes something (comments, ratings, reports) never asks with the link.
//!
//! [`can_view`] is the rule for one video in memory, [`viewable_by`] the same rule as part of a query; a test compares the two.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::clock::Timestamp;
use crate::db::ids::UserId;
use crate::db::schema::{channels, share_links, videos};
use crate::db::types::{Privacy, VideoState};
use crate::models::viewer::Viewer;

/// What the decision needs to know of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub owner: UserId,
    pub privacy: Privacy,
    pub state: VideoState,
    pub blocked_at: Option<Timestamp>,
    /// Whether the link that the viewer brought is a valid one of this video.
    pub shared: Shared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// No link, one that ended, or another video's.
    No,
    ByLink,
}

pub fn can_view(viewer: &Viewer, video: &Access) -> bool {
    if viewer.is_moderator() {
        return true;
    }
    if video.blocked_at.is_some() {
        return false;
    }
    let invited = video.privacy != Privacy::Private || video.shared == Shared::ByLink;
    let open = video.state == VideoState::Published && invited;
    open || viewer.id() == Some(video.owner)
}

/// Whether nothing but the link they brought lets this viewer see it: they may watch and read, and change nothing.
pub fn only_by_link(viewer: &Viewer, video: &Access) -> bool {
    viewer.link().is_some() && !can_view(&viewer.without_link(), video)
}

/// [`can_view`] over `videos` joined with `channels`.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn viewable_by(viewer: &Viewer) -> _ {
    let moderator: bool = viewer.is_moderator();
    // No account has the key 0.
    let owner: UserId = viewer.id().unwrap_or(UserId(0));
    let published: VideoState = VideoState::Published;
    let private: Privacy = Privacy::Private;
    // The link they brought, if it is a valid one of the video in question; no token has an empty hash.
    let hash: String = viewer.link().map(|link| link.token_hash.clone()).unwrap_or_default();
    let at: Timestamp = viewer.link().map_or(Timestamp::from_micros(0), |link| link.at);
    let shared = exists(
        share_links::table
            .filter(share_links::video_id.eq(videos::id))
            .filter(share_links::token_hash.eq(hash))
            .filter(share_links::revoked_at.is_null())
            .filter(share_links::expires_at.gt(at)),
    );
    let invited = videos::privacy.ne(private).or(shared);
    let open = videos::state.eq(published).and(invited);
    moderator.into_sql::<Bool>().or(videos::blocked_at.is_null().and(open.or(channels::user_id.eq(owner))))
}
