//! Videos in lists: from the model's card to the finished words of the page.

use super::media_urls;
use crate::app::{App, FeedCard};
use crate::clock::Timestamp;
use crate::db::types::{Privacy, VideoState};
use crate::models::video::VideoCard;
use crate::paths;
use crate::text::words;
use crate::views::{TimeView, VideoCardView};

pub fn cards(app: &App, now: Timestamp, videos: &[VideoCard]) -> Vec<VideoCardView> {
    videos.iter().map(|video| card(app, now, video)).collect()
}

/// With the reason of each, and a way to say no to it.
pub fn recommended(app: &App, now: Timestamp, videos: &[FeedCard]) -> Vec<VideoCardView> {
    let recommended = |video: &FeedCard| VideoCardView {
        reason: Some(video.reason.clone()),
        feedback_url: Some(paths::videos::feedback(&video.card.uuid)),
        ..card(app, now, &video.card)
    };
    videos.iter().map(recommended).collect()
}

pub fn card(app: &App, now: Timestamp, video: &VideoCard) -> VideoCardView {
    VideoCardView {
        url: paths::videos::watch(&video.uuid),
        title: video.title.clone(),
        thumbnail_url: video.media().and_then(|media| media_urls::thumbnail(app, now, &media)),
        duration: if video.duration_ms > 0 { words::duration(video.duration_ms) } else { String::new() },
        channel_name: video.channel.display_name.clone(),
        channel_url: paths::channel(&video.channel.handle),
        views: words::counted(video.views, "view", "views"),
        published: ago(video.published_at.unwrap_or(video.created_at), now),
        reason: None,
        feedback_url: None,
        watched_percent: None,
        state_label: state_label(video).map(str::to_owned),
    }
}

/// A moment as lists show it: "3 days ago".
pub fn ago(then: Timestamp, now: Timestamp) -> TimeView {
    TimeView { iso: then.rfc3339(), words: words::ago(then.millis(), now.millis()) }
}

/// Only its owner and moderators meet a card with one of these.
fn state_label(video: &VideoCard) -> Option<&'static str> {
    match (video.blocked_at, video.state, video.privacy) {
        (Some(_), _, _) => Some("Blocked"),
        (None, VideoState::Uploading, _) => Some("Uploading"),
        (None, VideoState::Processing, _) => Some("Processing"),
        (None, VideoState::Failed, _) => Some("Failed"),
        (None, VideoState::Published, Privacy::Unlisted) => Some("Unlisted"),
        (None, VideoState::Published, Privacy::Private) => Some("Private"),
        (None, VideoState::Published, Privacy::Public) => None,
    }
}
