//! Playlists: in lists, whole, and what is in them.

use std::collections::HashMap;

use super::{channel, video};
use crate::app::App;
use crate::db::ids::VideoId;
use crate::db::types::PlaylistKind;
use crate::handlers::api::video_playlists::Told;
use crate::http::media_urls;
use crate::models::playlist::{PlaylistEntry, PlaylistItem};
use crate::models::video::{PublishedMedia, VideoCard, VideoEntry};
use crate::paths;
use crate::views::api::playlist::{Playlist, PlaylistElement};
use crate::views::api::video::Thumbnail;
use crate::views::api::{Labelled, List};

const REGULAR_ELEMENT: i64 = 0;
const UNAVAILABLE_ELEMENT: i64 = 3;

pub fn list(app: &App, total: i64, told: &[Told]) -> List<Playlist> {
    List { total, data: told.iter().map(|told| playlist(app, told)).collect() }
}

pub fn playlist(app: &App, told: &Told) -> Playlist {
    let PlaylistEntry { playlist, owner } = &told.entry;
    let media = told.facts.first.as_ref().and_then(VideoCard::media);
    let thumbnail_path = media.as_ref().and_then(|media| media_urls::thumbnail(app, app.now(), media));
    let thumbnail_url = thumbnail_path.as_ref().map(|path| format!("{}{path}", app.origins.canonical()));
    Playlist {
        id: playlist.id.0,
        uuid: playlist.uuid.to_string(),
        short_uuid: paths::videos::short(&playlist.uuid),
        url: format!("{}{}", app.origins.canonical(), paths::playlists::show(&playlist.uuid)),
        display_name: playlist.title.clone(),
        description: Some(playlist.description.clone()).filter(|description| !description.is_empty()),
        privacy: video::privacy(playlist.privacy),
        kind: kind(playlist.kind),
        is_local: true,
        videos_length: told.facts.videos,
        thumbnails: pictures(app, media.as_ref()),
        thumbnail_path,
        thumbnail_url,
        created_at: playlist.created_at.rfc3339(),
        updated_at: playlist.updated_at.rfc3339(),
        owner_account: channel::account(app, owner),
        video_channel: told.channel.as_ref().map(|of| channel::channel(app, of, None)),
    }
}

/// In the order of the items; one whose video is not among the entries stands there without it.
pub fn elements(
    app: &App,
    total: i64,
    items: &[PlaylistItem],
    entries: &[VideoEntry],
) -> List<PlaylistElement> {
    let by_id: HashMap<VideoId, &VideoEntry> = entries.iter().map(|entry| (entry.video.id, entry)).collect();
    let element = |item: &PlaylistItem| {
        let video = by_id.get(&item.video_id).map(|entry| video::listed(app, entry));
        PlaylistElement {
            id: item.id.0,
            position: item.place,
            start_timestamp: item.start_ms.map(|ms| ms / 1000),
            stop_timestamp: item.stop_ms.map(|ms| ms / 1000),
            kind: if video.is_some() { REGULAR_ELEMENT } else { UNAVAILABLE_ELEMENT },
            video,
        }
    };
    List { total, data: items.iter().map(element).collect() }
}

fn pictures(app: &App, media: Option<&PublishedMedia>) -> Vec<Thumbnail> {
    let Some(media) = media else { return Vec::new() };
    let of = |path: Option<String>, (width, height): (i32, i32)| {
        path.map(|path| Thumbnail {
            file_url: format!("{}{path}", app.origins.canonical()),
            path,
            width,
            height,
        })
    };
    let thumbnail = of(media_urls::thumbnail(app, app.now(), media), video::CARD);
    thumbnail.into_iter().chain(of(media_urls::poster(app, app.now(), media), video::POSTER)).collect()
}

/// The numbers are PeerTube's.
fn kind(kind: PlaylistKind) -> Labelled<i64> {
    match kind {
        PlaylistKind::Regular => Labelled::new(1, "Regular"),
        PlaylistKind::WatchLater => Labelled::new(2, "Watch later"),
    }
}
