//! The player, or what stands in its place while there is nothing to play.

use super::film::Film;
use super::{Wished, quality, tracks};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::types::{MediaKind, VideoState};
use crate::handlers::uploads::progress;
use crate::http::{media_type, media_urls};
use crate::models::video::MediaFile;
use crate::paths;
use crate::views::{PlayerOptions, PlayerState, PlayerView, SourceView};

pub fn view(app: &App, now: Timestamp, film: &Film, wished: Wished) -> PlayerView {
    let video = &film.video;
    let media = film.media();
    let sources = sources(app, now, film, wished);
    PlayerView {
        video_id: paths::videos::short(&video.uuid),
        title: video.title.clone(),
        watch_url: paths::videos::watch_reports(&video.uuid),
        poster_url: media.as_ref().and_then(|media| media_urls::poster(app, now, media)),
        state: state(film, now, !sources.is_empty()),
        sources,
        storyboard_url: storyboard(app, now, film),
        hls_url: quality::hls_url(app, now, media.as_ref(), &film.files),
        quality: quality::strip(app, now, (video, media.as_ref()), &film.files, film.ladder.as_ref(), wished),
        tracks: tracks::tracks(film),
        options: PlayerOptions::default(),
    }
}

/// The file that every browser plays, behind the quality that was asked for by its address.
fn sources(app: &App, now: Timestamp, film: &Film, wished: Wished) -> Vec<SourceView> {
    let video = &film.video;
    let Some((media, web)) = film.media().zip(film.web()) else { return Vec::new() };
    let chosen = wished
        .quality
        .filter(|quality| video.downloads_enabled && quality::qualities(&film.files).contains(quality))
        .map(|quality| (paths::videos::download(&video.uuid, quality), "video/mp4"));
    let web = (media_urls::file(app, now, &media, &web.name), media_type::of_file(&web.name));
    let source =
        |(url, mime): (String, &str)| SourceView { url: stretch(url, wished), mime: mime.to_owned() };
    chosen.into_iter().chain([web]).map(source).collect()
}

fn storyboard(app: &App, now: Timestamp, film: &Film) -> Option<String> {
    let is_cues = |file: &&MediaFile| file.kind == MediaKind::Storyboard && file.name.ends_with(".vtt");
    let cues = film.files.iter().find(is_cues)?;
    Some(media_urls::file(app, now, &film.media()?, &cues.name))
}

fn state(film: &Film, now: Timestamp, has_source: bool) -> PlayerState {
    match film.video.state {
        VideoState::Published if has_source => PlayerState::Ready,
        VideoState::Published => PlayerState::Failed("The file of this video is missing.".to_owned()),
        VideoState::Failed => PlayerState::Failed(film.video.note.clone().unwrap_or_default()),
        VideoState::Uploading | VideoState::Processing => {
            PlayerState::Processing(progress::words(film.ahead.as_ref(), now))
        }
    }
}

/// A media fragment, which players follow without any script.
fn stretch(url: String, wished: Wished) -> String {
    match (wished.begin, wished.end) {
        (0, None) => url,
        (begin, None) => format!("{url}#t={begin}"),
        (begin, Some(end)) => format!("{url}#t={begin},{end}"),
    }
}
