//! Links with which a creator lets whoever has them watch one video, until they expire or are taken back.
//!
//! The link's token is shown once, when it is made; kept is its hash, so that a copy of the database opens nothing. What a link opens is
//! decided in [`super::video::viewable_by`]. Taking one back raises the video's `media_epoch`, so that the addresses of files which its
//! bearers were given end with it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::video::Video;
use super::viewer::BroughtLink;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::ids::{ShareLinkId, UserId, Uuid, VideoId};
use crate::db::schema::{share_links, videos};
use crate::error::{Invalid, Result};
use crate::keys;
use crate::text::plain;

/// Valid links of one video; whoever needs more has forgotten some.
const AT_ONCE: i64 = 50;
const LABEL_CHARACTERS: usize = 60;
/// As many characters as 24 bytes take.
const TOKEN_CHARACTERS: usize = 32;
/// Ended links stay on the creator's list for so long.
const KEPT_DAYS: i64 = 30;

#[derive(Debug, Clone, HasQuery)]
#[diesel(table_name = share_links)]
pub struct ShareLink {
    pub id: ShareLinkId,
    pub uuid: Uuid,
    pub token_hash: String,
    /// For whom it is, in the creator's words; may be empty.
    pub label: String,
    /// How often its address was opened.
    pub uses: i64,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

/// The secret part of a link: 192 random bits in 32 characters.
#[derive(Clone, PartialEq, Eq)]
pub struct ShareToken(String);

/// How long a new link is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareDuration {
    pub value: &'static str,
    pub label: &'static str,
    days: i64,
}

/// Made only by [`ShareLinkDetails::parse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareLinkDetails {
    label: String,
    duration: ShareDuration,
}

impl ShareToken {
    pub fn random() -> anyhow::Result<Self> {
        Ok(Self(URL_SAFE_NO_PAD.encode(keys::random_bytes::<24>()?)))
    }

    /// None for what was never a token.
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == TOKEN_CHARACTERS
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        is_token.then(|| Self(text.to_owned()))
    }

    /// To be shown to its creator once, and to nobody else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Under which the link is found. The token is random, so its hash needs no key.
    pub fn hash(&self) -> String {
        keys::hex(&Sha256::digest(self.0.as_bytes()))
    }
}

impl ShareDuration {
    pub const ALL: [Self; 4] = [
        Self { value: "day", label: "One day", days: 1 },
        Self { value: "week", label: "One week", days: 7 },
        Self { value: "month", label: "30 days", days: 30 },
        Self { value: "year", label: "One year", days: 365 },
    ];
}

impl ShareLinkDetails {
    pub fn parse(label: &str, duration: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let label = plain::clean_line(label);
        if label.chars().count() > LABEL_CHARACTERS {
            invalid.add("label", format!("Keep it to {LABEL_CHARACTERS} characters."));
        }
        let duration = ShareDuration::ALL.into_iter().find(|known| known.value == duration);
        match duration {
            Some(duration) if invalid.is_empty() => Ok(Self { label, duration }),
            Some(_) => Err(invalid),
            None => {
                invalid.add("duration", "Choose how long the link works.");
                Err(invalid)
            }
        }
    }
}

impl ShareLink {
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }

    /// The links of one of this person's own videos, the newest first; those that ended long ago are left out.
    pub fn of_own(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        now: Timestamp,
    ) -> QueryResult<(Video, Vec<ShareLink>)> {
        let video = Video::find_own(conn, owner, uuid)?;
        let recent = now.plus_days(-KEPT_DAYS);
        let links = ShareLink::query()
            .filter(share_links::video_id.eq(video.id))
            .filter(share_links::expires_at.gt(recent))
            .filter(share_links::revoked_at.is_null().or(share_links::revoked_at.gt(recent)))
            .order((share_links::created_at.desc(), share_links::id.desc()))
            .limit(4 * AT_ONCE)
            .load(conn)?;
        Ok((video, links))
    }

    /// A new link of one of this person's own videos.
    pub fn create(
        conn: &mut Conn,
        owner: UserId,
        uuid: Uuid,
        details: &ShareLinkDetails,
        token: &ShareToken,
        now: Timestamp,
    ) -> Result<()> {
        let video = Video::find_own(conn, owner, uuid)?.id;
        let valid: i64 = share_links::table
            .filter(share_links::video_id.eq(video))
            .filter(share_links::revoked_at.is_null())
            .filter(share_links::expires_at.gt(now))
            .count()
            .get_result(conn)?;
        if valid >= AT_ONCE {
            let message =
                format!("A video has at most {AT_ONCE} links. Take back one that is no longer needed.");
            return Err(Invalid::field("", message).into());
        }
        diesel::insert_into(share_links::table)
            .values((
                share_links::uuid.eq(Uuid::random()),
                share_links::video_id.eq(video),
                share_links::token_hash.eq(token.hash()),
                share_links::label.eq(&details.label),
                share_links::uses.eq(0_i64),
                share_links::created_at.eq(now),
                share_links::expires_at.eq(now.plus_days(details.duration.days)),
            ))
            .execute(conn)?;
        Ok(())
    }

    /// Takes back a link of one of this person's own videos. One that was taken back already is not found.
    pub fn revoke(conn: &mut Conn, owner: UserId, video: Uuid, link: Uuid, now: Timestamp) -> Result<()> {
        let video = Video::find_own(conn, owner, video)?.id;
        let of_video = share_links::uuid.eq(link).and(share_links::video_id.eq(video));
        let revoked =
            diesel::update(share_links::table.filter(of_video).filter(share_links::revoked_at.is_null()))
                .set(share_links::revoked_at.eq(now))
                .execute(conn)?;
        if revoked == 0 {
            return Err(diesel::NotFound.into());
        }
        diesel::update(videos::table.find(video))
            .set(videos::media_epoch.eq(videos::media_epoch + 1))
            .execute(conn)?;
        Ok(())
    }

    /// When the link that was brought to this video ends; None if it is not a valid one of its.
    pub fn ends(conn: &mut Conn, brought: &BroughtLink, video: VideoId) -> QueryResult<Option<Timestamp>> {
        share_links::table
            .filter(share_links::token_hash.eq(&brought.token_hash))
            .filter(share_links::video_id.eq(video))
            .filter(share_links::revoked_at.is_null())
            .filter(share_links::expires_at.gt(brought.at))
            .select(share_links::expires_at)
            .first(conn)
            .optional()
    }

    /// Counts that somebody opened its address.
    pub fn count_use(conn: &mut Conn, brought: &BroughtLink) -> QueryResult<()> {
        diesel::update(share_links::table.filter(share_links::token_hash.eq(&brought.token_hash)))
            .set(share_links::uses.eq(share_links::uses + 1))
            .execute(conn)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ShareLinkDetails, ShareToken};

    #[test]
    fn a_token_is_long_random_and_nothing_else() {
        let token = ShareToken::random().unwrap();
        assert_eq!(token.expose().len(), 32);
        assert_ne!(token.expose(), ShareToken::random().unwrap().expose());
        assert!(ShareToken::parse(token.expose()).is_some_and(|parsed| parsed.hash() == token.hash()));
        for text in ["", "short", &"x".repeat(33), &format!("{}\"", "x".repeat(31)), &"ü".repeat(16)] {
            assert!(ShareToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn every_refused_field_is_named() {
        let refused = ShareLinkDetails::parse(&"x".repeat(61), "for ever").unwrap_err();
        assert_eq!(refused.fields().keys().copied().collect::<Vec<_>>(), ["duration", "label"]);
        assert!(ShareLinkDetails::parse(" Aunt\u{202E} Ann ", "week").is_ok());
    }
}
