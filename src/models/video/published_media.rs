//! What an address of a video's files is made of.

use super::{Video, VideoCard};
use crate::db::ids::Uuid;
use crate::db::types::{Privacy, VideoState};

/// The published files of one video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedMedia {
    pub uuid: Uuid,
    pub version: String,
    pub epoch: i64,
    pub audience: Audience,
    /// The chosen picture: `{uuid}-poster-{poster}.jpg` and `{uuid}-card-{poster}.jpg`.
    pub poster: Option<String>,
}

/// Who may have the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    /// Only whom a page gave a signed address.
    Invited,
}

impl Audience {
    pub fn of(privacy: Privacy, state: VideoState, is_blocked: bool) -> Self {
        if privacy == Privacy::Public && state == VideoState::Published && !is_blocked {
            Self::Everyone
        } else {
            Self::Invited
        }
    }
}

impl Video {
    pub fn audience(&self) -> Audience {
        Audience::of(self.privacy, self.state, self.blocked_at.is_some())
    }

    /// None before the first files are ready.
    pub fn media(&self) -> Option<PublishedMedia> {
        Some(PublishedMedia {
            uuid: self.uuid,
            version: self.media_version.clone()?,
            epoch: self.media_epoch,
            audience: self.audience(),
            poster: self.poster.clone(),
        })
    }
}

impl VideoCard {
    /// None before the first files are ready.
    pub fn media(&self) -> Option<PublishedMedia> {
        Some(PublishedMedia {
            uuid: self.uuid,
            version: self.media_version.clone()?,
            epoch: self.media_epoch,
            audience: Audience::of(self.privacy, self.state, self.blocked_at.is_some()),
            poster: self.poster.clone(),
        })
    }
}
