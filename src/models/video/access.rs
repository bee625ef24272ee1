//! Who may see a video: decided here, once, for pages, files, lists, search, comments and the recommender alike.
//!
//! | | public | unlisted | private | not published | blocked |
//! |---|---|---|---|---|---|
//! | anyone | yes | with its address | no | no | no |
//! | its owner | yes | yes | yes | yes | no |
//! | moderators | yes | yes | yes | yes | yes |
//!
//! [`can_view`] is the rule for one video in memory, [`viewable_by`] the same rule as part of a query; a test compares the two.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::clock::Timestamp;
use crate::db::ids::UserId;
use crate::db::schema::{channels, videos};
use crate::db::types::{Privacy, VideoState};
use crate::models::viewer::Viewer;

/// What the decision needs to know of a video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    pub owner: UserId,
    pub privacy: Privacy,
    pub state: VideoState,
    pub blocked_at: Option<Timestamp>,
}

pub fn can_view(viewer: &Viewer, video: &Access) -> bool {
    if viewer.is_moderator() {
        return true;
    }
    if video.blocked_at.is_some() {
        return false;
    }
    let open = video.state == VideoState::Published && video.privacy != Privacy::Private;
    open || viewer.id() == Some(video.owner)
}

/// [`can_view`] over `videos` joined with `channels`.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn viewable_by(viewer: &Viewer) -> _ {
    let moderator: bool = viewer.is_moderator();
    // No account has the key 0.
    let owner: UserId = viewer.id().unwrap_or(UserId(0));
    let published: VideoState = VideoState::Published;
    let private: Privacy = Privacy::Private;
    let open = videos::state.eq(published).and(videos::privacy.ne(private));
    moderator.into_sql::<Bool>().or(videos::blocked_at.is_null().and(open.or(channels::user_id.eq(owner))))
}
