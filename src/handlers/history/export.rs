//! All that one's lists go by, as a file to keep or to take elsewhere.

use actix_web::HttpResponse;
use actix_web::http::header;
use anyhow::Context;

use crate::app::App;
use crate::db::ids::Uuid;
use crate::error::Result;
use crate::http::viewer::SignedIn;
use crate::models::history::{
    Export, NamedChannel, Playback, RatedVideo, Recording, TurnedDown, WatchedVideo,
};
use crate::paths;
use crate::views::history::{
    ExportView, ExportedChannel, ExportedPlayback, ExportedRating, ExportedVideo, ExportedWatch,
};

/// `GET /my/history/export`
pub async fn show(app: App, viewer: SignedIn) -> Result<HttpResponse> {
    let account = viewer.handle.clone();
    let export = app.db.read(move |conn| Ok(Export::of(conn, &viewer)?)).await?;
    let name = format!("attachment; filename=\"history-of-{account}.json\"");
    let body = serde_json::to_vec_pretty(&view(&app, account, export))
        .context("a history could not be written as JSON")?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(body))
}

fn view(app: &App, account: String, export: Export) -> ExportView {
    let site = app.origins.canonical();
    let video = |uuid: &Uuid| format!("{site}{}", paths::videos::watch(uuid));
    let channel = |channel: NamedChannel| ExportedChannel {
        channel: format!("{site}{}", paths::channel(&channel.handle)),
        name: channel.display_name,
        at: channel.at.rfc3339(),
    };
    let watch = |watched: WatchedVideo| ExportedWatch {
        video: video(&watched.uuid),
        title: watched.title,
        last_watched_at: watched.last_watched_at.rfc3339(),
        watched_ms: watched.watched_ms,
        position_ms: watched.position_ms,
        finished: watched.finished,
    };
    let playback = |playback: Playback| ExportedPlayback {
        video: video(&playback.video),
        began_at: playback.began_at.rfc3339(),
        watched_ms: playback.watched_ms,
        position_ms: playback.position_ms,
        came_from: playback.source.as_str(),
        place_on_list: playback.rank,
    };
    let rating = |rated: RatedVideo| ExportedRating {
        video: video(&rated.uuid),
        title: rated.title,
        rating: rated.rating.as_str(),
        at: rated.at.rfc3339(),
    };
    let turned_down = |turned_down: TurnedDown| ExportedVideo {
        video: video(&turned_down.uuid),
        title: turned_down.title,
        at: turned_down.at.rfc3339(),
    };
    ExportView {
        account,
        exported_at: app.now().rfc3339(),
        recording: match export.recording {
            Recording::On => "on",
            Recording::Paused => "paused",
        },
        history: export.history.into_iter().map(watch).collect(),
        playbacks: export.playbacks.into_iter().map(playback).collect(),
        ratings: export.ratings.into_iter().map(rating).collect(),
        not_interested: export.not_interested.into_iter().map(turned_down).collect(),
        less_of_channels: export.less_of.into_iter().map(channel).collect(),
        subscriptions: export.subscriptions.into_iter().map(channel).collect(),
        site: site.to_string(),
    }
}
