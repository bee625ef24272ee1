//! What an address of a video's files is made of, and what decides whether it is answered.

use diesel::prelude::*;

use super::{Video, VideoCard};
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{Uuid, VideoId};
use crate::db::schema::{channels, videos};
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
    /// When the one who asked may no longer have them, if that is known to come: they came with a link that expires.
    pub until: Option<Timestamp>,
}

/// Who may have the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    /// Only whom a page gave a signed address.
    Invited,
}

/// What the responder needs to know behind an id: of a video, or of a channel's pictures, which are for everyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFacts {
    pub video: Option<VideoId>,
    versions: Vec<String>,
    pub audience: Audience,
    pub epoch: i64,
    pub duration_ms: i64,
}

impl MediaFacts {
    pub fn find(conn: &mut Conn, uuid: Uuid) -> QueryResult<Option<MediaFacts>> {
        type Row = (VideoId, Option<String>, Privacy, VideoState, Option<Timestamp>, i64, i64);
        let video: Option<Row> = videos::table
            .filter(videos::uuid.eq(uuid))
            .select((
                videos::id,
                videos::media_version,
                videos::privacy,
                videos::state,
                videos::blocked_at,
                videos::media_epoch,
                videos::duration_ms,
            ))
            .first(conn)
            .optional()?;
        if let Some((id, version, privacy, state, blocked_at, epoch, duration_ms)) = video {
            let audience = Audience::of(privacy, state, blocked_at.is_some());
            let versions = version.into_iter().collect();
            return Ok(Some(MediaFacts { video: Some(id), versions, audience, epoch, duration_ms }));
        }
        let pictures: Option<(Option<String>, Option<String>)> = channels::table
            .filter(channels::uuid.eq(uuid))
            .select((channels::avatar, channels::banner))
            .first(conn)
            .optional()?;
        Ok(pictures.map(|(avatar, banner)| MediaFacts {
            video: None,
            versions: avatar.into_iter().chain(banner).collect(),
            audience: Audience::Everyone,
            epoch: 0,
            duration_ms: 0,
        }))
    }

    pub fn has_version(&self, version: &str) -> bool {
        self.versions.iter().any(|own| own == version)
    }
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
            until: None,
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
            until: None,
        })
    }
}
