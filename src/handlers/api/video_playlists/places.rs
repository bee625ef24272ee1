//! `/api/v1/users/me/video-playlists/videos-exist`: in which of one's playlists videos are.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::db::ids::VideoId;
use crate::error::{Invalid, Result};
use crate::http::api::{self, Params};
use crate::http::bearer::MayRead;
use crate::http::render::Caches;
use crate::models::playlist::PlaylistPlace;
use crate::paths;
use crate::views::api::playlist::{VideoPlace, VideoPlaces};

const AT_ONCE: usize = 100;

/// `GET /api/v1/users/me/video-playlists/videos-exist?videoIds=`
pub async fn show(
    app: App,
    request: HttpRequest,
    MayRead(viewer): MayRead,
    params: Params,
) -> Result<HttpResponse> {
    let parsed = |text: &String| text.parse().map(VideoId).ok();
    let asked: Option<Vec<VideoId>> = params.values("videoIds").iter().map(parsed).collect();
    let asked = asked.filter(|asked| asked.len() <= AT_ONCE);
    let asked =
        asked.ok_or_else(|| Invalid::field("videoIds", "Name at most 100 videos by their numbers."))?;
    let ids = asked.clone();
    let places = app.db.read(move |conn| Ok(PlaylistPlace::of(conn, &viewer, &ids)?)).await?;
    let mut told: BTreeMap<String, Vec<VideoPlace>> =
        asked.into_iter().map(|id| (id.0.to_string(), Vec::new())).collect();
    for place in places {
        told.entry(place.video.0.to_string()).or_default().push(presented(&place));
    }
    api::answer(&request, Caches::Personal, &VideoPlaces(told))
}

fn presented(place: &PlaylistPlace) -> VideoPlace {
    VideoPlace {
        playlist_element_id: place.item.0,
        playlist_id: place.playlist.id.0,
        playlist_display_name: place.playlist.title.clone(),
        playlist_short_uuid: paths::videos::short(&place.playlist.uuid),
        start_timestamp: place.start_ms.map(|ms| ms / 1000),
        stop_timestamp: place.stop_ms.map(|ms| ms / 1000),
    }
}
