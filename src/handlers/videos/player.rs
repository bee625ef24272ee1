//! The player, or what stands in its place while there is nothing to play.

use super::film::Film;
use super::{Watch, Wished, about, quality, tracks};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::types::{MediaKind, VideoState};
use crate::handlers::playlists::present;
use crate::handlers::uploads::progress;
use crate::http::viewer::Viewer;
use crate::http::{cards, media_type, media_urls};
use crate::models::video::MediaFile;
use crate::paths;
use crate::views::{PlayerOptions, PlayerState, PlayerView, SourceView};

/// The player of the page on which somebody watches: with what they have watched before, and what comes next.
pub(super) fn of_page(
    app: &App,
    now: Timestamp,
    viewer: &Viewer,
    watch: &Watch,
    wished: Wished,
) -> PlayerView {
    PlayerView {
        resume_seconds: watch.history.as_ref().map(|history| history.resume_ms() / 1000),
        channel_name: watch.channel.display_name.clone(),
        share_url: about::share_url(app, viewer, watch),
        next: match &watch.playing {
            Some(playing) => present::next_card(app, now, playing),
            None => watch.up_next.first().map(|video| cards::card(app, now, &video.card)),
        },
        ..view(app, now, &watch.film, wished)
    }
}

/// The player alone, as it is for everybody.
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
        sound_url: sound(app, now, film),
        quality: quality::strip(app, now, (video, media.as_ref()), &film.files, film.ladder.as_ref(), wished),
        tracks: tracks::tracks(film),
        duration_seconds: duration_seconds(video.duration_ms),
        resume_seconds: None,
        channel_name: String::new(),
        share_url: None,
        next: None,
        options: PlayerOptions::default(),
    }
}

/// The file that every browser plays, behind the quality that was asked for by its address.
fn sources(app: &App, now: Timestamp, film: &Film, wished: Wished) -> Vec<SourceView> {
    let video = &film.video;
    let Some((media, web)) = film.media().zip(film.web()) else { return Vec::new() };
    let chosen = wished
        .choice(&quality::qualities(&film.files))
        .filter(|_| video.downloads_enabled)
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

/// What the master playlist calls its first sound.
fn sound(app: &App, now: Timestamp, film: &Film) -> Option<String> {
    let media = film.media()?;
    film.files.iter().find(|file| file.is_main_sound())?;
    Some(media_urls::file(app, now, &media, &format!("{}-0.m3u8", media.uuid)))
}

fn duration_seconds(duration_ms: i64) -> String {
    if duration_ms <= 0 {
        return String::new();
    }
    format!("{}.{:03}", duration_ms / 1000, duration_ms % 1000)
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
