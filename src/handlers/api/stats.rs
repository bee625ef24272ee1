//! `/api/v1/server/stats`: how large the site is. Only what everybody may find is counted.

use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::error::Result;
use crate::http::api;
use crate::http::render::Caches;
use crate::models::site_size::SiteSize;
use crate::views::api::instance::Stats;

/// `GET /api/v1/server/stats`
pub async fn show(app: App, request: HttpRequest) -> Result<HttpResponse> {
    let size = app.db.read(|conn| Ok(SiteSize::count(conn)?)).await?;
    let stats = Stats {
        total_users: size.people,
        total_local_videos: size.videos,
        total_local_video_views: size.views,
        total_local_video_comments: size.comments,
        total_local_video_channels: size.channels,
        total_local_playlists: size.playlists,
        total_videos: size.videos,
        total_video_comments: size.comments,
        total_instance_followers: 0,
        total_instance_following: 0,
    };
    api::answer(&request, Caches::Shared, &stats)
}
