//! The player, or what stands in its place while there is nothing to play.

use super::{Watch, tracks};
use crate::app::App;
use crate::clock::Timestamp;
use crate::db::types::VideoState;
use crate::handlers::uploads::progress;
use crate::http::{media_type, media_urls};
use crate::paths;
use crate::views::{PlayerState, PlayerView, SourceView};

/// `begin` is the second at which it starts.
pub fn view(app: &App, now: Timestamp, watch: &Watch, begin: u32) -> PlayerView {
    let video = &watch.video;
    let media = watch.media();
    let source = media.as_ref().zip(watch.web.as_ref()).map(|(media, web)| SourceView {
        url: from_second(media_urls::file(app, now, media, &web.name), begin),
        mime: media_type::of_file(&web.name).to_owned(),
    });
    PlayerView {
        video_id: paths::videos::short(&video.uuid),
        title: video.title.clone(),
        watch_url: paths::videos::watch_reports(&video.uuid),
        poster_url: media.as_ref().and_then(|media| media_urls::poster(app, now, media)),
        state: state(watch, now, source.is_some()),
        sources: source.into_iter().collect(),
        tracks: tracks::tracks(watch),
    }
}

fn state(watch: &Watch, now: Timestamp, has_source: bool) -> PlayerState {
    match watch.video.state {
        VideoState::Published if has_source => PlayerState::Ready,
        VideoState::Published => PlayerState::Failed("The file of this video is missing.".to_owned()),
        VideoState::Failed => PlayerState::Failed(watch.video.note.clone().unwrap_or_default()),
        VideoState::Uploading | VideoState::Processing => {
            PlayerState::Processing(progress::words(watch.task.as_ref(), now))
        }
    }
}

/// A media fragment, which players follow without any script.
fn from_second(url: String, begin: u32) -> String {
    if begin == 0 { url } else { format!("{url}#t={begin}") }
}
