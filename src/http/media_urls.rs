//! The addresses of a video's files, signed where the video is not for everyone.

use crate::app::App;
use crate::clock::Timestamp;
use crate::models::channel::Channel;
use crate::models::video::{Audience, PublishedMedia};
use crate::paths::media::{self, Access};

/// The address of one file of a published version.
pub fn file(app: &App, now: Timestamp, media: &PublishedMedia, name: &str) -> String {
    let access = match media.audience {
        Audience::Everyone => Access::Public,
        Audience::Invited => Access::Signed {
            signer: &app.media_signer,
            media_epoch: media.epoch,
            now_seconds: now.seconds(),
            until_seconds: media.until.map(Timestamp::seconds),
        },
    };
    media::file(access, media.uuid.as_str(), &media.version, name)
}

/// A channel's picture; pictures of channels are for everyone.
pub fn avatar(channel: &Channel) -> Option<String> {
    channel_picture(channel, channel.avatar.as_deref()?, "avatar")
}

pub fn banner(channel: &Channel) -> Option<String> {
    channel_picture(channel, channel.banner.as_deref()?, "banner")
}

fn channel_picture(channel: &Channel, version: &str, what: &str) -> Option<String> {
    let name = format!("{}-{what}.jpg", channel.uuid);
    Some(media::file(Access::Public, channel.uuid.as_str(), version, &name))
}

/// The picture in lists.
pub fn thumbnail(app: &App, now: Timestamp, media: &PublishedMedia) -> Option<String> {
    let poster = media.poster.as_ref()?;
    Some(file(app, now, media, &format!("{}-card-{poster}.jpg", media.uuid)))
}

/// The picture in the player.
pub fn poster(app: &App, now: Timestamp, media: &PublishedMedia) -> Option<String> {
    let poster = media.poster.as_ref()?;
    Some(file(app, now, media, &format!("{}-poster-{poster}.jpg", media.uuid)))
}
